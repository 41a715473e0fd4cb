"""Saving the list and locking it at the same moment: one comes first, and the other hears a sentence, not a fault."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from audit.moves import Refused
from classroom.models import Sheet
from classroom.transitions import lock_sheet, mark_session
from cohorts.models import Session
from tests.factories.centers import actor_at
from tests.factories.cohorts import CohortFactory, SessionFactory
from tests.factories.enrollment import EnrollmentFactory


def heard(act):
    try:
        act()
    except Refused as refusal:
        return refusal.code
    finally:
        connection.close()
    return ""


@pytest.mark.django_db(transaction=True)
def test_saving_while_somebody_locks_is_refused_or_kept_but_never_breaks():
    cohort = CohortFactory(status="running")
    EnrollmentFactory.create_batch(3, cohort=cohort)
    by = actor_at(cohort.offering.wave.center, "instructor")
    for hour in range(8, 18):
        session = SessionFactory(cohort=cohort, starts_at=f"{hour:02}:00", ends_at=f"{hour:02}:45", jp=1)
        mark_session(Session.objects.get(pk=session.pk), {}, by=by)
        sheet = Sheet.objects.get(session=session)
        acts = [
            lambda pk=session.pk: mark_session(Session.objects.get(pk=pk), {}, by=by),
            lambda pk=sheet.pk: lock_sheet(Sheet.objects.get(pk=pk), by=by),
        ]

        with ThreadPoolExecutor(2) as pool:
            outcomes = list(pool.map(heard, acts))

        assert outcomes in (["", ""], ["locked", ""])
