"""One phone in a family, several of whom apply: each is told by name, and none reads of another."""

import re
from datetime import date

import pytest
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains

from accounts.models import User
from enrollment.announcements import recipient_of, recipient_of_guardian
from notifications.events import catalogue
from notifications.models import OutboxMessage
from notifications.texts import Library
from tests.counter.conftest import BORN, SITI, entered, fills, opens, sends, slip_of
from tests.entrance.conftest import asked, counted, reached, without
from tests.factories.trainees import ContactFactory, GuardianFactory, TraineeFactory, nik_for
from tests.guards import PortalClient

__all__ = ["counted", "reached"]  # fixtures
pytestmark = pytest.mark.django_db
PHONE = "+6281234567890"
BUDI = SITI | {"full_name": "Contoh Budi", "nik": nik_for(BORN, "M", 5), "sex": "M"}


@pytest.fixture
def siblings(desk, offering, reached):
    """Both entered at the counter with the family's one number, each with a slip in hand: (application, code)."""
    found = []
    for who in (SITI, BUDI):
        application = fills(desk, entered(desk, offering, who["nik"]), who)
        sends(desk, application)
        found.append((application, slip_of(desk, application)))
    return found


def test_two_who_share_a_phone_are_two_people_with_an_account_each(siblings, phone):
    for application, code in siblings:
        opens(phone, code)
        assertContains(phone.get(reverse("journey:home")), application.number)

    accounts = User.objects.filter(trainee__isnull=False)
    assert [*accounts.order_by("full_name").values_list("full_name", "phone")] == [
        ("Contoh Budi", None),
        ("Contoh Siti", None),
    ]
    assert {application.trainee.phone for application, _code in siblings} == {PHONE}


def test_on_the_shared_phone_the_second_reads_nothing_of_the_first(siblings, phone):
    (siti, first), (budi, second) = siblings
    opens(phone, first)

    assertContains(phone.get(reverse("slip")), "Ponsel ini sedang masuk sebagai")
    opens(phone, second)

    for name in ("journey:home", "mydata:home"):
        page = phone.get(reverse(name))
        assertNotContains(page, "Siti")
        assertNotContains(page, siti.number)
    assert phone.get(siti.get_absolute_url()).status_code == 404
    assert phone.get(budi.get_absolute_url()).status_code == 200


def test_each_message_to_the_shared_phone_says_whom_it_is_for(siblings):
    messages = OutboxMessage.objects.filter(kind="enrollment/submitted").order_by("pk")

    assert [(one.to_address, "Contoh Siti" in one.body, "Contoh Budi" in one.body) for one in messages] == [
        (PHONE, True, False),
        (PHONE, False, True),
    ]


@pytest.mark.parametrize("language", ["id", "en"])
@pytest.mark.parametrize("channel", ["email", "whatsapp"])
def test_every_message_of_an_application_names_its_person(language, channel):
    library = Library()

    nameless = [
        kind
        for kind, event in catalogue().items()
        if kind.startswith("enrollment/") and "nama" in event.placeholders
        if "{nama}" not in library.words_for(kind, channel, language).body
    ]

    assert nameless == []
    assert {
        kind for kind in catalogue() if kind.startswith("enrollment/") and "nama" not in catalogue()[kind].placeholders
    } == NAMELESS


NAMELESS = {"enrollment/reminder_asked", "enrollment/reminder_due"}  # to a contact that is nobody's yet


def test_a_link_that_acts_goes_to_the_person_and_never_through_somebody_who_reads_for_them():
    trainee = TraineeFactory(account=None, phone="", email="")
    ContactFactory(trainee=trainee, name="Contoh Bibi", phone=PHONE)

    to = recipient_of(trainee)

    assert (to.phone, to.name, to.passes_on_to) == (PHONE, "Contoh Bibi", trainee.full_name)


def test_a_guardian_who_shares_the_child_s_phone_is_not_asked_on_it():
    """Else the child would answer for them."""
    trainee = TraineeFactory(birth_date=date(2010, 1, 1), phone=PHONE)
    guardian = GuardianFactory(trainee=trainee, phone=PHONE, email="ibu@contoh.example")

    to = recipient_of_guardian(trainee, guardian.phone, guardian.email)

    assert (to.phone, to.email) == ("", "ibu@contoh.example")


# --- forgotten passwords ---


def test_a_forgotten_password_is_answered_alike_whosever_code_it_is(siblings, phone, counted):
    _siti, code = siblings[0]
    opens(phone, code)
    unknown = "KQ7F-3MXA-HT9P"
    asked(PortalClient(), "account_reset_password", {"login": unknown})

    known, other = (
        without(one, asked(PortalClient(), "account_reset_password", {"login": one})) for one in (code, unknown)
    )

    assert known == other
    assert (known.status, known.letters) == (302, 0)


@pytest.mark.parametrize("code", ["known", "unknown"])
def test_signing_in_by_a_code_is_answered_alike(siblings, phone, counted, code):
    opens(phone, siblings[0][1])
    login = siblings[0][1] if code == "known" else "KQ7F-3MXA-HT9P"
    asked(PortalClient(), "account_login", {"login": login, "password": "bukan-ini-99"})

    answer = asked(PortalClient(), "account_login", {"login": login, "password": "bukan-ini-99"})

    assert (answer.status, answer.hashes) == (200, 1)


def test_a_reset_by_the_family_s_number_reveals_none_of_those_who_share_it(siblings, phone, counted):
    """Their accounts have no number: for the portal nobody signs in by it, and the answer is that of any number."""
    for _application, code in siblings:
        opens(phone, code)

    shared, other = (
        without(one, asked(PortalClient(), "account_reset_password", {"login": one}))
        for one in (PHONE, "+6281234567891")
    )

    assert shared == other
    assert not OutboxMessage.objects.filter(kind__startswith="entrance/", body__regex="Siti|Budi").exists()


def test_each_is_led_to_an_application_of_their_own(siblings):
    links = {
        re.search(r"/perjalanan/(\d+)/", one.body)[1]
        for one in OutboxMessage.objects.filter(kind="enrollment/submitted")
    }

    assert links == {str(application.pk) for application, _code in siblings}
