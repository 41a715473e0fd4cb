"""From an office's old sheet to papers anyone can check: the sample, its certificates, their verification."""

import re
from collections import Counter

import pytest
from django.urls import reverse

from certification import selectors
from certification.models import Certificate, OverallResult
from cohorts.models import Cohort
from enrollment.models import Enrollment
from jobs import queue, runner
from jobs.models import Job
from tests.factories.centers import OfficialFactory, actor_at
from tests.importing.conftest import sample
from tests.importing.test_import_participants import run

pytestmark = pytest.mark.timeout(300)  # two hundred papers are printed


def issue_all(by):
    """What the certification officer does class by class."""
    due, _others = selectors.waiting_cohorts(by)
    for cohort in due:
        queue.start("issue_certificates", title=f"Terbitkan {cohort}", params={"cohort": cohort.pk}, by=by)
    while Job.objects.live().exists():
        runner.run_due()


def test_the_graduates_of_the_sample_get_certificates_that_anyone_can_verify(wave, client):
    OfficialFactory(center=wave.center)
    run(sample.XLSX, wave)
    issue_all(actor_at(wave.center, "certification"))

    kinds = Certificate.objects.order_by("pk").values_list("kind", "enrollment__overall_result__result")
    assert Counter(kinds) == {("training", "K"): 190, ("attended", "BK"): 10}
    assert sorted(Certificate.objects.order_by("pk").values_list("sequence", flat=True)) == list(range(1, 201))
    assert not Enrollment.objects.exclude(status="completed").filter(certificates__isnull=False).exists()
    for certificate in Certificate.objects.order_by("pk")[::16]:
        assert_anyone_can_verify(client, certificate)
    assert selectors.waiting_cohorts(actor_at(wave.center, "certification")) == ([], [])


def assert_anyone_can_verify(client, certificate):
    page = client.get(reverse("verify", args=[certificate.code])).content.decode()
    trainee = certificate.enrollment.trainee

    assert trainee.full_name in page
    assert certificate.number in page
    assert trainee.nik not in page
    assert not re.search(rf"{trainee.birth_date:%d.%m.%Y}|{trainee.birth_date.isoformat()}", page)


def test_a_certificate_from_the_sheet_shows_its_dates_and_makes_up_no_units(wave, sheet):
    OfficialFactory(center=wave.center)
    run(sheet(sample.sheet()[: 4 + 16]), wave)
    cohort = Cohort.objects.get(name="Juru Las SMAW A")
    by = actor_at(wave.center, "certification")
    queue.start("issue_certificates", title="Terbitkan", params={"cohort": cohort.pk}, by=by)
    runner.run_due()

    printed = [certificate.snapshot for certificate in Certificate.objects.order_by("pk")]
    assert (
        len(printed) == OverallResult.objects.filter(enrollment__cohort=cohort, enrollment__status="completed").count()
    )
    assert {(one["starts_on"], one["ends_on"], one["jp_attended"]) for one in printed} == {
        ("2025-07-07", "2025-08-08", None)
    }
    assert [one["units"] for one in printed if one["units"]] == []
