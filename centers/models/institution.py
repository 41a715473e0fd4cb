from datetime import timedelta

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from centers.numbering import check_pattern

INVITATION_DAYS = 7
AT_LEAST_ONE = MinValueValidator(1, _("Paling sedikit 1."))
WHATSAPP = RegexValidator(r"^\+62\d{8,13}$", _("Tulis nomor WhatsApp dengan +62, misalnya +6281200000016."))


class Region(models.Model):
    """A place with its Kemendagri code: 36 · 36.74 · 36.74.02 · 36.74.02.1001. Never matched by name alone."""

    class Level(models.IntegerChoices):
        PROVINCE = 1, _("Provinsi")
        REGENCY = 2, _("Kabupaten/Kota")
        DISTRICT = 3, _("Kecamatan")
        VILLAGE = 4, _("Desa/Kelurahan")

    code = models.CharField(_("kode"), max_length=13, primary_key=True)
    name = models.CharField(_("nama"), max_length=80)
    level = models.PositiveSmallIntegerField(_("tingkat"), choices=Level)
    parent = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, related_name="children", verbose_name=_("induk")
    )
    postal_code = models.CharField(_("kode pos"), max_length=5, blank=True)

    class Meta:
        verbose_name = _("wilayah")
        verbose_name_plural = _("wilayah")
        ordering = ["code"]
        indexes = [models.Index(fields=["level", "name"], name="region_level_idx")]

    def __str__(self):
        return self.name


class EducationLevel(models.Model):
    code = models.SlugField(_("kode"), unique=True)
    name = models.CharField(_("nama"), max_length=60)
    rank = models.PositiveSmallIntegerField(_("urutan"), unique=True)

    class Meta:
        verbose_name = _("jenjang pendidikan")
        verbose_name_plural = _("jenjang pendidikan")
        ordering = ["rank"]

    def __str__(self):
        return self.name


class DocumentKind(models.Model):
    code = models.SlugField(_("kode"), unique=True)
    name = models.CharField(_("nama"), max_length=80)
    help_text = models.CharField(_("petunjuk"), max_length=300, blank=True)
    order = models.PositiveSmallIntegerField(_("urutan"), default=0)
    from_age = models.PositiveSmallIntegerField(
        _("dimiliki sejak usia"), null=True, blank=True, help_text=_("KTP baru ada sejak usia 17 tahun.")
    )
    instead = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("gantinya bagi yang lebih muda"),
    )

    class Meta:
        verbose_name = _("jenis dokumen")
        verbose_name_plural = _("jenis dokumen")
        ordering = ["order", "code"]

    def __str__(self):
        return self.name


class Center(models.Model):
    """A training centre and all that differs between one and another. Certificates copy what they print."""

    code = models.SlugField(_("kode"), unique=True, max_length=20)
    name = models.CharField(_("nama"), max_length=120)
    agency = models.CharField(_("dinas"), max_length=160, help_text=_("Nama dinas yang membawahi, untuk kop surat."))
    address = models.CharField(_("alamat"), max_length=250)
    city = models.CharField(_("tempat terbit"), max_length=60, help_text=_("Kota di depan tanggal pada sertifikat."))
    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="+", verbose_name=_("wilayah"))
    phone = models.CharField(_("telepon"), max_length=20, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    whatsapp = models.CharField(
        _("nomor WhatsApp bantuan"),
        max_length=16,
        blank=True,
        validators=[WHATSAPP],
        help_text=_("Nomor yang dijawab petugas, misalnya +6281200000016. Tampil di halaman Kontak."),
    )
    office_hours = models.CharField(
        _("jam layanan"), max_length=120, blank=True, help_text=_("Misalnya Senin–Jumat, 08.00–15.00 WIB.")
    )
    complaint_phone = models.CharField(_("telepon pengaduan"), max_length=20, blank=True)
    complaint_whatsapp = models.CharField(
        _("nomor WhatsApp pengaduan"), max_length=16, blank=True, validators=[WHATSAPP]
    )
    complaint_email = models.EmailField(_("e-mail pengaduan"), blank=True)
    complaint_info = models.TextField(
        _("cara mengadu"),
        max_length=1000,
        blank=True,
        help_text=_("Kalimat sederhana: ke mana lagi orang dapat mengadu, dan kapan dijawab."),
    )
    logo = models.FileField(
        _("logo"),
        upload_to="logos/",
        blank=True,
        help_text=_("Gambar PNG atau JPG, paling besar 2 MB. Tampil di halaman Kontak dan meja kerja."),
    )
    certificate_format = models.CharField(
        _("pola nomor sertifikat"),
        max_length=80,
        default="500.15/{number:04d}/{center}/{month}/{year}",
        validators=[check_pattern],
        help_text=_("Isian: {number}, {center}, {month} (romawi), {year}."),
    )
    attendance_threshold = models.PositiveSmallIntegerField(
        _("ambang kehadiran (%)"),
        default=80,
        validators=[MaxValueValidator(100, _("Paling banyak 100."))],
        help_text=_("Persentase JP untuk dapat dinyatakan selesai."),
    )
    confirm_days = models.PositiveSmallIntegerField(_("hari untuk daftar ulang"), default=3, validators=[AT_LEAST_ONE])
    offer_hours = models.PositiveSmallIntegerField(
        _("jam untuk menjawab tawaran cadangan"), default=48, validators=[AT_LEAST_ONE]
    )
    fix_days = models.PositiveSmallIntegerField(
        _("hari untuk memperbaiki berkas"), default=3, validators=[AT_LEAST_ONE]
    )
    slip_days = models.PositiveSmallIntegerField(
        _("hari berlakunya kode slip loket"),
        default=14,
        db_default=14,
        validators=[AT_LEAST_ONE],
        help_text=_("Selama itu orang yang didaftarkan di loket dapat membuat akunnya sendiri dengan kode di slip."),
    )

    class Meta:
        verbose_name = _("balai")
        verbose_name_plural = _("balai")
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(
                name="center_threshold_is_a_percentage", condition=Q(attendance_threshold__lte=100)
            ),
        ]

    def __str__(self):
        return self.name

    @property
    def whatsapp_link(self):
        return f"https://wa.me/{self.whatsapp.removeprefix('+')}"

    @property
    def complaint_whatsapp_link(self):
        return f"https://wa.me/{self.complaint_whatsapp.removeprefix('+')}"


