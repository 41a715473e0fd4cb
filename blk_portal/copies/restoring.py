"""Bringing a copy back: first all that can be refused, then database and files, then proof that both are as before.

Nothing of the target is touched before the copy has been read to its last byte.
"""

import time

from django.contrib.contenttypes.models import ContentType
from django.core.management import call_command
from django.db import connection

from audit import trail
from audit.moves import Actor
from blk_portal import health
from blk_portal.copies import CopyRefused, contents, manifest, media, tools
from trainees import sealing
from trainees.models import Trainee
from trainees.sealing import SealError

LOOKS = 10  # for others at the database
TRIED = 1_000  # seals opened after a restore, from each end


def check(folder, *, tell=lambda words: None):
    """Read the whole copy; gives its manifest, or refuses: no_copy, other_keys, manifest_changed, newer_portal,
    missing_file, truncated, changed_file.
    """
    content = manifest.read(folder)
    newer = manifest.unknown_migrations(content["migrations"])
    if newer:
        raise CopyRefused(
            "newer_portal",
            f"This copy was made by a newer portal ({content['made_by']}): this version does not know {newer[0]}"
            f"{f' and {len(newer) - 1} more' if newer[1:] else ''}. Install that version first.",
        )
    tell(f"reading {len(content['files']):,} files …")
    _check_file(folder / manifest.DUMP, content["database"])
    for name, wanted in content["files"].items():
        _check_file(folder / manifest.MEDIA / name, wanted)
    return content


def _check_file(path, wanted):
    try:
        found = media.hashed(path)
    except FileNotFoundError:
        raise CopyRefused("missing_file", f"{path} belongs to this copy and is not there.") from None
    if found["bytes"] < wanted["bytes"]:
        raise CopyRefused("truncated", f"{path} is cut off: {found['bytes']:,} of {wanted['bytes']:,} bytes.")
    if found["sha256"] != wanted["sha256"]:
        raise CopyRefused("changed_file", f"{path} is not what was copied: its SHA-256 differs.")


def restore(folder, *, replace="", tell=lambda words: None):
    """Bring `folder` back into an empty database and folder; `replace`: the name of the one that may be emptied."""
    content = check(folder, tell=tell)
    version = max(tools.server_version(), content["database"]["tool"])
    if tools.server_version() < content["database"]["server"]:
        raise CopyRefused("older_server", f"This copy needs PostgreSQL {content['database']['server']} or newer.")
    _version, tool = tools.find("pg_restore", version)
    _make_room(replace)
    tell("database …")
    connection.close()
    tools.load(folder / manifest.DUMP, tool=tool)
    tell("files …")
    written = media.put_back(folder / manifest.MEDIA, content["files"])
    ContentType.objects.clear_cache()
    prove(content, written)
    _bring_up_to_date(tell)
    trail.write("copy.restored", by=Actor(role="console"), note=content["created_at"])
    return content


def _make_room(replace):
    name = connection.settings_dict["NAME"]
    with connection.cursor() as cursor:
        others = _others(cursor)
        is_empty = not contents.tables(cursor) and media.is_empty()
        if others:
            raise CopyRefused("in_use", f"{others} others are connected to {name}: stop web, workers and beat first.")
        if is_empty:
            return
        if replace != name:
            raise CopyRefused(
                "not_empty",
                f"Database {name} or {media.root()} is not empty. To lose what they hold and put this copy in their "
                f"place, say --replace {name}",
            )
        cursor.execute("SET statement_timeout = 0; DROP SCHEMA public CASCADE; CREATE SCHEMA public")
    media.clear()


def _others(cursor):
    """Connections of others; one that has just been closed takes a moment to go."""
    for _look in range(LOOKS):
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid() "
            "AND backend_type = 'client backend'"
        )
        others = cursor.fetchone()[0]
        if not others:
            break
        time.sleep(0.2)
    return others


def prove(content, written):
    """Every table has the rows it had, every file its bytes, and the keys given open the seals."""
    with connection.cursor() as cursor:
        cursor.execute("SET statement_timeout = 0")
        found = contents.digests(cursor)
    wanted = {name: tuple(value) for name, value in content["database"]["tables"].items()}
    wrong = sorted(name for name in wanted | found if wanted.get(name) != tuple(found.get(name, ())))
    if wrong:
        raise CopyRefused("rows_differ", f"After restoring, these tables are not what was copied: {', '.join(wrong)}.")
    if written != content["files"]:
        raise CopyRefused("files_differ", "After restoring, files are not what was copied: the disk may be failing.")
    _open_seals()


def _open_seals():
    sealed = Trainee.objects.exclude(nik_sealed=None)
    try:
        for order in ("pk", "-pk"):
            for trainee in sealed.order_by(order)[:TRIED]:
                sealing.unseal(trainee.nik_sealed, aad=trainee.key.bytes)
    except SealError as error:
        raise CopyRefused("seals_closed", f"The keys given do not open what was restored: {error}") from None


def _bring_up_to_date(tell):
    """A copy of an older version gets what has been added since, after it was proved to be whole."""
    if health.migrations() != "ok":
        tell("migrations …")
        call_command("migrate", interactive=False, verbosity=0)
