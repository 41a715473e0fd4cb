"""An import under a worker that is killed again and again, and what it leaves. For the bench and, smaller, a test."""

import hashlib
import json
import os
import random
import subprocess
import sys
import time
from dataclasses import dataclass
from urllib.parse import urlsplit, urlunsplit

from django.conf import settings
from django.core.management import call_command
from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection
from django.utils import timezone

from audit.moves import Actor
from bench import participants
from blk_portal.importing import job as importing
from cohorts.models import Cohort
from enrollment.models import Application, Choice, Enrollment
from jobs.models import Job
from jobs.workflow import State
from tests.importing.conftest import sample
from trainees.models import ConsentGap, Trainee

PATIENCE = 3600  # seconds for the whole


@dataclass
class Ending:
    """What one import has left: a hash of all its rows, the lines it refused, how long and how much memory it took."""

    fingerprint: str
    done: int
    refused: list
    codes: set
    seconds: float
    megabytes: float
    kills: int


def bring_in(folder, count, *, kills=0, naive=False):
    """One import of so many people into an empty database, its worker killed so many times on the way."""
    call_command("flush", interactive=False, verbosity=0)
    wave, path = participants.wave_for(count), folder / "peserta.xlsx"
    sample.write_xlsx(participants.rows(count), path)
    job = importing.start(path, wave, by=Actor(role="console", center_code="contoh"))
    began, struck = time.monotonic(), 0
    while not Job.objects.get(pk=job.pk).is_over:
        assert time.monotonic() - began < PATIENCE, "the import does not come to an end"
        worker = _worker(naive)
        if struck < kills and _killed(worker, job, count, kills):
            struck += 1
            continue
        words, _none = worker.communicate()
        assert worker.returncode == 0, "the worker went wrong by itself"
    return _ending(job, time.monotonic() - began, float(words), struck)


def _worker(naive):
    command = [sys.executable, "-W", "ignore", "-m", "bench.working", *["naive"][: int(naive)]]
    known = {"DJANGO_SETTINGS_MODULE": "tests.settings", "MEDIA_ROOT": settings.MEDIA_ROOT}
    known["DATABASE_URL"] = _database()
    return subprocess.Popen(command, cwd=settings.BASE_DIR, env=os.environ | known, stdout=subprocess.PIPE)


def _database():
    """The one this process works on, which is a test's, beside the one that DATABASE_URL names."""
    url = urlsplit(os.environ["DATABASE_URL"])
    path = f"{url.path.rpartition('/')[0]}/{connection.settings_dict['NAME']}"
    return urlunsplit(url._replace(path=path))


def _killed(worker, job, count, kills):
    """kill -9 once it has come a part of the way; False: it was done before. The lease is let lapse at once."""
    handled = Job.objects.get(pk=job.pk).handled
    until = handled + random.randint(0, max(2, 2 * (count - handled) // (kills + 1)))
    while worker.poll() is None:
        now = Job.objects.get(pk=job.pk)
        if now.state == State.RUNNING and now.handled >= until and now.handled < count - 1:
            time.sleep(random.uniform(0, 0.05))
            worker.kill()
            worker.communicate()
            Job.objects.filter(pk=job.pk, state=State.RUNNING).update(lease_until=timezone.now())
            return True
        time.sleep(0.02)
    return False


def _ending(job, seconds, megabytes, struck):
    job.refresh_from_db()
    assert job.state == State.DONE, f"{job.state}: {job.error}"
    refused = job.results.exclude(code="").order_by("pk").values_list("key", "code")
    return Ending(
        fingerprint=fingerprint(),
        done=job.done,
        refused=sorted(int(key) for key, _code in refused),
        codes={code for _key, code in refused},
        seconds=seconds,
        megabytes=megabytes,
        kills=struck,
    )


def fingerprint():
    """A hash of what the import leaves, without row numbers and moments, which differ between two databases' lives."""
    nik, rows = "trainee__nik_index", []
    for found, order, fields in [
        (Trainee, "nik_index", "full_name nik_index birth_date sex region phone email address education__code"),
        (Enrollment, nik, f"{nik} cohort__name status started_on ended_on overall_result__result"),
        (Application, nik, f"{nik} status origin seat__cohort__name seat__number adult_on"),
        (Choice, f"application__{nik}", f"application__{nik} offering__program__code state order"),
        (ConsentGap, nik, f"{nik} center__code"),
        (Cohort, "name", "name status"),
    ]:
        rows.append(list(found.objects.order_by(order).values(*fields.split())))
    return hashlib.sha256(json.dumps(rows, cls=DjangoJSONEncoder).encode()).hexdigest()
