"""A bare Django that takes the same kind of application, for the ratio. `LOADTEST` names the folder it lies in.

The folder has `baseline/` with `bootstrap_real.py` (tables, 13 classes, 2,000 people signed in: `accounts.tsv`) and
the module `django_wsgi`, settings `mini.settings_real`. It is copied, so that nothing is written where it lies.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

from bench.apply.server import Web


class Baseline:
    def __init__(self, source, house):
        self.folder, self.house = house.folder / "baseline", house
        self.environment = os.environ | {
            "DJANGO_SETTINGS_MODULE": "mini.settings_real",
            "PGHOST": str(house.postgres.sockets),
            "PGUSER": "portal",
            "REDIS_URL": f"unix://{house.valkey.socket}",
        }
        if not self.folder.exists():  # else another question of this run has set it up
            self._set_up(Path(source) / "baseline")
        accounts = (self.folder / "accounts.tsv").read_text().splitlines()
        self.sessions = [line.split("\t")[1] for line in accounts]
        self.turn = 0

    def _set_up(self, source):
        shutil.copytree(source, self.folder)
        self.house.postgres.ensure_database("minireal")
        subprocess.run([sys.executable, "bootstrap_real.py"], cwd=self.folder, env=self.environment, check=True)

    def start(self, **counted):
        log = self.house.log("baseline")
        return Web("django_wsgi:application", log, cwd=self.folder, environment=self.environment | counted)

    def people(self, count):
        """The next `count` of them, by number."""
        self.turn += count
        return range(self.turn - count, self.turn)

    def cookies(self, number):
        return {"sessionid": self.sessions[number % len(self.sessions)]}


def given():
    """The folder that the environment names, or None: then no ratio is taken."""
    return os.environ.get("LOADTEST")
