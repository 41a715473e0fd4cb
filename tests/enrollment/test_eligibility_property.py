"""The rules asked about anybody and anything: always an answer, the same one, and a promised day that is kept.

An offering's own dates move along: "turns true on that day" means a reference date, whatever today is.
"""

from dataclasses import fields, replace
from datetime import date, timedelta

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from enrollment.rules.eligibility import Asked, Facts, Outcome, Rule, Training, judge
from trainees.rules.age import age_on

TODAY = date(2026, 11, 22)
DAY = timedelta(days=1)
LIVED = st.dates(date(1956, 1, 1), TODAY) | st.sampled_from([date(year, 2, 29) for year in range(1960, 2025, 4)])
NEAR = st.dates(date(2020, 1, 1), date(2032, 12, 31))
REGIONS = st.sampled_from(["", "36", "36.74", "36.74.02.1004", "36.03", "32", "32.04", "3", "36.7"])
RANKS = st.none() | st.sampled_from([0, 10, 20, 30, 40])
MAYBE = st.none() | st.booleans()
FACTS_OF_HEALTH = ["heights", "epilepsy", "back"]

FACTS = st.builds(
    Facts,
    birth_date=st.none() | LIVED | st.dates(TODAY, date(2027, 12, 31)),
    region_code=REGIONS,
    education_rank=RANKS,
    is_studying=MAYBE,
    studies_until=st.none() | NEAR,
    is_working=MAYBE,
    has_trained=MAYBE,
    trained_until=st.none() | NEAR,
    trainings=st.lists(st.builds(Training, NEAR, st.none() | st.integers(1, 3)), max_size=3).map(tuple),
    health=st.dictionaries(st.sampled_from(FACTS_OF_HEALTH), st.booleans()),
)
EFFECTS = st.sampled_from([Outcome.BLOCKED, Outcome.LOOK])
RULES = st.one_of(
    st.builds(Rule, kind=st.just("pause"), effect=EFFECTS, months=st.integers(1, 60)),
    st.builds(Rule, kind=st.sampled_from(["year", "schooling", "work"]), effect=EFFECTS),
    st.builds(
        Rule, kind=st.just("health"), effect=EFFECTS, fact=st.sampled_from(FACTS_OF_HEALTH), fact_name=st.just("X")
    ),
    st.builds(Rule, kind=st.just("education"), effect=EFFECTS, min_rank=RANKS, max_rank=RANKS),
)
AGES = st.none() | st.integers(10, 45)
ASKED = st.builds(
    Asked,
    age_on=NEAR,
    starts_on=st.none() | NEAR,
    age_min=AGES,
    age_max=AGES,
    domicile_codes=st.frozensets(st.sampled_from(["36", "36.74", "36.03", "32"]), max_size=2),
    education_min_rank=RANKS,
    wave=st.none() | st.integers(1, 3),
    rules=st.lists(RULES, max_size=4).map(tuple),
)


def of(facts, asked):
    return judge(facts, asked, today=TODAY)


def blocking(facts, asked):
    """The places of the rules that block: two rows of one kind are two rules."""
    return {at for at, found in enumerate(of(facts, asked).findings) if found.outcome == Outcome.BLOCKED}


# --- always an answer ----------------------------------------------------------------------------------------------


@given(FACTS, ASKED)
def test_every_question_has_one_answer_in_whole_sentences(facts, asked):
    verdict = of(facts, asked)

    assert len(verdict.findings) == 3 + len(asked.rules)
    assert verdict == of(facts, asked)
    assert all(found.sentence[0].isupper() and found.sentence[-1] == "." for found in verdict.findings)
    assert not any("%" in found.sentence or "None" in found.sentence for found in verdict.findings)


@given(FACTS, ASKED)
def test_the_worst_finding_is_the_verdict_and_only_what_blocks_has_a_day(facts, asked):
    verdict = of(facts, asked)
    outcomes = [found.outcome for found in verdict.findings]

    worst = max(outcomes, key=["ok", "look", "blocked"].index)
    assert (verdict.outcome, verdict.may_apply) == (worst, worst != "blocked")
    assert all(found.outcome == "blocked" for found in verdict.findings if found.becomes_true_on)


@given(
    st.builds(
        Facts,
        birth_date=st.dates(date(1, 1, 1), TODAY),
        trained_until=st.dates(),
        studies_until=st.dates(date(1, 1, 1), date(9999, 12, 30)),
        is_studying=st.just(True),
    ),
    st.builds(Asked, age_on=st.dates(), age_min=AGES, age_max=AGES, rules=st.lists(RULES, max_size=3).map(tuple)),
)
def test_the_ends_of_the_calendar_break_nothing(facts, asked):
    assert of(facts, asked).findings


# --- what is not known never blocks --------------------------------------------------------------------------------


@given(ASKED)
def test_of_whom_nothing_is_known_nothing_blocks(asked):
    assert blocking(Facts(), asked) == set()


@given(FACTS, ASKED, st.sampled_from([one.name for one in fields(Facts) if one.name != "trainings"]))
def test_forgetting_one_answer_blocks_nobody_anew(facts, asked, name):
    forgotten = replace(facts, **{name: getattr(Facts(), name)})

    assert blocking(forgotten, asked) <= blocking(facts, asked)


# --- more of a good thing never harms ------------------------------------------------------------------------------


@given(FACTS, ASKED, st.integers(15, 40), st.integers(15, 40), st.integers(0, 10), st.integers(0, 10))
def test_a_wider_window_blocks_nobody_anew(facts, asked, low, high, down, up):
    narrow = replace(asked, age_min=low, age_max=high)
    wider = replace(asked, age_min=low - down, age_max=high + up)

    assert blocking(facts, wider) <= blocking(facts, narrow)


