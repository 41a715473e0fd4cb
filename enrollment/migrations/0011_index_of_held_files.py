from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    """Built while the table is in use. An attempt that broke off leaves an invalid index: drop it and run again."""

    atomic = False
    dependencies = [("enrollment", "0010_document_queue")]

    operations = [
        AddIndexConcurrently(
            model_name="application",
            index=models.Index(
                fields=["held_by"],
                name="application_held_idx",
                condition=models.Q(held_by__isnull=False),
            ),
        ),
    ]
