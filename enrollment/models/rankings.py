from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cohorts.models import Offering, Wave
from enrollment.models.applications import Choice
from enrollment.models.policies import SelectionPolicy
from enrollment.workflow import Outcome, RankingStatus


class Ranking(models.Model):
    """The results of a wave: proposed by an officer under embargo, published by the head in one act, frozen then.

    `seal` is the SHA-256 of the canonical sheet under a `salt`: public with the results, while the sheet is not.
    """

    wave = models.OneToOneField(Wave, on_delete=models.PROTECT, related_name="ranking", verbose_name=_("gelombang"))
    status = models.CharField(
        _("status"), max_length=10, choices=RankingStatus, default=RankingStatus.DRAFT, editable=False
    )
    created_at = models.DateTimeField(_("dibuat"), default=timezone.now, editable=False)
    proposed_at = models.DateTimeField(_("diajukan"), null=True, editable=False)
    published_at = models.DateTimeField(_("diumumkan"), null=True, editable=False)
    salt = models.CharField(_("garam segel"), max_length=64, blank=True, editable=False)
    seal = models.CharField(_("segel"), max_length=64, blank=True, editable=False)

    class Meta:
        verbose_name = _("hasil seleksi")
        verbose_name_plural = _("hasil seleksi")
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                name="ranking_published_has_a_moment",
                condition=Q(status="published", published_at__isnull=False)
                | (~Q(status="published") & Q(published_at=None)),
            ),
            models.CheckConstraint(
                name="ranking_sealed_only_with_its_salt_and_when_published",
                condition=Q(seal="", salt="") | (Q(status="published") & ~Q(seal="") & ~Q(salt="")),
            ),
        ]

    def __str__(self):
        return str(self.wave)


class RankingTerms(models.Model):
    """What one offering of the wave selected by: a version of its policy, and the seats that were free. Frozen too."""

    ranking = models.ForeignKey(Ranking, on_delete=models.PROTECT, related_name="terms", verbose_name=_("hasil"))
    offering = models.ForeignKey(Offering, on_delete=models.PROTECT, related_name="+", verbose_name=_("program"))
    policy = models.ForeignKey(SelectionPolicy, on_delete=models.PROTECT, related_name="+", verbose_name=_("aturan"))
    seats = models.PositiveSmallIntegerField(_("kursi"))

    class Meta:
        verbose_name = _("dasar hasil")
        verbose_name_plural = _("dasar hasil")
        ordering = ["ranking", "offering"]
        constraints = [models.UniqueConstraint(name="ranking_terms_once_per_offering", fields=["ranking", "offering"])]

    def __str__(self):
        return str(self.policy)


class RankingRow(models.Model):
    """Where one choice stood and why. Frozen by a trigger once the ranking is published."""

    Outcome = Outcome

    ranking = models.ForeignKey(Ranking, on_delete=models.PROTECT, related_name="rows", verbose_name=_("hasil"))
    choice = models.ForeignKey(
        Choice, on_delete=models.PROTECT, related_name="ranking_rows", verbose_name=_("pilihan")
    )
    total = models.DecimalField(_("nilai akhir"), max_digits=5, decimal_places=2, null=True)
    rank = models.PositiveIntegerField(_("peringkat"), null=True)
    outcome = models.CharField(_("hasil"), max_length=12, choices=Outcome)
    reason = models.CharField(_("alasan"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("baris hasil")
        verbose_name_plural = _("baris hasil")
        ordering = ["choice__offering", "rank", "pk"]
        constraints = [models.UniqueConstraint(name="ranking_row_once_per_choice", fields=["ranking", "choice"])]

    def __str__(self):
        return f"{self.rank}. {self.choice}"
