import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    """Two empty columns and a table: no row is written anew; the lock is short, or not taken at all."""

    dependencies = [
        ("centers", "0005_slip_days"),
        ("enrollment", "0009_index_of_officers"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="PaperReason",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "key",
                    models.PositiveSmallIntegerField(
                        choices=[(1, "1"), (2, "2"), (3, "3"), (4, "4")], verbose_name="tombol"
                    ),
                ),
                (
                    "label",
                    models.CharField(
                        help_text="Dibaca petugas, misalnya Buram.", max_length=30, verbose_name="sebutan singkat"
                    ),
                ),
                (
                    "text",
                    models.CharField(
                        help_text="Apa yang kurang dan apa yang harus dilakukan, misalnya: Fotonya buram. Foto ulang di tempat terang.",
                        max_length=120,
                        verbose_name="kalimat untuk peserta",
                    ),
                ),
                ("text_en", models.CharField(max_length=120, verbose_name="kalimat dalam bahasa Inggris")),
                (
                    "state",
                    models.CharField(
                        choices=[("fix", "Perlu diperbaiki"), ("invalid", "Tidak sah")],
                        default="fix",
                        max_length=8,
                        verbose_name="dokumen menjadi",
                    ),
                ),
            ],
            options={
                "verbose_name": "alasan pengembalian berkas",
                "verbose_name_plural": "alasan pengembalian berkas",
                "ordering": ["key", "pk"],
            },
        ),
        migrations.RunSQL("SET LOCAL lock_timeout = '3s'", migrations.RunSQL.noop),
        migrations.AddField(
            model_name="application",
            name="held_by",
            field=models.ForeignKey(
                db_index=False,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="sedang diperiksa oleh",
            ),
        ),
        migrations.AddField(
            model_name="application",
            name="held_until",
            field=models.DateTimeField(editable=False, null=True, verbose_name="dipegang sampai"),
        ),
        migrations.AddConstraint(
            model_name="application",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("held_by", None), ("held_until", None)),
                    models.Q(("held_by__isnull", False), ("held_until__isnull", False)),
                    _connector="OR",
                ),
                name="application_is_held_by_somebody_until_some_time",
            ),
        ),
        migrations.AddField(
            model_name="paperreason",
            name="center",
            field=models.ForeignKey(
                blank=True,
                help_text="Kosong: berlaku di semua balai.",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="centers.center",
                verbose_name="balai",
            ),
        ),
        migrations.AddField(
            model_name="paperreason",
            name="kind",
            field=models.ForeignKey(
                blank=True,
                help_text="Kosong: untuk semua jenis dokumen.",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="centers.documentkind",
                verbose_name="jenis dokumen",
            ),
        ),
        migrations.AddConstraint(
            model_name="paperreason",
            constraint=models.UniqueConstraint(
                fields=("center", "kind", "key"),
                name="paper_reason_once_per_key",
                nulls_distinct=False,
                violation_error_message="Tombol ini sudah punya alasan untuk balai dan jenis dokumen itu.",
            ),
        ),
        migrations.AddConstraint(
            model_name="paperreason",
            constraint=models.CheckConstraint(
                condition=models.Q(("key__in", (1, 2, 3, 4))), name="paper_reason_has_a_key_from_1_to_4"
            ),
        ),
        migrations.AddConstraint(
            model_name="paperreason",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("label", ""), _negated=True),
                    models.Q(("text", ""), _negated=True),
                    models.Q(("text_en", ""), _negated=True),
                ),
                name="paper_reason_says_something_in_both_languages",
            ),
        ),
        migrations.AddConstraint(
            model_name="paperreason",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", ("fix", "invalid"))), name="paper_reason_sends_back"
            ),
        ),
    ]
