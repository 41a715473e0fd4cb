"""Kegiatan and Kesehatan: what the chosen programs need is asked, with the reason, and nothing else."""

from datetime import date

import pytest
from django.urls import reverse
from django.utils import timezone
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from enrollment import transitions
from enrollment.views.steps import steps_of
from tests.factories.centers import actor_at
from tests.factories.cohorts import CohortFactory, OfferingFactory
from tests.factories.enrollment import ApplicationFactory, EligibilityRuleFactory
from tests.factories.trainees import ConsentTextFactory, TraineeFactory
from trainees.models import HealthAnswer, HealthFact

pytestmark = pytest.mark.django_db


@pytest.fixture
def draft(client, cohort):
    trainee = TraineeFactory(nik__indexed=False)
    client.force_login(trainee.account)
    return ApplicationFactory(cohort=cohort, trainee=trainee, status="draft")


@pytest.fixture
def high(draft):
    """A second program of the wave, on high roofs."""
    offering = CohortFactory(offering=OfferingFactory(wave=draft.wave)).offering
    EligibilityRuleFactory(offering=offering, kind="health", fact=HealthFact.HEIGHTS)
    return offering


def page(application, slug):
    return reverse("application_step", args=[application.pk, slug])


def choose(client, draft, *offerings):
    given = {name: offering.pk for name, offering in zip(("first", "second", "third"), offerings, strict=False)}
    return client.post(page(draft, "pilihan"), given)


# --- kegiatan ------------------------------------------------------------------------------------------------------


def test_no_program_asks_so_only_work_and_abroad_are_asked_and_may_stay_empty(client, draft):
    form = client.get(page(draft, "kegiatan")).context["form"]

    assert list(form.fields) == ["is_working", "abroad_experience", "abroad_interest"]
    assertRedirects(client.post(page(draft, "kegiatan"), {}), page(draft, "kontak"))
    draft.trainee.refresh_from_db()
    assert draft.trainee.is_working is None


@pytest.mark.parametrize(
    ("rule", "field"),
    [
        ({"kind": "schooling"}, "is_studying"),
        ({"kind": "work"}, "is_working"),
        ({"kind": "pause", "months": 12}, "has_trained"),
        ({"kind": "year"}, "has_trained"),
    ],
)
def test_what_a_chosen_program_needs_is_asked_and_wanted(client, draft, cohort, rule, field):
    EligibilityRuleFactory(offering=cohort.offering, **rule)

    response = client.post(page(draft, "kegiatan"), {})

    assert list(response.context["form"].errors) == [field]
    check = client.get(reverse("application_check", args=[draft.pk]))
    assertContains(check, "Jawab pertanyaan tentang kegiatan Anda.")


def test_months_become_the_last_day_of_that_month(client, draft, cohort):
    EligibilityRuleFactory(offering=cohort.offering, kind="schooling")
    EligibilityRuleFactory(offering=cohort.offering, kind="pause", months=12)
    year = timezone.localdate().year
    given = {"is_studying": "yes", "studies_until_month": "2", "studies_until_year": str(year + 1)}
    given |= {"has_trained": "yes", "trained_until_month": "12", "trained_until_year": str(year - 1)}

    assertRedirects(client.post(page(draft, "kegiatan"), given), page(draft, "kontak"))

    draft.trainee.refresh_from_db()
    leap = (year + 1) % 4 == 0
    assert draft.trainee.studies_until == date(year + 1, 2, 29 if leap else 28)
    assert draft.trainee.trained_until == date(year - 1, 12, 31)
    assertContains(client.get(page(draft, "kegiatan")), f'<option value="{year - 1}" selected>')


