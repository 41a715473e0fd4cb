"""Why each reserve is offered a seat now, or not yet: what the engine reads, and what the screens show of it."""

from django.utils import timezone
from django.utils.translation import gettext as _

from cohorts.models import Offering
from enrollment.models import Application, Enrollment, Ranking
from enrollment.rules.promotion import Waiting, decide
from enrollment.selectors.seats import free_seats
from enrollment.workflow import RankingStatus


def decided(offering, queue):
    """A Decision for each choice of `queue`, in order, as the engine would decide at this moment."""
    queue = list(queue)
    blocked = why_blocked(offering, queue)
    return decide(
        [Waiting(one.pk, one.queue_place, blocked.get(one.pk, "")) for one in queue],
        free_seats(offering).count(),
        today=timezone.localdate(),
        stop_on=offering.wave.promote_until,
    )


def why_blocked(offering, queue):
    """{choice's id: why it can't be offered a seat now}. Whoever is passed over keeps the place."""
    early, training = _before_results(offering, queue), _training_then(offering, queue)
    return {one.pk: why for one in queue if (why := _why(one.application, early, training))}


def _why(application, early, training):
    if application.identity_claim:
        return _("identitasnya masih diperiksa petugas.")
    if application.trainee_id in training:
        return _("masih mengikuti pelatihan lain saat kelas ini mulai.")
    if early and application.origin == Application.Origin.CARRIED:
        return _("hasil seleksi gelombang ini belum diumumkan.")
    return ""


def _training_then(offering, queue):
    """The people in a class that is not over when this one begins."""
    people = [one.application.trainee_id for one in queue]
    active = Enrollment.objects.active().filter(trainee__in=people, cohort__ends_on__gte=offering.wave.starts_on)
    return set(active.values_list("trainee", flat=True))


def _before_results(offering, queue):
    """Whether a queue that was carried here has to wait for those who are still to be ranked."""
    if offering.mode != Offering.Mode.SELECTION:
        return False
    if not any(one.application.origin == Application.Origin.CARRIED for one in queue):
        return False
    return not Ranking.objects.filter(wave=offering.wave_id, status=RankingStatus.PUBLISHED).exists()
