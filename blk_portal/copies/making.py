"""Making a copy: one moment of the database, then the files. Whole under its name, or not there at all."""

import os
import shutil
from contextlib import contextmanager

from django.db import connection
from django.utils import timezone

from audit import trail
from audit.moves import Actor
from blk_portal.copies import CopyRefused, contents, manifest, media, tools
from blk_portal.keys.places import PLACES


def make(folder, *, tell=lambda words: None):
    """Write the copy to `folder`, which must not exist yet; gives its manifest."""
    if folder.exists():
        raise CopyRefused("exists", f"{folder} exists already; a copy never overwrites. Give it a name of its own.")
    if not folder.parent.is_dir():
        raise CopyRefused("no_parent", f"{folder.parent} is not there. Make it first, on a disk of its own.")
    scratch = folder.with_name(f".{folder.name}.partial-{os.getpid()}")
    with _private(scratch):
        content = _fill(scratch, tell)
        manifest.write(scratch, content)
        os.sync()
        scratch.rename(folder)
    trail.write("copy.made", by=Actor(role="console"), facts={"files": len(content["files"])})
    return content


@contextmanager
def _private(scratch):
    """Nobody else reads along, and nothing is left of a copy that failed."""
    before = os.umask(0o077)
    try:
        scratch.mkdir(mode=0o700)
        yield
    except BaseException:
        shutil.rmtree(scratch, ignore_errors=True)
        raise
    finally:
        os.umask(before)


def _fill(scratch, tell):
    used = {key for place in PLACES if place.by_ring for key in place.by_key() if key}
    content = {
        "made_by": manifest.portal_version(),
        "created_at": timezone.now().isoformat(timespec="seconds"),
        "migrations": manifest.applied_migrations(),
        "keys": manifest.key_marks(used),
    }
    tell("database …")
    content["database"], names = _dump(scratch)
    tell("files …")
    target = scratch / manifest.MEDIA
    target.mkdir()
    content["files"] = media.copied(target)
    return content | {"missing": sorted(names - set(content["files"]))}


def _dump(scratch):
    """pg_dump, the counts and the names of files all see the same moment, whatever is written meanwhile."""
    server = tools.server_version()
    version, tool = tools.find("pg_dump", server)
    path = scratch / manifest.DUMP
    with _one_moment() as (cursor, snapshot):
        tools.dump(path, tool=tool, snapshot=snapshot, without_rows=contents.without_rows())
        tables, names = contents.digests(cursor), contents.named_files(cursor)
    database = {"server": server, "tool": version, "tables": tables} | media.hashed(path)
    return database, names


@contextmanager
def _one_moment():
    beside = connection.copy()
    try:
        with beside.cursor() as cursor:
            cursor.execute("SET statement_timeout = 0; SET idle_in_transaction_session_timeout = 0")
            cursor.execute("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
            cursor.execute("SELECT pg_export_snapshot()")
            yield cursor, cursor.fetchone()[0]
    finally:
        beside.close()
