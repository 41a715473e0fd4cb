"""Moving everything to the current keys while the portal runs.

What is left to do is read from the rows themselves, so a rotation that was killed simply begins again. It is over when
a round finds nothing under another key; only then may the old key go.
"""

import time
from dataclasses import dataclass, field

from blk_portal.keys.places import PLACES, REBUILT
from trainees import sealing

ROUNDS = 20  # of rows that somebody held, or wrote back from a page opened before
BETWEEN = 0.5  # seconds


class KeysMissing(Exception):
    """Rows were sealed with a key that is not given: a sentence for the operator."""


@dataclass(slots=True)
class Report:
    """Of one place: what was renewed, which rows can't be (closed, or a double), what is still under which key."""

    name: str
    current: str
    at_rest: frozenset
    by_key: dict
    renewed: int = 0
    closed: set = field(default_factory=set)

    @property
    def left(self):
        done = {self.current, *self.at_rest}
        return {key: rows for key, rows in self.by_key.items() if key not in done}

    @property
    def is_done(self):
        return not self.closed and not self.left


def look():
    """What stands under which key, nothing changed."""
    return [_report(place) for place in PLACES]


def _report(place):
    return Report(place.name, place.current(), place.at_rest, place.by_key())


def rotate(*, size, pause=0.0, rebuild=False, tell=lambda report, seconds: None):
    """Renew every place, `size` rows a transaction, `pause` seconds between; `tell` hears of every piece.

    `rebuild`: the index key is lost, so every index is made anew from its seal. Nobody may submit meanwhile.
    """
    refuse_unknown_keys()
    return [_renewed(place, size, pause, tell) for place in (REBUILT if rebuild else PLACES)]


def refuse_unknown_keys():
    """Before the first row is touched: a rotation with the wrong keys would stop in the middle."""
    known = set(sealing.vault().ring.ids())
    for place in (place for place in PLACES if place.by_ring):
        for key, rows in place.by_key().items():
            if not key or key in known:
                continue
            raise KeysMissing(
                f'{rows} of the {place.name} are under key "{key}", which NIK_KEYS does not hold (it holds '
                f"{', '.join(sorted(known))}). Add that key behind the first one, then run this again."
            )


def _renewed(place, size, pause, tell):
    report = _report(place)
    for _round in range(ROUNDS):
        if not report.left:
            break
        _once_through(place, report, size, pause, tell)
        report.by_key = place.by_key()
        if sum(report.left.values()) <= len(report.closed):
            break
        time.sleep(BETWEEN)
    return report


def _once_through(place, report, size, pause, tell):
    began, last = time.monotonic(), 0
    while last is not None:
        piece = place.renew(last, size)
        last = piece.last
        report.renewed += piece.renewed
        report.closed.update(piece.closed)
        tell(report, time.monotonic() - began)
        time.sleep(pause)