def test_a_month_goes_when_its_question_is_answered_no(client, draft, cohort):
    EligibilityRuleFactory(offering=cohort.offering, kind="schooling")
    given = {"is_studying": "no", "studies_until_month": "2", "studies_until_year": str(timezone.localdate().year + 1)}

    client.post(page(draft, "kegiatan"), given)

    draft.trainee.refresh_from_db()
    assert (draft.trainee.is_studying, draft.trainee.studies_until) == (False, None)


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"has_trained": "yes"}, "trained_until"),
        ({"has_trained": "yes", "trained_until_month": "3"}, "trained_until"),
        ({"has_trained": "no", "trained_until_year": "1066"}, "trained_until"),
        ({"has_trained": "mungkin"}, "has_trained"),
    ],
)
def test_a_training_without_its_month_is_asked_for(client, draft, cohort, given, field):
    EligibilityRuleFactory(offering=cohort.offering, kind="year")

    assert list(client.post(page(draft, "kegiatan"), given).context["form"].errors) == [field]


# --- kesehatan -----------------------------------------------------------------------------------------------------


def test_health_is_no_page_of_those_whose_programs_do_not_ask(client, draft):
    assert "health" not in [step.name for step in steps_of(draft)]
    assertNotContains(client.get(reverse("application_check", args=[draft.pk])), "Kesehatan")


def test_health_is_asked_with_the_program_that_needs_it(client, draft, high):
    choose(client, draft, high)

    shown = client.get(page(draft, "kesehatan"))
    assertContains(shown, "Apakah Anda takut ketinggian?")
    assertContains(shown, f"Ditanyakan karena {high.program} perlu mengetahuinya")
    assertContains(shown, "Hanya petugas pendaftaran")
    assertNotContains(shown, " checked")
    assert list(client.post(page(draft, "kesehatan"), {}).context["form"].errors) == ["heights"]
    assertContains(client.get(reverse("application_check", args=[draft.pk])), "Jawab pertanyaan tentang kesehatan.")


def test_the_answer_is_kept_and_shown_with_the_reason(client, draft, high):
    choose(client, draft, high)
    assertRedirects(client.post(page(draft, "kesehatan"), {"heights": "no"}), page(draft, "kontak"))

    answer = HealthAnswer.objects.get()
    assert (answer.fact, answer.holds) == ("heights", False)
    check = client.get(reverse("application_check", args=[draft.pk]))
    assertContains(check, f"Ditanyakan karena {high.program}")
    client.post(page(draft, "kesehatan"), {"heights": "no"})
    assert HealthAnswer.objects.get().answered_at == answer.answered_at


def test_the_answer_goes_with_the_choice_that_needed_it(client, draft, high, cohort):
    choose(client, draft, high, cohort.offering)
    client.post(page(draft, "kesehatan"), {"heights": "no"})

    choose(client, draft, cohort.offering, high)
    assert HealthAnswer.objects.count() == 1
    choose(client, draft, cohort.offering)
    assert not HealthAnswer.objects.exists()


def test_the_answer_stays_while_another_application_needs_it(client, draft, high):
    other = CohortFactory()
    EligibilityRuleFactory(offering=other.offering, kind="health", fact=HealthFact.HEIGHTS)
    ApplicationFactory(cohort=other, trainee=draft.trainee)
    choose(client, draft, high)
    client.post(page(draft, "kesehatan"), {"heights": "yes"})

    client.post(reverse("application_discard", args=[draft.pk]))

    assert HealthAnswer.objects.count() == 1


def test_discarding_or_withdrawing_erases_what_nothing_else_needs(client, draft, high, cohort):
    ConsentTextFactory()
    choose(client, draft, high)
    client.post(page(draft, "kesehatan"), {"heights": "no"})
    client.post(reverse("application_check", args=[draft.pk]), {"processing": "on"})
    draft.refresh_from_db()
    assert draft.status == "submitted"

    transitions.withdraw(draft, by=actor_at(cohort.offering.wave.center))
    assert not HealthAnswer.objects.exists()

    later = ApplicationFactory(cohort=CohortFactory(offering=high), trainee=draft.trainee, status="draft")
    client.post(page(later, "kesehatan"), {"heights": "no"})
    client.post(reverse("application_discard", args=[later.pk]))
    assert not HealthAnswer.objects.exists()
