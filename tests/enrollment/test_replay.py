"""`manage.py replay_selection`: results follow from what is stored, and a hand that touched it is found."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from audit.moves import CLOCK
from enrollment import transitions
from enrollment.models import Ranking
from enrollment.replaying import replay
from tests.factories.centers import actor_at
from tests.factories.cohorts import CohortFactory, OfferingFactory, WaveFactory
from tests.factories.enrollment import ApplicationFactory, ScoreFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def wave(db):
    return WaveFactory(closed=True)


def candidate(cohort, mark, *also):
    application = ApplicationFactory(status="verified", cohort=cohort)
    for part in ("test", "interview"):
        ScoreFactory(application=application, part=part, value=mark)
    for order, other in enumerate(also, start=2):
        application.choices.create(offering=other.offering, order=order)
    return application


@pytest.fixture
def published(wave):
    """Two programs with a seat each, six people, three of them alike but for the draw; one withdrew in between."""
    las = CohortFactory(offering=OfferingFactory(wave=wave, program__name="Las", tie_break="lot"), seats=1)
    jahit = CohortFactory(offering=OfferingFactory(wave=wave, program__name="Jahit", minimum_score=50), seats=1)
    people = [candidate(las, 80, jahit), candidate(las, 80, jahit), candidate(las, 80), candidate(jahit, 70)]
    people += [candidate(jahit, 40), candidate(jahit, 90)]
    ranking = transitions.propose(wave, by=actor_at(wave.center))
    transitions.withdraw(people[5], by=CLOCK)
    transitions.publish(ranking, by=actor_at(wave.center, "head"))
    return people


def replayed(wave, *options):
    """(what it said, what it complained of), the complaint of its end last."""
    out, err = StringIO(), StringIO()
    try:
        call_command("replay_selection", wave.pk, *options, stdout=out, stderr=err)
    except CommandError as fault:
        return out.getvalue().splitlines(), [*err.getvalue().splitlines(), str(fault)]
    return out.getvalue().splitlines(), err.getvalue().splitlines()


def touched(sql, *params):
    """By somebody at the database who knows how to switch a trigger off."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET session_replication_role = replica")
        cursor.execute(sql, params)
        cursor.execute("SET session_replication_role = origin")


def test_every_line_is_reproduced(wave, published):
    said, complaints = replayed(wave)

    assert complaints == []
    assert said[-2] == f"{wave}: 8 of 8 lines reproduced."
    assert said[-1] == f"seal {Ranking.objects.get().seal}"
    assert {line.split()[0] for line in said[:-2]} == {"same"}


def test_a_mark_touched_by_hand_is_reported_line_by_line(wave, published):
    jahit = published[3].choices.get().offering
    touched("UPDATE enrollment_score SET value = 99 WHERE application_id = %s", published[4].pk)

    said, complaints = replayed(wave, "--differences")

    changed = next(line for line in said if published[4].number in line)
    assert changed.startswith(f"DIFFERENT {published[4].number} {jahit.program}: stored 40.00 rank ")
    assert changed.endswith("now 99.00 rank 1 accepted")
    assert complaints[0] == "the sheet is not the one that was sealed"
    assert complaints[-1].endswith("1 other faults.")


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE enrollment_rankingrow SET outcome = 'accepted' WHERE choice_id = %s",
        "UPDATE enrollment_rankingrow SET rank = 1 WHERE choice_id = %s",
        "UPDATE enrollment_rankingrow SET total = 99 WHERE choice_id = %s",
    ],
)
def test_a_line_touched_by_hand_is_reported(sql, wave, published):
    touched(sql, published[4].choices.get().pk)

    said, complaints = replayed(wave, "--differences")

    assert [line.split()[:2] for line in said if line.startswith("DIFF")] == [["DIFFERENT", published[4].number]]
    assert complaints[-1] == "1 lines differ, 1 other faults."


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE enrollment_selectionpolicy SET minimum_score = 30",
        "UPDATE enrollment_rankingterms SET seats = 5",
        "UPDATE enrollment_selectionpolicy SET seed = 'another'",
        "UPDATE enrollment_application SET submitted_at = submitted_at - interval '1 day'",
        "UPDATE enrollment_ranking SET salt = 'another'",
    ],
)
def test_whatever_results_stand_on_is_noticed(sql, wave, published):
    touched(sql)

    assert replayed(wave)[1] != []


def test_who_was_left_out_is_noticed(wave, published):
    pk = published[4].choices.get().pk
    touched("DELETE FROM enrollment_rankingrow WHERE choice_id = %s", pk)

    complaints = replayed(wave)[1]

    assert complaints[0] == f"{published[4].number} was verified before the proposal and is not in the results"


def test_a_proposal_can_be_replayed_before_it_is_published(wave):
    candidate(CohortFactory(offering=OfferingFactory(wave=wave), seats=1), 80)
    ranking = transitions.propose(wave, by=actor_at(wave.center))

    assert replay(ranking).agrees


def test_a_wave_without_results_has_nothing_to_replay(wave):
    assert replayed(wave)[1] == [f"Wave {wave.pk} has no results, neither proposed nor published."]


def test_the_sheet_is_printed_as_it_was_sealed(wave, published):
    said, _complaints = replayed(wave, "--sheet")

    assert said[0] == f"salt {Ranking.objects.get().salt}"
    assert len([line for line in said if line.startswith(published[0].number)]) == 2
