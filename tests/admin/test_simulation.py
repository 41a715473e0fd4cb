"""The simulator: who would come in and who would go, and not a row the other for having asked."""

from decimal import Decimal

import pytest
from django.db import connection
from django.urls import reverse

from audit.models import ViewLog
from audit.moves import CLOCK
from enrollment import transitions
from tests.factories.cohorts import CohortFactory, OfferingFactory, WaveFactory
from tests.factories.enrollment import ApplicationFactory, ScoreFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def cohort(center):
    wave = WaveFactory(center=center, closed=True)
    return CohortFactory(offering=OfferingFactory(wave=wave, program__name="Las", minimum_score=50), seats=1)


def candidate(cohort, test, interview, *also):
    application = ApplicationFactory(status="verified", cohort=cohort)
    ScoreFactory(application=application, part="test", value=test)
    ScoreFactory(application=application, part="interview", value=interview)
    for order, other in enumerate(also, start=2):
        application.choices.create(offering=other.offering, order=order)
    return application


def simulated(client, cohort, **numbers):
    """{program: (who comes in, who goes)}, and the page."""
    query = {f"{name}-{cohort.offering_id}": value for name, value in numbers.items()}
    page = client.get(reverse("admin:wave_simulate", args=[cohort.offering.wave_id]), query)
    effects = page.context["changed"]
    return {str(one.offering.program): (who(one.entering), who(one.leaving)) for one in effects}, page


def who(moved):
    return [(one.application, one.before, one.after, one.reason) for one in moved]


def test_another_weight_brings_another_in_with_the_reason_of_both(client, officer, cohort):
    writer, talker = candidate(cohort, 90, 60), candidate(cohort, 60, 88)

    found, page = simulated(client, cohort, bobot=20)

    assert found == {
        "Las": (
            [(talker, "Cadangan", "Diterima", "Peringkat 1 dengan nilai akhir 82,40.")],
            [(writer, "Diterima", "Cadangan", "Peringkat 2, menunggu kursi kosong.")],
        )
    }
    (effect,) = page.context["changed"]
    assert (effect.lowest, effect.taken) == ((Decimal("75.00"), Decimal("82.40")), (1, 1))


def test_a_higher_minimum_sends_home_who_is_below_it(client, officer, cohort):
    only = candidate(cohort, 70, 70)

    found, _page = simulated(client, cohort, minimal="70,5")

    reason = "Nilai akhir 70,00, di bawah nilai minimal."
    assert found == {"Las": ([], [(only, "Diterima", "Belum terpilih", reason)])}


def test_a_seat_more_moves_people_in_other_programs_too(client, officer, cohort):
    other = CohortFactory(offering=OfferingFactory(wave=cohort.offering.wave, program__name="Jahit"), seats=1)
    candidate(cohort, 90, 90)
    second = candidate(cohort, 80, 80, other)
    third = candidate(other, 70, 70)

    found, _page = simulated(client, cohort, kursi=2)

    first_words = "Peringkat 2 dengan nilai akhir 80,00."
    assert found == {
        "Las": ([(second, "Diterima di pilihan lain", "Diterima", first_words)], []),
        "Jahit": (
            [(third, "Cadangan", "Diterima", "Peringkat 2 dengan nilai akhir 70,00.")],
            [(second, "Diterima", "Diterima di pilihan lain", "Diterima di pilihan lain.")],
        ),
    }


def test_what_would_be_proposed_is_what_the_simulator_calls_now(client, officer, cohort):
    best, _next = candidate(cohort, 90, 90), candidate(cohort, 80, 80)
    _found, page = simulated(client, cohort, kursi=0)
    ranking = transitions.propose(cohort.offering.wave, by=officer)

    taken = [row.choice.application for row in ranking.rows.filter(outcome="accepted")]
    assert [moved.application for moved in page.context["changed"][0].leaving] == taken == [best]


def test_nothing_is_written_but_who_was_looked_at(client, officer, cohort):
    candidate(cohort, 90, 60), candidate(cohort, 60, 88)
    written = []

    def watch(execute, sql, params, many, context):
        written.extend([sql] if sql.startswith(("INSERT", "UPDATE", "DELETE")) else [])
        return execute(sql, params, many, context)

    with connection.execute_wrapper(watch):
        simulated(client, cohort, bobot=20)

    assert [sql.split()[2] for sql in written if "session" not in sql] == ['"audit_viewlog"']
    assert ViewLog.objects.get(page="admin:wave_simulate").rows == 2


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("bobot", "101", "Pastikan nilai ini lebih kecil dari atau sama dengan 100."),
        ("minimal", "tinggi", "Masukkan sebuah bilangan."),
        ("kursi", "-1", "Pastikan nilai ini lebih besar dari atau sama dengan 0."),
    ],
)
def test_what_is_no_number_is_said_at_the_field_and_kept(name, value, words, client, officer, cohort):
    candidate(cohort, 90, 60)

    found, page = simulated(client, cohort, **{name: value})

    field = page.context["form"][f"{name}-{cohort.offering_id}"]
    assert (found, field.errors, field.value()) == ({}, [words], value)


def test_unlocked_rules_are_tried_as_the_form_has_them(client, officer, cohort):
    application = ApplicationFactory(status="verified", cohort=cohort)

    _found, page = simulated(client, cohort)

    assert (page.context["found"].locked, list(page.context["found"].applications.values())) == (False, [application])
    transitions.lock_policies(cohort.offering.wave, by=CLOCK)
    assert simulated(client, cohort)[1].context["found"].locked is True


@pytest.mark.parametrize("size", [1, 5])
def test_the_page_costs_the_same_for_any_number_of_people(client, officer, cohort, size, django_assert_num_queries):
    for number in range(size):
        candidate(cohort, 50 + number, 60)

    # session, user, membership, wave; offerings, policies, seats; applications, choices, scores; menu; view log
    with django_assert_num_queries(15):
        simulated(client, cohort, kursi=0)
