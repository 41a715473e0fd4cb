"""The rules of selection are fixed before the first mark is known; what changes after that is told to everybody."""

import time
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from hashlib import sha256
from threading import Barrier

import pytest
from django.db import IntegrityError, connection, transaction
from django.urls import reverse
from django.utils import timezone

from audit.models import AuditEntry
from audit.moves import CLOCK, Refused
from enrollment import transitions
from enrollment.models import Score, SelectionPolicy
from enrollment.models.policies import new_seed
from enrollment.selectors.policies import TERMS
from enrollment.transitions import appointments, policies
from enrollment.workflow import Status
from tests.enrollment import harness
from tests.factories.centers import actor_at
from tests.factories.cohorts import CohortFactory, OfferingFactory, WaveFactory
from tests.factories.enrollment import ApplicationFactory, AppointmentFactory, ScoreFactory, SittingFactory
from tests.filled import opened

pytestmark = pytest.mark.django_db


@pytest.fixture
def wave(db):
    return WaveFactory(closed=True)


@pytest.fixture
def offering(wave):
    return CohortFactory(offering=OfferingFactory(wave=wave, test_weight=60, interview_weight=40)).offering


@pytest.fixture
def officer(wave):
    return actor_at(wave.center)


@pytest.fixture
def head(wave):
    return actor_at(wave.center, "head")


def verified(offering):
    return ApplicationFactory(status=Status.VERIFIED, cohort=offering.cohorts.first())


def terms(policy):
    return (policy.version, policy.test_weight, policy.interview_weight, policy.minimum_score, policy.tie_break)


def test_the_first_mark_locks_the_rules_of_every_program_of_the_wave(offering, officer, wave):
    other = OfferingFactory(wave=wave, minimum_score=55, tie_break="lot")
    OfferingFactory(wave=wave, mode="first_come")
    OfferingFactory()

    transitions.give_score(verified(offering), "test", Decimal(80), by=officer)

    policies = SelectionPolicy.objects.order_by("offering_id")
    assert [terms(one) for one in policies] == [
        (1, 60, 40, Decimal(0), "test,interview,earlier,lot"),
        (1, 50, 50, Decimal(55), "lot"),
    ]
    assert {one.locked_by for one in policies} == {officer.user}
    assert other.policies.count() == 1
    entry = AuditEntry.objects.get(action="wave.policies_locked")
    assert entry.facts == {"offerings": 2, "commitment": policies[0].commitment}


def test_a_wave_has_one_draw_whose_seed_is_committed_to(offering, officer, wave):
    OfferingFactory(wave=wave)
    transitions.lock_policies(wave, by=officer)
    late = OfferingFactory(wave=wave)

    assert transitions.lock_policies(wave, by=officer) == 1

    seeds = set(SelectionPolicy.objects.values_list("seed", "commitment"))
    assert len(seeds) == 1
    seed, commitment = seeds.pop()
    assert (len(seed), sha256(seed.encode()).hexdigest()) == (64, commitment)
    assert late.policies.get().version == 1


def test_another_wave_draws_anew(offering, officer, wave):
    other = OfferingFactory()
    transitions.lock_policies(wave, by=officer)
    transitions.lock_policies(other.wave, by=officer)

    assert offering.policies.get().seed != other.policies.get().seed


def test_locking_twice_changes_nothing(offering, officer, wave):
    assert [transitions.lock_policies(wave, by=officer) for _turn in range(2)] == [1, 0]
    assert AuditEntry.objects.filter(action="wave.policies_locked").count() == 1


def test_the_first_person_who_sits_a_test_locks_them_too(offering, officer, wave):
    sitting = SittingFactory(wave=wave, starts_at=timezone.now())
    appointment = AppointmentFactory(application=verified(offering), sitting=sitting)

    appointments.check_in(appointment, by=officer)

    assert offering.policies.count() == 1


def test_a_mark_refused_locks_nothing(offering, officer):
    with pytest.raises(Refused):
        transitions.give_score(verified(offering), "test", Decimal(101), by=officer)

    assert SelectionPolicy.objects.count() == 0


def test_the_database_takes_no_mark_before_the_rules_are_locked(offering):
    application = verified(offering)

    with (
        pytest.raises(IntegrityError, match="no score before the selection policies"),
        transaction.atomic(),
    ):
        Score.objects.create(application=application, part="test", value=80)


def slow_seed():
    """The draw takes a moment: whoever is not held back by the lock has looked by then, and found nothing locked."""
    time.sleep(0.4)
    return new_seed()


def first_marks_at_once(number):
    """Their offering, and how each of them ended: "marked", or what the database said."""
    wave = WaveFactory(closed=True)
    offering, officer = CohortFactory(offering=OfferingFactory(wave=wave)).offering, actor_at(wave.center)
    start = Barrier(number)

    def score(application):
        start.wait()
        try:
            transitions.give_score(application, "test", Decimal(70), by=officer)
        except IntegrityError as error:
            return error.__cause__.diag.constraint_name
        finally:
            connection.close()
        return "marked"

    with ThreadPoolExecutor(number) as pool:
        return offering, sorted(pool.map(score, [verified(offering) for _number in range(number)]))


