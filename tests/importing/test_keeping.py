"""A sheet of people is read once for all turns of its import, and stays in no process longer than there is work."""

import pytest
from django.utils import timezone

from audit.moves import Actor
from blk_portal.importing import job as importing
from blk_portal.importing import reading
from jobs import leases, runner
from jobs.models import Job
from tests.importing.conftest import sample


@pytest.fixture
def job(wave, tmp_path, settings):
    settings.MEDIA_ROOT = str(tmp_path / "media")
    sample.write_xlsx(sample.sheet(), tmp_path / "peserta.xlsx")
    return importing.start(tmp_path / "peserta.xlsx", wave, by=Actor(role="console", center_code="contoh"))


@pytest.fixture
def times(monkeypatch):
    """The paths that were read."""
    seen, read = [], reading.read
    monkeypatch.setattr(reading, "read", lambda path, layout=None: seen.append(path) or read(path, layout))
    return seen


def one_turn():
    runner.run(leases.claim(), until=0)


@pytest.mark.django_db
def test_two_turns_read_the_sheet_once(job, times):
    one_turn()
    one_turn()

    assert len(times) == 1


@pytest.mark.django_db
def test_once_nothing_is_due_the_sheet_of_a_cancelled_import_is_forgotten(job):
    one_turn()
    assert importing._table_in.cache_info().currsize == 1
    Job.objects.update(cancel_asked_at=timezone.now())

    runner.run_due()

    job.refresh_from_db()
    assert (job.state, importing._table_in.cache_info().currsize) == ("cancelled", 0)
