"""Seats fell free: who of the queue is offered one, and why or why not, for every single person in it.

The order is the place in the queue and nothing else. Who can't take a seat now is passed over and keeps the place.
"""

from dataclasses import dataclass

from django.utils.formats import date_format
from django.utils.translation import gettext as _

OFFERED, BLOCKED, NO_SEAT, STOPPED = "offered", "blocked", "no_seat", "stopped"


@dataclass(frozen=True, slots=True)
class Waiting:
    """One reserve. The lowest `place` comes first; `blocked_reason` is a sentence, empty if a seat may be offered."""

    key: object
    place: int
    blocked_reason: str = ""


@dataclass(frozen=True, slots=True)
class Decision:
    key: object
    offered: bool
    code: str
    reason: str


def decide(queue, free_seats, *, today, stop_on) -> list[Decision]:
    """One decision for each person, in queue order. Seats are still offered on `stop_on` itself; None never stops."""
    stopped = stop_on is not None and today > stop_on
    left = 0 if stopped else max(free_seats, 0)
    ahead = 0
    decisions = []
    for waiting in sorted(queue, key=lambda waiting: waiting.place):
        if stopped:
            decisions.append(_stopped(waiting, stop_on))
        elif waiting.blocked_reason:
            decisions.append(Decision(waiting.key, False, BLOCKED, _skipped(waiting)))
        elif left:
            left -= 1
            decisions.append(Decision(waiting.key, True, OFFERED, _offered(waiting)))
        else:
            decisions.append(Decision(waiting.key, False, NO_SEAT, _no_seat(ahead)))
            ahead += 1
    return decisions


def _offered(waiting):
    return _("Ada kursi kosong dan giliran cadangan nomor %(place)d tiba.") % {"place": waiting.place}


def _skipped(waiting):
    return _("Cadangan nomor %(place)d dilewati: %(why)s") % {"place": waiting.place, "why": waiting.blocked_reason}


def _no_seat(ahead):
    if not ahead:
        return _("Belum ada kursi kosong. Kursi kosong berikutnya untuk cadangan ini.")
    return _("Belum ada kursi kosong. Masih ada %(ahead)d cadangan di depan.") % {"ahead": ahead}


def _stopped(waiting, stop_on):
    reason = _("Pengisian kursi kosong sudah ditutup pada %(day)s.") % {"day": date_format(stop_on, "j F Y")}
    return Decision(waiting.key, False, STOPPED, reason)
