import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

# A place at a sitting is of the sitting's part, so that "one per part" counts what it says.
SAME_PART = """
ALTER TABLE enrollment_appointment ADD CONSTRAINT appointment_of_its_sittings_part
FOREIGN KEY (sitting_id, part) REFERENCES enrollment_sitting (id, part) DEFERRABLE INITIALLY DEFERRED
"""
NO_MORE = "ALTER TABLE enrollment_appointment DROP CONSTRAINT appointment_of_its_sittings_part"


class Migration(migrations.Migration):
    dependencies = [
        ("centers", "0004_public_pages"),
        ("cohorts", "0003_rooms_for_more_than_classes"),
        ("enrollment", "0005_rule_names"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Criterion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "part",
                    models.CharField(
                        choices=[("test", "Tes tertulis"), ("interview", "Wawancara")],
                        max_length=10,
                        verbose_name="bagian",
                    ),
                ),
                ("name", models.CharField(max_length=80, verbose_name="kriteria")),
                (
                    "maximum",
                    models.DecimalField(decimal_places=2, default=100, max_digits=5, verbose_name="nilai tertinggi"),
                ),
                ("weight", models.DecimalField(decimal_places=2, default=1, max_digits=5, verbose_name="bobot")),
                ("order", models.PositiveSmallIntegerField(default=1, verbose_name="urutan")),
                ("retired_at", models.DateTimeField(editable=False, null=True, verbose_name="tidak dipakai sejak")),
                (
                    "center",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="criteria",
                        to="centers.center",
                        verbose_name="balai",
                    ),
                ),
                (
                    "program",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="criteria",
                        to="cohorts.program",
                        verbose_name="program",
                    ),
                ),
            ],
            options={
                "verbose_name": "kriteria penilaian",
                "verbose_name_plural": "kriteria penilaian",
                "ordering": ["program", "part", "order", "pk"],
            },
        ),
        migrations.CreateModel(
            name="CriterionScore",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("value", models.DecimalField(decimal_places=2, max_digits=5, verbose_name="nilai")),
                (
                    "criterion",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="points",
                        to="enrollment.criterion",
                        verbose_name="kriteria",
                    ),
                ),
                (
                    "score",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="points", to="enrollment.score"
                    ),
                ),
            ],
            options={
                "verbose_name": "nilai kriteria",
                "verbose_name_plural": "nilai kriteria",
                "ordering": ["criterion__order", "pk"],
            },
        ),
        migrations.CreateModel(
            name="Sitting",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "part",
                    models.CharField(
                        choices=[("test", "Tes tertulis"), ("interview", "Wawancara")],
                        max_length=10,
                        verbose_name="bagian",
                    ),
                ),
                (
                    "status",
                    models.CharField(
                        choices=[("planned", "Terjadwal"), ("closed", "Selesai"), ("cancelled", "Dibatalkan")],
                        default="planned",
                        editable=False,
                        max_length=10,
                        verbose_name="status",
                    ),
                ),
                ("starts_at", models.DateTimeField(verbose_name="mulai")),
                ("ends_at", models.DateTimeField(verbose_name="selesai")),
                (
                    "place",
                    models.CharField(
                        blank=True,
                        help_text="Bila tidak di ruang balai: tulis alamatnya.",
                        max_length=200,
                        verbose_name="tempat lain",
                    ),
                ),
                ("capacity", models.PositiveSmallIntegerField(verbose_name="jumlah tempat")),
                (
                    "bring",
                    models.CharField(
                        blank=True,
                        help_text="Dibaca peserta. Misalnya: KTP atau KK, pensil 2B.",
                        max_length=300,
                        verbose_name="yang dibawa",
                    ),
                ),
                ("is_open", models.BooleanField(default=False, verbose_name="peserta boleh memilih sendiri")),
                (
                    "booking",
                    models.OneToOneField(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="cohorts.booking",
                    ),
                ),
                (
                    "offering",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="sittings",
                        to="cohorts.offering",
                        verbose_name="hanya untuk pilihan pertama",
                    ),
                ),
                (
                    "room",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="sittings",
                        to="cohorts.resource",
                        verbose_name="ruang",
                    ),
                ),
                (
                    "wave",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="sittings",
                        to="cohorts.wave",
                        verbose_name="gelombang",
                    ),
                ),
            ],
            options={
                "verbose_name": "sesi tes dan wawancara",
                "verbose_name_plural": "sesi tes dan wawancara",
                "ordering": ["-starts_at", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="Appointment",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "part",
                    models.CharField(
                        choices=[("test", "Tes tertulis"), ("interview", "Wawancara")],
                        editable=False,
                        max_length=10,
                        verbose_name="bagian",
                    ),
                ),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("booked", "Terjadwal"),
                            ("confirmed", "Menyatakan akan datang"),
                            ("came", "Hadir"),
                            ("absent", "Tidak hadir"),
                            ("declined", "Minta jadwal lain"),
                            ("cancelled", "Dibatalkan"),
                        ],
                        default="booked",
                        editable=False,
                        max_length=10,
                        verbose_name="status",
                    ),
                ),
                (
                    "place_number",
                    models.PositiveSmallIntegerField(editable=False, null=True, verbose_name="nomor tempat"),
                ),
                (
                    "changes",
                    models.PositiveSmallIntegerField(
                        default=0, editable=False, verbose_name="berapa kali diubah sendiri"
                    ),
                ),
                (
                    "booked_at",
                    models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name="dibuat"),
                ),
                (
                    "accepted_at",
                    models.DateTimeField(editable=False, null=True, verbose_name="menyatakan akan datang"),
                ),
                ("came_at", models.DateTimeField(editable=False, null=True, verbose_name="hadir pada")),
                ("reason", models.CharField(blank=True, editable=False, max_length=300, verbose_name="alasan")),
                (
                    "application",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="appointments",
                        to="enrollment.application",
                        verbose_name="pendaftaran",
                    ),
                ),
                (
                    "booked_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="dibuat oleh",
                    ),
                ),
                (
                    "checked_in_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="dicatat oleh",
                    ),
                ),
                (
                    "sitting",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="appointments",
                        to="enrollment.sitting",
                        verbose_name="sesi",
                    ),
                ),
            ],
            options={
                "verbose_name": "jadwal tes peserta",
                "verbose_name_plural": "jadwal tes peserta",
                "ordering": ["sitting", "place_number", "pk"],
            },
        ),
        migrations.AddConstraint(
            model_name="criterion",
            constraint=models.UniqueConstraint(
                condition=models.Q(("retired_at", None)),
                fields=("center", "program", "part", "name"),
                name="criterion_once_per_program_and_part",
                violation_error_message="Kriteria ini sudah ada pada program dan bagian itu.",
            ),
        ),
        migrations.AddConstraint(
            model_name="criterion",
            constraint=models.CheckConstraint(
                condition=models.Q(("maximum__gt", 0)),
                name="criterion_has_points",
                violation_error_message="Nilai tertinggi harus lebih dari 0.",
            ),
        ),
        migrations.AddConstraint(
            model_name="criterion",
            constraint=models.CheckConstraint(
                condition=models.Q(("weight__gt", 0)),
                name="criterion_weighs_something",
                violation_error_message="Bobot harus lebih dari 0.",
            ),
        ),
        migrations.AddConstraint(
            model_name="criterionscore",
            constraint=models.UniqueConstraint(fields=("score", "criterion"), name="criterion_scored_once"),
        ),
        migrations.AddConstraint(
            model_name="criterionscore",
            constraint=models.CheckConstraint(
                condition=models.Q(("value__gte", 0)), name="criterion_score_not_below_0"
            ),
        ),
        migrations.AddIndex(
            model_name="sitting",
            index=models.Index(fields=["wave", "part", "starts_at"], name="sitting_of_wave_idx"),
        ),
        migrations.AddConstraint(
            model_name="sitting",
            constraint=models.CheckConstraint(
                condition=models.Q(("ends_at__gt", models.F("starts_at"))),
                name="sitting_ends_after_it_starts",
                violation_error_message="Selesainya harus sesudah mulainya.",
            ),
        ),
        migrations.AddConstraint(
            model_name="sitting",
            constraint=models.CheckConstraint(condition=models.Q(("capacity__gte", 1)), name="sitting_has_places"),
        ),
        migrations.AddConstraint(
            model_name="sitting",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("place", ""), ("room__isnull", False)),
                    models.Q(("room", None), models.Q(("place", ""), _negated=True)),
                    _connector="OR",
                ),
                name="sitting_is_somewhere",
                violation_error_message="Pilih satu ruang, atau tulis tempat lain.",
            ),
        ),
        migrations.AddConstraint(
            model_name="sitting",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("booking", None), ("room", None)),
                    models.Q(("booking", None), ("room__isnull", False), ("status", "cancelled")),
                    models.Q(
                        ("booking__isnull", False),
                        ("room__isnull", False),
                        models.Q(("status", "cancelled"), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="sitting_in_a_room_holds_it",
            ),
        ),
        migrations.AddConstraint(
            model_name="sitting",
            constraint=models.UniqueConstraint(fields=("id", "part"), name="sitting_part_to_point_at"),
        ),
        migrations.AddConstraint(
            model_name="appointment",
            constraint=models.UniqueConstraint(
                condition=models.Q(("status__in", ["absent", "booked", "came", "confirmed"])),
                fields=("application", "part"),
                name="appointment_one_per_application_and_part",
                violation_error_message="Pendaftaran ini sudah punya jadwal untuk bagian itu.",
            ),
        ),
        migrations.AddConstraint(
            model_name="appointment",
            constraint=models.UniqueConstraint(
                fields=("sitting", "place_number"), name="appointment_place_given_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="appointment",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("place_number__gte", 1),
                        ("place_number__isnull", False),
                        ("status__in", ["absent", "booked", "came", "confirmed"]),
                    ),
                    models.Q(
                        models.Q(("status__in", ["absent", "booked", "came", "confirmed"]), _negated=True),
                        ("place_number", None),
                    ),
                    _connector="OR",
                ),
                name="appointment_has_a_place_while_it_keeps_one",
            ),
        ),
        migrations.AddConstraint(
            model_name="appointment",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("came_at__isnull", False), ("status", "came")),
                    models.Q(models.Q(("status", "came"), _negated=True), ("came_at", None)),
                    _connector="OR",
                ),
                name="appointment_came_at_a_moment",
            ),
        ),
        migrations.RunSQL(SAME_PART, NO_MORE),
    ]
