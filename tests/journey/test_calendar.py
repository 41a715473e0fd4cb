"""One's days for a phone's calendar: read by hand, as strictly as RFC 5545 has it; gone once it is turned off."""

import re
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from audit.models import AuditEntry
from blk_portal.journey.calendar import Entry, as_ics, folded
from cohorts.models import Booking, Resource
from enrollment import calendar_link
from enrollment.models import CalendarLink
from tests.factories.cohorts import CohortFactory, SessionFactory
from tests.factories.enrollment import ApplicationFactory, AppointmentFactory, EnrollmentFactory
from tests.factories.trainees import TraineeFactory

NOW = datetime(2026, 8, 1, 3, tzinfo=UTC)
NAME = re.compile(r"[A-Z-]+(;[A-Z-]+=[^;:\"]+)*")
UNESCAPED = re.compile(r"(?<!\\)(?:\\\\)*[;,]")


def lines_of(octets):
    """Content lines, unfolded. Whatever 3.1 does not allow fails here."""
    assert octets.endswith(b"\r\n")
    physical = octets[:-2].split(b"\r\n")
    assert [line for line in physical if b"\n" in line or b"\r" in line] == []
    assert [line for line in physical if len(line) > 75] == []
    decoded = [line.decode() for line in physical]  # fails where a character was cut in two
    whole = []
    for line in decoded:
        if line.startswith(" "):
            whole[-1] += line[1:]
        else:
            whole.append(line)
    return whole


def components(octets):
    """{kind: [properties]} of a calendar whose components open and close in order."""
    found, open_ones = {}, []
    for line in lines_of(octets):
        name, _colon, value = line.partition(":")
        assert NAME.fullmatch(name), line
        assert not re.search(r"[\x00-\x1f\x7f]", value), line
        if name == "BEGIN":
            open_ones.append((value, {}))
        elif name == "END":
            kind, properties = open_ones.pop()
            assert kind == value
            found.setdefault(kind, []).append(properties)
        else:
            properties = open_ones[-1][1]
            assert name not in properties, f"{name} twice"
            properties[name] = value
    assert open_ones == []
    return found


def moment_of(properties, name):
    return datetime.strptime(properties[f"{name};TZID=Asia/Jakarta"], "%Y%m%dT%H%M%S")


def text_of(value):
    assert not UNESCAPED.search(value)
    return re.sub(r"\\([\\;,nN])", lambda found: {"n": "\n", "N": "\n"}.get(found[1], found[1]), value)


# --- the format ---


def test_it_is_a_calendar_even_before_anything_is_planned():
    found = components(as_ics([], now=NOW))

    [calendar] = found["VCALENDAR"]
    assert (calendar["VERSION"], calendar["METHOD"], bool(calendar["PRODID"])) == ("2.0", "PUBLISH", True)
    assert [zone["TZID"] for zone in found["VTIMEZONE"]] == ["Asia/Jakarta"]
    assert "VEVENT" not in found


def test_an_event_has_what_the_standard_asks_for():
    starts = datetime(2026, 8, 3, 8, tzinfo=ZoneInfo("Asia/Jakarta"))
    entry = Entry(
        "session-7", starts, starts + timedelta(hours=2), "SMAW A", "Bengkel; Las", "Mengelas, lalu\nmencatat"
    )

    [event] = components(as_ics([entry], now=NOW))["VEVENT"]

    assert (event["UID"].partition("@")[0], event["DTSTAMP"]) == ("session-7", "20260801T030000Z")
    assert (moment_of(event, "DTSTART"), moment_of(event, "DTEND")) == (
        datetime(2026, 8, 3, 8),
        datetime(2026, 8, 3, 10),
    )
    assert (text_of(event["LOCATION"]), text_of(event["DESCRIPTION"])) == ("Bengkel; Las", "Mengelas, lalu\nmencatat")
    assert event["STATUS"] == "CONFIRMED"


@given(st.text(max_size=200), st.text(max_size=200))
def test_any_words_come_through_whole(title, place):
    entry = Entry("x", NOW, NOW, title, place)

    [event] = components(as_ics([entry], now=NOW))["VEVENT"]

    kept = [re.sub(r"[\x00-\x09\x0b-\x1f\x7f]", "", words) for words in (title, place)]
    assert [text_of(event["SUMMARY"]), text_of(event.get("LOCATION", ""))] == kept


@given(st.text(alphabet="aé中🙂", min_size=60, max_size=200))
def test_a_long_line_is_folded_between_characters(words):
    pieces = folded(words).split(b"\r\n")[:-1]

    assert [len(piece) > 75 for piece in pieces] == [False] * len(pieces)
    assert (
        "".join(piece.decode().removeprefix(" ") if n else piece.decode() for n, piece in enumerate(pieces)) == words
    )


# --- what stands in it ---


@pytest.fixture
def trainee(db):
    return TraineeFactory(full_name="Contoh Sari Wulandari")


