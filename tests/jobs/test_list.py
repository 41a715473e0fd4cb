"""All jobs of one person or of the center, the number in the header, and the rows as a file."""

import io
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from audit.models import ViewLog
from centers.models import Role
from jobs.models import DutyRun
from jobs.workflow import Outcome, State
from tests.factories.accounts import SuperuserFactory, UserFactory
from tests.factories.centers import CenterFactory, MembershipFactory, actor_at
from tests.factories.jobs import JobFactory, JobResultFactory

pytestmark = pytest.mark.django_db
LIST, LIVE = reverse("jobs:list"), reverse("jobs:live")


@pytest.fixture
def center():
    return CenterFactory(code="pusat")


@pytest.fixture
def officer(center, client):
    actor = actor_at(center)
    client.force_login(actor.user)
    return actor


def titles(client, **query):
    return [job.title for job in client.get(LIST, query).context["page"].object_list]


# --- the list ---


def test_one_sees_ones_own_and_with_a_click_those_of_the_center(client, officer, center):
    JobFactory(title="Milik saya", center_code="pusat", created_by=officer.user)
    JobFactory(title="Milik rekan", center_code="pusat", created_by=actor_at(center).user)
    JobFactory(title="Balai lain", center_code="lain", created_by=UserFactory())

    assert titles(client) == ["Milik saya"]
    assert titles(client, milik="balai") == ["Milik rekan", "Milik saya"]
    client.force_login(SuperuserFactory())
    assert titles(client) == []
    assert titles(client, milik="balai") == ["Balai lain", "Milik rekan", "Milik saya"]


def test_the_list_narrows_by_state(client, officer):
    states = {"Menunggu": State.QUEUED, "Berjalan": State.RUNNING, "Selesai": State.DONE, "Terhenti": State.FAILED}
    for title, state in states.items():
        JobFactory(title=title, state=state, created_by=officer.user)
    JobFactory(title="Selesai, satu bermasalah", state=State.DONE, total=1, failed=1, created_by=officer.user)

    assert titles(client, keadaan="berjalan") == ["Berjalan", "Menunggu"]
    assert titles(client, keadaan="selesai") == ["Selesai, satu bermasalah", "Selesai"]
    assert titles(client, keadaan="perlu-dilihat") == ["Selesai, satu bermasalah", "Terhenti"]
    assert len(titles(client, keadaan="entah")) == 5


def test_the_list_has_pages_and_says_who_when_and_what_was_taken_back(client, officer):
    old = timezone.now() - timedelta(days=1)
    job = JobFactory(
        title="Lama", state=State.DONE, created_by=officer.user, created_at=old, total=5, done=3, skipped=2
    )
    JobFactory(undoes=job, title="Pembatalan: Lama", created_by=officer.user)
    JobFactory.create_batch(24, created_by=officer.user)

    assert len(titles(client)) == 25
    assert titles(client, hal="2") == ["Lama"]
    assert titles(client, hal="entah") == titles(client)
    text = " ".join(client.get(LIST, {"hal": "2"}).content.decode().split())
    assert "5 dari 5 · 2 dilewati" in text
    assert "sudah dibatalkan" in text
    assert officer.user.full_name in text


@pytest.mark.parametrize("size", [1, 20])
def test_the_list_costs_the_same_for_any_size(client, officer, size, django_assert_num_queries):
    for number in range(size):
        job = JobFactory(title=f"Ke-{number}", center_code="pusat", created_by=UserFactory())
        JobFactory(undoes=job, center_code="lain")
    client.get(LIST)  # the session learns of the second factor once

    with django_assert_num_queries(5):  # session, user, memberships, count, jobs with starter and undoing
        assert len(titles(client, milik="balai")) == size


@pytest.mark.parametrize("role", [Role.INSTRUCTOR, Role.TREASURER, Role.PROVINCE])
def test_who_has_no_such_page_has_no_link_and_no_list(client, center, role):
    client.force_login(MembershipFactory(center=None if role == Role.PROVINCE else center, role=role).user)

    assert [client.get(url).status_code for url in [LIST, LIVE]] == [404, 404]
    assert LIST not in client.get(reverse("help")).content.decode()


# --- the number in the header ---


