"""The fault harness at its smallest: real processes, a few strikes each. `make faults` runs it at full size."""

import json
import os
import subprocess
import sys

import pytest
from django.conf import settings

from blk_portal.launch import folders

GIVEN_BY_THE_SUITE = {"DATABASE_URL", "DJANGO_SETTINGS_MODULE", "PORTAL_TEST_SOCKETS"}
STORIES = 6


@pytest.mark.timeout(600)
def test_every_promise_holds_under_its_fault_and_every_control_goes_red():
    rows = torment()

    assert [row for row in rows if not row["well"]] == []
    assert len([row for row in rows if row["control"]]) == len({row["story"] for row in rows}) == STORIES


def torment():
    folder = folders.short_folder("blk-faults-rows-")
    command = [sys.executable, "-m", "bench.faults", "--small", "--json", folder / "rows.json"]
    environment = {name: value for name, value in os.environ.items() if name not in GIVEN_BY_THE_SUITE}
    answer = subprocess.run(command, cwd=settings.BASE_DIR, env=environment, capture_output=True, text=True)
    try:
        return json.loads((folder / "rows.json").read_text())
    except FileNotFoundError:
        return pytest.fail(f"the harness broke down:\n{answer.stdout}{answer.stderr}")
    finally:
        folders.remove(folder)
