from itertools import product

from hypothesis import given, settings
from hypothesis import strategies as st

from enrollment.rules.matching import match

OFFERINGS = ("las", "listrik", "menjahit")


@st.composite
def small_waves(draw):
    people = [f"p{number}" for number in range(draw(st.integers(1, 5)))]
    choices = {who: draw(st.lists(st.sampled_from(OFFERINGS), max_size=3, unique=True)) for who in people}
    ranked = {
        offering: draw(st.lists(st.sampled_from(people), max_size=len(people), unique=True)) for offering in OFFERINGS
    }
    seats = {offering: draw(st.integers(0, 2)) for offering in OFFERINGS}
    return choices, ranked, seats


def is_stable(result, choices, ranked, seats):
    """Legal (asked for, ranked, not oversold), and no offering and applicant would both rather have each other."""
    taken = {offering: [who for who, got in result.items() if got == offering] for offering in OFFERINGS}
    legal = all(got is None or (got in choices[who] and who in ranked[got]) for who, got in result.items())
    if not legal or any(len(taken[offering]) > seats[offering] for offering in OFFERINGS):
        return False
    return not any(
        has_claim(who, offering, taken, ranked, seats)
        for who, got in result.items()
        for offering in choices[who][: choices[who].index(got) if got else None]
    )


def has_claim(who, offering, taken, ranked, seats):
    if who not in ranked[offering] or not seats[offering]:
        return False
    place = ranked[offering].index
    return len(taken[offering]) < seats[offering] or any(place(who) < place(other) for other in taken[offering])


def every_stable_result(choices, ranked, seats):
    people = list(choices)
    for places in product(*[[None, *choices[who]] for who in people]):
        result = dict(zip(people, places, strict=True))
        if is_stable(result, choices, ranked, seats):
            yield result


def wish(choices, who, got):
    return choices[who].index(got) if got else len(choices[who])


@settings(deadline=None)
@given(small_waves())
def test_the_result_is_stable(wave):
    assert is_stable(match(*wave), *wave)


@settings(deadline=None)
@given(small_waves())
def test_nobody_does_better_in_any_other_stable_result(wave):
    choices = wave[0]
    result = match(*wave)

    others = list(every_stable_result(*wave))

    assert result in others
    assert all(
        wish(choices, who, result[who]) <= wish(choices, who, other[who]) for other in others for who in choices
    )


@settings(deadline=None)
@given(small_waves(), st.randoms())
def test_the_order_of_the_input_does_not_matter(wave, random):
    choices, ranked, seats = wave
    people = list(choices)
    random.shuffle(people)

    assert match({who: choices[who] for who in people}, ranked, seats) == match(*wave)


@settings(deadline=None)
@given(small_waves(), st.data())
def test_nobody_gains_by_naming_other_wishes(wave, data):
    choices, ranked, seats = wave
    who = data.draw(st.sampled_from(sorted(choices)))
    lie = data.draw(st.lists(st.sampled_from(OFFERINGS), max_size=3, unique=True))

    honest = wish(choices, who, match(*wave)[who])
    got = match(choices | {who: lie}, ranked, seats)[who]

    assert got not in choices[who] or wish(choices, who, got) >= honest


def test_the_second_choice_comes_when_the_first_is_full_and_may_push_someone_out():
    result = match(
        {"ani": ["las", "listrik"], "budi": ["las"], "citra": ["listrik"]},
        {"las": ["budi", "ani"], "listrik": ["ani", "citra"]},
        {"las": 1, "listrik": 1},
    )

    assert result == {"ani": "listrik", "budi": "las", "citra": None}


def test_no_seats_no_rank_no_wish_no_offering():
    assert match({}, {}, {}) == {}
    assert match({"ani": ["las"]}, {"las": ["ani"]}, {}) == {"ani": None}
    assert match({"ani": ["las"]}, {"las": ["ani"]}, {"las": 0}) == {"ani": None}
    assert match({"ani": ["las"]}, {"las": []}, {"las": 5}) == {"ani": None}
    assert match({"ani": ["las"]}, {}, {"las": 5}) == {"ani": None}
    assert match({"ani": []}, {"las": ["ani"]}, {"las": 5}) == {"ani": None}
    assert match({"ani": ["las"]}, {"las": ["budi", "ani"]}, {"las": 1}) == {"ani": "las"}


def test_a_whole_wave_is_placed_at_once():
    people = range(1300)
    offerings = range(13)
    choices = {who: [(who + step) % 13 for step in (0, 5, 7)] for who in people}
    ranked = {offering: sorted(people, key=lambda who: (who * 7919 + offering * 31) % 1301) for offering in offerings}

    result = match(choices, ranked, dict.fromkeys(offerings, 16))

    assert sum(got is not None for got in result.values()) == 208
