import os
import sys
import time
from urllib.parse import urlsplit, urlunsplit

import pytest
from django.conf import settings
from django.db import connection

from blk_portal.launch import folders, servers
from blk_portal.launch.run import POOLS
from tests import mailserver


def wait_for(condition, seconds, what):
    """Look twenty times a second until it is true."""
    limit = time.monotonic() + seconds
    while not (answer := condition()):
        assert time.monotonic() < limit, f"{what}: not within {seconds} s"
        time.sleep(0.05)
    return answer


class Portal:
    """Valkey, beat and the two workers, as the launcher starts them, on the test's own database and mail server."""

    def __init__(self, folder, post):
        self.folder, self.log, self.processes = folder, folder / "log", {}
        self.valkey = servers.Valkey(folder, self.log)
        host, port = post.address
        self.environment = os.environ | {
            "DJANGO_SETTINGS_MODULE": "tests.reliability.settings",
            "DATABASE_URL": database_url(),
            "REDIS_URL": self.valkey.url,
            "EMAIL_URL": f"smtp://{host}:{port}",
        }

    def start(self, *names):
        for name in names:
            if name == "valkey":
                self.valkey.socket.unlink(missing_ok=True)
                self.valkey.start()
            else:
                self.processes[name] = self._spawn(name)

    def kill(self, name):
        """kill -9, children and all: no handler runs, nothing is tidied up."""
        process = self.valkey.process if name == "valkey" else self.processes.pop(name)
        servers.kill_group(process)
        process.wait(5)

    def stop(self):
        for name in [*self.processes]:
            self.kill(name)
        self.valkey.stop()

    def _spawn(self, name):
        celery = [sys.executable, "-m", "celery", "-A", "blk_portal"]
        if name == "beat":
            command = [*celery, "beat", "--schedule", self.folder / "schedule"]
        else:
            command = [*celery, "worker", "-Q", name, *POOLS[name], "-n", name, "--without-gossip", "--without-mingle"]
        return servers.spawn(command, self.log, cwd=settings.BASE_DIR, env=self.environment)


def database_url():
    """DATABASE_URL names the database the suite was made from; the tests run in another beside it."""
    whole = urlsplit(os.environ["DATABASE_URL"])
    path = whole.path.rsplit("/", 1)[0] + "/" + connection.settings_dict["NAME"]
    return urlunsplit(whole._replace(path=path))


@pytest.fixture
def post():
    with mailserver.running() as post:
        yield post


@pytest.fixture
def portal(transactional_db, post):
    folder = folders.short_folder("blk-fail-")
    portal = Portal(folder, post)
    try:
        yield portal
    finally:
        portal.stop()
        folders.remove(folder)
