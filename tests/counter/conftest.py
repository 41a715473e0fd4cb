from datetime import date

import pytest
from django.urls import reverse

from enrollment.models import Application
from tests.factories.centers import JELUPANG, EducationLevelFactory, MembershipFactory, RegionFactory
from tests.factories.cohorts import CohortFactory, OfferingFactory, WaveFactory
from tests.factories.trainees import ConsentTextFactory, nik_for
from tests.guards import PortalClient
from trainees.selectors import texts_to_ask

SITI = {
    "full_name": "Contoh Siti",
    "nik": nik_for(date(2004, 5, 12), "F", 1),
    "birth_place": "Serang",
    "birth_date_day": "12",
    "birth_date_month": "5",
    "birth_date_year": "2004",
    "sex": "F",
}
BORN = date(2004, 5, 12)


@pytest.fixture
def offering(db):
    ConsentTextFactory()
    RegionFactory(code=JELUPANG)
    return CohortFactory(offering=OfferingFactory(wave=WaveFactory())).offering


@pytest.fixture
def center(offering):
    return offering.wave.center


@pytest.fixture
def officer(center):
    return MembershipFactory(center=center).user


@pytest.fixture
def desk(officer):
    """The officer's browser."""
    browser = PortalClient()
    browser.force_login(officer)
    return browser


@pytest.fixture
def phone():
    """A phone on which nobody is signed in."""
    return PortalClient()


def begins(desk, offering, nik=SITI["nik"], **more):
    return desk.post(reverse("admin:counter"), {"nik": nik, "offering": offering.pk, **more})


def entered(desk, offering, nik=SITI["nik"]):
    begins(desk, offering, nik)
    return Application.objects.order_by("-pk").first()


def step(application, slug):
    return reverse("admin:counter_step", args=[application.pk, slug])


def fills(desk, application, who=SITI, phone="0812 3456 7890"):
    """Every page but the papers, as the officer types them."""
    desk.post(step(application, "data-diri"), who)
    address = {"area": "36.74", "within": "36.74.02", "village": JELUPANG, "address": "Kp. Contoh RT 01/02"}
    desk.post(step(application, "alamat"), address)
    desk.post(step(application, "pendidikan"), {"education": EducationLevelFactory().pk})
    desk.post(step(application, "kontak"), {"phone": phone})
    application.refresh_from_db()
    return application


def sends(desk, application, **more):
    """The person hears what they agree to and says yes."""
    consent = {text.purpose: "on" for text in texts_to_ask(application.trainee)}
    check = reverse("admin:counter_check", args=[application.pk])
    response = desk.post(check, consent | {"manner": "counter"} | more)
    application.refresh_from_db()
    return response


def slip_of(desk, application):
    """The code as it stands on the paper."""
    return desk.post(reverse("admin:counter_slip", args=[application.pk])).context["code"]


def opens(phone, code, password="kereta pagi ke Serang", **born):
    """From the code on the paper to an account."""
    day = {"birth_date_day": "12", "birth_date_month": "5", "birth_date_year": "2004"} | born
    phone.post(reverse("slip"), {"code": code, **day})
    return phone.post(reverse("slip_account"), {"password1": password})
