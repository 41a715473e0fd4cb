"""Every link that is sent to somebody: looked at ten times it has done nothing, it ends, and it is for one act."""

from datetime import timedelta

import pytest
from django.apps import apps
from django.test import Client
from django.urls import get_resolver, reverse
from django.utils import timezone

from cohorts.models import OfferingDocument
from enrollment import calendar_link, links, reminder_link, transitions
from enrollment.models import Application, CalendarLink, Reminder
from tests.factories.centers import DocumentKindFactory, actor_at
from tests.factories.cohorts import OfferingFactory
from tests.factories.enrollment import ApplicationFactory, AppointmentFactory, CarryFactory, SittingFactory
from tests.factories.trainees import ConsentTextFactory, DocumentFactory, GuardianFactory, TraineeFactory
from trainees import guardian_link
from trainees.models import Guardian

pytestmark = pytest.mark.django_db
OF_STAFF = {"staff_invitation", "admin:enrollment_sitting_pass"}  # their own tests: tests/staffing, tests/enrollment
MAY_CHANGE = {"sessions.session", "audit.viewlog", "accounts.rate"}


def an_offer():
    application = ApplicationFactory(status="accepted")
    return links.answer_token(application), application.answer_by


def papers_to_mend():
    application = ApplicationFactory()
    kind = DocumentKindFactory(code="ktp", name="KTP")
    OfferingDocument.objects.create(offering=application.choices.get().offering, kind=kind, required=True)
    DocumentFactory(trainee=application.trainee, kind=kind)
    by = actor_at(application.wave.center)
    transitions.return_for_fixing(application, by=by, reason="Foto buram.", kinds=[kind])
    return links.fix_token(application), application.fix_by


def an_appointment():
    appointment = AppointmentFactory()
    return links.appointment_token(appointment), appointment.sitting.ends_at


def a_time_to_choose():
    application = ApplicationFactory(status="verified")
    SittingFactory(wave=application.wave, is_open=True)
    return links.choice_token(application, "test"), None  # as long as they are a candidate


def a_place_to_carry():
    carry = CarryFactory()
    return links.carry_token(carry.application), carry.until


def a_guardian_asked():
    ConsentTextFactory(purpose="guardian", text="Saya mengizinkan.")
    born = timezone.localdate() - timedelta(days=int(16.5 * 365.25))
    application = ApplicationFactory(trainee=TraineeFactory(birth_date=born))
    guardian = GuardianFactory(trainee=application.trainee, asked_at=timezone.now(), link_round=1)
    return guardian_link.token_of(guardian), guardian_link.ends_at(guardian)


def a_reminder():
    reminder = Reminder.objects.create(
        kind="opens", offering=OfferingFactory(), from_on=timezone.localdate(), email="contoh@contoh.example"
    )
    return reminder_link.token_of(reminder), None  # until it has reminded; then it is erased


def a_calendar():
    return calendar_link.token_of(CalendarLink.objects.create(trainee=TraineeFactory())), None  # until turned off


KINDS = {
    "journey:answer": an_offer,
    "journey:fix": papers_to_mend,
    "journey:appointment": an_appointment,
    "journey:choose": a_time_to_choose,
    "journey:carry": a_place_to_carry,
    "journey:feed": a_calendar,
    "guardian_consent": a_guardian_asked,
    "reminder": a_reminder,
}
YES = {"jawab": "ya", "answer": "ya", "kirim": "1"}
EACH = pytest.mark.parametrize("name", sorted(KINDS))
ENDING = sorted(set(KINDS) - {"journey:choose", "journey:feed", "reminder"})
SIGNED = ["journey:answer", "journey:fix", "journey:appointment", "journey:choose", "journey:carry"]


def everything():
    """Every row of every table but the session, the view log and the counts of requests."""
    tables = [model for model in apps.get_models() if model._meta.label_lower not in MAY_CHANGE]
    return {model._meta.label_lower: sorted(map(plain, model._base_manager.values_list())) for model in tables}


def plain(row):
    return repr([bytes(value) if isinstance(value, memoryview) else value for value in row])


def with_token(resolver, prefix=""):
    for pattern in resolver.url_patterns:
        if hasattr(pattern, "url_patterns"):
            yield from with_token(pattern, prefix + (f"{pattern.namespace}:" if pattern.namespace else ""))
        elif "token" in pattern.pattern.converters:
            yield prefix + pattern.name


def test_every_address_with_a_token_is_asked_here():
    assert set(with_token(get_resolver())) - OF_STAFF == set(KINDS)


@EACH
def test_ten_looks_change_nothing_and_need_no_signing_in(name):
    address = reverse(name, args=[KINDS[name]()[0]])
    before = everything()

    scanner = Client()
    codes = [scanner.get(address).status_code for _time in range(10)] + [scanner.head(address).status_code]

    assert codes == [200] * 11
    assert everything() == before


@pytest.mark.parametrize("name", ENDING)
def test_each_ends_and_then_even_its_button_does_nothing(client, name, time_machine):
    token, until = KINDS[name]()
    address = reverse(name, args=[token])
    time_machine.move_to(until + timedelta(seconds=1))
    before = everything()

    answers = [client.get(address), client.post(address, YES)]

    assert [answer.status_code for answer in answers] == [410, 410]
    assert everything() == before


@pytest.mark.parametrize("made_for", SIGNED)
@pytest.mark.parametrize("tried_at", SIGNED)
def test_a_link_is_for_one_act(client, made_for, tried_at):
    token, _until = KINDS[made_for]()

    status = client.get(reverse(tried_at, args=[token])).status_code

    assert status == (200 if made_for == tried_at else 410)


def test_a_time_is_chosen_only_as_long_as_one_is_a_candidate(client):
    token, _until = a_time_to_choose()
    Application.objects.update(status="withdrawn")

    assert client.get(reverse("journey:choose", args=[token])).status_code == 410


def test_who_asks_once_more_voids_the_guardians_first_link(client):
    token, _until = a_guardian_asked()
    Guardian.objects.update(link_round=2)

    assert client.get(reverse("guardian_consent", args=[token])).status_code == 410
