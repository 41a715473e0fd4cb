"""Applying once more with the data kept: one button, one draft, and only what is open."""

import pytest
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from enrollment.models import Application
from enrollment.selectors.again import open_again
from tests.factories.cohorts import CohortFactory, OfferingFactory, ProgramFactory, WaveFactory
from tests.factories.enrollment import ApplicationFactory, EnrollmentFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def program():
    return ProgramFactory(name="Las Dasar")


@pytest.fixture
def earlier(program):
    """Not selected in a wave that is over."""
    cohort = CohortFactory(offering=OfferingFactory(wave=WaveFactory(past=True), program=program))
    return ApplicationFactory(cohort=cohort, status="not_selected", trainee__address="Kp. Contoh RT 01")


@pytest.fixture
def open_now(program):
    return CohortFactory(offering=OfferingFactory(program=program)).offering


def presses(client, application):
    client.force_login(application.trainee.account)
    return client.post(reverse("journey:again", args=[application.pk]))


def shown(client, application):
    client.force_login(application.trainee.account)
    return client.get(application.get_absolute_url())


def drafts(application):
    return Application.objects.filter(trainee=application.trainee, status="draft")


def test_one_button_makes_the_draft_with_the_same_program(client, earlier, open_now):
    assertContains(shown(client, earlier), "Daftar lagi dengan data saya")

    response = presses(client, earlier)

    draft = drafts(earlier).get()
    assertRedirects(response, reverse("application_check", args=[draft.pk]))
    assert list(draft.choices.values_list("offering", flat=True)) == [open_now.pk]
    assertContains(client.get(reverse("application_check", args=[draft.pk])), "Kp. Contoh RT 01")


def test_pressed_twice_there_is_one_draft(client, earlier, open_now):
    presses(client, earlier)
    presses(client, earlier)

    assert drafts(earlier).count() == 1
    assertNotContains(shown(client, earlier), "Daftar lagi dengan data saya")


def test_nothing_open_leads_to_the_programs(client, earlier):
    assertNotContains(shown(client, earlier), "Daftar lagi dengan data saya")

    assertRedirects(presses(client, earlier), reverse("catalogue"))
    assert not drafts(earlier).exists()


def test_the_wave_of_an_application_that_counts_is_not_offered_again():
    lapsed = ApplicationFactory(status="lapsed")
    withdrawn = ApplicationFactory(status="withdrawn")

    assert open_again(lapsed) == []
    assert open_again(withdrawn) == [withdrawn.choices.get().offering]


def test_while_something_is_under_way_there_is_no_button(client, earlier, open_now):
    other = CohortFactory(offering=OfferingFactory())
    ApplicationFactory(cohort=other, trainee=earlier.trainee, status="submitted")

    assertNotContains(shown(client, earlier), "Daftar lagi dengan data saya")


def test_several_choices_come_along_in_their_order(client, earlier, open_now):
    second = ProgramFactory(name="Las Lanjut")
    wave = open_now.wave
    CohortFactory(offering=OfferingFactory(wave=wave, program=second))
    former = OfferingFactory(wave=earlier.wave, program=second)
    earlier.choices.create(offering=former, order=2)

    presses(client, earlier)

    names = drafts(earlier).get().choices.order_by("order").values_list("offering__program__name", flat=True)
    assert list(names) == ["Las Dasar", "Las Lanjut"]


def test_after_a_class_the_same_button_is_there(client, program, open_now):
    cohort = CohortFactory(offering=OfferingFactory(wave=WaveFactory(past=True), program=program))
    enrollment = EnrollmentFactory(cohort=cohort, status="completed")

    assertContains(shown(client, enrollment.application), "Daftar lagi dengan data saya")


def test_somebody_elses_can_not_be_repeated(client, earlier, open_now):
    client.force_login(ApplicationFactory().trainee.account)

    assert client.post(reverse("journey:again", args=[earlier.pk])).status_code == 404
