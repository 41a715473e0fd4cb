import uuid

from django.conf import settings
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q, Value
from django.db.models.functions import Concat, Upper
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from centers.models import EducationLevel, Region
from trainees import sealing
from trainees.rules import nik as nik_rules
from trainees.rules.age import adult_on


class Sex(models.TextChoices):
    FEMALE = "F", _("Perempuan")
    MALE = "M", _("Laki-laki")


class Trainee(models.Model):
    """A person, from the first draft on. The NIK is sealed; `nik_index` finds it, and is set only when they submit.

    `claimed_index` is set instead when another row holds that index: an officer must link or refuse.
    """

    account = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="trainee",
        verbose_name=_("akun"),
    )
    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)  # binds the sealed NIK to this row
    full_name = models.CharField(_("nama lengkap sesuai KTP/KK"), max_length=120, blank=True)
    nik_sealed = models.BinaryField(_("NIK tersegel"), null=True, editable=False)
    nik_tail = models.CharField(_("NIK tersamar"), max_length=16, blank=True, editable=False)
    nik_index = models.CharField(_("indeks NIK"), max_length=64, null=True, unique=True, editable=False)
    claimed_index = models.CharField(
        _("indeks NIK yang diklaim"), max_length=64, null=True, db_index=True, editable=False
    )
    birth_date = models.DateField(_("tanggal lahir"), null=True, blank=True)
    birth_place = models.CharField(_("tempat lahir"), max_length=80, blank=True)
    sex = models.CharField(_("jenis kelamin"), max_length=1, choices=Sex, blank=True)
    region = models.ForeignKey(
        Region,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("desa/kelurahan"),
        help_text=_("Sesuai KTP/KK; di luar Banten cukup sampai kabupaten/kota."),
    )
    address = models.CharField(_("alamat (jalan, RT/RW)"), max_length=200, blank=True)
    education = models.ForeignKey(
        EducationLevel,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("pendidikan terakhir"),
    )
    phone = models.CharField(_("nomor ponsel"), max_length=16, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    phone_verified_at = models.DateTimeField(null=True, editable=False)
    abroad_interest = models.BooleanField(_("berminat bekerja di luar negeri"), null=True, blank=True)
    abroad_experience = models.BooleanField(_("pernah bekerja di luar negeri"), null=True, blank=True)
    is_studying = models.BooleanField(_("masih sekolah atau kuliah"), null=True, blank=True)
    studies_until = models.DateField(_("perkiraan lulus"), null=True, blank=True)
    is_working = models.BooleanField(_("sedang bekerja"), null=True, blank=True)
    trained_until = models.DateField(
        _("pelatihan terakhir selesai"),
        null=True,
        blank=True,
        help_text=_("Pelatihan pemerintah di mana pun, menurut peserta sendiri."),
    )
    has_trained = models.BooleanField(_("pernah ikut pelatihan pemerintah"), null=True, blank=True)
    created_at = models.DateTimeField(_("dibuat"), default=timezone.now, editable=False)
    search = models.GeneratedField(  # what people are looked up by; never the NIK
        expression=Upper(
            Concat("full_name", Value(" "), "phone", Value(" "), "email", output_field=models.TextField())
        ),
        output_field=models.TextField(),
        db_persist=True,
        verbose_name=_("kata pencarian"),
    )
    at_hand = None  # what a page read along with the person: trainees.selectors.AtHand

    class Meta:
        verbose_name = _("peserta")
        verbose_name_plural = _("peserta")
        ordering = ["-pk"]
        indexes = [
            GinIndex(name="trainee_search_idx", fields=["search"], opclasses=["gin_trgm_ops"]),
            models.Index(fields=["birth_date"], name="trainee_birth_date_idx"),  # who may be one person twice
        ]
        constraints = [
            models.CheckConstraint(
                name="trainee_index_needs_a_sealed_nik", condition=Q(nik_index=None) | Q(nik_sealed__isnull=False)
            ),
            models.CheckConstraint(
                name="trainee_claims_or_holds_an_index", condition=Q(nik_index=None) | Q(claimed_index=None)
            ),
            models.CheckConstraint(
                name="trainee_ends_studies_only_if_studying",
                condition=Q(studies_until=None) | Q(is_studying__isnull=False, is_studying=True),
            ),
            models.CheckConstraint(
                name="trainee_dates_training_only_if_trained",
                condition=Q(trained_until=None) | Q(has_trained__isnull=False, has_trained=True),
            ),
        ]

    def __str__(self):
        return self.full_name or str(_("Peserta tanpa nama"))

    @property
    def nik(self):
        """The NIK in clear. Whoever shows it writes the view log."""
        return sealing.unseal(bytes(self.nik_sealed), aad=self.key.bytes) if self.nik_sealed else ""

    @nik.setter
    def nik(self, value):
        """Seal a clean NIK. The index is left alone: submitting sets it, so that a draft can claim nothing."""
        self.nik_sealed = sealing.seal(value, aad=self.key.bytes)
        self.nik_tail = nik_rules.masked(value)

    @property
    def adult_on(self):
        return adult_on(self.birth_date) if self.birth_date else None

    def is_minor(self, day):
        return self.birth_date is not None and day < self.adult_on


class Contact(models.Model):
    """Somebody else who can reach the trainee: a family without e-mail has neighbours."""

    trainee = models.ForeignKey(Trainee, on_delete=models.CASCADE, related_name="contacts")
    name = models.CharField(_("nama"), max_length=120)
    relation = models.CharField(_("hubungan"), max_length=60, blank=True)
    phone = models.CharField(_("nomor ponsel"), max_length=16)

    class Meta:
        verbose_name = _("kontak lain")
        verbose_name_plural = _("kontak lain")
        ordering = ["pk"]
        indexes = [models.Index(fields=["phone"], name="contact_phone_idx")]

    def __str__(self):
        return self.name


class Guardian(models.Model):
    """The parent or guardian of a minor."""

    trainee = models.OneToOneField(Trainee, on_delete=models.CASCADE, related_name="guardian")
    name = models.CharField(_("nama orang tua/wali"), max_length=120)
    relation = models.CharField(_("hubungan"), max_length=60)
    phone = models.CharField(_("nomor ponsel wali"), max_length=16)
    email = models.EmailField(_("e-mail"), blank=True)
    asked_at = models.DateTimeField(_("tautan persetujuan dikirim"), null=True, blank=True, editable=False)
    link_round = models.PositiveIntegerField(_("putaran tautan"), default=0, editable=False)  # an older link is void

    class Meta:
        verbose_name = _("orang tua/wali")
        verbose_name_plural = _("orang tua/wali")
        ordering = ["pk"]
        indexes = [models.Index(fields=["phone"], name="guardian_phone_idx")]

    def __str__(self):
        return self.name


class HealthFact(models.TextChoices):
    """What a program may have to know before a hot wire or a high roof does harm. Asked only where a rule says so."""

    COLOUR_BLIND = "colour_blind", _("Buta warna")
    HEIGHTS = "heights", _("Takut ketinggian")
    BREATHING = "breathing", _("Gangguan pernapasan")
    EPILEPSY = "epilepsy", _("Epilepsi atau sering pingsan")
    BACK = "back", _("Tidak boleh mengangkat beban")


class HealthAnswer(models.Model):
    """A person's own word on one fact of health: specific data (UU 27/2022 art. 4), kept while it is needed."""

    trainee = models.ForeignKey(Trainee, on_delete=models.CASCADE, related_name="health_answers")
    fact = models.CharField(_("keadaan"), max_length=12, choices=HealthFact)
    holds = models.BooleanField(_("ya"))
    answered_at = models.DateTimeField(_("dijawab"), default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("jawaban kesehatan")
        verbose_name_plural = _("jawaban kesehatan")
        ordering = ["fact"]
        constraints = [models.UniqueConstraint(name="health_fact_once_per_trainee", fields=["trainee", "fact"])]

    def __str__(self):
        return self.get_fact_display()
