"""Taking a job back: who may and until when, item by item, and what becomes of the messages it wrote.

An item's messages lie in a batch of their own. So the item that can't be taken back keeps its message, and the one
that is taken back loses it in the very transaction that undoes the act.
"""

import hashlib

from django.utils import timezone
from django.utils.translation import gettext as _

from audit.moves import Refused
from centers import roles
from jobs import handlers
from jobs.handlers import Done, Handler, Skipped
from jobs.workflow import Outcome
from notifications import outbox
from notifications import selectors as letters

LONGEST_KEY = 40  # a batch has sixty characters


# --- the messages of an act that may be undone ---


def batch_of(job_id, key):
    """The name under which the messages of one item are held and taken back."""
    short = key if len(key) <= LONGEST_KEY else hashlib.sha256(key.encode()).hexdigest()[:LONGEST_KEY]
    return f"job:{job_id}:{short}"


def act(job, handler, key):
    """Do one item; what it writes to people waits as long as it may be undone."""
    if handler.undo_within is None:
        return handler.perform(key)
    with outbox.held(batch_of(job.pk, key), timezone.now() + handler.undo_within):
        return handler.perform(key)


def hold_on(job, handler):
    """The time runs from the end of the job: what its first items wrote waits as long as what its last ones did."""
    if handler.undo_within is not None:
        outbox.hold_on(_batches(job), job.finished_at + handler.undo_within)


def letters_of(job):
    """(still here, gone): what this job wrote and has not been taken back."""
    return letters.fate_of(_batches(job))


def _batches(job):
    return [batch_of(job.pk, key) for key in _done(job).values_list("key", flat=True)]


def _done(job):
    """What was done, the last one first."""
    return job.results.filter(outcome=Outcome.DONE).order_by("-pk")


# --- who may, until when ---


def until(job):
    """Until when this job can be taken back; None: it is not over, or this kind never can."""
    kind = handlers.known(job.kind)
    if kind is None or kind.undo_within is None or job.undoes_id or not job.finished_at:
        return None
    return job.finished_at + kind.undo_within


def may_undo(job, actor):
    """Of the job's own center, with the right that the act asks for; without one, whoever started it."""
    kind = handlers.known(job.kind)
    if kind is None or (actor.role != "superuser" and actor.center_code != job.center_code):
        return False
    return roles.may(actor, *kind.undo_right) if kind.undo_right else actor.user.pk == job.created_by_id


def check(job, by):
    """Raises Refused: undo_not_yours, undo_impossible, undo_too_late, undone_already, nothing_done."""
    last = until(job)
    if not may_undo(job, by):
        raise Refused("undo_not_yours", _("Pekerjaan ini tidak bisa Anda batalkan."))
    if last is None:
        raise Refused("undo_impossible", _("Tindakan ini tidak bisa dibatalkan."))
    if timezone.now() > last:
        raise Refused("undo_too_late", _("Waktu untuk membatalkan tindakan ini sudah lewat."))
    if undone_by(job):
        raise Refused("undone_already", _("Tindakan ini sudah dibatalkan."))
    if not job.done:
        raise Refused("nothing_done", _("Tidak ada yang perlu dibatalkan: tidak satu pun butir berhasil."))


def is_open(job, actor):
    """Whether the button stands on the page."""
    last = until(job)
    return last is not None and timezone.now() <= last and job.done > 0 and may_undo(job, actor) and not undone_by(job)


def undone_by(job):
    return type(job).objects.filter(undoes=job).first()


# --- the job that does it ---


class Undoing(Handler):
    """The handler's own `undo` for each item that was done, and its message with it."""

    def __init__(self, job, handler):
        super().__init__(job)
        self.handler, self.chunk_size = handler, handler.chunk_size

    def items(self):
        return [*_done(self.job.undoes).values_list("key", "label")]

    def perform(self, key):
        answer = self.handler.undo(key) or Done()
        if isinstance(answer, Skipped):
            return answer
        gone = self._take_back(batch_of(self.job.undoes_id, key))
        too_late = _("Pesannya sudah telanjur terkirim.") if gone else ""
        return Done(" ".join(filter(None, [answer.reason, too_late])))

    def _take_back(self, batch):
        if not any(letters.fate_of([batch])):
            return 0
        _withdrawn, gone = outbox.withdraw(batch, by=self.job.actor)
        return gone


def handler_of(job):
    """What carries this job out: its kind's handler, or the way back."""
    handler = handlers.named(job.kind)(job)
    return Undoing(job, handler) if job.undoes_id else handler
