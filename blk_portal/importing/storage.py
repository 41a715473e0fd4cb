"""The uploaded sheet while it is needed: private, under a name that says nothing, gone afterwards."""

import os
import uuid
from datetime import timedelta
from pathlib import Path

from django.conf import settings
from django.utils import timezone

from enrollment.models import ParticipantSheet
from jobs.models import Job

KIND, REHEARSAL = "import_participants", "rehearse_import"
KEPT = timedelta(days=1)  # after the upload; as long as a job is at it, however old


def folder():
    return Path(settings.MEDIA_ROOT) / "imports"


def keep(path):
    """A private copy of the file; its name is what a job's params may hold."""
    path = Path(path)
    return keep_chunks([path.read_bytes()], path.suffix)


def keep_chunks(chunks, suffix):
    folder().mkdir(parents=True, exist_ok=True, mode=0o750)
    kept = folder() / f"{uuid.uuid4().hex}{suffix.lower()}"
    kept.touch(mode=0o640)
    with kept.open("wb") as file:
        for chunk in chunks:
            file.write(chunk)
    return kept.name


def path_of(name):
    return folder() / Path(name).name


def keep_on(name):
    """The time runs from the end of the job: until it is over, the job can be taken back."""
    if path_of(name).exists():
        os.utime(path_of(name))


def drop(name):
    path_of(name).unlink(missing_ok=True)
    ParticipantSheet.objects.filter(file=Path(name).name).delete()


def sweep():
    """Sheets a day old that no job is at, and rows whose sheet is no more."""
    wanted = {job.params.get("file") for job in Job.objects.live().filter(kind__in=[KIND, REHEARSAL])}
    before = (timezone.now() - KEPT).timestamp()
    for left in folder().glob("*"):
        if left.name not in wanted and left.stat().st_mtime < before:
            drop(left.name)
    there = {left.name for left in folder().glob("*")}
    ParticipantSheet.objects.exclude(file__in=there).filter(uploaded_at__lt=timezone.now() - KEPT).delete()
