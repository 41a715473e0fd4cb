from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from centers.models import EducationLevel
from cohorts.models import Offering
from trainees.models import HealthFact


class EligibilityRuleManager(models.Manager):
    """With the names of the levels: wherever a rule is asked for, they are read."""

    def get_queryset(self):
        return super().get_queryset().select_related("level_min", "level_max")


class EligibilityRule(models.Model):
    """Something an offering asks beyond its own columns, and what becomes of who does not meet it.

    Each kind has exactly its own parameters. Read by `enrollment.rules.eligibility`, which knows no model.
    """

    class Kind(models.TextChoices):
        EDUCATION = "education", _("Pendidikan")
        PAUSE = "pause", _("Jeda sejak pelatihan sebelumnya (bulan)")
        YEAR = "year", _("Satu pelatihan dalam satu tahun")
        SCHOOLING = "schooling", _("Tidak sekolah atau kuliah")
        WORK = "work", _("Tidak sedang bekerja")
        HEALTH = "health", _("Keadaan kesehatan")

    class Effect(models.TextChoices):
        BLOCKED = "blocked", _("Tidak dapat mendaftar")
        LOOK = "look", _("Dilihat petugas")

    offering = models.ForeignKey(
        Offering, on_delete=models.CASCADE, related_name="eligibility_rules", verbose_name=_("program")
    )
    kind = models.CharField(_("syarat"), max_length=10, choices=Kind)
    effect = models.CharField(_("jika tidak dipenuhi"), max_length=8, choices=Effect, default=Effect.BLOCKED)
    level_min = models.ForeignKey(
        EducationLevel,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("pendidikan paling rendah"),
    )
    level_max = models.ForeignKey(
        EducationLevel,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("pendidikan paling tinggi"),
    )
    months = models.PositiveSmallIntegerField(
        _("bulan jeda"), null=True, blank=True, validators=[MinValueValidator(1), MaxValueValidator(120)]
    )
    fact = models.CharField(_("keadaan kesehatan"), max_length=12, choices=HealthFact, blank=True)
    note = models.CharField(
        _("keterangan"), max_length=200, blank=True, help_text=_("Satu kalimat tambahan yang dibaca calon peserta.")
    )

    objects = EligibilityRuleManager()

    class Meta:
        verbose_name = _("syarat program")
        verbose_name_plural = _("syarat program")
        ordering = ["offering", "kind", "fact", "pk"]
        constraints = [
            models.UniqueConstraint(
                name="rule_once_per_offering_kind_and_fact",
                fields=["offering", "kind", "fact"],
                violation_error_message=_("Syarat ini sudah ada pada program ini."),
            ),
            models.CheckConstraint(
                name="rule_of_a_known_kind",
                condition=Q(kind__in=["education", "pause", "year", "schooling", "work", "health"]),
            ),
            models.CheckConstraint(name="rule_blocks_or_is_looked_at", condition=Q(effect__in=["blocked", "look"])),
            models.CheckConstraint(
                name="rule_names_levels_exactly_for_education",
                condition=(Q(kind="education") & (Q(level_min__isnull=False) | Q(level_max__isnull=False)))
                | (~Q(kind="education") & Q(level_min__isnull=True, level_max__isnull=True)),
            ),
            models.CheckConstraint(
                name="rule_names_months_exactly_for_a_pause",
                condition=Q(kind="pause", months__isnull=False, months__gte=1, months__lte=120)
                | (~Q(kind="pause") & Q(months__isnull=True)),
            ),
            models.CheckConstraint(
                name="rule_names_a_fact_exactly_for_health",
                condition=Q(kind="health", fact__in=sorted(HealthFact.values)) | (~Q(kind="health") & Q(fact="")),
            ),
        ]

    def __str__(self):
        return str(self.get_fact_display() or self.get_kind_display())
