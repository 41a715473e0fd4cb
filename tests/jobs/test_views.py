import pytest
from django.urls import reverse

from centers.models import Role
from jobs.workflow import Outcome, State
from tests.factories.accounts import SuperuserFactory, UserFactory
from tests.factories.centers import CenterFactory, MembershipFactory, actor_at
from tests.factories.jobs import JobFactory, JobResultFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def center():
    return CenterFactory(code="pusat")


@pytest.fixture
def officer(center, client):
    actor = actor_at(center)
    client.force_login(actor.user)
    return actor


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
    assert "hx-trigger" not in over
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

    with django_assert_num_queries(5):  # session, user, memberships, job, results
        text = page(client, job)

    assert [row.label for row in rows if row.label in text and row.reason in text] == [row.label for row in rows]
    assert "Sudah beres" not in text


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
