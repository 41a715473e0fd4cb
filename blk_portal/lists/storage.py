"""Exports on disk: private, under a name that says nothing, one day long; the rows of one under way beside it."""

import json
from datetime import date, datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.utils import timezone

KEPT = timedelta(days=1)


def folder():
    return Path(settings.MEDIA_ROOT) / "exports"


def path_of(name):
    return folder() / f"{Path(name).name}.xlsx"


def keep_part(name, number, rows):
    """The rows of one batch, written anew when the batch is done again after a break."""
    folder().mkdir(parents=True, exist_ok=True, mode=0o750)
    path = _part(name, number)
    path.touch(mode=0o640)
    path.write_text("\n".join(json.dumps(row, default=_as_json) for row in rows), encoding="utf-8")


def parts(name, numbers):
    """The rows of all batches in their order, one in memory."""
    for number in numbers:
        with _part(name, number).open(encoding="utf-8") as lines:
            yield from (json.loads(line, object_hook=_from_json) for line in lines if line.strip())


def drop_parts(name):
    for left in folder().glob(f"{Path(name).name}.*.part"):
        left.unlink(missing_ok=True)


def sweep():
    """What is older than a day goes, finished or not: a duty."""
    before = (timezone.now() - KEPT).timestamp()
    gone = [one for one in folder().glob("*") if one.stat().st_mtime < before]
    for one in gone:
        one.unlink(missing_ok=True)
    return len(gone)


def _part(name, number):
    return folder() / f"{Path(name).name}.{int(number)}.part"


def _as_json(value):
    return {"at": value.isoformat()}


def _from_json(value):
    text = value["at"]
    return datetime.fromisoformat(text) if "T" in text else date.fromisoformat(text)
