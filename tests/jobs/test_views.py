import re

import pytest
from django.conf import settings as portal
from django.urls import reverse

from centers.models import Role
from enrollment.models import Ranking
from jobs.workflow import Outcome, State
from tests.factories.accounts import SuperuserFactory, UserFactory
from tests.factories.centers import CenterFactory, MembershipFactory, actor_at
from tests.factories.cohorts import CohortFactory, WaveFactory
from tests.factories.jobs import JobFactory, JobResultFactory

pytestmark = pytest.mark.django_db
KINDS = dict(portal.JOB_HANDLERS)


@pytest.fixture
def center():
    return CenterFactory(code="pusat")


@pytest.fixture
def officer(center, client):
    actor = actor_at(center)
    client.force_login(actor.user)
    return actor


@pytest.fixture
def kinds(kinds, settings):
    """The tests' own, beside those that know their page."""
    settings.JOB_HANDLERS = {**KINDS, **settings.JOB_HANDLERS}


def way_back(client, **job):
    """(address, words) of the button at the end of a job that is over, which the head of the page shows too."""
    text = page(client, JobFactory(center_code="pusat", state=State.DONE, **job))
    address, words = re.search(
        r'<a class="btn btn-primary" href="([^"]+)">\s*Kembali ke ([^<]+?)\s*</a>', text
    ).groups()
    assert f'<a class="page-header-back" href="{address}">' in text
    return address, words


def page(client, job, **headers):
    response = client.get(reverse("jobs:progress", args=[job.pk]), headers=headers)
    assert response.status_code == 200
    return response.content.decode()


def test_the_page_asks_for_news_until_the_job_is_over(client, officer):
    job = JobFactory(center_code="pusat", state=State.RUNNING, total=4, done=1)
    running = page(client, job)
    assert 'hx-trigger="every 2s"' in running
    assert "1 dari 4" in " ".join(running.split())
    assert f'href="/pekerjaan/{job.pk}/"' in running, "without JavaScript there is a plain link"

    over = page(client, JobFactory(center_code="pusat", state=State.DONE, total=4, done=4))
    assert "every 2s" not in over
    assert "Muat ulang" not in over


def test_htmx_gets_the_fragment_alone(client, officer):
    job = JobFactory(center_code="pusat", state=State.RUNNING, total=4, done=1)

    response = client.get(job.get_absolute_url(), headers={"HX-Request": "true"})

    assert response.content.decode().strip().startswith("<section")
    assert "HX-Request" in response["Vary"]


@pytest.mark.parametrize("size", [1, 5])
def test_every_exception_is_named_with_its_reason_and_costs_the_same(client, officer, size, django_assert_num_queries):
    job = JobFactory(center_code="pusat", state=State.DONE, total=2 * size + 1, done=1, skipped=size, failed=size)
    JobResultFactory(job=job, label="Sudah beres")
    rows = JobResultFactory.create_batch(size, job=job, outcome=Outcome.SKIPPED)
    rows += JobResultFactory.create_batch(size, job=job, outcome=Outcome.FAILED, reason="Terjadi kesalahan.")
    client.get(job.get_absolute_url())  # the session learns of the second factor once

    with django_assert_num_queries(7):  # session, user, memberships, job, results, view log, what undid it
        text = page(client, job)

    assert [row.label for row in rows if row.label in text and row.reason in text] == [row.label for row in rows]
    assert "Sudah beres" not in text


def test_the_page_leads_back_to_where_the_work_came_from(client, officer):
    ranking, cohort = Ranking.objects.create(wave=WaveFactory()), CohortFactory()
    wave = ranking.wave
    jobs = {
        "publish_ranking": {"ranking": ranking.pk},
        "issue_certificates": {"cohort": cohort.pk},
        "import_participants": {"wave": wave.pk, "file": "x.csv"},
    }
    control = (reverse("admin:wave_control", args=[wave.pk]), str(wave))

    found = {kind: way_back(client, kind=kind, params=params) for kind, params in jobs.items()}

    assert found == {
        "publish_ranking": control,
        "issue_certificates": (reverse("admin:cohorts_cohort_change", args=[cohort.pk]), str(cohort)),
        "import_participants": (reverse("admin:import_begin"), "Impor peserta"),
    }


def test_whoever_may_not_open_that_page_is_led_to_the_desk(client, center):
    client.force_login(actor_at(center, Role.CERTIFICATION).user)
    ranking = Ranking.objects.create(wave=WaveFactory())
    desk = (reverse("home_after_sign_in"), "Meja kerja")

    assert way_back(client, kind="publish_ranking", params={"ranking": ranking.pk}) == desk
    assert way_back(client, kind="issue_certificates", params={"cohort": 0}) == desk
    assert way_back(client, kind="count") == desk
    assert way_back(client, kind="of_last_year") == desk


