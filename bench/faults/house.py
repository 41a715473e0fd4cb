"""Every process of the portal, each a real one: PostgreSQL, Valkey, web, two workers, beat. Start, kill, look."""

import contextlib
import os
import random
import signal
import sys
import time
import urllib.request
from pathlib import Path

from blk_portal.launch import folders, servers
from blk_portal.launch.claims import open_door
from blk_portal.launch.run import CELERY, CHILDREN

PYTHON = sys.executable
GUNICORN = [
    PYTHON,
    "-m",
    "gunicorn",
    "blk_portal.wsgi",
    "--workers",
    "2",
    "--worker-class",
    "gthread",
    "--threads",
    "4",
]
GUNICORN += ["--timeout", "60", "--logger-class", "blk_portal.logs.GunicornLogger", "--no-control-socket"]


def wait_for(condition, seconds, what, pause=0.05):
    """Look twenty times a second until it is true; how long that took."""
    began = time.monotonic()
    while not condition():
        assert time.monotonic() - began < seconds, f"{what}: not within {seconds} s"
        time.sleep(pause)
    return time.monotonic() - began


class House:
    """In one folder, on sockets and loopback. `environment` is what every process of the portal gets."""

    def __init__(self, folder, **settings):
        self.folder, self.processes, self.port = folder, {}, None
        folder.chmod(0o711)
        (folder / "pg").mkdir()
        self.postgres = servers.Postgres(folder / "data", folder / "pg", self.log("postgres"), **settings)
        self.valkey = servers.Valkey(folder, self.log("valkey"))
        self.environment = os.environ | {
            "DJANGO_SETTINGS_MODULE": "bench.faults.settings",
            "DATABASE_URL": self.postgres.url("portal"),
            "REDIS_URL": self.valkey.url,
            "MEDIA_ROOT": str(folder / "media"),
            "PYTHONUNBUFFERED": "1",
        }

    def log(self, name):
        return self.folder / f"{name}.log"

    # starting

    def open(self):
        self.postgres.start()
        self.postgres.ensure_database("portal")
        self.valkey.start()

    def start(self, *names):
        for name in names:
            if name not in self.processes:
                self.processes[name] = self._spawn(name)

    def commands(self):
        beat = [*CELERY, "beat", "--schedule", self.folder / "schedule", "--pidfile="]
        naive = [PYTHON, "-m", "celery", "-A", "bench.faults.naive", "worker", "-c", "1", "-Q", "naive", "-n", "naive"]
        return CHILDREN | {"beat": beat, "naive": naive}

    def _spawn(self, name):
        options = {"cwd": folders.BASE_DIR, "env": self.environment}
        if name != "web":
            return servers.spawn(self.commands()[name], self.log(name), **options)
        door = open_door("127.0.0.1", self.port)
        self.port = str(door.getsockname()[1])
        command = [*GUNICORN, "--bind", f"fd://{door.fileno()}"]
        process = servers.spawn(command, self.log(name), pass_fds=[door.fileno()], **options)
        door.close()
        wait_for(self._answers, 60, "the first page")
        return process

    def _answers(self):
        with contextlib.suppress(OSError), urllib.request.urlopen(f"{self.site}/healthz", timeout=5):
            return True

    @property
    def site(self):
        return f"http://127.0.0.1:{self.port}"

    # hurting

    def kill(self, name):
        """kill -9, children and all: no handler runs, nothing is tidied up."""
        process = self.processes.pop(name)
        servers.kill_group(process)
        process.wait(5)

    def kill_child(self, name):
        """kill -9 of the pool's process alone, as an out-of-memory killer would. False: it has none, only threads."""
        found = children(self.processes[name].pid)
        for child in found:
            with contextlib.suppress(ProcessLookupError):
                os.kill(child, signal.SIGKILL)
        return bool(found)

    def lose_valkey(self, away):
        """Killed, and back after `away` seconds with nothing in it."""
        servers.kill_group(self.valkey.process)
        self.valkey.process.wait(5)
        self.valkey.socket.unlink(missing_ok=True)
        time.sleep(away)
        self.valkey.start()

    def restart_postgres(self, away=0.0):
        """`pg_ctl stop -m immediate`: no goodbye to anybody, recovery from the log at the start."""
        self.postgres.stop(signal.SIGQUIT)
        time.sleep(away)
        self.postgres.start()

    # looking

    def pids(self):
        """Who runs, by process: none of them may have been started again by us when it says so."""
        return {name: process.pid for name, process in self.processes.items() if process.poll() is None}

    def last_words(self):
        logs = sorted(self.folder.glob("*.log"))
        return "\n".join(f"--- {log.name}\n{servers.last_lines(log)[-2000:]}" for log in logs)

    def close(self):
        for name in [*self.processes]:
            self.kill(name)
        self.valkey.stop()
        self.postgres.stop(signal.SIGQUIT)
        folders.remove(self.folder)


def children(pid):
    """The processes this one has forked, whichever thread did it."""
    found = []
    for listing in Path(f"/proc/{pid}/task").glob("*/children"):
        with contextlib.suppress(OSError):
            found += map(int, listing.read_text().split())
    return found


def a_moment(longest):
    time.sleep(random.uniform(0, longest))