def test_the_header_fetches_how_many_are_under_way(client, officer, django_assert_num_queries):
    JobFactory(center_code="pusat", state=State.RUNNING)
    JobFactory(center_code="pusat", created_by=officer.user)
    JobFactory(center_code="pusat", state=State.DONE)
    JobFactory(center_code="lain")
    for page in [reverse("help"), reverse("admin:index")]:
        assert f'<span hx-get="{LIVE}" hx-trigger="load, jobs-changed from:body"' in client.get(page).content.decode()

    with django_assert_num_queries(4):  # session, user, memberships, count
        response = client.get(LIVE)

    assert " ".join(response.content.decode().split()) == (
        '<span class="jobs-live">2 <span class="visually-hidden">sedang berjalan</span></span>'
    )
    assert {*response["Cache-Control"].split(", ")} == {"private", "no-store"}, "a job may end the next moment"


def test_without_any_the_header_shows_no_number(client, officer):
    assert client.get(LIVE).content.decode().strip() == ""


# --- as a file ---


def test_the_result_is_a_workbook_of_all_rows_that_nothing_runs(client, officer):
    job = JobFactory(center_code="pusat", state=State.DONE, total=2, done=1, skipped=1)
    JobResultFactory(job=job, label="=HYPERLINK(1)", reason="PEL/1")
    late = JobResultFactory(job=job, label="Contoh Peserta", outcome=Outcome.SKIPPED, reason="Belum lengkap.")

    response = client.get(reverse("jobs:result", args=[job.pk]))

    sheet = load_workbook(io.BytesIO(response.content)).active
    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert [row[:3] for row in rows] == [
        ["Butir", "Hasil", "Keterangan"],
        ["=HYPERLINK(1)", "Berhasil", "PEL/1"],
        ["Contoh Peserta", "Dilewati", "Belum lengkap."],
    ]
    assert sheet["A2"].data_type == "s"
    assert abs(rows[2][3] - timezone.localtime(late.at).replace(tzinfo=None)) < timedelta(seconds=1)
    assert f'filename="pekerjaan-{job.pk}.xlsx"' in response["Content-Disposition"]


def test_that_it_was_taken_out_is_noted_with_the_number_of_rows(client, officer):
    job = JobFactory(center_code="pusat", state=State.DONE, total=7, done=7)
    JobResultFactory.create_batch(7, job=job)

    client.get(reverse("jobs:result", args=[job.pk]))

    noted = ViewLog.objects.get(page="jobs:result")
    assert (noted.user, noted.subject_ids, noted.rows) == (officer.user, [job.pk], 7)


def test_the_names_on_the_page_are_noted_when_the_job_is_over(client, officer):
    job = JobFactory(center_code="pusat", state=State.DONE, total=1, skipped=1)
    row = JobResultFactory(job=job, outcome=Outcome.SKIPPED)
    running = JobFactory(center_code="pusat", state=State.RUNNING, total=2, skipped=1)
    JobResultFactory(job=running, outcome=Outcome.SKIPPED)

    client.get(running.get_absolute_url())
    client.get(job.get_absolute_url())

    assert [one.subject_ids for one in ViewLog.objects.filter(page="jobs:progress").order_by("pk")] == [[row.pk]]


@pytest.mark.parametrize("size", [1, 300])
@pytest.mark.xdist_group("results")
def test_the_file_costs_the_same_for_any_size(client, officer, size, django_assert_num_queries):
    job = JobFactory(center_code="pusat", state=State.DONE, total=size, done=size)
    JobResultFactory.create_batch(size, job=job)
    client.get(reverse("jobs:result", args=[job.pk]))

    with django_assert_num_queries(7):  # session, user, memberships, job, rows, their number, view log
        client.get(reverse("jobs:result", args=[job.pk]))


def test_another_centers_file_does_not_exist(client, officer):
    job = JobFactory(center_code="lain", state=State.DONE)

    assert client.get(reverse("jobs:result", args=[job.pk])).status_code == 404


# --- what the clock does ---


def test_a_superuser_sees_how_each_duty_fares(client, settings):
    settings.DUTIES = {"a.well": "Yang baik", "a.failing": "Yang gagal", "a.new": "Yang baru"}
    now = timezone.now()
    DutyRun.objects.create(name="a.well", ok_at=now)
    DutyRun.objects.create(name="a.failing", failed_at=now, failures=3, error="KeyError (a1b2)")
    DutyRun.objects.create(name="a.new")
    DutyRun.objects.create(name="a.duty.of.last.year", failed_at=now, failures=9, error="x")
    client.force_login(SuperuserFactory())

    text = client.get(reverse("admin:jobs_dutyrun_changelist")).content.decode()

    said = ["Bermasalah, 3 kali berturut-turut", "KeyError (a1b2)", "Belum pernah selesai", "Yang baik", "last.year"]
    assert [words in text for words in said] == [True, True, True, True, False]
