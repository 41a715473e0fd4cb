"""The uploaded sheet while the work is not done: private, under a name that says nothing, gone afterwards."""

import uuid
from datetime import timedelta
from pathlib import Path

from django.conf import settings
from django.utils import timezone

from jobs.models import Job

KIND = "import_participants"
KEPT = timedelta(days=1)  # after a job that failed or was cancelled, so that somebody may look


def folder():
    return Path(settings.MEDIA_ROOT) / "imports"


def keep(path):
    """A private copy of the file; its name is what a job's params may hold."""
    folder().mkdir(parents=True, exist_ok=True, mode=0o750)
    name = f"{uuid.uuid4().hex}{Path(path).suffix.lower()}"
    kept = folder() / name
    kept.touch(mode=0o640)
    kept.write_bytes(Path(path).read_bytes())
    return name


def path_of(name):
    return folder() / Path(name).name


def drop(name):
    path_of(name).unlink(missing_ok=True)


def sweep():
    """Sheets whose job ended badly a day ago or never began."""
    wanted = {job.params.get("file") for job in Job.objects.live().filter(kind=KIND)}
    before = (timezone.now() - KEPT).timestamp()
    for left in folder().glob("*"):
        if left.name not in wanted and left.stat().st_mtime < before:
            left.unlink(missing_ok=True)
