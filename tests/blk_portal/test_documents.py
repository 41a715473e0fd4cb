"""What the documents promise is there: links, pictures, commands. And they name nobody's real computer."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import get_commands

ROOT = settings.BASE_DIR
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])
LINK = re.compile(r"\]\(([^)\s]+)\)")
FENCE = re.compile(r"^ *```.*?^ *```", re.DOTALL | re.MULTILINE)
HOST = re.compile(r"(?:[a-z+]+://(?:[^@/\s]+@)?|[\w.+-]+@)([a-z0-9.-]*[a-z0-9])", re.IGNORECASE)
NOBODY = {"localhost", "127.0.0.1", "host"}

pytestmark = pytest.mark.parametrize("page", PAGES, ids=[str(page.relative_to(ROOT)) for page in PAGES])


def links(page):
    """What is written in a fence is an example, not a link."""
    return [one for one in LINK.findall(FENCE.sub("", page.read_text())) if "://" not in one]


def anchors(page):
    """As the usual readers make them of headings: small letters, no signs, a dash for a blank."""
    headings = re.findall(r"^#+ (.+)$", FENCE.sub("", page.read_text()), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).strip().replace(" ", "-") for heading in headings}


def missing(page, wanted):
    found = [(one, page.parent / one.split("#")[0] if one.split("#")[0] else page) for one in wanted]
    return [one for one, path in found if not path.exists()]


def test_every_link_leads_somewhere(page):
    assert missing(page, [one for one in links(page) if Path(one).suffix != ".png"]) == []


def test_every_picture_is_there(page):
    assert missing(page, [one for one in links(page) if Path(one).suffix == ".png"]) == [], "run: make screenshots"


def test_every_link_into_a_page_finds_its_heading(page):
    inside = [one.split("#") for one in links(page) if "#" in one]
    targets = [(page.parent / path if path else page, heading) for path, heading in inside]

    assert [heading for target, heading in targets if heading not in anchors(target)] == []


def test_only_example_hosts_are_named(page):
    hosts = {host.lower() for host in HOST.findall(page.read_text())} - NOBODY

    assert sorted(host for host in hosts if "example" not in host.split(".")) == []


def test_every_command_that_is_named_exists(page):
    words = page.read_text()
    targets = set(re.findall(r"^([a-z0-9]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    asked = set(re.findall(r"`make ([a-z0-9]+)", words))
    managed = set(re.findall(r"(?:manage\.py |make manage DO=[\"']?)([a-z_]+)", words))

    assert sorted(asked - targets) + sorted(managed - set(get_commands())) == []
