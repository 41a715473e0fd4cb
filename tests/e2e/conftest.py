"""People in browsers: a live server in this process, Chromium, a real SMTP server; ticks are called as functions."""

import os
from functools import partial
from pathlib import Path

import pytest
from allauth.mfa.totp.internal.auth import TOTP
from django.test import Client
from playwright.sync_api import sync_playwright

from audit.moves import CLOCK
from blk_portal import reference
from centers.transitions import appoint
from cohorts.models import Program, ProgramUnit, Resource, Track, Unit
from tests import mailserver
from tests.e2e.keyboard import KeyboardVisitor
from tests.e2e.story import PASSWORD
from tests.e2e.visitor import QUIET, Visitor
from tests.factories.accounts import UserFactory, with_codes
from tests.factories.centers import TANGSEL, CenterFactory, OfficialFactory
from tests.factories.trainees import a_photo

os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")  # playwright's loop runs in the test's thread


def pytest_collection_modifyitems(items):
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.django_db(transaction=True))


@pytest.fixture(scope="session")
def chromium():
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=os.environ["CHROMIUM"], args=QUIET)
        yield browser
        browser.close()


@pytest.fixture
def post(settings):
    """The centre's mail server; what was delivered lies in `.mails`."""
    with mailserver.running() as server:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = server.address
        settings.EMAIL_USE_TLS = False
        yield server


@pytest.fixture
def lists(transactional_db):
    """Regions, education levels, programs, texts of consent: what every portal starts from."""
    reference.load()


@pytest.fixture
def people(chromium, live_server, settings):
    """Makes people, each with a browser of their own. At the end nobody has seen a fault or a broken policy.

    There is no broker in these tests: what a page needs of Celery is a row, and the ticks are called as functions.
    """
    settings.SITE_URL = live_server.url
    settings.ALLOWED_HOSTS = ["*"]
    settings.CELERY_BROKER_URL = "redis://127.0.0.1:1/0"
    present = []

    def make(kind, name, **options):
        present.append(kind(chromium, live_server.url, name, **options))
        return present[-1]

    yield make
    faults = [f"{person.name}: {fault}" for person in present for fault in person.faults]
    for person in present:
        person.close()
    assert not faults, "\n".join(dict.fromkeys(faults))


@pytest.fixture
def visitor(people):
    return partial(people, Visitor)


@pytest.fixture
def keyboard_visitor(people):
    return partial(people, KeyboardVisitor)


@pytest.fixture
def signed_in(people, live_server):
    """Browsers that are signed in already: how one signs in is another test's story."""

    def of(user, kind=Visitor):
        client = Client()
        client.force_login(user)
        person = people(kind, str(user), width=1280)
        cookie = {"name": "session", "value": client.cookies["session"].value, "url": live_server.url}
        person.context.add_cookies([cookie])
        return person

    return of


STAFF = {
    "officer": "Contoh Petugas",
    "head": "Contoh Kepala",
    "instructor": "Contoh Instruktur",
    "certification": "Contoh Sertifikasi",
}


@pytest.fixture
def center(lists):
    """A centre with a room, an official and one person in each role, all with a second factor."""
    center = CenterFactory(region_id=TANGSEL, code="contoh", name="BLK Contoh")
    OfficialFactory(center=center)
    Resource.objects.create(center=center, kind="room", name="Bengkel Las")
    for role, name in STAFF.items():
        user = UserFactory(email=f"{role}@contoh.example", full_name=name)
        user.set_password(PASSWORD)
        user.save()
        TOTP.activate(user, "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP")
        with_codes(user)
        appoint(user, role, center, by=CLOCK)
        if role == "instructor":
            Resource.objects.create(center=center, kind="person", name=name, user=user)
    return center


@pytest.fixture
def program(lists):
    """Two days, two units: the story need not last five weeks."""
    track = Track.objects.get(code="las")
    program = Program.objects.create(track=track, code="las-singkat", name="Las Singkat", jp=16, summary="Mengelas.")
    for order, unit in enumerate(Unit.objects.filter(code__startswith="C.24LAS").order_by("code")[:2]):
        ProgramUnit.objects.create(program=program, unit=unit, order=order)
    return program


@pytest.fixture
def photo(tmp_path):
    path = tmp_path / "foto.jpg"
    path.write_bytes(a_photo(800, 600))
    return str(path)
