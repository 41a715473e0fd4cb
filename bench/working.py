"""A worker of its own that carries out jobs until none is left, for benches and tests that kill it.

`python -m bench.working [naive]` says its peak memory in megabytes at the end. A naive one notes of each line that it
is done, commits that, and only then enters it: what a kill hits in between is lost.
"""

import resource
import sys
from importlib import import_module

import django


def work():
    runner, models = import_module("jobs.runner"), import_module("jobs.models")
    while models.Job.objects.live().exists():
        runner.run_due()


def be_naive():
    runner, leases = import_module("jobs.runner"), import_module("jobs.leases")
    results, transaction = import_module("jobs.models").JobResult, import_module("django.db.transaction")

    def do(job, handler, chunk):
        with transaction.atomic():
            held = leases.hold(job)
            done = [results(job=job, key=key, label=label, outcome="done") for key, label in chunk]
            results.objects.bulk_create(done)
            leases.renew(held, attempts=0, done=held.done + len(done))
        for key, _label in chunk:
            with transaction.atomic():
                handler.perform(key)
        return True

    runner._do = do


if __name__ == "__main__":
    django.setup()
    if "naive" in sys.argv:
        be_naive()
    work()
    sys.stdout.write(f"{resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f}")
