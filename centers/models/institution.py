from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from centers.models.places import Region
from centers.numbering import check_pattern

AT_LEAST_ONE = MinValueValidator(1, _("Paling sedikit 1."))
WHATSAPP = RegexValidator(r"^\+62\d{8,13}$", _("Tulis nomor WhatsApp dengan +62, misalnya +6281200000016."))


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
    appeal_days = models.PositiveSmallIntegerField(
        _("hari untuk menyanggah hasil"),
        default=3,
        db_default=3,
        validators=[AT_LEAST_ONE],
        help_text=_("Sesudah hasil diumumkan, sampai akhir hari terakhir."),
    )
    appeal_answer_days = models.PositiveSmallIntegerField(
        _("hari untuk menjawab sanggahan"), default=3, db_default=3, validators=[AT_LEAST_ONE]
    )
    minimum_people = models.PositiveSmallIntegerField(
        _("peserta paling sedikit per kelas"),
        default=10,
        db_default=10,
        validators=[AT_LEAST_ONE],
        help_text=_("Di bawah ini program diusulkan ditunda atau dibatalkan. Program boleh punya angkanya sendiri."),
    )
    decide_days = models.PositiveSmallIntegerField(
        _("hari sebelum mulai untuk memutuskan kelas yang kurang peserta"),
        default=10,
        db_default=10,
        validators=[AT_LEAST_ONE],
    )
    carry_days = models.PositiveSmallIntegerField(
        _("hari untuk memilih pindah ke gelombang berikutnya"),
        default=7,
        db_default=7,
        validators=[AT_LEAST_ONE],
        help_text=_("Bagi peserta program yang ditunda."),
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


class OfferStep(models.Model):
    """Nearer to the class start an offer has to be answered sooner; further away the center's usual hours hold."""

    center = models.ForeignKey(Center, on_delete=models.CASCADE, related_name="offer_steps", verbose_name=_("balai"))
    days = models.PositiveSmallIntegerField(_("mulai berapa hari sebelum kelas mulai"))
    hours = models.PositiveSmallIntegerField(_("jam untuk menjawab"), validators=[AT_LEAST_ONE])

    class Meta:
        verbose_name = _("batas jawab tawaran menjelang kelas mulai")
        verbose_name_plural = _("batas jawab tawaran menjelang kelas mulai")
        ordering = ["center", "-days"]
        constraints = [
            models.UniqueConstraint(
                name="offer_step_once_per_day",
                fields=["center", "days"],
                violation_error_message=_("Hari itu sudah punya batas."),
            ),
            models.CheckConstraint(name="offer_step_leaves_time", condition=Q(hours__gte=1)),
        ]

    def __str__(self):
        return _("%(days)d hari sebelum mulai: %(hours)d jam") % {"days": self.days, "hours": self.hours}


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
