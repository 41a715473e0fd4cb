import re

import pytest
from django.http import Http404
from django.template.loader import render_to_string

from blk_portal.gallery import SampleForm, gallery


@pytest.fixture
def page(rf, settings):
    settings.DEMONSTRATION = True
    request = rf.get("/gallery/")
    request.user = type("Visitor", (), {"is_authenticated": False})()
    return gallery(request).content.decode()


def test_outside_a_demonstration_there_is_no_gallery(rf, settings):
    settings.DEMONSTRATION = False

    with pytest.raises(Http404):
        gallery(rf.get("/gallery/"))


def test_the_gallery_shows_every_component(page):
    shown = ["page-header", "badge-status", "alert-warning", "timeline-current", "table-cards", "empty", "<progress"]
    shown += ["error-summary", "stat-value", "steps-current", "confirm-buttons", "demo-code", "field-invalid"]

    assert [part for part in shown if part not in page] == []


def test_every_id_is_given_once(page):
    ids = re.findall(r'\sid="([^"]+)"', page)

    assert sorted(ids) == sorted(set(ids))


def test_every_aria_reference_points_at_something(page):
    ids = set(re.findall(r'\sid="([^"]+)"', page))
    named = " ".join(re.findall(r'aria-(?:describedby|labelledby|controls)="([^"]+)"', page)).split()

    assert set(named) - ids == set()


def test_a_wrong_field_says_so_beside_itself_and_in_the_summary():
    form = SampleForm({"nickname": "Ayu"}, {})

    page = render_to_string("components/field.html", {"field": form["name"]})
    summary = render_to_string("components/error_summary.html", {"form": form})

    assert 'aria-invalid="true"' in page
    assert 'aria-describedby="id_name_helptext id_name_error"' in page
    assert 'id="id_name_error"' in page
    assert 'href="#id_name"' in summary


def test_what_may_stay_empty_says_so():
    form = SampleForm()

    assert "(boleh kosong)" in render_to_string("components/field.html", {"field": form["nickname"]})
    assert "(boleh kosong)" not in render_to_string("components/field.html", {"field": form["name"]})
