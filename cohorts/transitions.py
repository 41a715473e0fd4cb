"""What changes waves, offerings, classes and sessions themselves. Acts that touch applications are in `enrollment`."""

from datetime import datetime

from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.utils import timezone
from django.utils.translation import gettext as _

from audit import trail
from audit.moves import Refused, lock, moving
from cohorts import workflow
from cohorts.models import Booking, Holiday, Resource, Session
from cohorts.rules.calendar import plan_sessions


@transaction.atomic
def open_offering(offering, *, by):
    """One that was postponed takes its classes along."""
    with moving(offering, workflow.OPEN_OFFERING, by=by):
        if not offering.cohorts.exists():
            raise Refused("no_cohort", _("%(offering)s belum punya kelas.") % {"offering": offering.program})
        for cohort in offering.cohorts.filter(status__in=sorted(workflow.RESUME_COHORT.sources)).order_by("pk"):
            with moving(cohort, workflow.RESUME_COHORT, by=by):
                pass


@transaction.atomic
def close_offering(offering, *, by):
    with moving(offering, workflow.CLOSE_OFFERING, by=by):
        pass


@transaction.atomic
def announce_offering(offering, *, by):
    with moving(offering, workflow.ANNOUNCE_OFFERING, by=by):
        pass


@transaction.atomic
def open_wave(wave, *, by):
    """Open every planned offering of the wave. Refused with the first offering that cannot open."""
    lock(wave)
    planned = wave.offerings.filter(status__in=sorted(workflow.OPEN_OFFERING.sources)).order_by("pk")
    if not planned:
        raise Refused("nothing_planned", _("Tidak ada program yang menunggu dibuka pada gelombang ini."))
    for offering in planned:
        open_offering(offering, by=by)
    trail.write("wave.opened", by=by, about=wave, facts={"offerings": len(planned)})
    return len(planned)


@transaction.atomic
def finish_cohort(cohort, *, by):
    with moving(cohort, workflow.FINISH_COHORT, by=by):
        pass


@transaction.atomic
def test_cohort(cohort, *, by):
    with moving(cohort, workflow.TEST_COHORT, by=by):
        pass


@transaction.atomic
def plan_cohort_sessions(cohort, *, by):
    """Lay the program's JP over weekdays from the class's first day, holidays left out; book its room and instructors.

    Refused if sessions exist, or if a room or instructor is taken at one of those times (the exclusion constraint
    would say so anyway; here the sentence names it).
    """
    lock(cohort)
    if cohort.sessions.exists():
        raise Refused("already_planned", _("Jadwal %(cohort)s sudah ada.") % {"cohort": cohort})
    holidays = set(Holiday.objects.values_list("date", flat=True))
    planned = plan_sessions(cohort.offering.program.jp, cohort.starts_on, holidays)
    subjects = _subjects(cohort.offering.program)
    sessions = Session.objects.bulk_create(
        Session(
            cohort=cohort,
            date=one.date,
            starts_at=one.starts_at,
            ends_at=one.ends_at,
            jp=one.jp,
            **(subjects[index * len(subjects) // len(planned)] if subjects else {}),
        )
        for index, one in enumerate(planned)
    )
    _book(cohort, sessions)
    cohort.ends_on = max(cohort.ends_on, sessions[-1].date)
    cohort.save(update_fields=["ends_on"])
    trail.write("cohort.sessions_planned", by=by, about=cohort, facts={"sessions": len(sessions)})
    return sessions


def _subjects(program):
    """What the days are spent on, in order: topics without a unit first (FMD, K3), then the units."""
    topics = [{"topic": topic} for topic in program.topics.all()]
    units = [{"unit": row.unit} for row in program.program_units.select_related("unit").order_by("order", "pk")]
    return topics[:1] + units + topics[1:]


def _book(cohort, sessions):
    resources = list(Resource.objects.filter(user__in=cohort.instructors.all()).order_by("pk"))
    if cohort.room:
        resources.append(cohort.room)
    wanted = [
        Booking(session=one, resource=resource, period=period(one)) for one in sessions for resource in resources
    ]
    for booking in wanted:
        _refuse_if_taken(booking)
    Booking.objects.bulk_create(wanted)


def period(session):
    """From start to end in Jakarta, end not included: two sessions may follow each other without a gap."""
    zone = timezone.get_default_timezone()
    return DateTimeTZRange(
        datetime.combine(session.date, session.starts_at, zone), datetime.combine(session.date, session.ends_at, zone)
    )


def hold_room(room, starts_at, ends_at, purpose):
    """Keep a room for something that is no session of a class. Raises Refused("resource_taken").

    The caller is in a transaction; the exclusion constraint has the last word.
    """
    booking = Booking(resource=room, period=DateTimeTZRange(starts_at, ends_at), purpose=purpose[:200])
    _refuse_if_taken(booking)
    booking.save()
    return booking


def _refuse_if_taken(booking):
    clash = Booking.objects.filter(resource=booking.resource, period__overlap=booking.period).order_by("pk").first()
    if clash:
        values = {
            "resource": booking.resource,
            "date": f"{timezone.localdate(booking.period.lower):%d-%m-%Y}",
            "other": clash.whose,
        }
        raise Refused("resource_taken", _("%(resource)s pada %(date)s sudah dipakai %(other)s.") % values)


@transaction.atomic
def cancel_session(session, *, by, note=""):
    """Cancelled by the centre: nobody is absent, and the room and instructor are free again."""
    with moving(session, workflow.CANCEL_SESSION, by=by, note=note):
        session.bookings.all().delete()


@transaction.atomic
def hold_session(session, *, by):
    with moving(session, workflow.HOLD_SESSION, by=by):
        pass