class PrivacyNoticeQuerySet(models.QuerySet):
    def in_force_order(self, day):
        """Those that hold or held by that day, the one that holds first."""
        return self.filter(valid_from__lte=day).order_by("-valid_from", "-version")


class PrivacyNotice(models.Model):
    """What is done with personal data, in words. A version is never changed: people have read and relied on it.

    A text in another language is a row of its own with the same version; the Indonesian one is the one that counts.
    """

    version = models.PositiveSmallIntegerField(_("versi"), validators=[AT_LEAST_ONE])
    language = models.CharField(_("bahasa"), max_length=2, choices=settings.LANGUAGES, default="id")
    valid_from = models.DateField(_("berlaku sejak"), default=timezone.localdate)
    text = models.TextField(
        _("isi"),
        help_text=_(
            "Baris kosong memisahkan alinea. Baris yang diawali ## menjadi judul, yang diawali - butir daftar."
        ),
    )

    objects = PrivacyNoticeQuerySet.as_manager()

    class Meta:
        verbose_name = _("pemberitahuan privasi")
        verbose_name_plural = _("pemberitahuan privasi")
        ordering = ["-version", "-language"]
        constraints = [
            models.UniqueConstraint(
                name="privacy_notice_once_per_language",
                fields=["version", "language"],
                violation_error_message=_("Versi ini sudah ada. Kata-kata baru menjadi versi baru."),
            ),
            models.CheckConstraint(name="privacy_notice_says_something", condition=~Q(text="")),
        ]

    def __str__(self):
        return _("Versi %(version)s (%(language)s)") % {
            "version": self.version,
            "language": self.get_language_display(),
        }

    def get_absolute_url(self):
        return reverse("privacy_version", args=[self.version])


class Official(models.Model):
    """Who signs, from when until when. Documents snapshot it, so a change of head changes nothing already issued."""

    class Acting(models.TextChoices):
        NONE = "", _("Definitif")
        PLT = "Plt.", _("Pelaksana tugas (Plt.)")
        PLH = "Plh.", _("Pelaksana harian (Plh.)")

    center = models.ForeignKey(Center, on_delete=models.PROTECT, related_name="officials", verbose_name=_("balai"))
    name = models.CharField(_("nama"), max_length=120)
    nip = models.CharField(_("NIP"), max_length=25, blank=True)
    position = models.CharField(_("jabatan"), max_length=120)
    acting = models.CharField(_("kedudukan"), max_length=5, choices=Acting, default=Acting.NONE, blank=True)
    valid_from = models.DateField(_("berlaku sejak"))
    valid_to = models.DateField(_("berlaku sampai"), null=True, blank=True)

    class Meta:
        verbose_name = _("pejabat penanda tangan")
        verbose_name_plural = _("pejabat penanda tangan")
        ordering = ["-valid_from"]
        constraints = [
            models.CheckConstraint(
                name="official_ends_after_it_begins",
                condition=Q(valid_to=None) | Q(valid_to__gte=models.F("valid_from")),
                violation_error_message=_("Tanggal akhir tidak boleh sebelum tanggal awal."),
            ),
        ]

    def __str__(self):
        return f"{self.acting} {self.position}: {self.name}".strip()


