"""The trail is read by officers and inspectors: no act of it is told by its name in the code."""

import re
from pathlib import Path

import pytest
from django.conf import settings

from centers.trails import DEEDS

WRITTEN = re.compile(r'(?:trail\.write|_note)\(\s*"[a-z_]+\.([a-z_]+)"')
TOLD_BY_STATUS = {"begin", "issue", "import_history"}  # these name the status they led to


def verbs():
    sources = [path for app in settings.FLOORS for path in (Path(settings.BASE_DIR) / app).rglob("*.py")]
    found = {verb for path in sources if "demo" not in path.parts for verb in WRITTEN.findall(path.read_text())}
    return sorted(found - TOLD_BY_STATUS)


def test_the_search_above_finds_acts():
    assert {"score", "resize", "signed_in"} <= set(verbs())


@pytest.mark.parametrize("verb", verbs())
def test_every_act_of_the_trail_has_words(verb):
    assert str(DEEDS[verb])
