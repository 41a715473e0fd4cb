"""Hands one file to the child, and believes little of what comes back. Why: docs/decisions/0021."""

import json
import subprocess
import sys
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryFile
from threading import BoundedSemaphore, Timer
from time import monotonic

from PIL import Image

from trainees.images.formats import LONG_SIDE, MAX_PAGES, MEGABYTE, Picture, Unreadable

ROOT = str(Path(__file__).resolve().parents[2])
PROGRAM = "import sys; sys.path.append(sys.argv.pop(1)); from trainees.images.child import main; main()"
AT_A_TIME = BoundedSemaphore(1)  # in one web process: a child is bound to child.MEMORY, and two would be too much
MAX_PICTURE = 4 * MEGABYTE
MAX_ANSWER = MAX_PAGES * MAX_PICTURE + 4096
OUT_OF_TIME = -24  # killed by SIGXCPU


def draw(raw, kind, deadline):
    """The pictures in this file, made by a child. `deadline` is a moment of time.monotonic(). Raises Unreadable."""
    if not AT_A_TIME.acquire(timeout=max(deadline - monotonic(), 0)):
        raise Unreadable("busy")
    try:
        said, returncode = _asked(raw, kind, deadline)
    finally:
        AT_A_TIME.release()
    try:
        return _understood(said, returncode)
    except (
        ValueError,
        TypeError,
        KeyError,
        RecursionError,
    ) as nonsense:  # it crashed, was ended for its memory, or was taken over
        raise Unreadable(getattr(nonsense, "code", "broken")) from nonsense


def _asked(raw, kind, deadline):
    """What it said, never more than an honest one has to say, and how it ended."""
    command = [sys.executable, "-I", "-c", PROGRAM, ROOT, kind]
    with TemporaryFile() as source:
        source.write(raw)
        source.seek(0)
        pipes = {"stdin": source, "stdout": subprocess.PIPE, "stderr": subprocess.DEVNULL}
        with subprocess.Popen(command, **pipes, env={}, cwd="/", start_new_session=True) as child:
            said = _heard(child, deadline)
    if child.returncode == OUT_OF_TIME or monotonic() >= deadline:
        raise Unreadable("too_slow")
    return said, child.returncode


def _heard(child, deadline):
    end = Timer(max(deadline - monotonic(), 0), child.kill)
    end.start()
    said = child.stdout.read(MAX_ANSWER)
    if len(said) == MAX_ANSWER:
        child.kill()
    child.wait()  # a child that closed its mouth and stays is ended by the clock as well
    end.cancel()
    return said


def _understood(said, returncode):
    line, _newline, body = said.partition(b"\n")
    head = json.loads(line)
    if returncode or head["code"]:
        raise Unreadable(head["code"] or "broken")
    return _pictures(head["pictures"], body)


def _pictures(sizes, body):
    found, at = [], 0
    for length, width, height, sharpness in sizes[:MAX_PAGES]:
        found.append(Picture(body[at : at + length], width, height, sharpness))
        at += length
    if not found or at != len(body) or not all(_is_ours(one) for one in found):
        raise Unreadable("broken")
    return found


def _is_ours(picture):
    """A child taken over by its file could hand back anything: only a plain JPEG of our own bounds passes."""
    if len(picture.bytes) > MAX_PICTURE or max(picture.width, picture.height) > LONG_SIDE:
        return False
    try:
        image = Image.open(BytesIO(picture.bytes), formats=["JPEG"])
    except Exception:
        return False
    return image.size == (picture.width, picture.height) and image.mode == "RGB" and set(image.info) <= JFIF


JFIF = {"jfif", "jfif_version", "jfif_unit", "jfif_density"}
