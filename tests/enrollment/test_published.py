"""What anybody may read of results: not before the head has published, no name, no NIK; and the seal."""

from datetime import timedelta
from hashlib import sha256

import pytest
from django.urls import reverse
from django.utils import timezone

from cohorts.models import Wave
from enrollment import transitions
from enrollment.rules.names import initials
from enrollment.sealing import sheet_of
from tests.factories.centers import actor_at
from tests.factories.cohorts import CohortFactory, OfferingFactory, WaveFactory
from tests.factories.enrollment import ApplicationFactory, ScoreFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def wave(db):
    return WaveFactory(closed=True)


@pytest.fixture
def head(wave):
    return actor_at(wave.center, "head")


@pytest.fixture
def people(wave):
    cohort = CohortFactory(offering=OfferingFactory(wave=wave), seats=1)
    found = []
    for name, mark in (("Contoh Satu", 90), ("Contoh Dua Rekaan", 80), ("Contoh Tiga", 40)):
        application = ApplicationFactory(status="verified", cohort=cohort, trainee__full_name=name)
        for part in ("test", "interview"):
            ScoreFactory(application=application, part=part, value=mark)
        found.append(application)
    return found


def proposed(wave):
    return transitions.propose(wave, by=actor_at(wave.center))


def page_of(wave):
    return reverse("published_results", args=[wave.pk])


def test_nobody_reads_results_under_embargo(client, wave, people):
    ranking = proposed(wave)
    assert client.get(page_of(wave)).status_code == 404

    transitions.publish(ranking, by=actor_at(wave.center, "head"))
    assert client.get(page_of(wave)).status_code == 200


def test_the_list_names_numbers_and_initials_and_nothing_else(client, wave, people, head):
    transitions.publish(proposed(wave), by=head)

    page = client.get(page_of(wave))

    assert [(row["rank"], row["number"], row["initials"], row["outcome"]) for row in page.context["rows"]] == [
        (1, people[0].number, "C.S.", "accepted"),
        (2, people[1].number, "C.D.R.", "reserve"),
        (3, people[2].number, "C.T.", "reserve"),
    ]
    text = page.content.decode()
    secrets = [value for one in people for value in (one.trainee.full_name, one.trainee.nik, one.trainee.phone)]
    assert [value for value in secrets if value and value in text] == []
    assert page.headers["X-Robots-Tag"] == "noindex, nofollow"


def test_it_shows_every_version_of_the_rules_the_draw_and_the_seal(client, wave, people, head):
    offering = people[0].choices.get().offering
    transitions.change_policy(offering, by=head, reason="Rapat pimpinan.", minimum_score=45)
    ranking = proposed(wave)
    transitions.publish(ranking, by=head)

    text = client.get(page_of(wave)).content.decode()

    policy = offering.policies.first()
    ranking.refresh_from_db()
    found = [word in text for word in ("Rapat pimpinan.", policy.commitment, policy.seed, ranking.seal)]
    assert found == [True] * 4
    assert sha256(sheet_of(ranking, ranking.salt).encode()).hexdigest() == ranking.seal
    assert ranking.salt not in text


def test_the_sheet_holds_no_name(wave, people, head):
    ranking = proposed(wave)
    transitions.publish(ranking, by=head)

    sheet = sheet_of(ranking, ranking.salt)

    assert [one.trainee.full_name in sheet for one in people] == [False] * 3
    assert [one.number in sheet for one in people] == [True] * 3


def test_after_the_training_the_people_are_gone_from_it_and_the_seal_stays(client, wave, people, head):
    ranking = proposed(wave)
    transitions.publish(ranking, by=head)
    yesterday = timezone.localdate() - timedelta(days=1)
    Wave.objects.update(starts_on=yesterday, ends_on=yesterday)

    page = client.get(page_of(wave))

    ranking.refresh_from_db()
    assert (page.context["rows"], ranking.seal in page.content.decode()) == ([], True)


def test_it_is_kept_for_all_who_are_not_signed_in(client, wave, people, head):
    transitions.publish(proposed(wave), by=head)

    assert "s-maxage=1" in client.get(page_of(wave)).headers["Cache-Control"]
    client.force_login(head.user)
    assert "s-maxage" not in client.get(page_of(wave)).headers.get("Cache-Control", "")


@pytest.mark.parametrize("program", ["", "x", "0", "99999999999999999999"])
def test_an_address_that_names_no_program_of_the_wave_shows_the_first(program, client, wave, people, head):
    transitions.publish(proposed(wave), by=head)

    page = client.get(page_of(wave), {"program": program})

    assert page.context["chosen"].offering == people[0].choices.get().offering


@pytest.mark.parametrize("size", [1, 6])
def test_the_page_costs_the_same_for_any_number_of_people(size, client, wave, people, head, django_assert_num_queries):
    cohort = people[0].choices.get().offering.cohorts.get()
    for _number in range(size):
        ScoreFactory(application=ApplicationFactory(status="verified", cohort=cohort), part="test")
    transitions.publish(proposed(wave), by=head)

    with django_assert_num_queries(4):  # the ranking, its programs, the rows, the versions of the rules
        client.get(page_of(wave))


@pytest.mark.parametrize(
    ("name", "short"), [("Siti Aminah", "S.A."), ("I Gusti  Ngurah", "I.G.N."), ("'Aisyah 2", ""), ("ü x", "Ü.X.")]
)
def test_initials(name, short):
    assert initials(name) == short
