from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from enrollment.rules.eligibility import Asked, Facts, Outcome, judge, lies_in

REFERENCE = date(2025, 7, 7)
TODAY = date(2025, 6, 1)
ASKED = Asked(
    age_on=REFERENCE,
    age_min=15,
    age_max=29,
    domicile_codes=frozenset({"36"}),
    domicile_name="Provinsi Banten",
    education_min_rank=20,
    education_min_name="SMP/MTs/Paket B",
)
FACTS = Facts(birth_date=date(2005, 4, 12), region_code="36.74.02.1001", education_rank=30)


def finding(rule, facts, asked=ASKED):
    return next(found for found in judge(facts, asked, today=TODAY).findings if found.rule == rule)


def test_who_meets_everything_may_apply():
    verdict = judge(FACTS, ASKED, today=TODAY)

    assert [(found.rule, found.outcome) for found in verdict.findings] == [
        ("age", "ok"),
        ("domicile", "ok"),
        ("education", "ok"),
    ]
    assert (verdict.outcome, verdict.may_apply, verdict.becomes_true_on) == (Outcome.OK, True, None)


@pytest.mark.parametrize(
    ("born", "outcome", "becomes_true_on"),
    [
        (date(2010, 7, 7), "ok", None),  # turns 15 on the day
        (date(2010, 7, 8), "blocked", date(2025, 7, 8)),  # a day late
        (date(1995, 7, 8), "ok", None),  # the day before the 30th birthday
        (date(1995, 7, 7), "blocked", None),  # turns 30 on the day
        (date(2012, 2, 29), "blocked", date(2027, 3, 1)),
        (date(1996, 2, 29), "ok", None),
    ],
)
def test_the_age_window_is_inclusive_until_the_day_before_the_next_birthday(born, outcome, becomes_true_on):
    found = finding("age", replace(FACTS, birth_date=born))

    assert (found.outcome, found.becomes_true_on) == (outcome, becomes_true_on)


def test_too_young_says_from_when():
    assert finding("age", replace(FACTS, birth_date=date(2010, 8, 3))).sentence == (
        "Usia Anda pada 7 Juli 2025 adalah 14 tahun; program ini untuk usia 15\u201329 tahun. "
        "Anda memenuhi syarat usia mulai 3 Agustus 2025; ikuti gelombang setelah tanggal itu."
    )


def test_too_old_says_until_when():
    assert finding("age", replace(FACTS, birth_date=date(1995, 3, 2))).sentence == (
        "Usia Anda pada 7 Juli 2025 adalah 30 tahun; program ini untuk usia 15\u201329 tahun. "
        "Syarat usia ini terakhir Anda penuhi pada 1 Maret 2025. Lihat program lain yang batas usianya berbeda."
    )


@pytest.mark.parametrize(
    ("limits", "born", "outcome", "says"),
    [
        ({"age_min": None}, date(1960, 1, 1), "blocked", "untuk usia sampai 29 tahun"),
        ({"age_max": None}, date(1960, 1, 1), "ok", "untuk usia 15 tahun ke atas"),
        ({"age_min": None, "age_max": None}, date(1960, 1, 1), "ok", "tidak membatasi usia"),
        ({"age_min": None, "age_max": None}, None, "ok", "tidak membatasi usia"),
        ({"age_min": 18, "age_max": 35}, date(1990, 1, 1), "ok", "untuk usia 18\u201335 tahun"),
    ],
)
def test_limits_are_whatever_the_offering_says(limits, born, outcome, says):
    found = finding("age", replace(FACTS, birth_date=born), replace(ASKED, **limits))

    assert found.outcome == outcome
    assert says in found.sentence


def test_a_birth_date_in_the_future_is_looked_at():
    assert finding("age", replace(FACTS, birth_date=date(2025, 6, 2))).outcome == "look"


