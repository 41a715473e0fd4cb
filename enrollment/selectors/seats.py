"""How full it is, who waits, and who is next."""

from django.db.models import Count, Exists, OuterRef, Q, Subquery

from cohorts.models import Offering, Seat
from cohorts.workflow import CohortStatus
from enrollment.models import Application, Choice
from enrollment.workflow import HOLDS_SEAT, UNDECIDED, ChoiceState, Status

FILLABLE = frozenset({CohortStatus.PLANNED, CohortStatus.RUNNING, CohortStatus.TESTING})


def free_seats(offering):
    """Seats nobody sits on, of classes that can still take someone, in the order they are given out."""
    taken = Application.objects.filter(seat=OuterRef("pk"))
    seats = Seat.objects.filter(~Exists(taken), cohort__offering=offering, cohort__status__in=sorted(FILLABLE))
    return seats.order_by("cohort__name", "cohort_id", "number")


def queue(offering):
    """The reserves of an offering, first in line first."""
    waiting = Choice.objects.filter(
        offering=offering,
        state=ChoiceState.WAITING,
        queue_place__isnull=False,
        application__status=Status.RESERVE,
    )
    return waiting.select_related("application").order_by("queue_place")


def undecided(wave):
    """Applications that stand between the wave and its results."""
    selecting = Q(choices__offering__mode=Offering.Mode.SELECTION)
    return wave.applications.filter(selecting, status__in=sorted(UNDECIDED)).distinct()


def with_seats(cohorts):
    """Cohorts with `seats_total` and `seats_taken`: "how full is it?" is asked of enrollment, never of a class."""
    return cohorts.annotate(
        seats_total=Count("seats", distinct=True),
        seats_taken=Count("seats__application", distinct=True),
    )


def with_demand(offerings):
    """Offerings with `applicants` (everybody who sent one), `seats_total` and `seats_taken`."""
    sent = ~Q(choices__application__status=Status.DRAFT)
    return offerings.annotate(
        applicants=Count("choices__application", filter=sent, distinct=True),
        seats_total=Count("cohorts__seats", distinct=True),
        seats_taken=Count("cohorts__seats__application", distinct=True),
    )


def cohort_list(cohort):
    """Who holds a seat of the class, by name."""
    sitting = Application.objects.filter(seat__cohort=cohort, status__in=sorted(HOLDS_SEAT))
    return sitting.select_related("trainee", "seat").order_by("trainee__full_name", "pk")


def offerings_beside_free_seats():
    """Offerings where somebody waits and a class still takes people: the tick looks whether a seat is free."""
    waiting = Choice.objects.filter(
        offering=OuterRef("pk"),
        state=ChoiceState.WAITING,
        queue_place__isnull=False,
        application__status=Status.RESERVE,
    )
    free = Seat.objects.filter(
        ~Exists(Application.objects.filter(seat=OuterRef("pk"))),
        cohort__offering=OuterRef("pk"),
        cohort__status__in=sorted(FILLABLE),
    )
    return Offering.objects.filter(Exists(waiting), Exists(free)).order_by("pk")


def started(cohort):
    return cohort.status != CohortStatus.PLANNED


def queue_positions(choices):
    """{choice's id: how many stand in line up to and including it}, in one query; none for who waits nowhere."""
    ahead = Choice.objects.filter(
        offering=OuterRef("offering"),
        state=ChoiceState.WAITING,
        application__status=Status.RESERVE,
        queue_place__lte=OuterRef("queue_place"),
    )
    counted = ahead.order_by().values("offering").annotate(number=Count("pk")).values("number")
    waiting = Choice.objects.filter(
        pk__in=[one.pk for one in choices], state=ChoiceState.WAITING, queue_place__isnull=False
    )
    rows = waiting.filter(application__status=Status.RESERVE).annotate(position=Subquery(counted))
    return dict(rows.values_list("pk", "position"))


def queue_position(choice):
    """How many stand in line up to and including this one; None if it waits nowhere."""
    return queue_positions([choice]).get(choice.pk)
