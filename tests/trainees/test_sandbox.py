"""The child may crash, hang, grow or lie: whoever asked gets a code, in time, and the web process goes on."""

import subprocess
import time
from io import BytesIO

import pytest
from PIL import Image

from tests.uploads.making import HEIC, WEBP
from trainees.images import child, sandbox
from trainees.images.formats import LONG_SIDE, Unreadable
from trainees.papers import clean_upload

START = "import sys; sys.path.append(sys.argv.pop(1)); from trainees.images import child; "


def soon(seconds=10):
    return time.monotonic() + seconds


@pytest.fixture
def instead(monkeypatch):
    """Another program runs in the child's place."""
    return lambda program: monkeypatch.setattr(sandbox, "PROGRAM", START + program)


def refused(raw=HEIC, kind="HEIC", deadline=None):
    with pytest.raises(Unreadable) as refusal:
        sandbox.draw(raw, kind, deadline or soon())
    return refusal.value.code


def test_a_photo_comes_back():
    [picture] = sandbox.draw(HEIC, "HEIC", soon())

    assert (picture.width, picture.height) == (1000, 700)
    assert picture.bytes.startswith(b"\xff\xd8\xff")


@pytest.mark.parametrize(
    ("program", "code"),
    [
        ("import os; os.abort()", "broken"),
        ("import ctypes; ctypes.string_at(0)", "broken"),
        ("raise SystemExit(3)", "broken"),
        ("print('hello')", "broken"),
        ('print(\'{"code": ""\')', "broken"),
        ("print('{}')", "broken"),
        ("print('[1, 2]')", "broken"),
        ("print('[' * 100000)", "broken"),
        ("child.answer('', [1])", "broken"),
        ('print(\'{"code": "", "pictures": [[1]]}\')', "broken"),
        ('print(\'{"code": "", "pictures": [["a", 1, 1, 1]]}\')', "broken"),
        ('print(\'{"code": "", "pictures": 7}\')', "broken"),
        ("sys.stdout.buffer.write(bytes([255] * 1000))", "broken"),
        ("child.SECONDS = 1; child.bind()\nwhile True: pass", "too_slow"),
        ("child.bind(); bytearray(child.MEMORY)", "broken"),
    ],
)
def test_what_goes_wrong_in_the_child_ends_there(instead, program, code):
    instead(program)

    assert refused() == code


def test_a_decoder_that_wants_too_much_memory_is_told_apart(instead):
    instead("import types; child.bind(); m = types.SimpleNamespace(draw=lambda raw, kind: bytearray(child.MEMORY)); ")
    sandbox.PROGRAM += "child.answer(*child._drawn(m, b'', 'HEIC'))"

    assert refused() == "too_heavy"


def test_a_child_that_hangs_is_ended_at_the_deadline(instead):
    instead("import time; time.sleep(60)")
    began = time.monotonic()

    assert refused(deadline=soon(0.4)) == "too_slow"
    assert time.monotonic() - began < 2


def test_a_child_that_never_reads_is_ended_too(instead):
    instead("import time; time.sleep(60)")

    assert refused(raw=b"x" * 5_000_000, deadline=soon(0.4)) == "too_slow"


@pytest.mark.parametrize(
    "deed",
    [
        "open('/etc/passwd')",
        "open('/tmp/evil', 'w')",
        "__import__('socket').socket()",
        "__import__('os').pipe()",
        "__import__('os').dup(1)",
    ],
)
def test_nothing_is_opened_once_the_file_is_read(instead, deed):
    instead(f"import os, socket; child.bind()\ntry:\n {deed}\nexcept OSError: child.answer('shut', [])")

    assert refused() == "shut"


def test_no_secret_of_ours_is_in_its_environment(instead, monkeypatch):
    monkeypatch.setenv("SECRET_KEY", "rahasia")
    instead("import os; child.answer(repr(sorted(os.environ)), [])")

    assert refused() in {"[]", "['LC_CTYPE']"}  # Python's own


def test_it_imports_no_django(instead):
    instead("import sys; from trainees.images import heic, pdf; child.answer(str('django' in sys.modules), [])")

    assert refused() == "False"


@pytest.mark.parametrize(
    ("body", "size"),
    [
        (b"<html><script>alert(1)</script>", (10, 10)),
        (WEBP, (1000, 700)),
        (None, (41, 30)),
        (None, (LONG_SIDE + 1, 30)),
    ],
)
def test_a_child_that_was_taken_over_hands_back_nothing(instead, body, size):
    plain = BytesIO()
    Image.new("RGB", (40, 30)).save(plain, "JPEG")
    picture = f"child.Picture({plain.getvalue() if body is None else body!r}, {size[0]}, {size[1]}, 9)"
    instead(f"from trainees.images.formats import Picture; child.Picture = Picture; child.answer('', [{picture}])")

    assert refused() == "broken"


def test_bytes_nobody_announced_are_not_taken(instead):
    instead("child.answer('', []); sys.stdout.buffer.write(b'more')")

    assert refused() == "broken"


def test_a_second_at_a_time_waits_and_is_told_to_come_back():
    with sandbox.AT_A_TIME:
        assert refused(deadline=soon(0.2)) == "busy"
    assert sandbox.draw(HEIC, "HEIC", soon())


def test_a_code_that_nobody_knows_has_a_sentence_all_the_same(instead):
    instead("child.answer('__class__', [])")

    assert [problem.code for problem in clean_upload([BytesIO(HEIC)]).problems] == ["broken"]


def test_one_that_never_stops_talking_is_cut_short(instead, monkeypatch):
    monkeypatch.setattr(sandbox, "MAX_ANSWER", 1_000_000)
    instead("\nwhile True: sys.stdout.buffer.write(bytes(65536))")
    began = time.monotonic()

    assert refused() == "broken"
    assert time.monotonic() - began < 3


def test_one_that_says_nothing_and_stays_is_ended(instead):
    instead("import os, time; os.close(1); time.sleep(60)")

    assert refused(deadline=soon(0.5)) == "too_slow"


def test_no_child_is_left_behind(instead):
    instead("import time; time.sleep(60)  # ditinggal")
    refused(deadline=soon(0.3))

    running = subprocess.run(["ps", "-eo", "args"], capture_output=True, text=True, check=True).stdout
    assert [line for line in running.splitlines() if "# ditinggal" in line and "-I" in line] == []


def test_the_child_is_bound_before_it_reads():
    names = child.main.__code__.co_names

    assert names.index("bind") < names.index("stdin")
