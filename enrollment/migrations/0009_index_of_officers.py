from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    """Built while the table is in use. An attempt that broke off leaves an invalid index: drop it and run again."""

    atomic = False
    dependencies = [("enrollment", "0008_notes_and_officers")]

    operations = [
        AddIndexConcurrently(
            model_name="application",
            index=models.Index(
                fields=["officer", "status"],
                name="application_officer_idx",
                condition=models.Q(officer__isnull=False),
            ),
        ),
    ]
