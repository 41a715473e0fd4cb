"""The uploaded sheet until its marks are written: private, under a name that says nothing, gone afterwards."""

import re
import uuid
from datetime import timedelta
from pathlib import Path

from django.conf import settings
from django.utils import timezone

NAME = re.compile(r"[0-9a-f]{32}")
KEPT = timedelta(days=1)  # of a sheet that nobody went on with


def folder():
    return Path(settings.MEDIA_ROOT) / "score_sheets"


def keep(upload):
    """A private copy; its name is what an address and a job's params may hold."""
    sweep()
    folder().mkdir(parents=True, exist_ok=True, mode=0o750)
    name = uuid.uuid4().hex
    path = path_of(name)
    path.touch(mode=0o640)
    with path.open("wb") as kept:
        for chunk in upload.chunks():
            kept.write(chunk)
    return name


def path_of(name):
    return folder() / f"{name}.xlsx"


def is_there(name):
    return bool(NAME.fullmatch(name)) and path_of(name).is_file()


def drop(name):
    path_of(name).unlink(missing_ok=True)


def sweep():
    before = (timezone.now() - KEPT).timestamp()
    for left in folder().glob("*.xlsx"):
        if left.stat().st_mtime < before:
            left.unlink(missing_ok=True)
