"""What a kind of long work must offer. It is named in settings.JOB_HANDLERS by its dotted path, never imported here.

    class IssueCertificates(Handler):
        def items(self):
            cohort = Cohort.objects.get(pk=self.job.params["cohort"])
            return [(str(e.pk), e.trainee.name) for e in cohort.enrollments.completed().order_by("pk")]

        def perform(self, key):
            enrollment = Enrollment.objects.get(pk=key)
            if hasattr(enrollment, "certificate"):
                return Skipped("has_certificate", _("Sudah punya sertifikat."))
            transitions.issue(enrollment, by=self.job.actor)      # a Refused becomes a skipped row with its sentence
            return Done()

An act that can be taken back says for how long (`undo_within`) and how (`undo`). Its messages wait that long, so that
an act undone in time tells nobody anything; `undoing` holds them and takes them back.

The promises of the runner:
- `perform` runs in one transaction with the row that reports it: both commit or neither, each item exactly once,
  also after `kill -9`. What leaves the database (a file, a call to another computer) must bear being repeated.
- `items` is asked again after a break, and again when the job goes on; items that have their row are left out.
- `Refused` → skipped with its code and sentence. Any other exception → that item alone is undone and reported failed.
- `undo` is called like `perform`, by a job of its own, for each item that was done, the last one first.
- `finish` runs once, in the transaction that marks the job done. It must be short.
- An item (or a chunk of them) stays under thirty seconds: PostgreSQL ends a transaction that is silent for a minute,
  and whoever presses "stop" waits for the end of the item.
"""

from dataclasses import dataclass
from functools import lru_cache

from django.conf import settings
from django.utils.module_loading import import_string


@dataclass(frozen=True, slots=True)
class Done:
    """The item is as it should be. `reason` is for what the officer may want to know all the same."""

    reason: str = ""


@dataclass(frozen=True, slots=True)
class Skipped:
    """Nothing was done to this item, and why: a code for tests, a sentence for people."""

    code: str
    reason: str


class Handler:
    chunk_size = 1  # items in one transaction; more is faster, and a crash repeats at most so many
    undo_within = None  # a timedelta after the end, during which it can be taken back and its messages wait
    undo_right = None  # the row of the role table that whoever takes it back must have; None: only who started it

    def __init__(self, job):
        self.job = job

    def items(self):
        """(key, label) of everything to do, always in the same order. Keys are short and unique within the job."""
        raise NotImplementedError

    def perform(self, key):
        """Do one item and answer Done() or Skipped(code, reason)."""
        raise NotImplementedError

    def undo(self, key):
        """Take one done item back and answer Done() or Skipped(code, reason). `self.job` is the job that undoes."""
        raise NotImplementedError

    def finish(self):
        """What is left to do when every item has its row."""

    @classmethod
    def fruit(cls, job, actor):
        """(address, words) of what the job has made, for whoever may take it; None: nothing to take."""

    @classmethod
    def way_back(cls, job, actor):
        """(address, words) of the page this job was for, as far as `actor` may open it; None: it has no such page."""


def named(kind):
    """The handler's class, which may live floors above."""
    return import_string(settings.JOB_HANDLERS[kind])


def known(kind):
    """The same, or None: the work of last year may have no handler any more, and its page is still opened."""
    return named(kind) if kind in settings.JOB_HANDLERS else None


# --- what a process keeps between the turns of a job ---

_kept = []


def kept_between_turns(read):
    """The last answer of `read`, so that a long job is not read anew each turn. It may hold people's data: it is gone
    as soon as this process finds nothing due, however the job ended and whichever process ended it.
    """
    kept = lru_cache(maxsize=1)(read)
    _kept.append(kept)
    return kept


def forget():
    for one in _kept:
        one.cache_clear()
