import uuid

import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("cohorts", "0003_rooms_for_more_than_classes"),
        ("enrollment", "0006_sittings"),
        ("trainees", "0008_slips_and_witnesses"),
    ]

    operations = [
        migrations.CreateModel(
            name="CalendarLink",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.UUIDField(default=uuid.uuid4, editable=False, verbose_name="kunci")),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="dibuat")),
                (
                    "trainee",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="calendar_link",
                        to="trainees.trainee",
                        verbose_name="peserta",
                    ),
                ),
            ],
            options={
                "verbose_name": "tautan kalender",
                "verbose_name_plural": "tautan kalender",
            },
        ),
        migrations.CreateModel(
            name="QueueStep",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="waktu")),
                ("place", models.PositiveIntegerField(null=True, verbose_name="nomor cadangan")),
                (
                    "cause",
                    models.CharField(
                        choices=[
                            ("seat", "mendapat kursi"),
                            ("elsewhere", "diterima di program lain"),
                            ("withdrew", "mengundurkan diri"),
                            ("cancelled", "dibatalkan balai"),
                            ("closed", "masa cadangan berakhir"),
                            ("appeal", "sanggahan diterima"),
                        ],
                        max_length=10,
                        verbose_name="sebab",
                    ),
                ),
                (
                    "offering",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="queue_steps",
                        to="cohorts.offering",
                        verbose_name="program",
                    ),
                ),
            ],
            options={
                "verbose_name": "perubahan antrean",
                "verbose_name_plural": "perubahan antrean",
                "ordering": ["pk"],
                "indexes": [models.Index(fields=["offering", "at"], name="queue_step_idx")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("cause", "appeal"), ("place__isnull", False), _connector="OR"),
                        name="queue_step_leaves_a_place",
                    )
                ],
            },
        ),
    ]
