"""What if: a weight, a minimum or a number of seats moved on paper; who would come in, and who would go. Reads only.

Before is what a proposal made now would say; after is the same candidates by the other terms.
"""

from dataclasses import dataclass, replace
from decimal import Decimal

from enrollment.models import SelectionPolicy
from enrollment.proposals import candidate, latest_policies, terms_of, to_decide, wishes
from enrollment.rules.ranking import Weights
from enrollment.rules.selection import decide
from enrollment.selectors.policies import TERMS, free_seats_by_offering, selecting
from enrollment.workflow import Outcome


@dataclass(frozen=True, slots=True)
class Basis:
    """Everything read from the tables: applications by key, offerings in order, and the terms as they stand."""

    applications: dict
    offerings: list
    terms: dict
    candidates: list
    locked: bool


@dataclass(frozen=True, slots=True)
class Moved:
    """Somebody who would come into an offering or go out of it, and why: the sentence they would read there."""

    application: object
    before: str
    after: str
    reason: str


@dataclass(frozen=True, slots=True)
class Effect:
    """One offering: its terms before and after, how many are taken, the last total that was, who comes, who goes."""

    offering: object
    before: object
    after: object
    taken: tuple
    lowest: tuple
    entering: list
    leaving: list

    @property
    def is_changed(self):
        return self.before != self.after or bool(self.entering or self.leaving)


def basis(wave):
    offerings = list(selecting(wave.pk).select_related("program").order_by("program__name", "pk"))
    policies, seats = latest_policies(wave), free_seats_by_offering(wave)
    terms = {one.pk: terms_of(policies.get(one.pk) or _draft(one), seats.get(one.pk, 0)) for one in offerings}
    applications = to_decide(wave)
    return Basis(
        {one.pk: one for one in applications},
        offerings,
        terms,
        [candidate(one, wishes(one)) for one in applications],
        locked=len(policies) == len(offerings),
    )


def _draft(offering):
    """What would be locked now; its draw is not drawn yet, so equal people stand in the order of their numbers."""
    return SelectionPolicy(offering=offering, seed="", **{name: getattr(offering, name) for name in TERMS})


def moved_terms(terms, *, test_weight, minimum, seats):
    weights = Weights(test=Decimal(test_weight), interview=Decimal(100 - test_weight))
    return replace(terms, weights=weights, minimum=minimum, seats=seats)


def compare(found, terms):
    """An Effect for each offering, in their order."""
    before, after = (_by_offering(decide(found.candidates, some)) for some in (found.terms, terms))
    return [_effect(found, terms, one, before.get(one.pk, {}), after.get(one.pk, {})) for one in found.offerings]


def _by_offering(decisions):
    """{offering: {applicant: decision}}"""
    found = {}
    for one in decisions:
        found.setdefault(one.offering, {})[one.applicant] = one
    return found


def _effect(found, terms, offering, before, after):
    was, is_now = _taken(before), _taken(after)
    return Effect(
        offering,
        found.terms[offering.pk],
        terms[offering.pk],
        (len(was), len(is_now)),
        (_lowest(was), _lowest(is_now)),
        _moved(found, before, after, is_now.keys() - was.keys()),
        _moved(found, before, after, was.keys() - is_now.keys()),
    )


def _taken(decisions):
    return {key: one for key, one in decisions.items() if one.outcome == Outcome.ACCEPTED}


def _lowest(taken):
    return min((one.total for one in taken.values()), default=None)


def _moved(found, before, after, keys):
    """Best rank first, as it would be afterwards."""
    ordered = sorted(keys, key=lambda key: (after[key].rank is None, after[key].rank, key))
    return [
        Moved(
            found.applications[key],
            Outcome(before[key].outcome).label,
            Outcome(after[key].outcome).label,
            after[key].reason,
        )
        for key in ordered
    ]
