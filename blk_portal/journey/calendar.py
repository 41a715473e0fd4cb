"""Somebody's days as an iCalendar (RFC 5545): the meetings of their classes, their tests, their interviews.

Hours are given in UTC, so that no calendar needs to know our zone. A UID never changes, so a moved meeting moves and
a cancelled one is crossed out. It names no person: whoever finds the address learns a room and an hour.
"""

from dataclasses import dataclass
from datetime import UTC, datetime

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

from blk_portal.journey.details import with_rooms
from cohorts.models import Cohort, Session
from cohorts.workflow import SessionStatus
from enrollment.models import Application, Appointment, Enrollment
from enrollment.workflow import KEEPS_PLACE, EnrollmentStatus, Status

WIDTH = 75  # octets of a line (RFC 5545, 3.1)
STAYS = frozenset({EnrollmentStatus.ACTIVE, EnrollmentStatus.COMPLETED})
ESCAPES = str.maketrans({"\\": "\\\\", ";": "\\;", ",": "\\,", "\n": "\\n", "\r": None})


@dataclass(frozen=True, slots=True)
class Entry:
    uid: str
    starts_at: datetime
    ends_at: datetime
    title: str
    place: str = ""
    words: str = ""
    cancelled: bool = False


def entries_of(trainee):
    """Six queries, however many meetings."""
    return [*_tests(trainee), *_meetings(trainee)]


def _tests(trainee):
    rows = Appointment.objects.filter(application__trainee=trainee, status__in=sorted(KEEPS_PLACE)).with_place()
    return [
        Entry(
            uid=f"appointment-{one.pk}",
            starts_at=one.sitting.starts_at,
            ends_at=one.sitting.ends_at,
            title=one.get_part_display(),
            place=one.sitting.where,
            words=one.sitting.bring,
            cancelled=one.sitting.status == "cancelled",
        )
        for one in rows
    ]


def _meetings(trainee):
    sessions = with_rooms(Session.objects.filter(cohort__in=_cohorts(trainee)).select_related("cohort__offering"))
    return [_meeting(one) for one in sessions.order_by("date", "starts_at", "pk")]


def _cohorts(trainee):
    """The classes they are in, and the one whose seat they have confirmed."""
    confirmed = Application.objects.filter(trainee=trainee, status=Status.CONFIRMED, enrollment=None)
    enrolled = Enrollment.objects.filter(trainee=trainee, status__in=sorted(STAYS))
    both = Cohort.objects.filter(pk__in=enrolled.values("cohort")) | Cohort.objects.filter(
        pk__in=confirmed.values("seat__cohort")
    )
    return both.values("pk")


def _meeting(session):
    taught = session.unit.title if session.unit else str(session.topic or "")
    rooms = [booking.resource.name for booking in session.rooms]
    return Entry(
        uid=f"session-{session.pk}",
        starts_at=_jakarta(session.date, session.starts_at),
        ends_at=_jakarta(session.date, session.ends_at),
        title=str(session.cohort),
        place=", ".join([*rooms, session.cohort.offering.place]),
        words=taught,
        cancelled=session.status == SessionStatus.CANCELLED,
    )


def _jakarta(day, hour):
    return timezone.make_aware(datetime.combine(day, hour), timezone.get_default_timezone())


# --- writing it down ---


def as_ics(entries, *, now, host):
    """The whole file, as octets."""
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//BLK//Perjalanan saya//ID",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
        f"X-WR-CALNAME:{_text(_('Jadwal pelatihan'))}",
        "REFRESH-INTERVAL;VALUE=DURATION:PT4H",
        "X-PUBLISHED-TTL:PT4H",
    ]
    for entry in entries:
        lines += _event(entry, now, host)
    return b"".join(folded(line) for line in [*lines, "END:VCALENDAR"])


def _event(entry, now, host):
    return [
        "BEGIN:VEVENT",
        f"UID:{entry.uid}@{host}",
        f"DTSTAMP:{_moment(now)}",
        f"DTSTART:{_moment(entry.starts_at)}",
        f"DTEND:{_moment(entry.ends_at)}",
        f"SUMMARY:{_text(_title(entry))}",
        *([f"LOCATION:{_text(entry.place)}"] if entry.place else []),
        *([f"DESCRIPTION:{_text(entry.words)}"] if entry.words else []),
        f"STATUS:{'CANCELLED' if entry.cancelled else 'CONFIRMED'}",
        f"URL:{settings.SITE_URL}/perjalanan/",
        "END:VEVENT",
    ]


def _title(entry):
    return _("Dibatalkan: %(title)s") % {"title": entry.title} if entry.cancelled else entry.title


def _moment(at):
    return f"{at.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def _text(words):
    return str(words).translate(ESCAPES)


def folded(line):
    """In lines of at most 75 octets, never in the middle of a character; what goes on begins with a blank."""
    pieces, piece = [], b""
    for character in line:
        octets = character.encode()
        if len(piece) + len(octets) > WIDTH:
            pieces.append(piece)
            piece = b" "
        piece += octets
    return b"\r\n".join([*pieces, piece]) + b"\r\n"
