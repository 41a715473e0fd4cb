"""The results of a wave worked out once more from what is stored, and held against what was published.

Policies, marks, choices, moments of sending, seats and the seed of the draw go in; every rank and outcome has to come
out as it stands. Whatever was touched since, by whatever hand, shows as a line.
"""

from dataclasses import dataclass

from enrollment.models import Application, RankingRow
from enrollment.proposals import candidate, terms_of
from enrollment.rules.ranking import commitment
from enrollment.rules.selection import decide
from enrollment.sealing import seal
from enrollment.selectors.policies import selecting
from enrollment.workflow import RankingStatus


@dataclass(frozen=True, slots=True)
class Line:
    """One choice: (total, rank, outcome) as stored and as worked out again."""

    number: str
    offering: str
    stored: tuple
    again: tuple

    @property
    def agrees(self):
        return self.stored == self.again


@dataclass(frozen=True, slots=True)
class Replay:
    """`faults` are sentences about what is not one line's: people left out, a draw or a seal that does not hold."""

    lines: list
    faults: list

    @property
    def differences(self):
        return [line for line in self.lines if not line.agrees]

    @property
    def agrees(self):
        return not self.differences and not self.faults


def replay(ranking):
    rows = list(_rows(ranking))
    wished = {}
    for row in sorted(rows, key=lambda row: row.choice.order):
        wished.setdefault(row.choice.application, []).append(row.choice)
    policies = {one.offering_id: one for one in ranking.terms.select_related("policy", "offering__program")}
    terms = {pk: terms_of(one.policy, one.seats) for pk, one in policies.items()}
    decided = decide([candidate(application, choices) for application, choices in wished.items()], terms)
    again = {(one.applicant, one.offering): (one.total, one.rank, str(one.outcome)) for one in decided}
    return Replay([_line(row, again) for row in rows], _faults(ranking, policies.values(), wished))


def _rows(ranking):
    rows = RankingRow.objects.filter(ranking=ranking).select_related(
        "choice__application", "choice__offering__program"
    )
    return rows.prefetch_related("choice__application__scores").order_by("choice__offering_id", "rank", "pk")


def _line(row, again):
    choice = row.choice
    worked_out = again.get((choice.application_id, choice.offering_id), (None, None, "-"))
    stored = (row.total, row.rank, str(row.outcome))
    return Line(choice.application.number, str(choice.offering.program), stored, worked_out)


def _faults(ranking, terms, ranked):
    faults = [f"{one.number} was verified before the proposal and is not in the results" for one in _left_out(ranking)]
    faults += [
        f"{one.offering.program}: the seed is not the one that was committed to"
        for one in terms
        if commitment(one.policy.seed) != one.policy.commitment
    ]
    if ranking.status == RankingStatus.PUBLISHED:
        faults += _of_seal(ranking)
    return faults


def _left_out(ranking):
    """Whose papers were in order when the results were proposed, who was still there, and who has no row."""
    here = Application.objects.filter(
        wave=ranking.wave_id, verified_at__lte=ranking.proposed_at, choices__offering__in=selecting(ranking.wave_id)
    )
    gone = here.filter(ended_at__lte=ranking.proposed_at).values("pk")
    ranked = ranking.rows.values("choice__application")
    return here.exclude(pk__in=gone).exclude(pk__in=ranked).distinct().order_by("number")


def _of_seal(ranking):
    if not ranking.seal:
        return ["these results were published before results were sealed"]
    return [] if seal(ranking, ranking.salt) == ranking.seal else ["the sheet is not the one that was sealed"]
