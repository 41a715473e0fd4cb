"""`python -m bench.apply`: what applying costs beside a bare Django, then a rush at the seats of a village.

Starts its own PostgreSQL, Valkey and web servers in a folder of its own and leaves nothing behind. `prepare` only
fills the database that DATABASE_URL names and writes the cookies to a file, for a load driver of another's making.
"""

import argparse
import io
import os
import sys
from importlib import import_module
from pathlib import Path

import django
from django.core.management import call_command

from bench.apply.server import production
from bench.faults.house import House
from bench.faults.table import Table
from blk_portal.launch import folders

FIRST_COME, SELECTION = "first_come", "selection"


def asked():
    parser = argparse.ArgumentParser(prog="python -m bench.apply")
    parser.add_argument(
        "what", nargs="*", default=["cost", "burst", "rush"], help="cost, burst, rush; or prepare alone"
    )
    parser.add_argument("--people", type=int, default=2000, help="of the burst, and of prepare")
    parser.add_argument("--within", type=float, default=60, help="seconds of the burst")
    parser.add_argument("--rounds", type=int, default=5, help="of the comparison")
    parser.add_argument("--each", type=int, default=100, help="people a round")
    parser.add_argument("--mode", default=FIRST_COME, choices=[FIRST_COME, SELECTION], help="of prepare")
    parser.add_argument("--out", type=Path, default=Path("accounts.tsv"), help="of prepare: application, cookie")
    return parser.parse_args()


def main():
    options = asked()
    if options.what == ["prepare"]:
        return prepare(options)
    house, table = House(folders.short_folder("blk-apply-")), Table()
    try:
        furnish(house)
        stories = import_module("bench.apply.stories")  # it imports models: not before there is a Django
        for name in options.what:
            stories.STORIES[name](house, options, table)
    except Exception:
        print(house.last_words(), file=sys.stderr)
        raise
    finally:
        house.close()
    print(f"\n{table.whole()}")
    return 0 if table.well else 1


def furnish(house):
    house.environment |= production(house)
    os.environ.update(house.environment)
    house.open()
    django.setup()
    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)
    call_command("load_reference", stdout=io.StringIO())
    call_command("collectstatic", interactive=False, verbosity=0)


def prepare(options):
    django.setup()
    people, offers = import_module("bench.apply.people"), import_module("bench.apply.offers")
    signed = people.prepare(options.people, offers.open_wave(options.mode))
    options.out.write_text("".join(f"{one.application}\t{one.session}\n" for one in signed))
    return 0


if __name__ == "__main__":
    sys.exit(main())
