"""Somebody's days as an iCalendar (RFC 5545): the meetings of their classes, their tests, their interviews.

The zone comes along, as a file without any component would not be one: so it stays valid before the first meeting is
planned. A UID never changes, so a moved meeting moves and a cancelled one is crossed out. It names no person: whoever
finds the address learns a room and an hour.
"""

from dataclasses import dataclass
from datetime import UTC, datetime
from urllib.parse import urlsplit

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

from blk_portal.journey.meetings import ends_at, rooms_of, starts_at, taught_in, with_rooms
from cohorts.models import Cohort, Session
from cohorts.workflow import SessionStatus
from enrollment.models import Application, Appointment, Enrollment
from enrollment.workflow import KEEPS_PLACE, EnrollmentStatus, Status

WIDTH = 75  # octets of a line (RFC 5545, 3.1)
STAYS = frozenset({EnrollmentStatus.ACTIVE, EnrollmentStatus.COMPLETED})
CONTROLS = dict.fromkeys([*range(32), 127])  # no control character may stand in a text (3.1)
ESCAPES = CONTROLS | str.maketrans({"\\": "\\\\", ";": "\\;", ",": "\\,", "\n": "\\n"})
ZONE = (
    "BEGIN:VTIMEZONE",
    "TZID:Asia/Jakarta",
    "BEGIN:STANDARD",
    "DTSTART:19700101T000000",
    "TZOFFSETFROM:+0700",
    "TZOFFSETTO:+0700",
    "TZNAME:WIB",
    "END:STANDARD",
    "END:VTIMEZONE",
)


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
    """Three queries, however many meetings."""
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
    return Entry(
        uid=f"session-{session.pk}",
        starts_at=starts_at(session),
        ends_at=ends_at(session),
        title=str(session.cohort),
        place=", ".join(filter(None, [rooms_of(session), session.cohort.offering.place])),
        words=taught_in(session),
        cancelled=session.status == SessionStatus.CANCELLED,
    )


# --- writing it down ---


def as_ics(entries, *, now):
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
        *ZONE,
    ]
    for entry in entries:
        lines += _event(entry, now)
    return b"".join(folded(line) for line in [*lines, "END:VCALENDAR"])


def _event(entry, now):
    host = urlsplit(settings.SITE_URL).hostname
    return [
        "BEGIN:VEVENT",
        f"UID:{entry.uid}@{host}",
        f"DTSTAMP:{now.astimezone(UTC):%Y%m%dT%H%M%SZ}",
        f"DTSTART;TZID=Asia/Jakarta:{_moment(entry.starts_at)}",
        f"DTEND;TZID=Asia/Jakarta:{_moment(entry.ends_at)}",
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
    return f"{timezone.localtime(at):%Y%m%dT%H%M%S}"


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
