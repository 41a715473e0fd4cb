import secrets

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from cohorts.models import Offering


def new_seed():
    return secrets.token_hex(32)


class SelectionPolicyQuerySet(models.QuerySet):
    def latest_of(self, wave):
        """What holds now for each offering of the wave that has been locked."""
        rows = self.filter(offering__wave=wave).order_by("offering_id", "-version")
        return rows.distinct("offering_id")


class SelectionPolicy(models.Model):
    """How an offering selects, locked before anybody's marks were known. Never changed: a change is a later version.

    The seed of the draw is secret until the results are out; its `commitment` is public from the beginning. Triggers
    hold all of it, and keep the offering's own columns at the latest version.
    """

    offering = models.ForeignKey(
        Offering, on_delete=models.PROTECT, related_name="policies", verbose_name=_("program")
    )
    version = models.PositiveSmallIntegerField(_("versi"))
    test_weight = models.PositiveSmallIntegerField(_("bobot tes (%)"))
    interview_weight = models.PositiveSmallIntegerField(_("bobot wawancara (%)"))
    minimum_score = models.DecimalField(_("nilai minimal"), max_digits=5, decimal_places=2)
    tie_break = models.CharField(_("bila nilai akhir sama"), max_length=30, choices=Offering.TieBreak)
    reserves = models.PositiveSmallIntegerField(_("jumlah cadangan"), null=True)
    seed = models.CharField(_("benih undian"), max_length=64)
    commitment = models.CharField(_("sidik benih undian"), max_length=64)
    locked_at = models.DateTimeField(_("dikunci"))
    locked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("oleh")
    )
    reason = models.CharField(_("alasan perubahan"), max_length=500, blank=True)

    objects = SelectionPolicyQuerySet.as_manager()

    class Meta:
        verbose_name = _("aturan seleksi")
        verbose_name_plural = _("aturan seleksi")
        ordering = ["offering", "version"]
        constraints = [
            models.UniqueConstraint(name="policy_version_once_per_offering", fields=["offering", "version"]),
            models.CheckConstraint(name="policy_versions_start_at_one", condition=Q(version__gte=1)),
            models.CheckConstraint(
                name="policy_weights_make_a_hundred", condition=Q(test_weight=100 - F("interview_weight"))
            ),
            models.CheckConstraint(name="policy_changed_with_a_reason", condition=Q(version=1) | ~Q(reason="")),
        ]

    def __str__(self):
        return f"{self.offering} {self.version}"