@given(FACTS, ASKED, st.sampled_from(["36", "36.74", "32", "11"]))
def test_one_more_region_blocks_nobody_anew(facts, asked, code):
    assume(asked.domicile_codes)

    assert blocking(facts, replace(asked, domicile_codes=asked.domicile_codes | {code})) <= blocking(facts, asked)


@given(FACTS, ASKED, st.integers(1, 50))
def test_more_schooling_never_blocks_where_only_a_least_is_asked(facts, asked, more):
    assume(facts.education_rank is not None)
    asked = replace(asked, rules=tuple(replace(rule, max_rank=None) for rule in asked.rules))
    better = replace(facts, education_rank=facts.education_rank + more)

    assert blocking(better, asked) <= blocking(facts, asked)


@given(FACTS, ASKED, st.data())
def test_one_rule_less_blocks_nobody_anew(facts, asked, data):
    assume(asked.rules)
    at = data.draw(st.integers(0, len(asked.rules) - 1))
    fewer = replace(asked, rules=asked.rules[:at] + asked.rules[at + 1 :])

    assert len(blocking(facts, fewer)) <= len(blocking(facts, asked))
    assert of(facts, fewer).may_apply or not of(facts, asked).may_apply


@given(FACTS, ASKED)
def test_a_row_that_is_only_looked_at_blocks_nobody(facts, asked):
    softer = replace(asked, rules=tuple(replace(rule, effect=Outcome.LOOK) for rule in asked.rules))

    assert blocking(facts, softer) <= {0, 1, 2}


# --- the promised day ----------------------------------------------------------------------------------------------


@given(FACTS, ASKED, st.lists(st.integers(1, 4_000), max_size=4), st.lists(st.integers(0, 4_000), max_size=4))
def test_each_rule_that_names_a_day_blocks_until_the_day_before_and_never_after(facts, asked, before, after):
    for at, found in enumerate(of(facts, asked).findings):
        if found.becomes_true_on is None:
            continue
        turns = found.becomes_true_on
        start = min(asked.age_on, asked.first_day)
        earlier = [turns - DAY, *(turns - days * DAY for days in before)]
        later = [turns, *(turns + days * DAY for days in after)]
        assert all(at in blocking(facts, asked.at(day)) for day in earlier if day >= start)
        too_old = [found.rule == "age" and asked.age_max is not None and outgrown(facts, asked, day) for day in later]
        blocked = [at in blocking(facts, asked.at(day)) for day in later]
        assert blocked == too_old


def outgrown(facts, asked, day):
    return age_on(facts.birth_date, day) > asked.age_max


@given(FACTS, ASKED, st.integers(1, 4_000))
def test_the_verdict_s_day_is_the_first_on_which_nothing_blocks(facts, asked, days):
    verdict = of(facts, asked)
    turns = verdict.becomes_true_on
    if turns is None:
        return
    start = max(asked.age_on, asked.first_day)

    assert of(facts, asked.at(turns)).may_apply
    earlier = [day for day in (turns - DAY, turns - days * DAY) if day >= start]
    assert not any(of(facts, asked.at(day)).may_apply for day in earlier)


@given(FACTS, ASKED, st.integers(1, 12_000))
def test_without_a_promised_day_no_day_ahead_helps(facts, asked, days):
    verdict = of(facts, asked)
    assume(verdict.blockers and verdict.becomes_true_on is None)
    assume(facts.birth_date is None or facts.birth_date <= TODAY)
    day = max(asked.age_on, asked.first_day) + days * DAY

    assert not of(facts, asked.at(day)).may_apply


@given(FACTS, ASKED)
def test_the_promised_day_lies_after_the_day_that_was_asked_for(facts, asked):
    for found in of(facts, asked).findings:
        reference = asked.age_on if found.rule == "age" else asked.first_day
        assert found.becomes_true_on is None or found.becomes_true_on > reference


@given(LIVED)
def test_fifteen_to_twenty_nine_is_open_from_the_15th_birthday_to_the_day_before_the_30th(born):
    def at(day):
        return of(Facts(birth_date=born), Asked(age_on=day, age_min=15, age_max=29)).findings[0].outcome

    def birthday(years):
        try:
            return born.replace(year=born.year + years)
        except ValueError:
            return date(born.year + years, 3, 1)

    days = [birthday(15) - DAY, birthday(15), birthday(30) - DAY, birthday(30)]
    assert [at(day) for day in days] == ["blocked", "ok", "ok", "blocked"]


# --- each rule with a day, against an oracle of its own ------------------------------------------------------------


def still_resting(until, months, day):
    return (day.year - until.year) * 12 + day.month - until.month - (day.day < until.day) < months


ORACLES = {
    "schooling": lambda until, months, day: day <= until,
    "pause": still_resting,
    "year": lambda until, months, day: day.year <= until.year,
}


@pytest.mark.parametrize("kind", sorted(ORACLES))
@given(NEAR, st.integers(1, 60), st.integers(0, 2_000), st.booleans())
def test_a_rule_with_a_day_blocks_exactly_as_long_as_its_words_say(kind, until, months, days, by_own_word):
    asked = Asked(age_on=until, rules=(Rule(kind=kind, months=months),))
    own = {"trained_until": until} if by_own_word else {"trainings": (Training(until),)}
    facts = Facts(is_studying=True, studies_until=until, has_trained=True, **own)
    turns = of(facts, asked).becomes_true_on

    assert [ORACLES[kind](until, months, day) for day in (turns - DAY, turns)] == [True, False]
    for day in (until, turns - DAY, turns, until + days * DAY):
        assert (3 in blocking(facts, asked.at(day))) == ORACLES[kind](until, months, day)
