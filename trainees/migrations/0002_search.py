from django.contrib.postgres.operations import TrigramExtension
from django.db import migrations, models
from django.db.models import Value
from django.db.models.functions import Concat, Upper


class Migration(migrations.Migration):
    """The column people are looked up by. PostgreSQL writes the table anew (200,000 people: about 4 seconds), so it
    waits for nobody's long query: rather it fails after three seconds, and is run again."""

    dependencies = [("trainees", "0001_initial")]

    operations = [
        TrigramExtension(),
        migrations.RunSQL("SET LOCAL lock_timeout = '3s'", migrations.RunSQL.noop),
        migrations.AddField(
            model_name="trainee",
            name="search",
            field=models.GeneratedField(
                db_persist=True,
                expression=Upper(
                    Concat("full_name", Value(" "), "phone", Value(" "), "email", output_field=models.TextField())
                ),
                output_field=models.TextField(),
                verbose_name="kata pencarian",
            ),
        ),
        migrations.RunSQL("SET LOCAL lock_timeout = DEFAULT", migrations.RunSQL.noop),
    ]
