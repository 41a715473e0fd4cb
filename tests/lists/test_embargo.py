"""Results that the head has not published yet are in no file that is taken out but by those who prepare them."""

import io
import uuid

import pytest
from django.test import TestCase
from django.urls import reverse
from openpyxl import load_workbook

from blk_portal.lists.asking import Asking, page_of
from blk_portal.lists.columns import columns_of
from centers.models import ColumnSet, Role
from enrollment import transitions
from jobs import runner
from jobs.models import Job
from tests.factories.centers import MembershipFactory, actor_at
from tests.factories.cohorts import CohortFactory, OfferingFactory, WaveFactory
from tests.factories.enrollment import ApplicationFactory, ScoreFactory

pytestmark = pytest.mark.django_db
APPLICATIONS, ROWS, PEOPLE = "enrollment.application", "enrollment.rankingrow", "trainees.trainee"
OF_RESULTS = {"rank", "total", "outcome", "reason", "nilai_tes", "nilai_wawancara", "status_pendaftaran", "alasan"}


@pytest.fixture
def wave(center):
    return WaveFactory(center=center, closed=True)


@pytest.fixture
def ranked(wave):
    """Two for one seat: the first would be accepted, the second is below the minimum."""
    cohort = CohortFactory(offering=OfferingFactory(wave=wave, minimum_score=50), seats=1)
    people = ApplicationFactory.create_batch(2, status="verified", cohort=cohort)
    for application, mark in zip(people, (88, 44), strict=True):
        for part in ("test", "interview"):
            ScoreFactory(application=application, part=part, value=mark)
    return people


def every_column(actor, center, label):
    """A column set of all that this list has for this role."""
    keys = list(columns_of(page_of(label), Asking(actor)))
    name = f"Semua {ColumnSet.objects.count()}"
    kept = ColumnSet.objects.create(owner=actor.user, center=center, list=label, name=name, columns=keys)
    return f"susunan-{kept.pk}"


def taken(client, label, columns):
    """What stands in the file, without the moment of taking it; None where there is no file for them."""
    answer = client.post(reverse("admin:export_list", args=[label]), {"columns": columns, "press": str(uuid.uuid4())})
    if answer.status_code == 403:
        return None
    with TestCase.captureOnCommitCallbacks(execute=True):
        runner.run_due()
    file = client.get(reverse("admin:export_file", args=[Job.objects.latest("pk").pk]))
    book = load_workbook(io.BytesIO(b"".join(file.streaming_content)))
    return [list(row) for row in book.worksheets[0].iter_rows(values_only=True)]


@pytest.mark.parametrize("columns", ["layar", "kementerian", "all"])
def test_a_proposal_changes_no_cell_of_the_exported_applications(client, officer, center, wave, ranked, columns):
    chosen = every_column(officer, center, APPLICATIONS) if columns == "all" else columns
    before = taken(client, APPLICATIONS, chosen)

    ranking = transitions.propose(wave, by=officer)

    assert taken(client, APPLICATIONS, chosen) == before
    transitions.publish(ranking, by=actor_at(center, Role.HEAD))
    assert (taken(client, APPLICATIONS, chosen) == before) is (columns == "kementerian")  # has no status of these


@pytest.mark.parametrize("role", [role for role in Role if role not in {Role.OFFICER, Role.HEAD}])
def test_nobody_who_may_not_prepare_results_takes_them_out(client, officer, center, wave, ranked, role):
    transitions.propose(wave, by=officer)
    client.force_login(MembershipFactory(role=role, center=None if role == Role.PROVINCE else center).user)

    assert [taken(client, label, "layar") for label in (APPLICATIONS, ROWS)] == [None, None]


def test_whoever_hands_out_certificates_exports_people_without_a_word_of_results(
    client, officer, center, wave, ranked
):
    """Not even by the column set of an officer who shares it: each column is asked of the reader's own role."""
    transitions.propose(wave, by=officer)
    shared = every_column(officer, center, PEOPLE)
    kept = ColumnSet.objects.get()
    ColumnSet.objects.update(shared=True, columns=[*kept.columns, *sorted(OF_RESULTS)])
    certification = actor_at(center, Role.CERTIFICATION)
    client.force_login(certification.user)

    heading, *rows = taken(client, PEOPLE, shared)

    assert (len(rows), "Nama" in heading) == (2, True)
    cells = [str(cell) for row in [heading, *rows] for cell in row]
    told = ("88", "44", "Nilai tes", "Peringkat", "Diterima", "Cadangan", "Belum terpilih")
    assert [word for word in told if word in cells] == []
    assert OF_RESULTS & set(columns_of(page_of("enrollment.enrollment"), Asking(certification))) == set()


def test_the_officer_who_prepares_them_does_take_them_out_so_the_tests_above_ask_of_something(
    client, officer, center, wave, ranked
):
    transitions.propose(wave, by=officer)

    heading, *rows = taken(client, ROWS, "layar")

    told = [dict(zip(heading, row, strict=True)) for row in rows]
    assert sorted(str(one["Hasil"]) for one in told) == ["Belum terpilih", "Diterima"]
