"""From the home page to a submitted application on a cheap phone with a weak link: what it costs, and that it works
without a script, by keyboard alone, and for a minor whose guardian answers by a link."""

import re

import pytest

from centers.models import DocumentKind
from centers.templatetags import drawn
from cohorts.models import Program
from enrollment import selectors
from enrollment.models import Application as Row
from notifications.delivery import deliver_due
from tests.e2e import photographs, production
from tests.e2e.applying import Applicant, Application
from tests.e2e.phone import Phone
from tests.e2e.story import text_of
from tests.factories.cohorts import CohortFactory
from tests.factories.enrollment import EligibilityRuleFactory

FIRST_LOAD, ALL_OF_IT = 100_000, 600_000  # bytes over the wire, without documents
STILL = 0.1  # a page whose parts move more than this in sum is called unsteady


@pytest.fixture(scope="session")
def collected(tmp_path_factory):
    return tmp_path_factory.mktemp("static")


@pytest.fixture
def live_server(settings, collected):
    production.furnish(settings, collected)
    drawn.forget()
    server = production.Production()
    yield server
    server.stop()
    drawn.forget()  # its pieces name files which the next test's server does not have


@pytest.fixture
def offering(lists, center):
    """Las, which asks for everything there is to ask, and eleven other programs for the catalogue to show."""
    las = Program.objects.filter(track__code="las").order_by("code").first()
    cohort = CohortFactory(offering__program=las, offering__status="open", offering__wave__center=center)
    for program in Program.objects.exclude(pk=las.pk).order_by("code")[:11]:
        CohortFactory(offering__program=program, offering__status="open", offering__wave=cohort.offering.wave)
    for code, required in (("ktp", True), ("kk", False), ("ijazah", False)):
        cohort.offering.asked_documents.create(kind=DocumentKind.objects.get(code=code), required=required)
    EligibilityRuleFactory(offering=cohort.offering)
    EligibilityRuleFactory(offering=cohort.offering, kind="pause", months=12)
    EligibilityRuleFactory(offering=cohort.offering, kind="health", fact="breathing", effect="look")
    return cohort.offering


@pytest.fixture
def photo(tmp_path):
    path = tmp_path / "IMG_0001.jpg"
    path.write_bytes(photographs.from_a_phone())
    return str(path)


@pytest.fixture
def application(offering, post, photo):
    def of(person, who, look=lambda name: None):
        return Application(person, who, post, program=offering.program.name, photo=photo, look=look)

    return of


SARI = Applicant()
DEWI = Applicant("Contoh Dewi", year=2010, paper="kk", guardian="contoh.ibu@contoh.example")


def submitted(who):
    return Row.objects.get(trainee__full_name=who.name, status="submitted")


def test_on_a_cheap_phone_with_a_weak_link(people, application, capsys):
    phone = people(Phone, SARI.name)
    application(phone, SARI).goes_all_the_way()
    phone.notes_shift()

    with capsys.disabled():
        print(f"\n{phone.table()}")  # noqa: T201 - the figures are what one runs this for
    assert submitted(SARI).number
    assert phone.costs[0].bytes < FIRST_LOAD
    assert phone.weighed < ALL_OF_IT
    assert [cost for cost in phone.costs if cost.shift > STILL] == []


def test_every_page_is_good_to_look_at(people, application):
    """By axe at 320 and 1280 px; with PORTAL_SCREENSHOTS, a picture of each."""
    person = people(Phone, SARI.name).comes_home()
    application(person, SARI, look=person.looks).goes_all_the_way()


def test_without_a_script(visitor, application):
    application(visitor(SARI.name, javascript=False), SARI).goes_all_the_way()

    assert submitted(SARI).number


def test_by_keyboard_alone(keyboard_visitor, application):
    application(keyboard_visitor(SARI.name), SARI).goes_all_the_way()

    assert submitted(SARI).number


def test_a_minor_applies_and_the_guardian_says_yes_by_a_link(people, application, post):
    """The guardian has no account: a message, a page, a large button."""
    dewi = people(Phone, DEWI.name).comes_home()
    application(dewi, DEWI, look=lambda name: name == "wali" and dewi.looks("wali")).goes_all_the_way()

    mother = people(Phone, "Contoh Ibu").comes_home().goes(link_to(DEWI.guardian, post)).looks("wali-setuju")
    mother.presses("Setuju").sees("persetujuan Anda tercatat").looks("wali-sudah-setuju")

    assert selectors.guardian_standing(submitted(DEWI).trainee).name == selectors.AGREED


def link_to(address, post):
    deliver_due(seconds=5)
    letter = [mail for mail in post.mails if mail["To"] == address][-1]
    return re.search(r"https?://\S+", text_of(letter))[0]
