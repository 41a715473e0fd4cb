"""One event, one line of JSON; and nobody's NIK, phone or e-mail in any of them, whoever wrote it."""

import io
import json
import logging

import pytest
import structlog
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from blk_portal.logs import formatter, scrub

NIK, PHONE, EMAIL = "3604015203060007", "081234567890", "siti.aminah@example.com"


@pytest.fixture
def lines():
    """What reaches the stream, for loggers of every kind."""
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(formatter())
    root, level = logging.getLogger(), logging.getLogger().level
    root.addHandler(handler)
    root.setLevel(logging.INFO)
    yield lambda: [json.loads(line) for line in stream.getvalue().splitlines()]
    root.removeHandler(handler)
    root.setLevel(level)


def nothing_leaks(event):
    text = json.dumps(event, ensure_ascii=False)
    return not any(secret in text for secret in (NIK, PHONE, EMAIL, "siti.aminah", NIK[:12], PHONE[:8]))


def test_our_own_events_are_masked(lines):
    log = structlog.get_logger("trainees")

    log.info("found %s", NIK, contact=PHONE, people=[{"mail": EMAIL}], nik="anything", number=int(NIK))

    (event,) = lines()
    assert nothing_leaks(event)
    assert event["event"] == "found [NIK …0007]"
    assert (event["contact"], event["people"]) == ("[telepon …890]", [{"mail": "s***@…"}])
    assert (event["nik"], event["number"]) == ("***", "[NIK …0007]")


def test_the_text_of_an_exception_is_masked(lines):
    try:
        raise ValueError(f"Key (email)=({EMAIL}) for {NIK} already exists")
    except ValueError:
        structlog.get_logger("trainees").exception("failed")
        logging.getLogger("django.request").exception("Internal Server Error")

    own, django = lines()
    assert nothing_leaks(own)
    assert nothing_leaks(django)
    assert "Key (email)=(s***@…) for [NIK …0007] already exists" in own["exception"]
    assert "ValueError" in django["exception"]


@pytest.mark.parametrize("name", ["celery.worker", "celery.app.trace", "gunicorn.error", "py.warnings", "smtplib"])
def test_other_peoples_loggers_pass_the_same_gate(lines, name):
    logging.getLogger(name).error("to %s, %s: %s", EMAIL, "+62 812-3456-7890", "3604 0152 0306 0007")

    (event,) = lines()
    assert nothing_leaks(event)
    assert event["event"] == "to s***@…, [telepon …890]: [NIK …0007]"


def test_an_object_is_masked_in_its_own_words(lines):
    class Person:
        def __repr__(self):
            return f"<Person {EMAIL}>"

    structlog.get_logger("accounts").info("seen", person=Person())

    assert lines()[0]["person"] == "<Person s***@…>"


def test_a_line_break_or_a_colour_in_a_name_stays_inside_its_line(lines):
    structlog.get_logger("accounts").info('Siti\n{"event": "forged"}\x1b[31m\u2028')

    assert [event["event"] for event in lines()] == ['Siti\n{"event": "forged"}\x1b[31m\u2028']


def test_a_request_and_what_happened_in_it_share_one_id(lines, client, settings):
    response = client.get("/healthz?nik=" + NIK, headers={"X-Request-ID": "edge-0a1b2c3d"})
    settings.ROOT_URLCONF = "tests.blk_portal.failing_urls"
    client.raise_request_exception = False
    client.get("/gagal", headers={"X-Request-ID": "edge-0a1b2c3e"})

    assert response["X-Request-ID"] == "edge-0a1b2c3d"
    failing = [event for event in lines() if event.get("request_id") == "edge-0a1b2c3e"]
    assert [event["event"] for event in failing] == ["Internal Server Error: /gagal", "request"]
    assert [event["status"] for event in failing if "status" in event] == [500]
    assert all(nothing_leaks(event) for event in lines())


@given(st.text(alphabet="0123456789 -.", max_size=12), st.integers(10**15, 10**16 - 1))
def test_no_nik_survives_whatever_stands_around_it(around, number):
    assert str(number) not in scrub(f"{around}x{number}y{around}")


def test_ordinary_numbers_and_moments_stay_readable():
    text = "2026-11-21T19:42:43.123456Z 208 rows in 12345 ms, class 2025/02, Rp 1.250.000"

    assert scrub(text) == text


def test_a_link_that_opens_an_account_is_cut():
    assert scrub("GET /undangan/7-0a1b/ 200") == "GET /undangan/…/ 200"
    assert scrub("/akun/password/reset/key/3-abc-def/") == "/akun/password/reset/key/…/"


@pytest.mark.parametrize(
    ("name", "prefix"),
    [
        ("staff_invitation", "/undangan/"),
        ("journey:answer", "/perjalanan/jawab/"),
        ("guardian_consent", "/persetujuan-wali/"),
        ("reminder", "/ingatkan-saya/"),
    ],
)
def test_a_link_that_acts_for_somebody_is_cut_wherever_it_is_written(name, prefix):
    assert scrub(f"GET {reverse(name, args=['rahasia-123'])} 200") == f"GET {prefix}…/ 200"
