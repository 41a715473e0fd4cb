import pytest

from audit.moves import Actor
from jobs import queue


@pytest.fixture(autouse=True)
def kinds(settings):
    settings.JOB_HANDLERS = {
        "count": "tests.jobs.work.Count",
        "chunks": "tests.jobs.work.CountInChunks",
        "unplannable": "tests.jobs.work.Unplannable",
        "adrift": "tests.jobs.work.Adrift",
        "unfinishable": "tests.jobs.work.Unfinishable",
        "told": "tests.jobs.work.Told",
        "own": "tests.jobs.work.TakenBackByItsStarter",
        "nowhere": "tests.jobs.nowhere.Nothing",
    }


@pytest.fixture
def started():
    """Start a job of the tests' own kinds."""

    def start(kind="count", upto=3, by=None, **params):
        return queue.start(kind, title="Menghitung", params={"upto": upto, **params}, by=by or Actor(role="clock"))

    return start
