"""A tired officer types their own number to get on: the portal says no, at the field."""

from datetime import date

import pytest
from allauth.account.models import EmailAddress
from django.urls import reverse

from enrollment.models import Application
from tests.counter.conftest import begins, step
from tests.factories.centers import MembershipFactory
from tests.factories.enrollment import EnteredFactory
from tests.factories.trainees import TraineeFactory

pytestmark = pytest.mark.django_db
GUARDIAN = {"name": "Contoh Ibu", "relation": "Ibu", "phone": "0813 0000 1111", "email": "", "way": "link"}


@pytest.fixture
def office(center, officer):
    """Every contact of the office: the officer's two addresses and number, a colleague's, the center's four."""
    officer.phone = "+6281200000001"
    officer.save()
    EmailAddress.objects.create(user=officer, email="petugas.lain@contoh.example", verified=False)
    colleague = MembershipFactory(center=center).user
    colleague.phone = "+6281200000002"
    colleague.save()
    center.whatsapp, center.complaint_whatsapp = "081200000003", "6281200000004"
    center.email, center.complaint_email = "balai@contoh.example", "Aduan@contoh.example"
    center.save()
    return {"own": officer.email, "colleague": colleague.email}


@pytest.fixture
def minor(center, office):
    trainee = TraineeFactory(account=None, birth_date=date(2010, 1, 1), phone="")
    return EnteredFactory(cohort__offering__wave__center=center, trainee=trainee)


def refused(response):
    return {name: [one.code for one in errors.as_data()] for name, errors in response.context["form"].errors.items()}


@pytest.mark.parametrize("phone", ["0812 0000 0001", "+62 812-0000-0002", "081200000003", "081200000004"])
def test_a_number_of_the_office_is_nobody_s_own(desk, minor, phone):
    response = desk.post(step(minor, "kontak"), {"phone": phone})

    assert refused(response) == {"phone": ["offices_contact"]}


def test_nor_that_of_the_neighbour_who_passes_it_on(desk, minor):
    other = {"contact_name": "Contoh Bibi", "contact_phone": "081200000001"}

    assert refused(desk.post(step(minor, "kontak"), other)) == {"contact_phone": ["offices_contact"]}


@pytest.mark.parametrize(
    "email", ["own", "colleague", "PETUGAS.LAIN@contoh.example", "balai@contoh.example", "aduan@contoh.example"]
)
def test_nor_an_address_of_the_office(desk, minor, office, email):
    response = desk.post(step(minor, "kontak"), {"phone": "081233334444", "email": office.get(email, email)})

    assert refused(response) == {"email": ["offices_contact"]}


def test_nor_the_guardian_s(desk, minor, office):
    response = desk.post(step(minor, "wali"), GUARDIAN | {"phone": "081200000001", "email": office["colleague"]})

    assert refused(response) == {"phone": ["offices_contact"], "email": ["offices_contact"]}


def test_a_contact_of_their_own_is_kept(desk, minor):
    desk.post(step(minor, "kontak"), {"phone": "081233334444", "email": "sendiri@contoh.example"})

    minor.trainee.refresh_from_db()
    assert (minor.trainee.phone, minor.trainee.email) == ("+6281233334444", "sendiri@contoh.example")


def test_somebody_else_s_officers_are_people_like_others(desk, minor):
    stranger = MembershipFactory().user

    desk.post(step(minor, "kontak"), {"phone": "081233334444", "email": stranger.email})

    minor.trainee.refresh_from_db()
    assert minor.trainee.email == stranger.email


def test_the_sentence_says_what_to_do(desk, minor):
    response = desk.post(step(minor, "kontak"), {"phone": "081200000001"})

    assert "Tulis kontak orangnya sendiri" in response.content.decode()


def test_the_officer_is_never_the_person(desk, officer, offering):
    """Whoever is entered has a record of their own, and no account: least of all the officer's."""
    begins(desk, offering)

    assert Application.objects.get().trainee.account is None
    assert desk.get(reverse("admin:counter")).wsgi_request.user == officer
