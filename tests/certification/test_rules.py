from datetime import date

import pytest

from certification.rules import completion, numbers
from certification.rules.completion import Standing


@pytest.mark.parametrize(
    ("standing", "codes"),
    [
        (Standing(active=True, percent=80, threshold=80), []),
        (Standing(active=True, percent=79, threshold=80), ["attendance"]),
        (Standing(active=True, percent=90, threshold=80, missing_units=("A.1", "A.2")), ["results_missing"]),
        (Standing(active=True, percent=10, threshold=80, missing_units=("A.1",)), ["attendance", "results_missing"]),
        (Standing(active=True, percent=90, threshold=80, has_units=False), ["results_missing"]),
        (Standing(active=True, percent=90, threshold=80, has_units=False, decided=True), []),
        (Standing(active=False, percent=90, threshold=80), ["wrong_status"]),
    ],
)
def test_what_is_in_the_way(standing, codes):
    assert [blocker.code for blocker in completion.blockers(standing)] == codes


def test_reasons_name_the_numbers_and_the_units():
    standing = Standing(active=True, percent=79, threshold=80, missing_units=("A.1", "A.2"))

    assert [blocker.sentence for blocker in completion.blockers(standing)] == [
        "Kehadiran 79% dari JP, di bawah ambang 80%.",
        "Belum dinilai: A.1, A.2.",
    ]


@pytest.mark.parametrize(
    ("outcomes", "result"),
    [(["K", "K"], "K"), (["K", "BK"], "BK"), (["K", "absent"], "BK"), (["BK"], "BK"), ([], "BK")],
)
def test_one_unit_not_yet_and_the_whole_is_not_yet(outcomes, result):
    assert completion.overall(outcomes) == result


@pytest.mark.parametrize(
    ("pattern", "text"),
    [
        ("500.15/{number:04d}/{center}/{month}/{year}", "500.15/0007/BLK-BTN/VIII/2025"),
        ("{number}/{year}", "7/2025"),
        ("No. {number:06d} – {year}", "No. 000007 – 2025"),
    ],
)
def test_the_number_follows_the_centres_pattern(pattern, text):
    assert numbers.is_sound(pattern)
    assert numbers.number_text(pattern, number=7, center="BLK-BTN", day=date(2025, 8, 6)) == text


@pytest.mark.parametrize(
    "pattern",
    ["", "{number}", "{year}", "{number}/{year}/{center.__class__}", "{number!r}/{year}", "{number}/{year}/{", "{0}"],
)
def test_a_pattern_that_repeats_itself_or_reaches_into_objects_is_not_sound(pattern):
    assert not numbers.is_sound(pattern)