def subscribed(trainee):
    link = CalendarLink.objects.create(trainee=trainee)
    return reverse("journey:feed", args=[calendar_link.token_of(link)])


def events_at(client, address):
    response = client.get(address)
    assert (response.status_code, response["Content-Type"]) == (200, "text/calendar; charset=utf-8")
    return components(response.content).get("VEVENT", [])


def test_it_holds_the_meetings_with_their_rooms_and_the_test(client, trainee):
    cohort = CohortFactory(name="SMAW A")
    EnrollmentFactory(application__trainee=trainee, cohort=cohort)
    session = SessionFactory(cohort=cohort, date=date(2026, 8, 3), starts_at=time(8), ends_at=time(16))
    SessionFactory(cohort=cohort, date=date(2026, 8, 4), starts_at=time(8), ends_at=time(16), status="cancelled")
    room = Resource.objects.create(center=cohort.offering.wave.center, kind="room", name="Bengkel Las 2")
    Booking.objects.create(session=session, resource=room, period=(NOW, NOW + timedelta(hours=8)))
    appointment = AppointmentFactory(application__trainee=trainee)

    events = {event["UID"].partition("@")[0]: event for event in events_at(client, subscribed(trainee))}

    assert len(events) == 3
    meeting, test = events[f"session-{session.pk}"], events[f"appointment-{appointment.pk}"]
    assert moment_of(meeting, "DTSTART") == datetime(2026, 8, 3, 8)
    assert meeting["LOCATION"].startswith("Bengkel Las 2\\, ")
    starts = timezone.localtime(appointment.sitting.starts_at)
    assert moment_of(test, "DTSTART") == starts.replace(tzinfo=None, microsecond=0)
    assert sorted(event["STATUS"] for event in events.values()) == ["CANCELLED", "CONFIRMED", "CONFIRMED"]


def test_it_names_no_person(client, trainee):
    EnrollmentFactory(application__trainee=trainee, cohort=(cohort := CohortFactory()))
    SessionFactory(cohort=cohort)

    body = client.get(subscribed(trainee)).content.decode()

    application = trainee.applications.get()
    assert [word for word in ("Sari", "Wulandari", trainee.phone, application.number) if word in body] == []


@pytest.mark.parametrize(("status", "meetings"), [("accepted", 0), ("confirmed", 1), ("withdrawn", 0)])
def test_a_class_stands_in_it_once_its_seat_is_ones_own(client, trainee, status, meetings):
    cohort = CohortFactory()
    SessionFactory(cohort=cohort)
    ApplicationFactory(trainee=trainee, cohort=cohort, status=status)

    assert len(events_at(client, subscribed(trainee))) == meetings


@pytest.mark.parametrize("meetings", [1, 30])
def test_the_address_costs_the_same_for_any_number_of_meetings(client, trainee, meetings, django_assert_num_queries):
    cohort = CohortFactory()
    EnrollmentFactory(application__trainee=trainee, cohort=cohort)
    for day in range(meetings):
        SessionFactory(cohort=cohort, date=timezone.localdate() + timedelta(days=day))
    address = subscribed(trainee)

    with django_assert_num_queries(5):  # the link, the account, tests, meetings, rooms
        events_at(client, address)


# --- whose it is, and until when ---


def mine(client, trainee, step):
    client.force_login(trainee.account)
    return client.post(reverse("journey:calendar"), {"langkah": step}, follow=True)


def address_on(response):
    return re.search(r"http://[^\"]+/kalender/[^\"]+/jadwal\.ics", response.content.decode())[0].partition("//")[2]


def path_on(response):
    return f"/{address_on(response).partition('/')[2]}"


def test_looking_at_its_page_makes_no_address(client, trainee):
    client.force_login(trainee.account)

    client.get(reverse("journey:calendar"))

    assert not CalendarLink.objects.exists()


def test_turned_off_the_address_is_gone(client, trainee):
    address = path_on(mine(client, trainee, "buat"))
    before = client.get(address).status_code

    mine(client, trainee, "matikan")
    mine(client, trainee, "matikan")

    assert (before, client.get(address).status_code) == (200, 410)
    acts = AuditEntry.objects.about(trainee).oldest_first().values_list("action", flat=True)
    assert list(acts) == ["trainee.calendar_made", "trainee.calendar_stopped"]


def test_a_new_address_ends_the_one_before(client, trainee):
    first, second = (path_on(mine(client, trainee, "buat")) for _time in range(2))

    assert [client.get(one).status_code for one in (first, second)] == [410, 200]


@pytest.mark.parametrize(
    "spoil", [lambda t: t[:-1], lambda t: "9" + t, lambda t: "1-", lambda t: "é-x", lambda t: "-"]
)
def test_an_address_that_was_guessed_opens_nothing(client, trainee, spoil):
    link = CalendarLink.objects.create(trainee=trainee)

    response = client.get(reverse("journey:feed", args=[spoil(calendar_link.token_of(link))]))

    assert response.status_code == 410
