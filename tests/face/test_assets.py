"""What a page may load, and what a template may contain."""

import re
from pathlib import Path

import brotli
import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from django.template.loader import render_to_string
from django.urls import reverse
from django.views.csrf import csrf_failure

TEMPLATES = sorted((Path(settings.BASE_DIR) / "templates").rglob("*.html"))
SPRITE = Path(settings.BASE_DIR) / "static/img/icons.svg"
LIST = Path(settings.BASE_DIR) / "static/vendor/bootstrap-icons/sprite.txt"
ICON_USED = re.compile(r'components/icon\.html" with name="([a-z0-9-]+)"')
LINKED = re.compile(r'(?:href|src)="/static/([^"#]+)')
FIRST_LOAD = 100_000


def symbols():
    return set(re.findall(r'<symbol id="([^"]+)"', SPRITE.read_text()))


def test_the_sprite_has_the_listed_icons_and_no_others():
    assert sorted(symbols()) == sorted(LIST.read_text().split())


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: str(path.relative_to(settings.BASE_DIR)))
def test_every_icon_a_template_names_is_in_the_sprite(template):
    assert set(ICON_USED.findall(template.read_text())) - symbols() == set()


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: str(path.relative_to(settings.BASE_DIR)))
def test_no_template_holds_what_the_policy_forbids(template):
    source = template.read_text()

    assert re.findall(r"<style|\sstyle=|<script(?![^>]*src=)|\son[a-z]+=|javascript:|https?://", source) == []


@pytest.mark.django_db
def test_the_first_page_weighs_less_than_100_kb_on_the_wire(client):
    page = client.get(reverse("account_signup"))
    names = set(LINKED.findall(page.content.decode()))
    names |= {"img/icons.svg", "img/illustrations/hero.svg"}
    files = [Path(finders.find(name)).read_bytes() for name in sorted(names)]

    weight = sum(len(brotli.compress(content)) for content in [page.content, *files])

    assert weight < FIRST_LOAD


def test_every_vendored_thing_has_its_licence():
    vendor = Path(settings.BASE_DIR) / "static/vendor"
    licences = sorted(path.parent.name for path in vendor.rglob("*") if path.name in {"LICENSE", "OFL.txt"})

    assert licences == ["bootstrap", "bootstrap-icons", "htmx", "plus-jakarta-sans"]


@pytest.mark.parametrize(
    ("page", "heading"), [("500.html", "Ada gangguan di pihak kami"), ("400.html", "Permintaan ini tidak bisa dibaca")]
)
def test_the_page_of_a_crash_needs_no_request_and_no_database(page, heading):
    assert f"<h1>{heading}</h1>" in render_to_string(page)


@pytest.mark.django_db
def test_a_page_that_does_not_exist_says_so_and_leads_on(client):
    response = client.get("/tidak-ada/")

    assert response.status_code == 404
    assert "<h1>Halaman tidak ditemukan</h1>" in response.content.decode()


def test_a_form_open_for_too_long_is_told_what_to_do(rf):
    response = csrf_failure(rf.post("/"))

    assert response.status_code == 403
    assert "<h1>Halaman ini terlalu lama terbuka</h1>" in response.content.decode()
