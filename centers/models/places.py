from django.db import models
from django.utils.translation import gettext_lazy as _


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
