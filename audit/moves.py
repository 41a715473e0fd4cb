"""The forty lines that drive every state machine: lock and reload, check, change, save, write the trail."""

from contextlib import contextmanager
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from audit import trail


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts: the user, the role of the one active membership, its center's code.

    A guardian acts by a link and the clock by itself: both without a user. `role` is "" for somebody with no
    membership (a trainee is "trainee").
    """

    user: object = None
    role: str = ""
    center_code: str = ""

    @property
    def name(self):
        return str(self.user) if self.user else self.role


CLOCK = Actor(role="clock")


@dataclass(frozen=True, slots=True)
class Move:
    """One named arrow of a state machine: a verb, where it may start, where it ends, and the verb on a button."""

    name: str
    sources: frozenset
    target: str
    label: str = field(default="", compare=False)  # a lazy text hashes otherwise in every language

    def is_open_for(self, obj):
        return obj.status in self.sources


class Refused(Exception):
    """The rules say no. `code` is for tests and logs, `message` is for the person who asked."""

    def __init__(self, code, message):
        super().__init__(code)
        self.code = code
        self.message = message


def lock(obj):
    """Hold this row until commit and bring the instance up to date. Django insists on a transaction."""
    obj.refresh_from_db(from_queryset=type(obj)._base_manager.select_for_update(of=("self",), no_key=True))
    return obj


@contextmanager
def moving(obj, move, *, by, note="", facts=None, is_locked=False):
    """Take `obj` along `move`: lock and reload it, let the body check and fill it, then save and log.

    The body runs with the row locked, so what it reads stays true until commit. If it raises, nothing is written.
    `facts` is a dict the body may fill; it goes into the trail and must hold no personal data. `is_locked`: read with
    the lock earlier in this transaction, so that reading it once more would tell nothing new.
    """
    if not is_locked:
        lock(obj)
    if not move.is_open_for(obj):
        status = obj.get_status_display()
        raise Refused("wrong_status", _("Tidak bisa dilakukan saat statusnya “%(status)s”.") % {"status": status})
    yield
    before, obj.status = obj.status, move.target
    obj.save()
    trail.write(
        f"{obj._meta.model_name}.{move.name}",
        by=by,
        about=obj,
        from_status=before,
        to_status=move.target,
        note=note,
        facts=facts,
    )
