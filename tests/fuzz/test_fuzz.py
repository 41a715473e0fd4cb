"""Generated requests over every public and trainee form and address: nothing breaks, nothing leaks, and much is taken.

`make test` sends some hundred, `make fuzz` five thousand (FUZZ_REQUESTS=, FUZZ_SEED=). A failure tells the seed and
the smallest request that shows it.
"""

import os

import pytest

from tests.fuzz import addresses
from tests.fuzz.land import Land
from tests.fuzz.walk import Walk

REQUESTS = int(os.environ.get("FUZZ_REQUESTS", "300"))
SEED = os.environ.get("FUZZ_SEED", "2026")
SHARE = 0.2

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.xdist_group("fuzz"),
    pytest.mark.timeout(120 + REQUESTS),
]


def test_nothing_that_is_sent_breaks_a_page_or_a_promise(pytestconfig):
    tally = Walk(Land(), SEED).run(REQUESTS)

    pytestconfig.get_terminal_writer().line(f"\n{tally}")
    assert not tally.found, str(tally)
    assert not tally.broken, str(tally)
    assert tally.share >= SHARE, str(tally)
    assert set(addresses.names()) - set(tally.visited) == set()


# --- the control: a bug of each kind is found ----------------------------------------------------------------------


@pytest.fixture
def planted(settings):
    settings.ROOT_URLCONF = "tests.fuzz.planted"
    return Land()


def walk(land, start, *, name="", count=120):
    """What people find who know this one page."""
    land.people, land.person = 0, lambda dice: land.somebody_at(start, dice)
    return Walk(land, SEED, only=[name or start.strip("/").replace("/", ":")]).run(count)


def test_a_bug_of_each_kind_is_found(planted):
    breaks = walk(planted, "/tanam/box/")
    shows = walk(planted, "/tanam/shelf/", name="journey:application")
    harms = walk(planted, "/tanam/axe/")

    [found] = breaks.found.values()
    assert (found.fault.kind, found.fault.where.split()[-1]) == ("ValueError", "box")
    assert [name for name, _value in found.ask.fields] == ["count"]  # told with that one field alone
    assert f"seed {SEED}" in str(breaks)
    assert [found.fault.kind for found in shows.found.values()] == ["shows what is not one's own"]
    assert (set(breaks.broken), set(harms.broken)) == (set(), {"strangers touched"})


def test_one_seed_makes_one_walk(planted):
    one, other = (walk(planted, "/tanam/shelf/", count=60) for _ in range(2))

    assert (one.statuses, one.accepted, one.forms) == (other.statuses, other.accepted, other.forms)
    assert one.asked == one.statuses.total() == 60
