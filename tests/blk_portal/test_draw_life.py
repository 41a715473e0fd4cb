"""The page that shows the life of an application says what the code says."""

import pytest
from django.core.management import CommandError, call_command

from blk_portal.management.commands import draw_life
from enrollment.workflow import MOVES, Status


def test_the_page_shows_the_moves_of_today():
    page = draw_life.PAGE.read_text()

    assert draw_life.redrawn(page) == page, "run: make manage DO=draw_life"


def test_every_drawing_has_its_place_on_the_page():
    assert [found[1] for found in draw_life.BETWEEN.findall(draw_life.PAGE.read_text())] == list(draw_life.DRAWINGS)


def test_no_move_and_no_status_is_left_out():
    drawing = draw_life.application()

    assert [move.name for move in MOVES if f" --> {move.target} : {move.name}\n" not in drawing] == []
    assert [one.value for one in Status if f" as {one.value}\n" not in drawing] == []


def test_what_somebody_wrote_around_a_drawing_stays():
    page = "before\n<!-- drawn: ranking -->\nold\n<!-- /drawn -->\nafter\n"

    assert draw_life.redrawn(page) == f"before\n<!-- drawn: ranking -->\n{draw_life.ranking()}<!-- /drawn -->\nafter\n"


def test_the_command_writes_the_page_and_says_when_there_is_none(tmp_path, monkeypatch):
    page = tmp_path / "life.md"
    monkeypatch.setattr(draw_life, "PAGE", page)

    with pytest.raises(CommandError):
        call_command("draw_life")
    page.write_text("<!-- drawn: statuses -->\n<!-- /drawn -->\n")
    call_command("draw_life")

    assert page.read_text() == f"<!-- drawn: statuses -->\n{draw_life.statuses()}<!-- /drawn -->\n"
