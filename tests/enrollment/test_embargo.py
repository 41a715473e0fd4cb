"""Results are nobody's before the head has published them: on no page, in no copy of data, by no letter."""

import re
from decimal import Decimal

import pytest
from django.urls import reverse

from blk_portal.mydata.export import as_json
from enrollment import transitions
from enrollment.models import Ranking
from notifications.models import OutboxMessage
from tests.factories.centers import MembershipFactory, actor_at
from tests.factories.cohorts import CohortFactory, OfferingFactory, WaveFactory
from tests.factories.enrollment import ApplicationFactory, ScoreFactory

pytestmark = pytest.mark.django_db
TOKEN = re.compile(r'(value="|X-CSRFToken": ")\w{64}"')  # of a form: another one each time
MADE = re.compile(r".*T\d\d:\d\d:\d\d.*")  # moments: the copy says when it was made, and who looked at it when
OUTSIDERS = ["instructor", "certification", "placement", "warden", "treasurer", "province", "protection"]


@pytest.fixture
def wave(db):
    return WaveFactory(closed=True)


@pytest.fixture
def person(wave):
    """The worse of two for one seat."""
    cohort = CohortFactory(offering=OfferingFactory(wave=wave, minimum_score=30), seats=1)
    people = [ApplicationFactory(status="verified", cohort=cohort) for _turn in range(2)]
    for application, mark in zip(people, ("87.65", "43.21"), strict=True):
        for part in ("test", "interview"):
            ScoreFactory(application=application, part=part, value=Decimal(mark))
    return people[1]


def told(client, application):
    """The pages on which this person could read of it."""
    client.force_login(application.trainee.account)
    pages = [
        application.get_absolute_url(),
        reverse("journey:home"),
        reverse("journey:letters", args=[application.pk]),
        reverse("catalogue"),
        reverse("offering", args=[application.choices.get().offering_id]),
        reverse("mydata:home"),
    ]
    return [TOKEN.sub("", client.get(page).content.decode()) for page in pages]


def copy_of(application):
    return MADE.sub("", as_json(application.trainee).decode())


def test_a_proposal_changes_nothing_that_the_person_can_read(client, wave, person):
    before = told(client, person)
    copy = copy_of(person)

    transitions.propose(wave, by=actor_at(wave.center))

    assert copy_of(person) == copy
    assert told(client, person) == before
    assert OutboxMessage.objects.count() == 0
    assert client.get(reverse("published_results", args=[wave.pk])).status_code == 404


def test_no_mark_total_or_rank_is_among_what_they_read(client, wave, person):
    transitions.propose(wave, by=actor_at(wave.center))

    read = [copy_of(person), *told(client, person)]
    assert [word for text in read for word in ("43,21", "43.21", "Peringkat 2") if word in text] == []


def test_once_published_they_read_it_all_so_the_test_above_looks_in_the_right_places(client, wave, person):
    ranking = transitions.propose(wave, by=actor_at(wave.center))
    transitions.publish(ranking, by=actor_at(wave.center, "head"))

    text = "".join([copy_of(person), *told(client, person)])

    assert [word in text for word in ("43,21", "43.21", "Peringkat 2")] == [True] * 3
    assert OutboxMessage.objects.about(person).count() == 1


@pytest.mark.parametrize("role", OUTSIDERS)
def test_nobody_else_of_the_office_opens_the_proposal(role, client, wave, person):
    transitions.propose(wave, by=actor_at(wave.center))
    center = None if role == "province" else wave.center
    client.force_login(MembershipFactory(role=role, center=center).user)

    ranking = Ranking.objects.get()
    urls = [reverse(f"admin:{name}", args=[wave.pk]) for name in ("wave_results", "wave_simulate", "wave_control")]
    urls += [reverse("admin:enrollment_rankingrow_changelist")]
    urls += [reverse("admin:enrollment_ranking_change", args=[ranking.pk])]
    assert [client.get(url).status_code for url in urls] == [403] * 5
