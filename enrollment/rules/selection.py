"""A whole wave decided on paper: rank per offering, match over the wave, reserves, and a reason for every choice.

Plain values in, plain values out, nothing read and nothing written. Proposing stores what this answers, the simulator
shows it beside another one, and a replay holds it against what was stored.
"""

from dataclasses import dataclass
from decimal import Decimal

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from enrollment.rules.matching import match
from enrollment.rules.ranking import Entry, Weights, rank
from enrollment.workflow import Outcome


@dataclass(frozen=True, slots=True)
class Candidate:
    """An applicant with marks, and the offerings wanted, the dearest first. `entry.key` is theirs."""

    entry: Entry
    wishes: tuple


@dataclass(frozen=True, slots=True)
class Terms:
    """How one offering selects: its policy, and the seats there were. No `reserves`: everybody above `minimum`."""

    weights: Weights
    minimum: Decimal
    tie_break: tuple
    seed: str
    seats: int
    reserves: int | None = None


@dataclass(frozen=True, slots=True)
class Decision:
    applicant: object
    offering: object
    total: Decimal | None
    rank: int | None
    outcome: str
    reason: str


def decide(candidates, terms) -> list[Decision]:
    """One decision a wish, in the order of the candidates and of their wishes. `terms` are by offering; a wish for an
    offering without terms (first come, first served) is nothing to decide here."""
    ranked = {offering: _rank(offering, candidates, one) for offering, one in terms.items()}
    taken = match(
        {one.entry.key: one.wishes for one in candidates},
        {offering: [one.key for one in rows if one.above_minimum] for offering, rows in ranked.items()},
        {offering: one.seats for offering, one in terms.items()},
    )
    reserves = {offering: _reserves(rows, taken, terms[offering].reserves) for offering, rows in ranked.items()}
    rows = {offering: {one.key: one for one in ranked[offering]} for offering in ranked}
    return [
        _decision(offering, rows[offering][one.entry.key], taken.get(one.entry.key), reserves)
        for one in candidates
        for offering in one.wishes
        if offering in terms
    ]


def _rank(offering, candidates, terms):
    entries = [one.entry for one in candidates if offering in one.wishes]
    return rank(entries, weights=terms.weights, minimum=terms.minimum, seed=terms.seed, tie_break=terms.tie_break)


def _reserves(rows, taken, cap):
    """Who waits for this offering, best first: above its minimum and accepted nowhere, up to the cap."""
    waiting = [one.key for one in rows if one.above_minimum and taken.get(one.key) is None]
    return set(waiting if cap is None else waiting[:cap])


def _decision(offering, row, accepted_at, reserves):
    outcome, reason = _outcome(offering, row, accepted_at, reserves)
    return Decision(row.key, offering, row.total, row.rank, outcome, reason)


def _outcome(offering, row, accepted_at, reserves):
    if accepted_at == offering:
        values = {"rank": row.rank, "total": _written(row)}
        return Outcome.ACCEPTED, _("Peringkat %(rank)d dengan nilai akhir %(total)s.") % values
    if accepted_at is not None:
        return Outcome.ELSEWHERE, _("Diterima di pilihan lain.")
    if row.key in reserves[offering]:
        return Outcome.RESERVE, _("Peringkat %(rank)d, menunggu kursi kosong.") % {"rank": row.rank}
    return Outcome.NOT_SELECTED, _why_not(row)


def _why_not(row):
    if row.reason:
        return row.reason
    if not row.above_minimum:
        return _("Nilai akhir %(total)s, di bawah nilai minimal.") % {"total": _written(row)}
    return _("Peringkat %(rank)d, di luar jumlah kursi dan cadangan.") % {"rank": row.rank}


def _written(row):
    """The total as the screens write it: two places after the language's own mark. The column keeps the number."""
    return number_format(row.total, decimal_pos=2)
