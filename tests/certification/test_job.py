import pytest

from certification.models import Certificate
from jobs import queue, runner
from jobs.models import Job
from notifications.models import OutboxMessage
from tests.factories.certification import certificate_of, completed

pytestmark = pytest.mark.django_db(transaction=True)


def a_job(cohort, by):
    return queue.start("issue_certificates", title="Terbitkan", params={"cohort": cohort.pk}, by=by)


def test_a_class_gets_its_certificates_one_by_one(cohort, issuer):
    done = [completed(cohort, result) for result in ("K", "BK", "K")]
    already = certificate_of(completed(cohort))
    job = a_job(cohort, issuer)

    runner.run_due()

    job.refresh_from_db()
    assert (job.state, job.done, job.skipped, job.failed) == ("done", 3, 0, 0)
    issued = Certificate.objects.exclude(pk=already.pk).order_by("sequence")
    assert {one.enrollment for one in issued} == set(done)
    assert [one.sequence for one in issued] == [2, 3, 4]
    assert {one.issued_by for one in issued} == {issuer.user}
    told = OutboxMessage.objects.filter(kind__startswith="certification/issued").order_by("pk")
    assert [message.kind.removeprefix("certification/") for message in told] == [
        "issued",
        "issued",
        "issued_statement",
        "issued",
    ]


def test_without_somebody_who_signs_each_row_says_so(cohort, center, issuer):
    completed(cohort)
    center.officials.update(valid_to="2020-01-02")
    job = a_job(cohort, issuer)

    runner.run_due()

    job.refresh_from_db()
    assert (job.state, job.skipped) == ("done", 1)
    assert job.results.get().code == "no_official"


def test_a_revoked_one_is_not_issued_anew_by_the_batch(cohort, issuer):
    certificate = certificate_of(completed(cohort))
    certificate.status, certificate.end_reason = "revoked", "Contoh."
    certificate.ended_at = certificate.issued_at
    certificate.save()
    a_job(cohort, issuer)

    runner.run_due()

    assert Certificate.objects.count() == 1
    assert Job.objects.get().total == 0
