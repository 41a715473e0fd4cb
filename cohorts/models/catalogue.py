from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from centers.models import EducationLevel


class Track(models.Model):
    """A trade (kejuruan). Not a program and not a class: SMAW A and SMAW B are two classes of one program."""

    code = models.SlugField(_("kode"), unique=True)
    name = models.CharField(_("nama"), max_length=80)
    order = models.PositiveSmallIntegerField(_("urutan"), default=0)

    class Meta:
        verbose_name = _("kejuruan")
        verbose_name_plural = _("kejuruan")
        ordering = ["order", "name"]

    def __str__(self):
        return self.name


class Unit(models.Model):
    """A unit of competence as its decree gives it. Codes come in several generations: no pattern is enforced."""

    code = models.CharField(_("kode unit"), max_length=30, unique=True)
    title = models.CharField(_("judul unit"), max_length=300)
    standard = models.CharField(_("standar"), max_length=120, blank=True, help_text=_("Keputusan yang menetapkannya."))

    class Meta:
        verbose_name = _("unit kompetensi")
        verbose_name_plural = _("unit kompetensi")
        ordering = ["code"]

    def __str__(self):
        return f"{self.code} {self.title}"


class Program(models.Model):
    """What is taught, in how many JP (45 minutes each), and what one should have finished before."""

    track = models.ForeignKey(Track, on_delete=models.PROTECT, related_name="programs", verbose_name=_("kejuruan"))
    code = models.SlugField(_("kode"), unique=True, max_length=60)
    name = models.CharField(_("nama program"), max_length=120)
    jp = models.PositiveSmallIntegerField(_("jumlah JP"), help_text=_("1 JP = 45 menit."))
    summary = models.TextField(_("yang dipelajari"), help_text=_("Kalimat sederhana untuk calon peserta."))
    education_min = models.ForeignKey(
        EducationLevel,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("pendidikan minimal"),
    )
    scheme = models.CharField(
        _("skema sertifikasi BNSP"),
        max_length=160,
        blank=True,
        help_text=_("Nama skema LSP yang diujikan sesudah program ini. Kosong: belum ada uji BNSP."),
    )
    units = models.ManyToManyField(Unit, through="ProgramUnit", related_name="programs", verbose_name=_("unit"))

    class Meta:
        verbose_name = _("program pelatihan")
        verbose_name_plural = _("program pelatihan")
        ordering = ["track__order", "name"]
        constraints = [models.CheckConstraint(name="program_takes_some_time", condition=Q(jp__gt=0))]

    def __str__(self):
        return self.name


class ProgramUnit(models.Model):
    program = models.ForeignKey(Program, on_delete=models.CASCADE, related_name="program_units")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", verbose_name=_("unit"))
    order = models.PositiveSmallIntegerField(_("urutan"), default=0)

    class Meta:
        verbose_name = _("unit program")
        verbose_name_plural = _("unit program")
        ordering = ["order", "pk"]
        constraints = [models.UniqueConstraint(name="unit_once_per_program", fields=["program", "unit"])]

    def __str__(self):
        return str(self.unit)


class ProgramTopic(models.Model):
    """Something taught that is no unit: FMD, K3, soft skills by a company's HR."""

    program = models.ForeignKey(Program, on_delete=models.CASCADE, related_name="topics")
    name = models.CharField(_("materi"), max_length=120)
    order = models.PositiveSmallIntegerField(_("urutan"), default=0)

    class Meta:
        verbose_name = _("materi tanpa unit")
        verbose_name_plural = _("materi tanpa unit")
        ordering = ["order", "pk"]

    def __str__(self):
        return self.name


class Funding(models.Model):
    """Whose money it is. Domicile follows the money: its scope says which address counts."""

    class Scope(models.TextChoices):
        PROVINCE = "province", _("Warga provinsi balai")
        REGENCY = "regency", _("Warga kabupaten/kota balai")
        ANYWHERE = "anywhere", _("Tanpa syarat domisili")

    code = models.SlugField(_("kode"), unique=True)
    name = models.CharField(_("sumber dana"), max_length=80)
    scope = models.CharField(_("syarat domisili"), max_length=10, choices=Scope)

    class Meta:
        verbose_name = _("sumber dana")
        verbose_name_plural = _("sumber dana")
        ordering = ["name"]

    def __str__(self):
        return self.name
