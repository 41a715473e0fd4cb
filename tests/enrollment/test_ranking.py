from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from enrollment.rules.ranking import Entry, Ranked, Weights, lot, rank, total_of

NOON = datetime(2025, 4, 12, 12, tzinfo=UTC)
SIXTY_FORTY = Weights(Decimal(60), Decimal(40))
SCORES = st.none() | st.decimals(0, 100, places=2)


def entry(key, test, interview, *, minutes=0, number=None):
    scores = [None if score is None else Decimal(score) for score in (test, interview)]
    return Entry(key, *scores, NOON + timedelta(minutes=minutes), number or f"G2-{key}")


def ranked(*entries, weights=SIXTY_FORTY, minimum="0", seed="2025-2"):
    return rank(entries, weights=weights, minimum=Decimal(minimum), seed=seed)


def keys(*entries, **options):
    return [row.key for row in ranked(*entries, **options)]


def test_the_better_total_comes_first():
    assert ranked(entry("ani", 70, 80), entry("budi", 80, 70), minimum="75") == [
        Ranked("budi", Decimal("76.00"), 1, True),
        Ranked("ani", Decimal("74.00"), 2, False),
    ]


def test_the_minimum_itself_is_enough():
    assert [row.above_minimum for row in ranked(entry("ani", 70, 70), minimum="70")] == [True]
    assert [row.above_minimum for row in ranked(entry("ani", "69.99", 70), minimum="70")] == [False]


@pytest.mark.parametrize(
    ("test", "interview", "weights", "total"),
    [
        ("80.25", "80.26", (1, 1), "80.26"),  # 80.255: half goes up, not to even
        ("80.24", "80.25", (1, 1), "80.25"),  # 80.245
        ("100", "100", (60, 40), "100.00"),
        ("0", "0", (60, 40), "0.00"),
        ("70", "80", (3, 2), "74.00"),
        ("70", "80", (60, 40), "74.00"),
        ("100", "0", (1, 2), "33.33"),
        ("0", "100", (1, 2), "66.67"),
        ("55.5", None, (100, 0), "55.50"),
        (None, "55.5", (0, 100), "55.50"),
    ],
)
def test_totals_are_rounded_as_on_paper(test, interview, weights, total):
    assert total_of(entry("ani", test, interview), Weights(*map(Decimal, weights))) == Decimal(total)


def test_ties_fall_to_the_test_then_the_interview_then_the_earlier():
    even = Weights(Decimal(1), Decimal(1))

    assert keys(entry("ani", 70, 80), entry("budi", 80, 70), weights=even) == ["budi", "ani"]
    assert keys(entry("ani", 80, "69.99"), entry("budi", 80, 70), weights=even) == ["budi", "ani"]
    assert keys(entry("ani", 80, 70, minutes=1), entry("budi", 80, 70), weights=even) == ["budi", "ani"]


def test_equal_totals_after_rounding_fall_to_the_test_too():
    weights = Weights(Decimal(0), Decimal(1))

    assert keys(entry("ani", 10, 50), entry("budi", 90, 50), weights=weights) == ["budi", "ani"]


def test_the_last_tie_is_a_draw_that_anyone_can_repeat():
    people = [entry(number, 80, 70, number=f"G2-{number:04}") for number in range(40)]

    drawn = keys(*people)

    assert drawn == keys(*reversed(people))
    assert drawn == sorted(drawn, key=lambda number: lot("2025-2", f"G2-{number:04}"))
    assert drawn != keys(*people, seed="2025-3")
    assert drawn != sorted(drawn)


def test_a_missing_score_is_not_a_zero():
    assert ranked(
        entry("ani", None, 80), entry("budi", 50, None), entry("citra", None, None), entry("dewi", 1, 1)
    ) == [
        Ranked("dewi", Decimal("1.00"), 1, True),
        Ranked("ani", None, None, False, "Nilai tes belum diisi."),
        Ranked("budi", None, None, False, "Nilai wawancara belum diisi."),
        Ranked("citra", None, None, False, "Nilai tes dan nilai wawancara belum diisi."),
    ]


@pytest.mark.parametrize("score", ["-0.01", "100.01"])
def test_a_score_outside_the_scale_is_a_mistake(score):
    with pytest.raises(ValueError, match="between 0 and 100"):
        ranked(entry("ani", score, 50))


@pytest.mark.parametrize("weights", [(0, 0), (-1, 2)])
def test_weights_must_weigh_something(weights):
    with pytest.raises(ValueError, match="Weights"):
        Weights(*map(Decimal, weights))


def test_one_person_is_not_ranked_twice():
    with pytest.raises(ValueError, match="same key"):
        ranked(entry("ani", 1, 1), entry("ani", 2, 2))


def test_nobody_applied():
    assert ranked() == []


@given(st.lists(st.tuples(SCORES, SCORES, st.integers(0, 5)), max_size=12), st.randoms())
def test_ranks_are_a_complete_order_whatever_the_order_of_the_input(rows, random):
    people = [entry(at, test, interview, minutes=late) for at, (test, interview, late) in enumerate(rows)]
    shuffled = random.sample(people, len(people))

    result = ranked(*people)
    placed = [row for row in result if row.rank]

    assert [row.rank for row in placed] == list(range(1, len(placed) + 1))
    assert [row.total for row in placed] == sorted((row.total for row in placed), reverse=True)
    assert placed == [row for row in ranked(*shuffled) if row.rank]
    assert {row.key for row in result} == set(range(len(rows)))
    assert all(bool(row.reason) == (row.rank is None) for row in result)
