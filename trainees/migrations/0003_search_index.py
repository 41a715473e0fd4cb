from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations


class Migration(migrations.Migration):
    """Built while the table is in use. An attempt that broke off leaves an invalid index: drop it and run this again."""

    atomic = False
    dependencies = [("trainees", "0002_search")]

    operations = [
        AddIndexConcurrently(
            model_name="trainee",
            index=GinIndex(fields=["search"], name="trainee_search_idx", opclasses=["gin_trgm_ops"]),
        ),
    ]
