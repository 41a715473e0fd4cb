"""A process of its own for one file: what goes wrong in a C library ends here. Started by `sandbox`.

It is bound before it reads the first byte: so much memory, so many seconds of a processor, not a file more to open or
to write. It gets no environment, so no key of ours is in it.
"""

import json
import resource
import sys
from importlib import import_module

from PIL import Image

from trainees.images.formats import MEGABYTE, Unreadable

MODULES = {"HEIC": "heic", "PDF": "pdf"}
MEMORY = 640 * MEGABYTE
SECONDS = 12
OPEN_FILES = 3  # stdin, stdout, stderr; a fourth never opens


def main():
    kind = sys.argv[1]
    module = import_module(f"trainees.images.{MODULES.get(kind, 'drawing')}")
    Image.preinit()
    bind()
    answer(*_drawn(module, sys.stdin.buffer.read(), kind))


def bind():
    for limit, value in {
        resource.RLIMIT_AS: MEMORY,
        resource.RLIMIT_NOFILE: OPEN_FILES,
        resource.RLIMIT_FSIZE: 0,
        resource.RLIMIT_CORE: 0,
    }.items():
        resource.setrlimit(limit, (value, value))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS + 1))  # SIGXCPU says why, a second before SIGKILL


def _drawn(module, raw, kind):
    try:
        return "", module.draw(raw, kind)
    except Unreadable as refusal:
        return refusal.code, []
    except MemoryError:
        return "too_heavy", []


def answer(code, pictures):
    """One line of JSON, then the pictures one behind the other."""
    sizes = [[len(one.bytes), one.width, one.height, one.sharpness] for one in pictures]
    sys.stdout.buffer.write(json.dumps({"code": code, "pictures": sizes}).encode() + b"\n")
    for one in pictures:
        sys.stdout.buffer.write(one.bytes)
    sys.stdout.buffer.flush()
