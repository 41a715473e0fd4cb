"""Somebody else's NIK or nobody's: after sending, every page of one's own says the same and costs the same."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from audit.models import AuditEntry
from jobs.models import Job
from notifications.models import OutboxMessage
from tests.factories.cohorts import CohortFactory, OfferingFactory
from tests.factories.enrollment import ApplicationFactory
from tests.factories.trainees import ConsentTextFactory, TraineeFactory, nik_for
from tests.guards import PortalClient

pytestmark = pytest.mark.django_db
AGREED = {"processing": "on", "truth": "on"}
OWN = ("journey:home", "mydata:home", "mydata:held", "catalogue")
PAGES = ("journey:application", "application_check", "guardian_letter", "application")


def rows():
    return [model.objects.count() for model in (OutboxMessage, Job, AuditEntry)]


def plain(text, account):
    """Without what differs between any two people: their address, numbers, tokens."""
    text = re.sub(r'name="csrfmiddlewaretoken" value="\w+"|"X-CSRFToken": "\w+"', "", text).replace(account.email, "")
    return re.sub(r"[0-9a-f]{8}-[0-9a-f-]{27}|\d+", "#", text)


def told(browser, url, account):
    with CaptureQueriesContext(connection) as queries:
        response = browser.get(url)
    return response.status_code, len(queries), plain(response.content.decode(), account)


def sent_with(nik, cohort):
    """All that somebody sees and costs who sends an application with this NIK."""
    trainee = TraineeFactory(full_name="Suharti", nik=nik, nik__indexed=False)
    draft = ApplicationFactory(cohort=cohort, trainee=trainee, status="draft")
    browser, before = PortalClient(), rows()
    browser.force_login(trainee.account)
    with CaptureQueriesContext(connection) as queries:
        response = browser.post(reverse("application_check", args=[draft.pk]), AGREED)
    draft.refresh_from_db()
    answer = [response.status_code, plain(response.url, trainee.account), len(queries)]
    answer += [after - then for after, then in zip(rows(), before, strict=True)]
    answer += [told(browser, reverse(page, args=[draft.pk]), trainee.account) for page in PAGES]
    return draft, answer + [told(browser, reverse(page), trainee.account) for page in OWN]


@pytest.mark.parametrize("mode", ["selection", "first_come"])
def test_whether_a_nik_is_known_shows_nowhere(mode):
    cohort = CohortFactory(offering=OfferingFactory(mode=mode))
    for purpose in AGREED:
        ConsentTextFactory(purpose=purpose)
    holder = TraineeFactory()
    sent_with(nik_for(holder.birth_date, "F", 4710), cohort)  # fills what is asked once for each process

    free, unknown = sent_with(nik_for(holder.birth_date, "F", 4711), cohort)
    claimed, known = sent_with(holder.nik, cohort)

    assert (free.identity_claim, claimed.identity_claim) == (False, True)
    assert unknown == known
