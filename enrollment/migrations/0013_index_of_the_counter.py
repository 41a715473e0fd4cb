from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    """Built while the table is in use. An attempt that broke off leaves an invalid index: drop it and run again."""

    atomic = False
    dependencies = [("enrollment", "0012_entered_at_the_counter")]

    operations = [
        AddIndexConcurrently(
            model_name="application",
            index=models.Index(
                fields=["wave", "entered_at"],
                name="application_counter_idx",
                condition=models.Q(entered_at__isnull=False),
            ),
        ),
    ]
