"""What people really hand in is taken: upright, legible, page for page, and not one of them told to do it again."""

from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from tests.uploads import genuine
from tests.uploads.making import paper, saved
from tests.uploads.plain import assert_plain
from trainees import papers

GENUINE = genuine.genuine()
WHITE, RED, BLUE = (255, 255, 255), (200, 30, 30), (0, 0, 255)


def cleaned(name, raw):
    upload = SimpleUploadedFile("x", raw)
    upload._name = name
    return papers.clean_upload([upload])


def drawn(page):
    return Image.open(BytesIO(page.bytes))


def is_like(pixel, colour):
    return all(abs(a - b) < 40 for a, b in zip(pixel, colour, strict=True))


def test_there_are_forty_kinds():
    assert len(GENUINE) >= 40


@pytest.mark.parametrize("kind", GENUINE)
def test_genuine_papers_are_taken(kind):
    name, raw, count, size = GENUINE[kind]

    paper = cleaned(name, raw)

    assert paper.problems == ()
    assert len(paper.pages) == count
    assert [abs(a - b) <= 2 for a, b in zip((paper.pages[0].width, paper.pages[0].height), size, strict=True)] == [
        True,
        True,
    ]
    assert (paper.original == raw) == raw.startswith(b"%PDF")
    assert paper.hints == ([(1, "tiny")] if "Nokia" in kind else [])
    for page in paper.pages:
        assert_plain(page.bytes)


@pytest.mark.parametrize("kind", [kind for kind in GENUINE if "turned by EXIF" in kind or "iPhone" in kind])
def test_they_stand_upright(kind):
    name, raw, _count, _size = GENUINE[kind]

    image = drawn(cleaned(name, raw).pages[0])

    assert is_like(image.getpixel((image.width // 40, image.height // 40)), RED)


@pytest.mark.parametrize("kind", [kind for kind in GENUINE if "see through" in kind and "palette" not in kind])
def test_what_one_can_see_through_lies_on_white(kind):
    image = drawn(cleaned(*GENUINE[kind][:2]).pages[0])

    assert is_like(image.getpixel((800, 350)), WHITE)


def test_what_was_filled_into_a_form_is_seen():
    image = drawn(cleaned(*GENUINE["a form that was filled in"][:2]).pages[0])

    assert is_like(image.getpixel((image.width // 2, image.height // 2)), BLUE)


def test_type_without_fonts_is_still_type():
    image = drawn(cleaned(*GENUINE["typed, without fonts of its own"][:2]).pages[0])

    assert image.convert("L").crop((150, 300, 1200, 500)).getextrema()[0] < 60


@pytest.mark.parametrize(("blur", "hints"), [(0, []), (1, []), (9, [(1, "blurred")]), (20, [(1, "blurred")])])
def test_what_is_badly_out_of_focus_is_said_and_taken(blur, hints):
    photo = paper(3000, 2000).filter(genuine.out_of_focus(blur))

    kept = cleaned("foto.jpg", saved(photo))

    assert (kept.problems, kept.hints) == ((), hints)
