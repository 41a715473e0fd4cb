"""`make run` as a newcomer sees it: it starts, it says where, and nothing is left when it has gone."""

import contextlib
import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

import pytest

from blk_portal.launch.folders import BASE_DIR, short_folder

KEPT = ("PATH", "HOME", "LANG", "TMPDIR", "VIRTUAL_ENV")
LAUNCH = [sys.executable, "-m", "blk_portal.launch.run"]


@pytest.fixture
def home():
    folder = short_folder("blk-run-test-")
    yield folder
    subprocess.run(["rm", "-rf", folder], check=True)


def start(home, **extra):
    """With the caller's path and nothing else: no DATABASE_URL of the suite leaks into it."""
    environment = {name: os.environ[name] for name in KEPT if name in os.environ}
    environment |= {"PORTAL_DATA": str(home), "PORTAL_DEMO": "no", **extra}
    return subprocess.Popen(
        LAUNCH, cwd=BASE_DIR, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )


def read_until(process, words, patience=90):
    seen, limit = "", time.monotonic() + patience
    while words not in seen:
        line = process.stdout.readline()
        assert line, f"ended before it said {words!r}: {seen}{process.stderr.read()}"
        assert time.monotonic() < limit, seen
        seen += line
    return seen


def belonging_to(home):
    """Commands of the processes whose command line or environment names this data folder."""
    found = []
    for entry in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):
            command = (entry / "cmdline").read_bytes()
            if str(home).encode() in command + (entry / "environ").read_bytes():
                found.append(command.decode())
    return found


def answer(url):
    try:
        with urllib.request.urlopen(url, timeout=20) as page:
            return page.status
    except urllib.error.HTTPError as refused:
        with refused:
            return refused.code


def becomes_ready(url, patience=30):
    """Once beat has sent a tick through Valkey and the worker has written the heartbeat."""
    limit = time.monotonic() + patience
    while answer(url) != 200 and time.monotonic() < limit:
        time.sleep(0.2)
    return answer(url) == 200


FAREWELL = {"", "worker: Warm shutdown (MainProcess)"}  # what Celery's signal handler may write, and nothing else


def unreadable(logs):
    """Lines that are not JSON: every process of ours writes through the one gate."""
    found = []
    for name in ("web", "messages", "jobs", "beat"):
        for line in set((logs / f"{name}.log").read_text().splitlines()) - FAREWELL:
            try:
                json.loads(line)
            except ValueError:
                found.append(f"{name}: {line}")
    return found


@pytest.mark.skipif(not os.path.isdir("/proc"), reason="needs /proc to look for what is left")
def test_it_starts_says_where_and_leaves_nothing(home):
    first = start(home)
    try:
        words = read_until(first, "Ready after")
        port = re.search(r"http://127\.0\.0\.1:(\d+)", words)[1]
        sockets = re.search(r"/tmp/blk-\w+|/var/tmp/blk-\w+", (home / "environment").read_text())[0]

        assert f"http://localhost:{port}" in words
        assert answer(f"http://127.0.0.1:{port}/healthz") == 200
        assert becomes_ready(f"http://localhost:{port}/readyz"), "beat, Valkey and the worker never met"
        assert {path.stem for path in (home / "log").glob("*.log")} >= {"web", "messages", "jobs", "beat", "postgres"}
        second = start(home)
        assert "already runs from" in second.communicate(timeout=30)[1]
    finally:
        for _ in range(2):  # an impatient person asks twice
            first.send_signal(signal.SIGTERM)
            time.sleep(0.2)
        first.communicate(timeout=30)

    assert first.returncode == 0
    assert unreadable(home / "log") == []
    assert belonging_to(home) == []
    assert not os.path.exists(sockets)
    assert sorted(path.name for path in home.iterdir() if path.suffix in {".lock", ".pid"}) == []
    with socket.socket() as wire:
        assert wire.connect_ex(("127.0.0.1", int(port))) != 0


def test_a_taken_port_is_refused_with_a_sentence(home):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        process = start(home, PORT=port)
        _, words = process.communicate(timeout=30)

    assert process.returncode == 1
    assert words.startswith(f"PORT={port} cannot be used on 127.0.0.1: ")
    assert words.endswith("Name another, or none.\n")


@pytest.mark.parametrize("port", ["eight", "99999999"])
def test_a_port_that_is_none_is_refused_with_a_sentence(home, port):
    _, words = start(home, PORT=port).communicate(timeout=30)

    assert words.startswith("PORT")
    assert "Traceback" not in words


def test_ctrl_c_while_it_is_still_starting_leaves_nothing_either(home):
    process = start(home)
    time.sleep(1.5)
    process.send_signal(signal.SIGINT)

    process.communicate(timeout=30)

    assert process.returncode in {130, -signal.SIGINT}  # the second: Python had not read the launcher yet
    assert belonging_to(home) == []
