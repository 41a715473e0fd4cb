"""A hundredth of bench/bench_import.py: the worker is killed (-9) in the middle, and the table is the same."""

import pytest

from bench import participants
from bench.crashes import bring_in

LINES = 100


@pytest.fixture(autouse=True)
def _folder_of_its_own(settings, tmp_path):
    settings.MEDIA_ROOT = str(tmp_path / "media")


@pytest.mark.django_db(transaction=True)
@pytest.mark.timeout(600)
def test_a_worker_killed_in_the_middle_leaves_the_table_of_a_quiet_run(tmp_path):
    """The control reports a line before it is entered, as tasks that acknowledge early do: it must lose some."""
    quiet = bring_in(tmp_path, LINES)
    killed = bring_in(tmp_path, LINES, kills=3)
    control = bring_in(tmp_path, LINES, kills=3, naive=True)

    assert (quiet.refused, quiet.codes) == (participants.wrong_lines(LINES), {"row_error"})
    assert (killed.kills, killed.fingerprint, killed.done) == (3, quiet.fingerprint, quiet.done)
    assert killed.refused == quiet.refused
    assert control.fingerprint != quiet.fingerprint
