"""The order in which an offering wants its applicants: a weighted total, and ties broken alike on every recount.

Totals are decimal with two places, half rounded up, as one would on paper. What decides between equal totals is said
by the offering's policy; the last resort is always a draw by lot that anyone can repeat from the seed and the
registration number.
"""

import hmac
from dataclasses import dataclass
from datetime import datetime
from decimal import ROUND_HALF_UP, Decimal
from hashlib import sha256

from django.utils.translation import gettext as _

HUNDREDTH = Decimal("0.01")
BEST = Decimal(100)
EVERYTHING = ("test", "interview", "earlier", "lot")


@dataclass(frozen=True, slots=True)
class Entry:
    """One applicant's scores, 0 to 100, None while missing. `number` is the registration number."""

    key: object
    test: Decimal | None
    interview: Decimal | None
    submitted_at: datetime
    number: str


@dataclass(frozen=True, slots=True)
class Weights:
    """Any two numbers: 60 and 40 mean the same as 3 and 2. A part that weighs nothing need not have been scored."""

    test: Decimal
    interview: Decimal

    def __post_init__(self):
        if min(self.test, self.interview) < 0 or self.test + self.interview <= 0:
            raise ValueError("Weights must not be negative, and not both zero.")


@dataclass(frozen=True, slots=True)
class Ranked:
    """Someone without a needed score has no total and no rank, and `reason` says which score is missing."""

    key: object
    total: Decimal | None
    rank: int | None
    above_minimum: bool
    reason: str = ""


def rank(entries, *, weights, minimum, seed, tie_break=EVERYTHING) -> list[Ranked]:
    """All entries, the best first, then those that can't be ranked as they came. `minimum` itself is enough."""
    entries = list(entries)
    totals = {entry.key: total_of(entry, weights) for entry in entries}
    if len(totals) != len(entries):
        raise ValueError("Two entries have the same key.")
    ready = [entry for entry in entries if totals[entry.key] is not None]
    ready.sort(
        key=lambda entry: (-totals[entry.key], *(_BEST_FIRST[by](entry, seed) for by in tie_break), entry.number)
    )
    return [
        Ranked(entry.key, totals[entry.key], place, totals[entry.key] >= minimum)
        for place, entry in enumerate(ready, start=1)
    ] + [
        Ranked(entry.key, None, None, False, _missing(entry, weights))
        for entry in entries
        if totals[entry.key] is None
    ]


def total_of(entry, weights) -> Decimal | None:
    """The weighted mean of the scores, or None while one that weighs something is missing."""
    parts = [(score, weight) for score, weight in _parts(entry, weights) if weight]
    if any(score is None for score, _weight in parts):
        return None
    for score, _weight in parts:
        if not 0 <= score <= BEST:
            raise ValueError("A score lies between 0 and 100.")
    total = sum(Decimal(score) * weight for score, weight in parts) / sum(weight for _score, weight in parts)
    return total.quantize(HUNDREDTH, ROUND_HALF_UP)


def lot(seed, number) -> str:
    """A place in the draw: fixed for a seed, unrelated to who one is. The lowest wins."""
    return hmac.new(seed.encode(), number.encode(), sha256).hexdigest()


def commitment(seed) -> str:
    """What is made public while the seed is still secret: it fixes the draw without telling how it falls."""
    return sha256(seed.encode()).hexdigest()


_BEST_FIRST = {
    "test": lambda entry, seed: -(entry.test or 0),
    "interview": lambda entry, seed: -(entry.interview or 0),
    "earlier": lambda entry, seed: entry.submitted_at,
    "lot": lambda entry, seed: lot(seed, entry.number),
}


def _parts(entry, weights):
    return [(entry.test, Decimal(weights.test)), (entry.interview, Decimal(weights.interview))]


def _missing(entry, weights):
    test, interview = (score is None and weight > 0 for score, weight in _parts(entry, weights))
    if test and interview:
        return _("Nilai tes dan nilai wawancara belum diisi.")
    return _("Nilai tes belum diisi.") if test else _("Nilai wawancara belum diisi.")
