"""The day changes at 17.00 UTC, when it changes in Jakarta: a second before and a second after, where pages ask it."""

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from audit.moves import Refused
from enrollment import selectors, transitions
from enrollment.models import Application
from tests.enrollment.harness import TRAINEE
from tests.factories.cohorts import CohortFactory, OfferingFactory, WaveFactory
from tests.factories.enrollment import ApplicationFactory
from trainees.forms.fields import BirthDateField

pytestmark = pytest.mark.django_db
BEFORE = datetime(2026, 11, 21, 16, 59, 59, tzinfo=UTC)  # 23.59.59 WIB on the 21st
AFTER = datetime(2026, 11, 21, 17, 0, 0, tzinfo=UTC)  # 00.00.00 WIB on the 22nd
EIGHTEEN_ON_THE_22ND = date(2008, 11, 22)
BOTH = pytest.mark.parametrize(("moment", "is_minor"), [(BEFORE, True), (AFTER, False)])


@pytest.fixture
def draft():
    """Of somebody who turns eighteen on the 22nd, in a wave that is open around it."""
    with time_machine.travel(BEFORE, tick=False):
        cohort = CohortFactory()
        return ApplicationFactory(
            trainee__birth_date=EIGHTEEN_ON_THE_22ND, trainee__nik__indexed=False, cohort=cohort, status="draft"
        )


def guardian_page(client, application):
    client.force_login(application.trainee.account)
    return client.get(reverse("application_step", args=[application.pk, "wali"])).status_code


@BOTH
def test_the_guardian_s_page_is_there_until_the_birthday_begins_in_jakarta(client, draft, moment, is_minor):
    with time_machine.travel(moment, tick=False):
        assert guardian_page(client, draft) == (200 if is_minor else 302)


@BOTH
def test_a_guardian_is_missing_until_the_birthday_begins(draft, moment, is_minor):
    with time_machine.travel(moment, tick=False):
        lacking = {step for step, _sentence in selectors.missing(draft, timezone.localdate())}
    assert ("guardian" in lacking) == is_minor


@BOTH
def test_sending_needs_no_guardian_from_the_birthday_on(draft, moment, is_minor):
    with time_machine.travel(moment, tick=False):
        try:
            transitions.submit(draft, by=TRAINEE)
        except Refused as refusal:
            code = refusal.code
        else:
            code = "sent"
    assert code == ("incomplete" if is_minor else "sent")


@BOTH
def test_who_was_born_on_a_leap_day_is_of_age_when_1_march_begins_in_jakarta(draft, moment, is_minor):
    draft.trainee.birth_date = date(2008, 2, 29)
    draft.trainee.save()
    with time_machine.travel(moment - timedelta(days=266), tick=False):  # 28 February and 1 March 2026
        assert timezone.localdate() == (date(2026, 2, 28) if is_minor else date(2026, 3, 1))
        assert draft.trainee.is_minor(timezone.localdate()) == is_minor


@pytest.mark.parametrize(("moment", "code"), [(BEFORE, ["future"]), (AFTER, [])])
def test_a_child_born_today_is_born_from_midnight_in_jakarta(moment, code):
    with time_machine.travel(moment, tick=False):
        try:
            BirthDateField().clean("2026-11-22")
        except ValidationError as problem:
            found = [error.code for error in problem.error_list]
        else:
            found = []
    assert found == code


@pytest.mark.parametrize(("moment", "shown"), [(BEFORE, True), (AFTER, False)])
def test_a_wave_stays_on_the_first_page_until_its_last_day_is_over(client, moment, shown):
    with time_machine.travel(BEFORE, tick=False):
        offering = OfferingFactory(wave=WaveFactory(past=True, ends_on=date(2026, 11, 21)))
    with time_machine.travel(moment, tick=False):
        page = client.get("/").content.decode()
    assert (offering.get_absolute_url() in page) == shown


@pytest.mark.parametrize(("seconds", "code"), [(-1, "sent"), (0, "sent"), (1, "closed")])
def test_the_last_second_of_the_last_day_counts(seconds, code):
    """Closing at 23.59.59 in Jakarta: who sends in that second has sent in time."""
    with time_machine.travel(BEFORE - timedelta(days=3), tick=False):
        wave = WaveFactory(closes_at=BEFORE)
        draft = ApplicationFactory(cohort=CohortFactory(offering=OfferingFactory(wave=wave)), status="draft")
    with time_machine.travel(BEFORE + timedelta(seconds=seconds), tick=False):
        try:
            transitions.submit(draft, by=TRAINEE)
        except Refused as refusal:
            found = refusal.code
        else:
            found = Application.objects.get(pk=draft.pk).status == "submitted" and "sent"
    assert found == code
