from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    """Built while the tables are in use. An attempt that broke off leaves an invalid index: drop it and run again."""

    atomic = False
    dependencies = [("trainees", "0009_told_apart")]

    operations = [
        AddIndexConcurrently(model_name="contact", index=models.Index(fields=["phone"], name="contact_phone_idx")),
        AddIndexConcurrently(model_name="guardian", index=models.Index(fields=["phone"], name="guardian_phone_idx")),
        AddIndexConcurrently(
            model_name="trainee", index=models.Index(fields=["birth_date"], name="trainee_birth_date_idx")
        ),
    ]
