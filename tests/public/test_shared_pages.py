"""Pages for anybody are made once a second; nothing of one person is ever in them, and nobody signed in gets them."""

from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.conf import settings as django_settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from centers import shared_pages
from cohorts.models import Announcement, Offering
from tests.factories.cohorts import OfferingFactory, WaveFactory
from tests.factories.trainees import TraineeFactory

pytestmark = pytest.mark.django_db
SHARED = "max-age=0, public, s-maxage=1"
PUBLIC = ["catalogue", "announcements", "help", "contact", "privacy", "accessibility", "robots", "sitemap"]


@pytest.fixture
def clock(monkeypatch):
    """The second that a page is kept for, moved by hand."""
    clock = SimpleNamespace(now=100.0)
    monkeypatch.setattr(shared_pages, "time", SimpleNamespace(monotonic=lambda: clock.now))
    return clock


@pytest.fixture
def keeping(settings, clock):
    settings.SHARED_PAGE_SECONDS = 1
    return clock


def directives(response):
    return ", ".join(sorted(response.headers["Cache-Control"].split(", ")))


def asked(client, *args, **kwargs):
    with CaptureQueriesContext(connection) as queries:
        response = client.get(*args, **kwargs)
    return response, len(queries)


# --- what may be shared ---


@pytest.mark.parametrize("name", PUBLIC)
def test_a_visitor_s_page_sets_no_cookie_holds_no_token_and_may_be_shared(client, name):
    response = client.get(reverse(name))

    assert (directives(response), dict(response.cookies)) == (SHARED, {})
    assert "csrfmiddlewaretoken" not in response.content.decode()
    assert "csrf" not in response.content.decode().lower()


def test_the_pages_of_a_program_and_of_an_announcement_may_be_shared_too(client):
    offering = OfferingFactory(wave=WaveFactory(opens_at=timezone.now() + timedelta(days=2)))
    told = Announcement.objects.create(
        center=offering.wave.center, title="Kabar", body="Isi", publish_at=timezone.now()
    )

    for url in (offering.get_absolute_url(), told.get_absolute_url()):
        response = client.get(url)
        assert (directives(response), dict(response.cookies)) == (SHARED, {}), url


def test_it_varies_by_cookie_and_compression_and_by_nothing_else():
    response = Client().get("/", headers={"accept-encoding": "gzip"})

    assert sorted(response.headers["Vary"].split(", ")) == ["Accept-Encoding", "Cookie"]


def test_who_is_signed_in_gets_a_page_that_no_cache_keeps(client):
    client.force_login(TraineeFactory().account)

    assert directives(client.get("/")) == "no-store, private"


def test_a_page_with_a_form_is_never_shared(client):
    response = client.get(reverse("eligibility", args=[OfferingFactory().pk]))

    assert "s-maxage" not in response.headers.get("Cache-Control", "")
    assert "csrfmiddlewaretoken" in response.content.decode()


# --- what is kept ---


def test_the_second_visitor_of_a_second_costs_no_query(client, keeping):
    first, cost = asked(client, "/")
    again, nothing = asked(client, "/")

    assert (cost, nothing) == (2, 0)
    assert (again.content, directives(again)) == (first.content, SHARED)
    assert again.headers["Content-Security-Policy"] == first.headers["Content-Security-Policy"]
    assert again.headers["X-Request-ID"] != first.headers["X-Request-ID"]


def test_a_label_flips_within_a_second(client, keeping):
    offering = OfferingFactory(program__name="Las Kilat")
    url = offering.get_absolute_url()
    assert "Dibuka" in client.get(url).content.decode()

    Offering.objects.update(status="postponed")
    keeping.now += 0.9
    kept = client.get(url).content.decode()
    keeping.now += 0.2
    flipped = client.get(url).content.decode()

    assert ("Program ini ditunda" in kept, "Program ini ditunda" in flipped) == (False, True)


def test_who_is_signed_in_neither_gets_nor_fills_it(client, keeping):
    offering = OfferingFactory()
    visitors = client.get("/").content.decode()
    client.force_login(TraineeFactory().account)

    own = client.get("/").content.decode()
    assert ("Keluar" in visitors, "Keluar" in own) == (False, True)
    client.get(offering.get_absolute_url())
    client.cookies.clear()

    page, cost = asked(client, offering.get_absolute_url())
    assert ("Keluar" in page.content.decode(), cost > 0) == (False, True)


def test_a_message_waiting_for_somebody_is_shown_to_them_alone(client, keeping):
    client.get("/")
    client.cookies["messages"] = "sebuah-pesan"

    _page, cost = asked(client, "/")

    assert cost == 2


def test_each_language_has_its_own(client, keeping):
    indonesian = client.get("/").content.decode()
    client.cookies[django_settings.LANGUAGE_COOKIE_NAME] = "en"
    english = client.get("/", headers={"accept-language": "id"})
    client.cookies[django_settings.LANGUAGE_COOKIE_NAME] = "xx"

    _page, cost = asked(client, "/", headers={"accept-language": "en"})

    assert ('lang="id"' in indonesian, 'lang="en"' in english.content.decode()) == (True, True)
    assert english.headers["Content-Language"] == "en"
    assert cost == 0  # a language there is not is Indonesian, and what the phone prefers says nothing


def test_addresses_hosts_and_parts_of_pages_do_not_mix(keeping, settings):
    settings.ALLOWED_HOSTS = ["satu.example", "dua.example"]
    client = Client()  # the suite's own reads every answer, and this one asks for compressed ones
    asked(client, "/", headers={"host": "satu.example"})

    others = [
        asked(client, "/", headers={"host": "dua.example"}),
        asked(client, "/?q=las", headers={"host": "satu.example"}),
        asked(client, "/", headers={"host": "satu.example", "hx-request": "true"}),
        asked(client, "/", headers={"host": "satu.example", "accept-encoding": "gzip"}),
    ]

    assert [cost > 0 for _page, cost in others] == [True, True, True, True]


def test_many_addresses_do_not_fill_the_memory(client, keeping, monkeypatch):
    monkeypatch.setattr(shared_pages, "MOST_PAGES", 3)
    for number in range(5):
        client.get("/", {"q": f"kata{number}"})

    assert [asked(client, f"/?q=kata{number}")[1] for number in range(5)] == [0, 0, 0, 1, 1]
    keeping.now += 2
    client.get("/")
    assert asked(client, "/")[1] == 0


# --- the language button of a visitor ---


def test_a_visitor_changes_the_language_without_a_token(client):
    client.handler.enforce_csrf_checks = True

    response = client.post(reverse("set_language"), {"language": "en", "next": "/bantuan/"})

    assert (response.status_code, response.cookies[django_settings.LANGUAGE_COOKIE_NAME].value) == (302, "en")


def test_for_who_is_signed_in_the_button_carries_one(client):
    client.handler.enforce_csrf_checks = True
    client.force_login(TraineeFactory().account)

    assert client.post(reverse("set_language"), {"language": "en"}).status_code == 403
