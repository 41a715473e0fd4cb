"""The words of the question: what is known of a person, what an offering asks, and what is answered.

Plain values all of them, so that the rules can be asked about anybody, with or without an account.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum


class Outcome(StrEnum):
    OK = "ok"
    LOOK = "look"
    BLOCKED = "blocked"


@dataclass(frozen=True, slots=True)
class Training:
    """A training on this portal's records: its last day, and the wave it belongs to."""

    until: date
    wave: int | None = None


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of a person; None or "" is unknown. `region_code`: of the address on KTP or KK, not the NIK.

    `has_trained` and `trained_until` are the person's own word, `trainings` what the portal knows. `health` holds the
    answers given so far: {fact: does it hold?}.
    """

    birth_date: date | None = None
    region_code: str = ""
    education_rank: int | None = None
    is_studying: bool | None = None
    studies_until: date | None = None
    is_working: bool | None = None
    has_trained: bool | None = None
    trained_until: date | None = None
    trainings: tuple[Training, ...] = ()
    health: Mapping[str, bool] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Rule:
    """One row of rules of an offering. `effect` is the outcome where it is not met: blocked, or to be looked at."""

    kind: str
    effect: Outcome = Outcome.BLOCKED
    min_rank: int | None = None
    min_name: str = ""
    max_rank: int | None = None
    max_name: str = ""
    months: int | None = None
    fact: str = ""
    fact_name: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Asked:
    """What an offering asks. Ages are inclusive; None, or no codes at all, asks for nothing.

    `age_on` is the reference date of the age window, `starts_on` (the first day of training) that of the rows on
    schooling and earlier training; without one, `age_on` serves. `domicile_codes` are dotted codes, each standing for
    all under it: "36" the province, "36.74" one kota. The names are what a person reads.
    """

    age_on: date
    age_min: int | None = None
    age_max: int | None = None
    domicile_codes: frozenset = frozenset()
    domicile_name: str = ""
    education_min_rank: int | None = None
    education_min_name: str = ""
    starts_on: date | None = None
    wave: int | None = None
    rules: tuple[Rule, ...] = ()

    @property
    def first_day(self):
        return self.starts_on or self.age_on

    def at(self, day):
        """The same terms with `day` as their reference date: what `becomes_true_on` speaks of."""
        return replace(self, age_on=day, starts_on=day)


@dataclass(frozen=True, slots=True)
class Finding:
    """The answer of one rule. `becomes_true_on`: the first reference date on which a blocked one would be met."""

    rule: str
    outcome: Outcome
    sentence: str
    becomes_true_on: date | None = None


@dataclass(frozen=True, slots=True)
class Verdict:
    """All findings together: blocked if one is, else to look at if one is, else ok.

    `too_old_from`: the first day on which the person has outgrown the age window. What time mends later is no use.
    """

    findings: tuple[Finding, ...]
    too_old_from: date | None = None

    @property
    def outcome(self):
        found = {finding.outcome for finding in self.findings}
        return next((worst for worst in (Outcome.BLOCKED, Outcome.LOOK) if worst in found), Outcome.OK)

    @property
    def may_apply(self):
        return self.outcome != Outcome.BLOCKED

    @property
    def blockers(self):
        return [finding for finding in self.findings if finding.outcome == Outcome.BLOCKED]

    @property
    def to_look_at(self):
        return [finding for finding in self.findings if finding.outcome == Outcome.LOOK]

    @property
    def becomes_true_on(self):
        """When time alone will mend everything that blocks; None if nothing blocks or time can't mend it."""
        days = [finding.becomes_true_on for finding in self.blockers]
        if not days or not all(days):
            return None
        return max(days) if self.too_old_from is None or max(days) < self.too_old_from else None
