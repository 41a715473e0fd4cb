"""A whole wave decided by its policies: fair, the same whoever asks and in whatever order, and worth no lie."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from itertools import product

from hypothesis import given, settings
from hypothesis import strategies as st

from cohorts.models import Offering
from enrollment.rules.ranking import Entry, Weights, rank
from enrollment.rules.selection import Candidate, Terms, decide

OFFERINGS = ("las", "listrik", "menjahit")
NOON = datetime(2025, 4, 12, 12, tzinfo=UTC)
FEW_MARKS = st.sampled_from([None, Decimal(50), Decimal(70), Decimal("70.5")])  # few, so that many are alike
WISHES = st.lists(st.sampled_from(OFFERINGS), max_size=3, unique=True).map(tuple)


@st.composite
def candidates(draw, most=4):
    return [
        Candidate(
            Entry(number, draw(FEW_MARKS), draw(FEW_MARKS), NOON + timedelta(draw(st.integers(0, 1))), f"G2-{number}"),
            draw(WISHES),
        )
        for number in range(draw(st.integers(1, most)))
    ]


@st.composite
def terms(draw):
    test = draw(st.integers(0, 100))
    return Terms(
        weights=Weights(Decimal(test), Decimal(100 - test)),
        minimum=draw(st.sampled_from([Decimal(0), Decimal(60)])),
        tie_break=tuple(draw(st.sampled_from(Offering.TieBreak.values)).split(",")),
        seed=draw(st.sampled_from(["a", "b"])),
        seats=draw(st.integers(0, 2)),
        reserves=draw(st.sampled_from([None, 0, 1])),
    )


WAVES = st.fixed_dictionaries({offering: terms() for offering in OFFERINGS})


def by_offering(people, wave):
    """{offering: {who: their place there}} of those above its minimum, ranked on their own."""
    return {offering: _places(offering, people, one) for offering, one in wave.items()}


def _places(offering, people, one):
    entries = [person.entry for person in people if offering in person.wishes]
    ranked = rank(entries, weights=one.weights, minimum=one.minimum, seed=one.seed, tie_break=one.tie_break)
    return {row.key: row.rank for row in ranked if row.above_minimum}


def taken(decisions):
    return {one.applicant: one.offering for one in decisions if one.outcome == "accepted"}


def would_rather(person, got):
    return person.wishes[: person.wishes.index(got)] if got else person.wishes


def is_fair(placed, people, wave, places):
    """Legal, no seat left that somebody above the minimum would rather have, nobody ahead of whom one is ranked."""
    held = {offering: [who for who, got in placed.items() if got == offering] for offering in wave}
    legal = all(who in places[got] for who, got in placed.items() if got)
    if not legal or any(len(held[offering]) > wave[offering].seats for offering in wave):
        return False
    return not any(
        person.entry.key in places[offering]
        and wave[offering].seats
        and (
            len(held[offering]) < wave[offering].seats
            or any(places[offering][person.entry.key] < places[offering][other] for other in held[offering])
        )
        for person in people
        for offering in would_rather(person, placed.get(person.entry.key))
    )


def every_fair_result(people, wave, places):
    """All ways to place these people, by brute force; only those that nobody may complain of."""
    for wanted in product(*[[None, *person.wishes] for person in people]):
        placed = {person.entry.key: got for person, got in zip(people, wanted, strict=True)}
        if is_fair(placed, people, wave, places):
            yield placed


@settings(deadline=None)
@given(candidates(), WAVES)
def test_it_is_the_best_fair_result_for_everybody_that_brute_force_finds(people, wave):
    places = by_offering(people, wave)
    got = taken(decide(people, wave))

    every = list(every_fair_result(people, wave, places))

    assert {person.entry.key: got.get(person.entry.key) for person in people} in every
    for person in people:
        rank_of = {None: 9} | {offering: place for place, offering in enumerate(person.wishes)}
        best = min((other[person.entry.key] for other in every), key=rank_of.get)
        assert got.get(person.entry.key) == best


@settings(deadline=None)
@given(candidates(most=12), WAVES, st.randoms())
def test_the_seed_settles_everything_whatever_the_order_of_asking(people, wave, random):
    shuffled = random.sample(people, len(people))

    def told(decisions):
        return sorted((one.applicant, one.offering, one.total, one.rank or 0, one.outcome) for one in decisions)

    assert told(_with_totals(decide(people, wave))) == told(_with_totals(decide(shuffled, wave)))


def _with_totals(decisions):
    return [replace(one, total=one.total or Decimal(-1)) for one in decisions]


@settings(deadline=None)
@given(candidates(most=6), WAVES, st.data())
def test_nobody_gets_more_by_wishing_otherwise(people, wave, data):
    place = data.draw(st.integers(0, len(people) - 1))
    person, lie = people[place], data.draw(WISHES)
    honest = taken(decide(people, wave)).get(person.entry.key)

    told = [*people[:place], replace(person, wishes=lie), *people[place + 1 :]]
    got = taken(decide(told, wave)).get(person.entry.key)

    assert got not in would_rather(person, honest)


@settings(deadline=None)
@given(candidates(most=8), WAVES)
def test_every_wish_has_one_outcome_and_a_reason(people, wave):
    decisions = decide(people, wave)
    got = taken(decisions)

    assert [(one.applicant, one.offering) for one in decisions] == [
        (person.entry.key, offering) for person in people for offering in person.wishes
    ]
    assert all(one.reason for one in decisions)
    assert all(
        (one.outcome == "elsewhere") == (got.get(one.applicant) not in {None, one.offering}) for one in decisions
    )
    for offering, one in wave.items():
        waiting = [row.outcome for row in decisions if row.offering == offering].count("reserve")
        assert one.reserves is None or waiting <= one.reserves


@settings(deadline=None)
@given(candidates(most=8), WAVES, st.sampled_from(OFFERINGS))
def test_a_seat_more_takes_nobody_s_place_away_altogether(people, wave, offering):
    """Whoever had a place has one still, at a choice no worse."""
    more = wave | {offering: replace(wave[offering], seats=wave[offering].seats + 1)}
    before, after = taken(decide(people, wave)), taken(decide(people, more))

    for person in people:
        order = {None: 9} | {wish: place for place, wish in enumerate(person.wishes)}
        assert order[after.get(person.entry.key)] <= order[before.get(person.entry.key)]


def test_each_tie_break_decides_in_its_order():
    """Two alike in total: one with the better test who came later, one with the better interview who came first."""
    writer = Candidate(Entry("writer", Decimal(90), Decimal(70), NOON + timedelta(1), "G2-1"), ("las",))
    talker = Candidate(Entry("talker", Decimal(70), Decimal(90), NOON, "G2-2"), ("las",))
    base = Terms(Weights(Decimal(50), Decimal(50)), Decimal(0), ("lot",), "a", 1)
    by_lot = taken(decide([writer, talker], {"las": base}))

    first = {
        tie.value: next(iter(taken(decide([writer, talker], {"las": replace(base, tie_break=tuple(tie.split(",")))}))))
        for tie in Offering.TieBreak
    }

    assert first == {
        "test,interview,earlier,lot": "writer",
        "interview,test,earlier,lot": "talker",
        "test,interview,lot": "writer",
        "interview,test,lot": "talker",
        "earlier,lot": "talker",
        "lot": next(iter(by_lot)),
    }
