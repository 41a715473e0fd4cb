"""What postponing or cancelling would mean: who it ends for, who keeps another choice, and what falls free."""

from dataclasses import dataclass

from django.db.models import (
    Case,
    Count,
    DateField,
    Exists,
    ExpressionWrapper,
    F,
    IntegerField,
    OuterRef,
    Q,
    When,
)
from django.db.models.functions import Coalesce
from django.utils import timezone

from centers.counting import number_of
from cohorts.models import Booking, Cohort, Offering, Seat, Session
from cohorts.workflow import CANCEL_OFFERING, POSTPONE_OFFERING, CohortStatus, OfferingStatus
from enrollment.models import Appointment, Choice
from enrollment.workflow import AWAITED, HOLDS_SEAT, LIVE, ChoiceState, Status

CALLABLE = POSTPONE_OFFERING.sources & CANCEL_OFFERING.sources
CALLED_OFF = frozenset({OfferingStatus.POSTPONED, OfferingStatus.CANCELLED})
NOT_OVER = frozenset({CohortStatus.PLANNED, CohortStatus.RUNNING, CohortStatus.TESTING})


@dataclass(frozen=True, slots=True)
class Consequences:
    """`ending`, `staying`: people; `seats`: of those, how many are taken; the rest is what falls free."""

    ending: int
    staying: int
    seats: int
    confirmed: int
    reserves: int
    sessions: int
    bookings: int
    appointments: int

    @property
    def messages(self):
        return self.ending + self.staying


def can_be_called_off(offerings):
    """Those of `offerings` that have not started."""
    started = Offering.objects.filter(
        pk=OuterRef("pk"),
        cohorts__status__in=[CohortStatus.RUNNING, CohortStatus.TESTING, CohortStatus.FINISHED],
    )
    return offerings.filter(~Exists(started), status__in=sorted(CALLABLE))


def _chosen(offerings):
    """The living choices of these offerings, with whether something else of the same application goes on."""
    others = Choice.objects.filter(application=OuterRef("application"), state=ChoiceState.WAITING).exclude(
        offering__in=offerings
    )
    rows = Choice.objects.filter(
        offering__in=offerings,
        state__in=[ChoiceState.WAITING, ChoiceState.TAKEN],
        application__status__in=sorted(LIVE),
    )
    return rows.annotate(goes_on=Exists(others)).select_related(
        "application__trainee__account", "application__wave__center", "offering__program"
    )


def _in_order(choices):
    """The end of the queue first, the seats last: nobody is asked who comes next while others still wait."""
    holds = Case(When(application__status__in=sorted(HOLDS_SEAT), then=1), default=0, output_field=IntegerField())
    return choices.annotate(holds=holds).order_by(
        "holds", F("queue_place").desc(nulls_first=True), "application", "order"
    )


def ending(offerings):
    """One choice of each application that ends with these offerings: the seat's, else the first one."""
    rows = _chosen(offerings).filter(Q(goes_on=False) | Q(state=ChoiceState.TAKEN))
    first = rows.order_by("application_id", Case(When(state=ChoiceState.TAKEN, then=0), default=1), "order")
    return _in_order(rows.filter(pk__in=first.distinct("application_id").values("pk")))


def staying(offerings):
    return _chosen(offerings).filter(goes_on=True, state=ChoiceState.WAITING).order_by("pk")


def consequences(offerings):
    """Counted, nothing is written; a few queries for any number of offerings."""
    leaving = ending(offerings).order_by()
    by_status = dict(leaving.values_list("application__status").annotate(Count("pk")))
    planned = Session.objects.filter(cohort__offering__in=offerings)
    seated = sum(by_status.get(status, 0) for status in HOLDS_SEAT)
    ends = leaving.values("application")
    return Consequences(
        ending=sum(by_status.values()),
        staying=staying(offerings).order_by().values("application").distinct().count(),
        seats=seated,
        confirmed=by_status.get(Status.CONFIRMED, 0),
        reserves=by_status.get(Status.RESERVE, 0),
        sessions=planned.count(),
        bookings=Booking.objects.filter(session__in=planned).count(),
        appointments=Appointment.objects.filter(application__in=ends, status__in=sorted(AWAITED)).count(),
    )


def left_behind():
    """Offerings called off in which somebody still wants a place: sent in the moment in which it was called off."""
    alive = Choice.objects.filter(
        offering=OuterRef("pk"),
        state__in=[ChoiceState.WAITING, ChoiceState.TAKEN],
        application__status__in=sorted(LIVE),
    )
    return Offering.objects.filter(Exists(alive), status__in=sorted(CALLED_OFF)).order_by("pk")


# --- below the minimum ---


def small(offerings):
    """Those that start within the center's days for deciding and have fewer people than they need.

    With `people` and `needed`: before the results everybody who applied and is still in it, then whoever has a seat.
    """
    classes = Cohort.objects.filter(offering=OuterRef("pk"))
    seats = Seat.objects.filter(cohort__offering=OuterRef("pk"), cohort__status=CohortStatus.PLANNED)
    chosen = Choice.objects.filter(offering=OuterRef("pk"), state__in=[ChoiceState.WAITING, ChoiceState.TAKEN])
    counted = can_be_called_off(offerings).annotate(
        classes=number_of(classes.filter(status__in=sorted(NOT_OVER))),
        seated=number_of(seats.filter(application__isnull=False)),
        alive=number_of(chosen.filter(application__status__in=sorted(LIVE))),
    )
    decided = Q(mode=Offering.Mode.FIRST_COME) | Q(status=OfferingStatus.ANNOUNCED)
    counted = counted.annotate(
        people=Case(When(decided, then=F("seated")), default=F("alive"), output_field=IntegerField()),
        needed=Coalesce(
            "minimum_people", F("wave__center__minimum_people") * F("classes"), output_field=IntegerField()
        ),
    )
    decide_on = ExpressionWrapper(F("wave__starts_on") - F("wave__center__decide_days"), output_field=DateField())
    opened = counted.exclude(status=OfferingStatus.PLANNED).annotate(decide_on=decide_on)
    return opened.filter(people__lt=F("needed"), decide_on__lte=timezone.localdate(), classes__gt=0)
