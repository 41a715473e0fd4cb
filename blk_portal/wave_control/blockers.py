"""What stands in the way of an act on a wave: a sentence each, with the list of what it speaks of."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from cohorts.models import Cohort
from cohorts.workflow import CohortStatus, OfferingStatus
from enrollment import selectors
from enrollment.models import Ranking
from enrollment.selectors.policies import selecting, unlocked
from enrollment.workflow import UNDECIDED, RankingStatus, Status

APPLICATIONS = "enrollment_application"


@dataclass(frozen=True, slots=True)
class Blocker:
    """`url` leads to where it can be mended, where there is such a page."""

    sentence: str
    url: str = ""

    def __str__(self):
        return self.sentence


def list_of(model, **filters):
    query = "&".join(f"{name}={value}" for name, value in filters.items())
    return f"{reverse(f'admin:{model}_changelist')}?{query}"


def ranking_of(wave):
    return Ranking.objects.filter(wave=wave).first()


def against_opening(wave):
    planned = wave.offerings.filter(status__in=[OfferingStatus.PLANNED, OfferingStatus.POSTPONED])
    if not planned.exists():
        return [Blocker(_("Tidak ada program yang menunggu dibuka."), list_of("cohorts_offering", **_of(wave)))]
    bare = planned.filter(cohorts=None).select_related("program").order_by("program__name")
    return [_without_class(offering) for offering in bare]


def against_planning(wave):
    rows = Cohort.objects.filter(offering__wave=wave, sessions=None).exclude(status=CohortStatus.CANCELLED)
    if rows.exists():
        return []
    return [
        Blocker(_("Semua kelas sudah punya jadwal."), list_of("cohorts_cohort", offering__wave__id__exact=wave.pk))
    ]


def against_locking(wave):
    if unlocked(wave.pk).exists():
        return []
    locked = selecting(wave.pk).exists()
    words = _("Aturan seleksi sudah dikunci.") if locked else _("Belum ada program seleksi yang dibuka.")
    return [Blocker(words, list_of("cohorts_offering", **_of(wave)))]


def against_proposing(wave):
    ranking, found = ranking_of(wave), []
    if ranking and ranking.status != RankingStatus.DRAFT:
        return [Blocker(_("Hasil sudah diajukan."), reverse("admin:wave_results", args=[wave.pk]))]
    if timezone.now() <= wave.closes_at:
        found.append(Blocker(_("Pendaftaran belum ditutup."), reverse("admin:cohorts_wave_change", args=[wave.pk])))
    if waiting := selectors.undecided(wave).count():
        found.append(_undecided(wave, waiting))
    if not wave.applications.filter(status=Status.VERIFIED).exists():
        found.append(Blocker(_("Belum ada pendaftar yang berkasnya lolos."), list_of(APPLICATIONS, **_of(wave))))
    return found


def against_deciding(wave):
    """Both for taking a proposal back and for publishing it: there has to be one."""
    ranking = ranking_of(wave)
    if ranking is None or ranking.status != RankingStatus.PROPOSED:
        return [Blocker(_("Belum ada hasil yang diajukan."))]
    return []


def _of(wave):
    return {"wave__id__exact": wave.pk}


def _without_class(offering):
    words = _("%(program)s belum punya kelas.") % {"program": offering.program}
    return Blocker(words, reverse("admin:cohorts_offering_change", args=[offering.pk]))


def _undecided(wave, count):
    words = _("%(count)d pendaftaran belum diputuskan.") % {"count": count}
    return Blocker(words, list_of(APPLICATIONS, **_of(wave), status__in=",".join(sorted(UNDECIDED))))
