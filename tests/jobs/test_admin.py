import pytest
from django.urls import reverse

from jobs.workflow import Outcome
from tests.factories.centers import CenterFactory, actor_at
from tests.factories.jobs import JobFactory, JobResultFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def officer(client):
    actor = actor_at(CenterFactory(code="pusat"))
    client.force_login(actor.user)
    return actor


@pytest.mark.parametrize("model", ["job", "jobresult"])
def test_an_officer_looks_at_the_jobs_of_the_center_and_changes_none(client, officer, model):
    own, foreign = (
        JobFactory(center_code=code, title=f"Milik {code}", total=1, skipped=1) for code in ["pusat", "lain"]
    )
    rows = {
        "job": [own, foreign],
        "jobresult": [JobResultFactory(job=job, label=job.title, outcome=Outcome.SKIPPED) for job in [own, foreign]],
    }
    mine, theirs = [reverse(f"admin:jobs_{model}_change", args=[row.pk]) for row in rows[model]]

    listed = client.get(reverse(f"admin:jobs_{model}_changelist")).content.decode()

    assert ("Milik pusat" in listed, "Milik lain" in listed) == (True, False)
    assert client.get(mine).status_code == 200
    assert client.get(theirs).status_code == 404
    assert client.post(mine, {"title": "x"}).status_code == 403
