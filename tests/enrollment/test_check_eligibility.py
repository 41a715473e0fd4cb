"""Cek kelayakan: five questions, all programs, nothing kept."""

import logging
from datetime import timedelta

import pytest
from django.apps import apps
from django.urls import reverse
from django.utils import timezone
from pytest_django.asserts import assertContains, assertNotContains

from cohorts.models import Funding
from tests.factories.centers import JELUPANG, TANGSEL, EducationLevelFactory, RegionFactory
from tests.factories.cohorts import FundingFactory, OfferingFactory, WaveFactory
from tests.factories.enrollment import EligibilityRuleFactory
from trainees.rules.age import first_day_aged

pytestmark = pytest.mark.django_db
URL = "/cek-kelayakan/"


@pytest.fixture
def answers():
    """Somebody of twenty in Tangerang Selatan, at home, never trained."""
    RegionFactory(code=JELUPANG)
    return {
        "birth_date_day": "12",
        "birth_date_month": "5",
        "birth_date_year": str(timezone.localdate().year - 20),
        "area": TANGSEL,
        "education": EducationLevelFactory().pk,
        "situation": "neither",
        "has_trained": "no",
    }


def found(response):
    return {
        str(outcome): [answer.offering.pk for answer in answers]
        for outcome, _title, answers in response.context["groups"]
    }


def test_the_five_questions_are_asked_without_an_account(client):
    response = client.get(URL)

    assert len(response.context["form"].fields) - len(["studies_until", "trained_until"]) == 5
    assertContains(response, "Jawaban Anda tidak disimpan")


def test_every_program_ahead_is_in_one_of_three_groups(client, answers):
    fits = OfferingFactory()
    soon = OfferingFactory(wave=WaveFactory(opens_at=timezone.now() + timedelta(days=3)))
    older = OfferingFactory(age_min=25)
    hot = EligibilityRuleFactory(kind="health", fact="colour_blind", effect="look").offering
    OfferingFactory(wave=WaveFactory(closed=True))
    OfferingFactory(status="planned")

    assert found(client.post(URL, answers)) == {
        "ok": [fits.pk, soon.pk],
        "look": [hot.pk],
        "blocked": [older.pk],
    }


def test_who_may_not_yet_reads_why_and_from_when(client, answers):
    offering = OfferingFactory(age_min=25)
    answers["birth_date_year"] = str(offering.age_on.year - 20)
    born = offering.age_on.replace(year=offering.age_on.year - 20, month=5, day=12)

    [answer] = client.post(URL, answers).context["groups"][-1][-1]

    assert answer.verdict.becomes_true_on == first_day_aged(born, 25)
    assert "untuk usia 25" in answer.sentences[0]


def test_school_and_training_answers_are_judged(client, answers):
    school = EligibilityRuleFactory(kind="schooling").offering
    pause = EligibilityRuleFactory(kind="pause", months=12).offering
    until = timezone.localdate() + timedelta(days=400)
    answers |= {"situation": "both", "studies_until_month": until.month, "studies_until_year": until.year}
    answers |= {"has_trained": "yes", "trained_until_month": "1", "trained_until_year": timezone.localdate().year}

    assert found(client.post(URL, answers))["blocked"] == [school.pk, pause.pk]


def test_elsewhere_is_told_kindly(client, answers):
    OfferingFactory(funding=FundingFactory(code="apbd-kota", scope=Funding.Scope.REGENCY))
    RegionFactory(code="36.04.01")

    assertContains(client.post(URL, answers | {"area": "36.04"}), "lihat program lain")


@pytest.mark.parametrize("many", [1, 6])
def test_the_answer_costs_the_same_for_many_programs(client, answers, many, django_assert_num_queries):
    for _ in range(many):
        EligibilityRuleFactory(kind="year")

    with django_assert_num_queries(7):  # places (2), the one chosen; levels, the one chosen; programs; rule rows
        client.post(URL, answers)


def test_nothing_is_stored_and_nothing_is_told(client, answers, caplog):
    """No row anywhere, no session, no address, no log."""
    OfferingFactory()
    before = {model: model.objects.count() for model in apps.get_models()}

    with caplog.at_level(logging.DEBUG):
        response = client.post(URL, answers)

    assert {model: model.objects.count() for model in apps.get_models()} == before
    assert "sessionid" not in response.cookies
    assert response.request["QUERY_STRING"] == ""
    assert response["Cache-Control"].startswith("max-age=0")
    assert answers["birth_date_year"] not in caplog.text


def test_what_is_missing_is_asked_again(client):
    assertContains(client.post(URL, {}), "Pilih tanggal, bulan, dan tahun lahir.")


def test_a_page_of_one_program_asks_only_what_it_needs(client, answers):
    plain = OfferingFactory()
    pause = EligibilityRuleFactory(kind="pause", months=6).offering

    assertNotContains(client.get(reverse("eligibility", args=[plain.pk])), "Pernah ikut pelatihan")
    assertContains(client.get(reverse("eligibility", args=[pause.pk])), "Pernah ikut pelatihan")
    asked = {name: value for name, value in answers.items() if name not in {"situation", "has_trained"}}
    assert client.post(reverse("eligibility", args=[plain.pk]), asked).context["verdict"].outcome == "ok"