@pytest.mark.django_db(transaction=True)
def test_two_first_marks_at_once_lock_the_rules_once(monkeypatch):
    monkeypatch.setattr(policies, "new_seed", slow_seed)

    offering, outcomes = first_marks_at_once(4)

    assert (outcomes, offering.policies.count(), Score.objects.count()) == (["marked"] * 4, 1, 4)
    assert AuditEntry.objects.filter(action="wave.policies_locked").count() == 1


@pytest.mark.django_db(transaction=True)
def test_without_the_lock_the_second_draw_is_refused_by_the_database_and_its_mark_is_lost(monkeypatch):
    """The control: both have looked and found nothing locked; the unique version has the last word."""
    monkeypatch.setattr(policies, "new_seed", slow_seed)
    monkeypatch.setattr(policies, "lock", harness.plain_read)

    offering, outcomes = first_marks_at_once(2)

    assert outcomes == ["marked", "policy_version_once_per_offering"]
    assert (offering.policies.count(), Score.objects.count()) == (1, 1)


# --- changing them afterwards --------------------------------------------------------------------------------------


def test_the_head_changes_them_with_a_reason_and_the_old_version_stays(offering, officer, head, wave):
    transitions.lock_policies(wave, by=officer)

    transitions.change_policy(offering, by=head, reason="Rapat 3 Mei.", minimum_score=Decimal(65), test_weight=60)

    first, second = offering.policies.order_by("version")
    assert (terms(first)[3], terms(second)[3]) == (Decimal(0), Decimal(65))
    assert (second.seed, second.commitment, second.reason) == (first.seed, first.commitment, "Rapat 3 Mei.")
    offering.refresh_from_db()
    assert offering.minimum_score == 65
    entry = AuditEntry.objects.get(action="offering.policy_changed")
    assert (entry.note, entry.facts) == ("Rapat 3 Mei.", {"version": 2, "fields": ["nilai minimal"]})


def test_the_latest_version_is_what_counts(offering, officer, head, wave):
    application = verified(offering)
    for part in ("test", "interview"):
        ScoreFactory(application=application, part=part, value=64)
    transitions.change_policy(offering, by=head, reason="Rapat.", minimum_score=Decimal(65))

    ranking = transitions.propose(wave, by=officer)

    assert (ranking.rows.get().outcome, ranking.terms.get().policy.version) == ("not_selected", 2)


def test_what_is_not_locked_is_changed_on_its_own_page(offering, head):
    with pytest.raises(Refused, match="not_locked"):
        transitions.change_policy(offering, by=head, reason="x", minimum_score=Decimal(65))


def test_a_change_that_changes_nothing_is_none(offering, head, wave):
    transitions.lock_policies(wave, by=CLOCK)

    with pytest.raises(Refused, match="no_change"):
        transitions.change_policy(offering, by=head, reason="x", test_weight=60, interview_weight=40)


@pytest.mark.parametrize("published", [False, True])
def test_nothing_changes_under_results_that_are_proposed_or_out(published, offering, officer, head, wave):
    application = verified(offering)
    ScoreFactory(application=application, part="test")
    ScoreFactory(application=application, part="interview")
    ranking = transitions.propose(wave, by=officer)
    if published:
        transitions.publish(ranking, by=head)

    with pytest.raises(Refused, match="results_proposed"):
        transitions.change_policy(offering, by=head, reason="x", minimum_score=Decimal(65))


# --- on the page of the program ------------------------------------------------------------------------------------


def page_of(offering):
    return reverse("admin:cohorts_offering_change", args=[offering.pk])


def test_the_page_shows_every_version_with_its_reason_and_never_the_seed(offering, head, wave, client):
    transitions.lock_policies(wave, by=CLOCK)
    transitions.change_policy(offering, by=head, reason="Rapat pimpinan.", minimum_score=Decimal(65))
    client.force_login(head.user)

    page = client.get(page_of(offering)).content.decode()

    assert "Rapat pimpinan." in page
    assert offering.policies.first().seed not in page


def test_the_head_changes_a_locked_policy_by_its_button(offering, officer, head, wave, client):
    transitions.lock_policies(wave, by=CLOCK)
    url = reverse("admin:cohorts_offering_move", args=[offering.pk, "change_policy"])
    form = {"test_weight": 70, "interview_weight": 30, "minimum_score": 0, "tie_break": "lot", "reason": "Rapat."}
    client.force_login(officer.user)
    assert client.get(url).status_code == 403

    client.force_login(head.user)
    crooked = client.post(url, form | opened(client, url) | {"interview_weight": 20})
    client.post(url, form | opened(client, url))

    assert crooked.context["form"].errors == {"interview_weight": ["Bobot tes dan wawancara harus berjumlah 100."]}
    assert terms(offering.policies.last()) == (2, 70, 30, Decimal(0), "lot")


def test_once_locked_the_form_of_the_program_offers_none_of_it(offering, officer, wave, client):
    client.force_login(officer.user)
    before = client.get(page_of(offering)).context["adminform"].form.fields
    transitions.lock_policies(wave, by=CLOCK)
    after = client.get(page_of(offering)).context["adminform"].form.fields

    assert set(before) - set(after) == set(TERMS)
