"""Whatever is thrown at the door is refused with a word, or comes out as a plain picture with nothing of it left."""

import re
import time
from contextlib import suppress
from io import BytesIO
from pathlib import Path
from threading import Thread

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.forms import ImageField

from tests.uploads import pictures, scans, strangers
from tests.uploads.making import JPEG, WORD
from tests.uploads.plain import assert_plain
from trainees import papers
from trainees.images import child, sandbox
from trainees.images.formats import LONG_SIDE, MAX_BYTES

HOSTILE = {
    **pictures.jpegs(),
    **pictures.pngs(),
    **pictures.webps(),
    **scans.pdfs(),
    **scans.heics(),
    **strangers.strangers(),
}
SECONDS = 6  # a file's whole stay; most take a hundredth
KILOBYTE = 1024


@pytest.fixture
def peaks(monkeypatch):
    """Kilobytes that children stood at; getrusage would tell of the process they were forked from."""
    found, heard = [], sandbox._heard

    def watched(process, deadline):
        watch = Thread(target=watch_memory, args=(process.pid, found))
        watch.start()
        said = heard(process, deadline)
        watch.join()
        return said

    monkeypatch.setattr(sandbox, "_heard", watched)
    return found


def watch_memory(pid, found):
    """Until the child has ended: then its status names no memory, or is gone."""
    with suppress(FileNotFoundError, ProcessLookupError):
        while highest := re.search(r"VmHWM:\s+(\d+) kB", Path(f"/proc/{pid}/status").read_text()):
            found.append(int(highest[1]))
            time.sleep(0.005)


def sent(raw, name="foto.jpg", kind="image/jpeg"):
    return SimpleUploadedFile(name, raw, content_type=kind)


def became(raw):
    """A code, or CLEAN once every page is known to be plain."""
    paper = papers.clean_upload([sent(raw)])
    for page in paper.pages:
        assert_plain(page.bytes)
        assert WORD not in page.bytes
        assert max(page.width, page.height) <= LONG_SIDE
    assert all(problem.sentence.endswith(".") for problem in paper.problems)
    return paper.problems[0].code if paper.problems else pictures.CLEAN


@pytest.mark.filterwarnings("ignore::UserWarning")  # Pillow, on odd EXIF and palettes
@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_files_are_refused_or_neutralised(name, peaks):
    raw, outcome = HOSTILE[name]
    allowed = outcome if isinstance(outcome, set) else {outcome}
    if outcome == pictures.EITHER:
        allowed = {pictures.CLEAN, *papers.SENTENCES} - {"busy", "not_a_photo", "empty", "too_large"}

    began = time.monotonic()
    result = became(raw)

    assert result in allowed
    assert time.monotonic() - began < SECONDS
    assert max(peaks, default=0) * KILOBYTE < child.MEMORY


def test_the_corpus_is_large():
    assert len(HOSTILE) >= 120


def test_the_memory_of_a_child_is_seen(peaks):
    """The control of the bound above."""
    assert became(HOSTILE["a program inside"][0]) == pictures.CLEAN

    assert max(peaks) > 10_000


@pytest.mark.filterwarnings("ignore::UserWarning", "ignore::PIL.Image.DecompressionBombWarning")
def test_a_plain_image_field_would_have_let_many_in():
    let_in = [name for name, (raw, outcome) in HOSTILE.items() if raw and outcome != "clean" and _django_takes(raw)]

    assert len(let_in) >= 25


def _django_takes(raw):
    try:
        ImageField().clean(sent(raw))
    except (ValidationError, MemoryError, ValueError, SyntaxError, OSError):
        return False
    return True


@pytest.mark.parametrize("name", scans.slow())
def test_what_would_take_hours_is_ended(name, monkeypatch):
    monkeypatch.setattr(papers, "SECONDS", 2)

    began = time.monotonic()
    result = became(scans.slow()[name])

    assert result in {"too_slow", "clean", "broken", "too_heavy"}
    assert time.monotonic() - began < 3


@pytest.mark.parametrize("name", strangers.NAMES)
def test_a_name_is_told_harmlessly(name):
    upload = sent(b"GIF89a")
    upload._name = name.replace("\\", "/").rsplit("/", 1)[-1]  # what Django leaves of it

    paper = papers.clean_upload([sent(JPEG), upload])

    [problem] = paper.problems
    told = strangers.NAMES[name]
    assert problem.sentence.startswith(f"Berkas ke-2 ({told}): ")
    assert (problem.code, len(paper.pages)) == ("not_a_photo", 1)


def test_neither_type_nor_size_is_believed():
    lies = sent(JPEG, "ktp.pdf", "application/pdf")
    assert papers.clean_upload([lies]).problems == ()

    small = BytesIO(b"\xff\xd8\xff" + b"\0" * MAX_BYTES)
    small.size = 10
    assert papers.clean_upload([small]).problems[0].code == "too_large"