@given(st.dates(date(1950, 1, 1), TODAY))
def test_the_promised_day_is_the_first_on_which_the_rule_is_met(born):
    found = finding("age", replace(FACTS, birth_date=born))
    if found.becomes_true_on is None:
        return

    def at(day):
        return finding("age", replace(FACTS, birth_date=born), replace(ASKED, age_on=day)).outcome

    assert (at(found.becomes_true_on - timedelta(days=1)), at(found.becomes_true_on)) == ("blocked", "ok")


@pytest.mark.parametrize(
    ("codes", "region", "outcome"),
    [
        (set(), "", "ok"),
        (set(), "31.74.05", "ok"),
        ({"36"}, "36.74.02.1001", "ok"),
        ({"36"}, "36.01", "ok"),
        ({"36"}, "36", "ok"),
        ({"36"}, "32.76.01", "blocked"),
        ({"36.74"}, "36.74.02.1001", "ok"),
        ({"36.74"}, "36.03.17.1001", "blocked"),
        ({"36.74"}, "36", "look"),  # the kota is not known yet
        ({"36.74"}, "", "look"),
        ({"36.7"}, "36.74.02", "blocked"),  # not a region, so nobody lives there
        ({"36.03", "36.74"}, "36.74", "ok"),
        ({"36.03", "32"}, "32.76", "ok"),
    ],
)
def test_domicile_follows_the_funding(codes, region, outcome):
    asked = replace(ASKED, domicile_codes=frozenset(codes))

    assert finding("domicile", replace(FACTS, region_code=region), asked).outcome == outcome


def test_another_domicile_is_told_kindly():
    assert finding("domicile", replace(FACTS, region_code="32.76.01")).sentence == (
        "Program ini dibiayai untuk warga Provinsi Banten, sedangkan alamat Anda di luar wilayah itu. Jika KTP atau "
        "KK Anda sudah pindah, perbarui alamatnya; jika belum, lihat program lain."
    )


def test_parts_of_regions():
    assert lies_in("36.74", "36.74")
    assert lies_in("36.74.02", "36.74")
    assert not lies_in("36.74", "36.74.02")
    assert not lies_in("36.741", "36.74")


@pytest.mark.parametrize(
    ("rank", "least", "outcome"),
    [
        (20, 20, "ok"),
        (30, 20, "ok"),
        (10, 20, "blocked"),
        (None, 20, "look"),
        (None, None, "ok"),
        (0, 0, "ok"),
        (0, 10, "blocked"),
    ],
)
def test_education_is_compared_by_rank(rank, least, outcome):
    asked = replace(ASKED, education_min_rank=least)

    assert finding("education", replace(FACTS, education_rank=rank), asked).outcome == outcome


def test_what_is_not_known_is_looked_at_and_never_blocks():
    verdict = judge(Facts(), ASKED, today=TODAY)

    assert [found.outcome for found in verdict.findings] == ["look", "look", "look"]
    assert (verdict.outcome, verdict.may_apply) == (Outcome.LOOK, True)


def test_one_blocker_blocks_and_time_mends_only_what_time_can():
    young = replace(FACTS, birth_date=date(2010, 8, 3))
    young_elsewhere = replace(young, region_code="32.76")

    assert judge(young, ASKED, today=TODAY).becomes_true_on == date(2025, 8, 3)
    assert judge(young_elsewhere, ASKED, today=TODAY).becomes_true_on is None
    assert [found.rule for found in judge(young_elsewhere, ASKED, today=TODAY).blockers] == ["age", "domicile"]
    assert judge(young, ASKED, today=TODAY).may_apply is False


@given(
    born=st.none() | st.dates(date(1950, 1, 1), date(2030, 1, 1)),
    region=st.sampled_from(["", "36", "36.74", "36.74.02.1001", "32.76"]),
    rank=st.none() | st.integers(0, 90),
)
def test_every_finding_is_a_whole_sentence(born, region, rank):
    verdict = judge(Facts(born, region, rank), ASKED, today=TODAY)

    assert all(found.sentence[0].isupper() and found.sentence.endswith(".") for found in verdict.findings)
    assert not any("%(" in found.sentence for found in verdict.findings)
