"""The document queue in the admin: what is shown, taken and decided, and what a clean file costs."""

import pytest
from django.urls import reverse

from tests.factories.centers import DocumentKindFactory
from tests.factories.cohorts import CohortFactory
from tests.factories.enrollment import ApplicationFactory, PaperReasonFactory
from tests.factories.trainees import DocumentFactory

pytestmark = pytest.mark.django_db
QUEUE = "admin:enrollment_application_queue"
TAKE = "admin:enrollment_application_take"
KINDS = ["ktp", "kk", "ijazah", "foto"]
HTMX = {"HX-Request": "true"}


def file_of(application):
    return reverse("admin:enrollment_application_file", args=[application.pk])


@pytest.fixture
def cohort(center):
    return CohortFactory(offering__wave__center=center)


def waiting(cohort, papers=KINDS, **more):
    application = ApplicationFactory(cohort=cohort, **more)
    for code in papers:
        DocumentFactory(trainee=application.trainee, kind=DocumentKindFactory(code=code))
    return application


def all_valid(application):
    return {f"paper-{paper.pk}": "valid" for paper in application.trainee.documents.current()}


def test_pages_open(client, officer, cohort):
    PaperReasonFactory()
    application, second = waiting(cohort), waiting(cohort)
    assert client.get(reverse(QUEUE)).status_code == 200
    answer = client.post(reverse(TAKE))
    assert answer.url == file_of(application)
    assert client.get(answer.url).status_code == 200
    answer = client.post(file_of(application), all_valid(application), headers=HTMX)
    assert answer.status_code == 200
    application.refresh_from_db()
    assert application.status == "verified"
    assert answer.context["application"] == second
