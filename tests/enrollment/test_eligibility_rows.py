"""The typed rows: every kind at its boundary, and the day from which it turns true."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from enrollment.rules.eligibility import Asked, Facts, Outcome, Rule, Training, judge, requirements
from trainees.rules.age import months_later

FIRST_DAY = date(2026, 7, 6)
TODAY = date(2026, 6, 1)
WAVE = 7
NOBODY_YET = Facts(is_studying=False, is_working=False, has_trained=False)
days = st.dates(date(2000, 1, 1), date(2040, 12, 31))


def finding(rule, facts, day=FIRST_DAY):
    asked = Asked(age_on=day, starts_on=day, wave=WAVE, rules=(rule,))
    return judge(facts, asked, today=TODAY).findings[-1]


def pause(months=12, **more):
    return Rule("pause", months=months, **more)


@pytest.mark.parametrize(
    ("rank", "outcome"), [(None, "look"), (10, "blocked"), (20, "ok"), (30, "ok"), (40, "blocked")]
)
def test_education_lies_between_both_levels(rank, outcome):
    rule = Rule("education", min_rank=20, min_name="SMP", max_rank=30, max_name="SMA")

    assert finding(rule, Facts(education_rank=rank)).outcome == outcome


@pytest.mark.parametrize(
    ("until", "outcome", "turns_true"),
    [
        (date(2025, 7, 6), "ok", None),
        (date(2025, 7, 7), "blocked", date(2026, 7, 7)),
        (date(2026, 9, 30), "blocked", date(2027, 9, 30)),
    ],
)
def test_a_pause_counts_calendar_months_to_the_first_day_of_training(until, outcome, turns_true):
    found = finding(pause(), replace(NOBODY_YET, has_trained=True, trained_until=until))

    assert (found.outcome, found.becomes_true_on) == (outcome, turns_true)


def test_months_without_such_a_day_end_on_the_first_of_the_next():
    assert months_later(date(2025, 8, 31), 6) == date(2026, 3, 1)
    assert months_later(date(2024, 2, 29), 12) == date(2025, 3, 1)
    assert months_later(date(2024, 11, 30), 13) == date(2025, 12, 30)
    assert months_later(date(9999, 5, 5), 12) == date.max


@pytest.mark.parametrize(
    ("until", "outcome", "turns_true"),
    [
        (date(2025, 12, 31), "ok", None),
        (date(2026, 1, 1), "blocked", date(2027, 1, 1)),
    ],
)
def test_one_training_a_year_is_asked_by_the_calendar(until, outcome, turns_true):
    found = finding(Rule("year"), replace(NOBODY_YET, has_trained=True, trained_until=until))

    assert (found.outcome, found.becomes_true_on) == (outcome, turns_true)


@pytest.mark.parametrize("kind", ["pause", "year"])
def test_a_training_in_this_very_wave_is_no_earlier_one(kind):
    rule = Rule(kind, months=12 if kind == "pause" else None)
    here = replace(NOBODY_YET, trainings=(Training(date(2026, 8, 10), WAVE),))
    elsewhere = replace(NOBODY_YET, trainings=(Training(date(2026, 8, 10), WAVE + 1),))

    assert (finding(rule, here).outcome, finding(rule, elsewhere).outcome) == ("ok", "blocked")


def test_the_latest_training_counts_whoever_speaks_of_it():
    known, said = Training(date(2025, 12, 1)), date(2026, 2, 1)
    both = replace(NOBODY_YET, has_trained=True, trained_until=said, trainings=(known,))

    assert finding(pause(), both).becomes_true_on == date(2027, 2, 1)
    assert finding(pause(), replace(both, trained_until=date(2020, 1, 1))).becomes_true_on == date(2026, 12, 1)


def test_a_training_without_a_date_is_looked_at():
    assert finding(pause(), replace(NOBODY_YET, has_trained=True)).outcome == "look"


@pytest.mark.parametrize(
    ("facts", "outcome", "turns_true"),
    [
        ({"is_studying": False}, "ok", None),
        ({"is_studying": None}, "look", None),
        ({"is_studying": True}, "look", None),
        ({"is_studying": True, "studies_until": FIRST_DAY - timedelta(days=1)}, "ok", None),
        ({"is_studying": True, "studies_until": FIRST_DAY}, "blocked", FIRST_DAY + timedelta(days=1)),
    ],
)
def test_school_has_ended_the_day_before_the_training_starts(facts, outcome, turns_true):
    found = finding(Rule("schooling"), Facts(**facts))

    assert (found.outcome, found.becomes_true_on) == (outcome, turns_true)


@pytest.mark.parametrize(("works", "outcome"), [(None, "look"), (False, "ok"), (True, "blocked")])
def test_time_does_not_end_a_job(works, outcome):
    found = finding(Rule("work"), Facts(is_working=works))

    assert (found.outcome, found.becomes_true_on) == (outcome, None)


@pytest.mark.parametrize(
    ("answers", "effect", "outcome"),
    [
        ({}, Outcome.BLOCKED, "look"),
        ({"heights": True}, Outcome.BLOCKED, "look"),
        ({"colour_blind": False}, Outcome.BLOCKED, "ok"),
        ({"colour_blind": True}, Outcome.BLOCKED, "blocked"),
        ({"colour_blind": True}, Outcome.LOOK, "look"),
    ],
)
def test_health_is_judged_by_the_one_fact_that_is_asked(answers, effect, outcome):
    rule = Rule("health", effect, fact="colour_blind", fact_name="Buta warna")

    assert finding(rule, Facts(health=answers)).outcome == outcome


@pytest.mark.parametrize(
    "rule",
    [
        Rule("education", min_rank=30, min_name="SMA"),
        pause(),
        Rule("year"),
        Rule("schooling"),
        Rule("work"),
        Rule("health", fact="heights", fact_name="Takut ketinggian"),
    ],
    ids=lambda rule: rule.kind,
)
def test_what_is_not_known_never_blocks(rule):
    assert finding(rule, Facts()).outcome == "look"


def test_a_row_that_is_only_looked_at_promises_no_day():
    rule = pause(effect=Outcome.LOOK, note="Bawa sertifikatnya.")
    found = finding(rule, replace(NOBODY_YET, has_trained=True, trained_until=TODAY))

    assert (found.outcome, found.becomes_true_on) == ("look", None)
    assert found.sentence == (
        "Pelatihan Anda sebelumnya selesai 1 Juni 2026. "
        "Program ini meminta jeda 12 bulan sejak pelatihan pemerintah sebelumnya. Bawa sertifikatnya."
    )


@given(
    rule=st.sampled_from([Rule("year"), Rule("schooling")]) | st.integers(1, 120).map(pause),
    until=days,
    day=days,
)
def test_the_promised_day_is_the_first_on_which_the_row_is_met(rule, until, day):
    facts = Facts(is_studying=True, studies_until=until, has_trained=True, trained_until=until)
    turns_true = finding(rule, facts, day).becomes_true_on

    assert (turns_true is None) == (finding(rule, facts, day).outcome == "ok")
    if turns_true is not None:
        eve = turns_true - timedelta(days=1)
        assert (finding(rule, facts, eve).outcome, finding(rule, facts, turns_true).outcome) == ("blocked", "ok")


@given(born=st.dates(date(1985, 1, 1), date(2015, 12, 31)), until=days, months=st.integers(1, 120), day=days)
def test_the_day_of_the_whole_verdict_is_exact_too(born, until, months, day):
    """Also where one grows too old while waiting: then no day is promised."""
    asked = Asked(age_on=day, age_min=15, age_max=29, rules=(pause(months), Rule("schooling")))
    facts = Facts(birth_date=born, is_studying=True, studies_until=until, has_trained=True, trained_until=until)

    def at(one):
        return judge(facts, asked.at(one), today=date(2026, 1, 1))

    turns_true = at(day).becomes_true_on
    if turns_true is not None:
        assert (at(turns_true - timedelta(days=1)).outcome, at(turns_true).outcome) == ("blocked", "ok")


def test_requirements_are_told_before_anybody_has_said_anything():
    asked = Asked(
        age_on=FIRST_DAY,
        age_min=15,
        age_max=29,
        domicile_codes=frozenset({"36"}),
        domicile_name="Banten",
        starts_on=FIRST_DAY,
        rules=(
            Rule("education", max_rank=30, max_name="SMA"),
            pause(),
            Rule("schooling"),
            Rule("work", Outcome.LOOK),
            Rule(
                "health", Outcome.LOOK, fact="colour_blind", fact_name="Buta warna", note="Kabel dibedakan warnanya."
            ),
        ),
    )

    assert requirements(asked) == [
        "Program ini untuk usia 15\u201329 tahun, dihitung pada 6 Juli 2026.",
        "Warga Banten menurut KTP atau KK.",
        "Pendidikan paling tinggi SMA.",
        "Program ini meminta jeda 12 bulan sejak pelatihan pemerintah sebelumnya.",
        "Program ini untuk yang tidak lagi sekolah atau kuliah saat pelatihan mulai (6 Juli 2026).",
        "Program ini untuk yang belum bekerja. Jika tidak sesuai, petugas yang memutuskan.",
        "Saat mendaftar, Anda ditanya tentang keadaan kesehatan ini: buta warna. Petugas yang menilai. "
        "Kabel dibedakan warnanya.",
    ]