class Role(models.TextChoices):
    INSTRUCTOR = "instructor", _("Instruktur")
    OFFICER = "officer", _("Petugas")
    HEAD = "head", _("Kepala")
    CERTIFICATION = "certification", _("Petugas sertifikasi")
    PLACEMENT = "placement", _("Petugas penempatan")
    WARDEN = "warden", _("Pengelola asrama")
    TREASURER = "treasurer", _("Bendahara")
    PROVINCE = "province", _("Provinsi")
    PROTECTION = "protection", _("Pejabat pelindungan data")


class MembershipQuerySet(models.QuerySet):
    def not_over(self):
        """Of today, and of those that begin later."""
        today = timezone.localdate()
        return self.filter(Q(valid_to=None) | Q(valid_to__gte=today) & Q(valid_to__gte=F("valid_from")))

    def current(self):
        return self.not_over().filter(valid_from__lte=timezone.localdate())


class Membership(models.Model):
    """Somebody works here as something, from when until when. Without a center: the whole province, reading only."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="memberships", verbose_name=_("akun")
    )
    center = models.ForeignKey(
        Center, on_delete=models.PROTECT, null=True, blank=True, related_name="memberships", verbose_name=_("balai")
    )
    role = models.CharField(_("peran"), max_length=20, choices=Role)
    valid_from = models.DateField(_("berlaku sejak"), default=timezone.localdate)
    valid_to = models.DateField(_("berlaku sampai"), null=True, blank=True)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        verbose_name = _("keanggotaan")
        verbose_name_plural = _("keanggotaan")
        ordering = ["center", "role", "pk"]
        constraints = [
            models.CheckConstraint(
                name="membership_without_center_is_the_province",
                condition=Q(center__isnull=False) & ~Q(role="province") | Q(center=None, role="province"),
                violation_error_message=_("Hanya peran Provinsi yang tanpa balai."),
            ),
            models.UniqueConstraint(
                name="membership_once_per_role",
                fields=["user", "center", "role", "valid_from"],
                nulls_distinct=False,
            ),
        ]

    def __str__(self):
        return f"{self.get_role_display()}, {self.center or _('Provinsi')}"

    def clean(self):
        super().clean()
        if self.valid_to and self.valid_from and self.valid_to < self.valid_from:
            raise ValidationError({"valid_to": _("Tanggal akhir tidak boleh sebelum tanggal awal.")})


class InvitationQuerySet(models.QuerySet):
    def open(self):
        """Neither accepted nor revoked; its time may be over all the same."""
        return self.filter(accepted_at=None, revoked_at=None)


def a_week_from_now():
    return timezone.now() + timedelta(days=INVITATION_DAYS)


class Invitation(models.Model):
    """A link that lets somebody set the first password of their account, once. The token is made from this row.

    Without a membership it is a superuser's.
    """

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="invitations", verbose_name=_("akun")
    )
    membership = models.ForeignKey(
        Membership, on_delete=models.PROTECT, null=True, related_name="invitations", verbose_name=_("keanggotaan")
    )
    invited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("diundang oleh"),
    )
    created_at = models.DateTimeField(_("diundang pada"), default=timezone.now)
    expires_at = models.DateTimeField(_("berlaku sampai"), default=a_week_from_now)
    accepted_at = models.DateTimeField(_("diterima pada"), null=True)
    revoked_at = models.DateTimeField(_("dicabut pada"), null=True)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        verbose_name = _("undangan")
        verbose_name_plural = _("undangan")
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                name="one_open_invitation_per_account",
                fields=["user"],
                condition=Q(accepted_at=None, revoked_at=None),
            ),
            models.CheckConstraint(
                name="invitation_ends_after_it_begins", condition=Q(expires_at__gt=F("created_at"))
            ),
            models.CheckConstraint(
                name="invitation_is_accepted_or_revoked",
                condition=Q(accepted_at=None) | Q(revoked_at=None),
            ),
        ]

    def __str__(self):
        return f"{self.user}, {self.membership or _('Pengelola sistem')}"

    @property
    def is_open(self):
        return self.accepted_at is None and self.revoked_at is None

    @property
    def state(self):
        if self.accepted_at:
            return _("Diterima")
        if self.revoked_at:
            return _("Dicabut")
        return _("Kedaluwarsa") if self.expires_at <= timezone.now() else _("Menunggu diterima")
