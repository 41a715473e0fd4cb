import uuid

import django.db.models.deletion
from django.db import migrations, models

import trainees.models

# One statement: the files stay where they are, and so do their names.
COPY = """
INSERT INTO trainees_documentpage (document_id, number, key, file, sha256, width, height)
SELECT id, 1, gen_random_uuid(), file, sha256, width, height FROM trainees_document
"""


class Migration(migrations.Migration):
    dependencies = [
        ("trainees", "0004_situation_and_health"),
    ]

    operations = [
        migrations.AddField(
            model_name="document",
            name="original",
            field=models.FileField(
                blank=True,
                db_default="",
                default="",
                editable=False,
                upload_to=trainees.models.original_path,
                verbose_name="PDF asli",
            ),
        ),
        migrations.AddField(
            model_name="document",
            name="original_sha256",
            field=models.CharField(blank=True, db_default="", default="", editable=False, max_length=64),
        ),
        migrations.CreateModel(
            name="DocumentPage",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveSmallIntegerField(verbose_name="halaman")),
                ("key", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("file", models.FileField(upload_to=trainees.models.document_path, verbose_name="berkas")),
                ("sha256", models.CharField(editable=False, max_length=64)),
                ("width", models.PositiveIntegerField(editable=False)),
                ("height", models.PositiveIntegerField(editable=False)),
                (
                    "document",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="pages",
                        to="trainees.document",
                    ),
                ),
            ],
            options={
                "verbose_name": "halaman dokumen",
                "verbose_name_plural": "halaman dokumen",
                "ordering": ["document", "number"],
                "constraints": [
                    models.UniqueConstraint(fields=("document", "number"), name="page_number_once_per_document"),
                    models.CheckConstraint(condition=models.Q(("number__gte", 1)), name="page_numbers_start_at_one"),
                ],
            },
        ),
        migrations.RunSQL(COPY, migrations.RunSQL.noop),
    ]
