"""Waves that were scored before rules were locked keep the rules and the draw they were decided by."""

from collections import Counter
from datetime import timedelta
from decimal import Decimal
from hashlib import sha256

import pytest
from django.db import IntegrityError, connection
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone

from audit.models import AuditEntry
from cohorts.models import Offering
from enrollment import transitions
from enrollment.models import Ranking, RankingTerms, Score, SelectionPolicy
from tests.factories.centers import actor_at
from tests.factories.cohorts import CohortFactory, OfferingFactory, WaveFactory
from tests.factories.enrollment import ApplicationFactory

BEFORE = ("enrollment", "0015_selection_policies")
MOMENT = timezone.now() - timedelta(days=40)


def walked_back():
    executor = MigrationExecutor(connection)
    executor.migrate([BEFORE])
    return MigrationExecutor(connection).loader.project_state([BEFORE]).apps


def walk_forward():
    executor = MigrationExecutor(connection)
    executor.migrate(executor.loader.graph.leaf_nodes())  # of every app: others were walked back with this one


@pytest.fixture
def newest():
    """Whatever the test does, the database ends where the others expect it."""
    yield
    walk_forward()


def a_wave(weight, **more):
    """Two programs that select by this weight, one with two classes; a planned one, and one without selection."""
    wave = WaveFactory(closed=True)
    terms = {"test_weight": weight, "interview_weight": 100 - weight, **more}
    first = CohortFactory(offering=OfferingFactory(wave=wave, **terms), seats=3).offering
    CohortFactory(offering=first, seats=2)
    CohortFactory(offering=OfferingFactory(wave=wave, **terms), seats=4)
    OfferingFactory(wave=wave, status="planned")
    OfferingFactory(wave=wave, mode="first_come")
    return wave


def verified(wave):
    return ApplicationFactory(status="verified", cohort=wave.offerings.order_by("pk").first().cohorts.first())


def policies(wave):
    return SelectionPolicy.objects.filter(offering__wave=wave).order_by("offering")


def seats_of_terms(wave):
    return [one.seats for one in RankingTerms.objects.filter(ranking__wave=wave).order_by("offering")]


@pytest.mark.django_db(transaction=True)
def test_what_earlier_waves_were_decided_by_becomes_their_locked_rules(newest):
    weights = {"published": 60, "proposed": 70, "draft": 80, "scored": 55, "untouched": 50}
    waves = {name: a_wave(weight, minimum_score=weight - 5) for name, weight in weights.items()}
    marked = {name: verified(waves[name]) for name in ("published", "scored")}
    old = walked_back()
    for application in marked.values():
        for part in ("test", "interview"):
            old.get_model("enrollment", "Score").objects.create(application_id=application.pk, part=part, value=81)
    for status in ("published", "proposed", "draft"):
        old.get_model("enrollment", "Ranking").objects.create(
            wave_id=waves[status].pk,
            status=status,
            seed=f"benih-{status}",
            created_at=MOMENT,
            published_at=MOMENT + timedelta(days=1) if status == "published" else None,
        )

    walk_forward()

    found = {name: policies(wave) for name, wave in waves.items()}
    assert Counter(name for name, rows in found.items() for _row in rows) == {
        "published": 2, "proposed": 2, "draft": 2, "scored": 2,
    }  # fmt: skip
    for name, rows in found.items():
        assert {(one.version, one.test_weight, one.minimum_score) for one in rows} <= {
            (1, weights[name], Decimal(weights[name] - 5))
        }
    for status in ("published", "proposed", "draft"):
        assert {(one.seed, one.locked_at) for one in found[status]} == {(f"benih-{status}", MOMENT)}
    assert len({one.seed for one in found["scored"]}) == 1
    assert {one.commitment == sha256(one.seed.encode()).hexdigest() for one in SelectionPolicy.objects.all()} == {True}
    assert {name: seats_of_terms(wave) for name, wave in waves.items()} == {
        "published": [5, 4], "proposed": [5, 4], "draft": [], "scored": [], "untouched": [],
    }  # fmt: skip


@pytest.mark.django_db(transaction=True)
def test_such_a_wave_goes_on_under_its_rules(newest):
    """More marks, then results, by the draw that was made; and nobody changes a weight behind their back."""
    wave, untouched = a_wave(60), a_wave(50)
    first, second, fresh = verified(wave), verified(wave), verified(untouched)
    officer = actor_at(wave.center)
    old = walked_back()
    for part in ("test", "interview"):
        old.get_model("enrollment", "Score").objects.create(application_id=first.pk, part=part, value=81)
    walk_forward()

    for part in ("test", "interview"):
        transitions.give_score(second, part, Decimal(90), by=officer)
    assert AuditEntry.objects.filter(action="wave.policies_locked").count() == 0
    ranking = transitions.propose(wave, by=officer)

    assert list(ranking.rows.order_by("rank").values_list("choice__application", flat=True)) == [second.pk, first.pk]
    assert {one.policy.version for one in ranking.terms.all()} == {1}
    with pytest.raises(IntegrityError, match="selection policy of this offering is locked"):
        Offering.objects.filter(wave=wave, mode="selection").update(test_weight=10, interview_weight=90)
    with pytest.raises(IntegrityError, match="no score before the selection policies"):
        Score.objects.create(application=fresh, part="test", value=80)
    assert Ranking.objects.count() == 1
