"""The servers that are measured: the portal's own web process and, where one is named, a bare baseline's."""

import contextlib
import os
import secrets
import sys
import time
import urllib.error
import urllib.request
from base64 import b64encode
from pathlib import Path

from blk_portal.launch import servers
from blk_portal.launch.claims import open_door

TICK = os.sysconf("SC_CLK_TCK")
GUNICORN = [sys.executable, "-m", "gunicorn", "--workers", "2", "--worker-class", "gthread", "--threads", "4"]
GUNICORN += ["--timeout", "60", "--no-control-socket"]


def production(house):
    """What a site in production sets, with keys that are nobody's."""
    return {
        "PORTAL_PROFILE": "production",
        "DJANGO_SETTINGS_MODULE": "bench.apply.settings",
        "SECRET_KEY": secrets.token_urlsafe(50),
        "NIK_KEYS": f"b1:{b64encode(secrets.token_bytes(32)).decode()}",
        "NIK_INDEX_KEY": b64encode(secrets.token_bytes(32)).decode(),
        "SITE_URL": "http://127.0.0.1",
        "ALLOWED_HOSTS": "127.0.0.1",
        "SECURE_COOKIES": "false",  # no certificate on the loopback
        "STATIC_ROOT": str(house.folder / "static"),
        "EMAIL_URL": "dummymail://",
    }


class Web:
    """gunicorn with two workers, as `make run` starts it; `cpu` is what it and its workers have used so far."""

    def __init__(self, application, log, *, cwd, environment, path="/", options=()):
        self.door = open_door("127.0.0.1", None)
        self.site = f"http://127.0.0.1:{self.door.getsockname()[1]}"
        command = [*GUNICORN, *options, application, "--bind", f"fd://{self.door.fileno()}"]
        self.process = servers.spawn(command, log, cwd=cwd, env=environment, pass_fds=[self.door.fileno()])
        self.door.close()
        self.wait(path)

    def wait(self, path, patience=60):
        limit = time.monotonic() + patience
        while not self.answers(path):
            assert time.monotonic() < limit, f"{self.site} did not answer in {patience} s"
            time.sleep(0.1)

    def answers(self, path):
        try:
            with contextlib.suppress(urllib.error.HTTPError), urllib.request.urlopen(self.site + path, timeout=10):
                pass
        except OSError:
            return False
        return True

    @property
    def cpu(self):
        return cpu_of(self.process.pid)

    def stop(self):
        servers.end(self.process)


def cpu_of(pid):
    """Seconds of processor time of a process and all that came of it, living or reaped."""
    return _own(pid) + sum(cpu_of(child) for child in _children(pid))


def _own(pid):
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return 0.0
    return sum(map(int, fields[11:15])) / TICK


def _children(pid):
    for listing in Path(f"/proc/{pid}/task").glob("*/children"):
        with contextlib.suppress(OSError):
            yield from map(int, listing.read_text().split())