def test_a_failed_job_says_why(client, officer):
    assert "Sebutkan kode a1b2" in page(
        client, JobFactory(center_code="pusat", state=State.FAILED, error="Sebutkan kode a1b2")
    )


def test_who_sees_a_job(client, center):
    creator, other = UserFactory(), UserFactory()
    job = JobFactory(center_code="pusat", created_by=creator)
    users = {
        "creator": creator,
        "stranger": other,
        "officer": actor_at(center).user,
        "head": actor_at(center, Role.HEAD).user,
        "instructor": actor_at(center, Role.INSTRUCTOR).user,
        "officer elsewhere": actor_at(CenterFactory()).user,
        "province": MembershipFactory(center=None, role=Role.PROVINCE).user,
        "superuser": SuperuserFactory(),
    }

    seen = {}
    for name, user in users.items():
        client.force_login(user)
        seen[name] = client.get(job.get_absolute_url()).status_code

    assert seen == {
        "creator": 200,
        "stranger": 404,
        "officer": 200,
        "head": 200,
        "instructor": 404,
        "officer elsewhere": 404,
        "province": 404,
        "superuser": 200,
    }


def test_a_job_of_no_center_is_its_starters_alone(client, officer):
    assert client.get(JobFactory().get_absolute_url()).status_code == 404


def test_only_who_started_it_stops_it(client, officer, center):
    job = JobFactory(center_code="pusat", created_by=actor_at(center).user)
    stop = reverse("jobs:cancel", args=[job.pk])
    assert stop not in page(client, job)
    assert client.post(stop).status_code == 403

    client.force_login(job.created_by)
    assert stop in page(client, job)
    response = client.post(stop, follow=True)

    job.refresh_from_db()
    assert job.state == State.CANCELLED
    assert "Yang sudah selesai tetap berlaku" in response.content.decode()
    assert "Pekerjaan ini sudah berakhir." in client.post(stop, follow=True).content.decode()
    assert client.get(stop).status_code == 405


# --- while it lasts ---


def news(client, job, seen):
    """What a screen reader is told by the fragment, or None."""
    text = page_at(client, f"{job.get_absolute_url()}?sudah={seen}")
    told = re.search(r'hx-swap-oob="innerHTML:#job-news">(.+?)</div>', text, re.S)
    return told and " ".join(told[1].split())


def page_at(client, url):
    return client.get(url, headers={"HX-Request": "true"}).content.decode()


def test_a_screen_reader_hears_of_each_quarter_and_of_the_end(client, officer):
    job = JobFactory(center_code="pusat", state=State.RUNNING, total=100, done=26)
    assert news(client, job, "running-1") is None
    assert news(client, job, "running-0") == "26 / 100: Sedang dikerjakan"

    over = JobFactory(center_code="pusat", state=State.DONE, total=100, done=100)
    assert news(client, over, "running-3") == "Selesai"
    assert 'role="status"' in page(client, over)
    assert client.get(over.get_absolute_url())["HX-Trigger"] == "jobs-changed", "the header counts again"
    assert "hx-swap-oob" not in page(client, over), "the whole page says nothing twice"


@pytest.mark.parametrize("size", [1, 30])
def test_asking_again_costs_the_same_for_any_size(client, officer, size, django_assert_num_queries):
    job = JobFactory(center_code="pusat", state=State.RUNNING, total=99, done=size)
    JobResultFactory.create_batch(size, job=job)
    page(client, job)

    with django_assert_num_queries(5):  # session, user, memberships, job, the last moments
        page_at(client, job.get_absolute_url())


def test_reasons_come_with_their_rows_the_most_frequent_first(client, officer):
    job = JobFactory(center_code="pusat", state=State.DONE, total=62, skipped=60, failed=2)
    JobResultFactory.create_batch(5, job=job, outcome=Outcome.SKIPPED, reason="Sudah lengkap.")
    JobResultFactory.create_batch(55, job=job, outcome=Outcome.SKIPPED, reason="Belum lengkap.")
    for reference in ["a1", "b2"]:
        reason = f"Sebutkan kode {reference}."
        JobResultFactory(job=job, outcome=Outcome.FAILED, code="unexpected", reason=reason)

    found = client.get(job.get_absolute_url()).context["exceptions"]

    assert [(one.number, one.outcome, one.reason, len(one.rows), one.more) for one in found] == [
        (55, "Dilewati", "Belum lengkap.", 50, 5),
        (5, "Dilewati", "Sudah lengkap.", 5, 0),
        (2, "Bermasalah", "", 2, 0),
    ]
    text = page(client, job)
    assert "… dan 5 lagi." in text
    assert ["Sebutkan kode a1." in text, "Sebutkan kode b2." in text] == [True, True]
