"""`make faults`: every story at its full size, then the table. `--small` is what `make test` runs."""

import argparse
import os
import sys
import time
from dataclasses import dataclass, replace
from importlib import import_module
from pathlib import Path

import django
from django.core.management import call_command

from bench.faults.house import House
from bench.faults.table import Table
from bench.faults.wire import Wire
from blk_portal.launch import folders
from tests import mailserver


@dataclass(frozen=True)
class Size:
    kills: int = 50
    messages: int = 3000
    twice: float = 1  # per cent of them that may be seen twice
    tasks: int = 400  # of the controls
    job_kills: int = 6
    steps: int = 600  # items of the one long job
    losses: int = 20
    away: float = 3.0  # seconds that Valkey is gone at most
    batch: int = 40  # messages written before each loss
    items: int = 60  # of each job
    between: float = 2.0  # seconds of peace at most
    hole: int = 60
    hang: float = 30.0
    restarts: int = 10
    people: int = 20
    applications: int = 2000
    mails: int = 1000
    shut: float = 10.0  # seconds the mail server is gone
    calm: float = 10.0  # seconds of pages before each fault
    patience: int = 900


SMALL = Size(
    kills=2,
    messages=100,
    twice=5,
    tasks=60,
    job_kills=1,
    steps=60,
    losses=2,
    away=1.0,
    batch=20,
    items=20,
    between=0.5,
    hole=3,
    hang=2.5,
    restarts=1,
    people=6,
    applications=150,
    mails=60,
    shut=0.5,
    calm=0.8,
    patience=120,
)


def asked():
    parser = argparse.ArgumentParser(prog="make faults")
    parser.add_argument("--small", action="store_true", help="a few per cent of everything, leases of seconds")
    parser.add_argument("--only", default="", help="stories by name, with commas")
    parser.add_argument("--set", action="append", default=[], help="a size by name: kills=500")
    parser.add_argument("--json", type=Path, help="write the rows here as well")
    return parser.parse_args()


def size_of(options):
    size = SMALL if options.small else Size()
    given = dict(part.split("=") for part in options.set)
    return replace(size, **{name: type(getattr(size, name))(value) for name, value in given.items()})


def main():
    options = asked()
    table = Table(leeway=10 if options.small else 1)
    folder = folders.short_folder("blk-faults-")
    with mailserver.running() as post:
        house = House(folder)
        house.post = post
        house.wire = Wire(house.valkey.socket)
        try:
            furnish(house, small=options.small)
            tell(house, options, table)
        except Exception:
            print(house.last_words(), file=sys.stderr)
            raise
        finally:
            house.close()
            house.wire.stop()
    if options.json:
        options.json.write_text(table.as_json())
    return 0 if table.well else 1


def furnish(house, *, small):
    """The servers, the tables, and the settings of every process: the broker is reached through the wire alone."""
    host, port = house.post.address
    house.environment |= {"EMAIL_URL": f"smtp://{host}:{port}", "REDIS_URL": house.wire.url, "LOG_LEVEL": "WARNING"}
    if small:
        house.environment["FAULTS_HASTE"] = "1"
    os.environ.update(house.environment)
    house.open()
    django.setup()
    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)


def tell(house, options, table):
    stories, size = import_module("bench.faults.stories").STORIES, size_of(options)
    began = time.monotonic()
    for name in options.only.split(",") if options.only else stories:
        started = time.monotonic()
        stories[name](house, size, table)
        print(f"({time.monotonic() - started:.0f} s)", flush=True)
    print(f"\n{'=' * 110}\n{table.whole()}\n\n{time.monotonic() - began:.0f} s in all", flush=True)


if __name__ == "__main__":
    sys.exit(main())
