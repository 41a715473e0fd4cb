"""What one upload costs: memory of the web process, memory and time of its child, file by file, the heaviest first.

Each file is taken by a process of its own, forked for it, so that the peak is that file's and nobody else's.
"""

import json
import os
import resource
import subprocess
import sys
import time
from io import BytesIO

import pytest

from tests.uploads import genuine, pictures, scans
from trainees import papers
from trainees.images import child, drawing, sandbox

MEGABYTE_IN_KB = 1024
# A process keeps the peak of the one it was forked from, so a child is measured by a parent that is next to nothing.
SMALL_PARENT = """
import resource, subprocess, sys
quiet = {"stdout": subprocess.PIPE, "stderr": subprocess.DEVNULL}
subprocess.run([sys.executable, "-I", "-c", *sys.argv[1:]], stdin=0, env={}, **quiet)
print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)
"""
SHOWN = 16


def taken(raw):
    """(outcome, seconds, MB that this process grew by, MB of its child at most)."""
    reading, writing = os.pipe()
    if not (pid := os.fork()):
        os.write(writing, json.dumps(_measured(raw)).encode())
        os._exit(0)
    os.close(writing)
    with os.fdopen(reading) as said:
        answer = json.load(said)
    os.waitpid(pid, 0)
    return answer


def _measured(raw):
    asked, draw = [], sandbox.draw
    sandbox.draw = lambda raw, kind, deadline: asked.append(kind) or draw(raw, kind, deadline)
    before, began = _resident(), time.perf_counter()
    paper = papers.clean_upload([BytesIO(raw)])
    seconds = time.perf_counter() - began
    own = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    outcome = paper.problems[0].code if paper.problems else f"{len(paper.pages)} pages"
    return outcome, seconds, max(own, 0) / MEGABYTE_IN_KB, _of_child(raw, *asked) / MEGABYTE_IN_KB


def _of_child(raw, kind=""):
    if not kind:
        return 0
    command = [sys.executable, "-I", "-c", SMALL_PARENT, sandbox.PROGRAM, sandbox.ROOT, kind]
    return int(subprocess.run(command, input=raw, capture_output=True, check=True).stdout)


def _resident():
    """The fork starts with its parent's pages: only what comes on top of them is the file's."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


@pytest.mark.filterwarnings("ignore::UserWarning")
def test_memory_and_time_of_each_file(figure):
    kinds = {f"genuine: {kind}": raw for kind, (_name, raw, _pages, _size) in genuine.genuine().items()}
    bombs = {**pictures.jpegs(), **pictures.pngs(), **pictures.webps(), **scans.pdfs(), **scans.heics()}
    kinds |= {f"hostile: {kind}": raw for kind, (raw, _outcome) in bombs.items()}
    rows = {kind: taken(raw) for kind, raw in kinds.items()}

    print(f"\n{len(rows)} files; the heaviest\n{'':<52} {'sent':>8} {'took':>7} {'web':>7} {'child':>7}")
    for kind, (outcome, seconds, own, of_child) in sorted(rows.items(), key=lambda row: -max(row[1][2:]))[:SHOWN]:
        size = len(kinds[kind]) / 1_000_000
        print(f"{kind:<52} {size:>5.1f} MB {seconds:>5.2f} s {own:>4.0f} MB {of_child:>4.0f} MB  {outcome}")
    figure("uploads: the most a web process grew by", max(row[2] for row in rows.values()), 160, "MB")
    figure("uploads: the most a child took", max(row[3] for row in rows.values()), child.MEMORY / 1_048_576, "MB")
    phone = rows["genuine: twelve megapixels"]
    figure("uploads: a photo of twelve megapixels", phone[1], 3, "s")


def test_what_a_child_costs_to_start(figure):
    began = resource.getrusage(resource.RUSAGE_CHILDREN)
    for kind in ("HEIC", "PDF", "WEBP") * 3:
        subprocess.run(
            [sys.executable, "-I", "-c", sandbox.PROGRAM, sandbox.ROOT, kind], input=b"", capture_output=True
        )
    ended = resource.getrusage(resource.RUSAGE_CHILDREN)

    spent = ended.ru_utime + ended.ru_stime - began.ru_utime - began.ru_stime
    figure("uploads: starting a child", spent / 9 * 1000, 150, "ms CPU")
    figure("uploads: decoded in the web process at most", drawing.LIGHT / 1_048_576, 64, "MB")
