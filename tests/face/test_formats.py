"""A date is read the same by everybody, in whichever language."""

from datetime import date, datetime, time

import pytest
from django import forms
from django.utils import formats, translation

DAY, MOMENT = date(2026, 11, 2), datetime(2026, 11, 2, 15, 5)


@pytest.mark.parametrize(
    ("language", "told"),
    [
        ("id", ["2 Nov. 2026", "2 Nov. 2026, 15.05", "15.05", "2 November", "November 2026"]),
        ("en", ["2 Nov 2026", "2 Nov 2026, 15:05", "15:05", "2 November", "November 2026"]),
    ],
)
def test_a_date_has_its_day_first_and_its_month_in_letters(language, told):
    with translation.override(language):
        assert [
            formats.date_format(DAY),
            formats.date_format(MOMENT, "DATETIME_FORMAT"),
            formats.time_format(time(15, 5)),
            formats.date_format(DAY, "MONTH_DAY_FORMAT"),
            formats.date_format(DAY, "YEAR_MONTH_FORMAT"),
        ] == told


@pytest.mark.parametrize("language", ["id", "en"])
@pytest.mark.parametrize("typed", ["2026-11-02", "02/11/2026", "02-11-2026"])
def test_a_date_typed_with_figures_is_day_month_year_in_both_languages(language, typed):
    with translation.override(language):
        assert forms.DateField(localize=True).clean(typed) == DAY
