"""What a rule would have meant for the people who really applied: counted before it is saved, nothing is written."""

from dataclasses import dataclass, replace

from enrollment import selectors
from enrollment.models import Application
from enrollment.rules.eligibility import Outcome, judge
from enrollment.workflow import Status


@dataclass(frozen=True, slots=True)
class Impact:
    """Of `people` applications to `measured`: who does not meet the rule, and who has not said what it asks.

    `blocking`: whether not meeting it blocks; otherwise an officer looks.
    """

    rule: object
    people: int
    unmet: tuple
    unknown: tuple

    @property
    def blocked(self):
        return len(self.unmet) if self.rule.effect == Outcome.BLOCKED else 0

    @property
    def flagged(self):
        return len(self.unknown) + len(self.unmet) - self.blocked


def measured_on(offering):
    """Whose applicants tell: its own, or while nobody has applied those of the latest offering of the same program."""
    if _sent(offering).exists():
        return offering
    alike = type(offering).objects.filter(program=offering.program_id, wave__center=offering.wave.center_id)
    earlier = alike.exclude(pk=offering.pk).filter(choices__application__submitted_at__isnull=False)
    latest = earlier.select_related("wave__center__region__parent", "program__education_min", "funding")
    return latest.order_by("-wave__starts_on", "-pk").first()


def impact_of(row, measured):
    """The typed row first, then the other saved rows of its offering, each measured on the same people."""
    others = row.offering.eligibility_rules.exclude(pk=row.pk)
    rules = [selectors.rule_of(one) for one in (row, *others)]
    if measured is None:
        return [Impact(rule, 0, (), ()) for rule in rules]
    asked = replace(selectors.asked_of(measured), rules=tuple(rules))
    return _measured(rules, asked, list(_sent(measured).select_related("trainee__education")))


def _measured(rules, asked, applications):
    """Judged as if each blocked: what is blocked then is not met, what is looked at then is not known."""
    strict = replace(asked, rules=tuple(replace(rule, effect=Outcome.BLOCKED) for rule in rules))
    facts = selectors.facts_of_many([one.trainee for one in applications], strict)
    rows = {one: _outcomes(facts[one.trainee], strict) for one in applications}
    return [
        Impact(
            rule=rule,
            people=len(applications),
            unmet=tuple(one for one, outcomes in rows.items() if outcomes[place] == Outcome.BLOCKED),
            unknown=tuple(one for one, outcomes in rows.items() if outcomes[place] == Outcome.LOOK),
        )
        for place, rule in enumerate(rules)
    ]


def _outcomes(facts, asked):
    """Of the rows alone, in their order. The day is no matter: rows are judged on the offering's own."""
    findings = judge(facts, asked, today=asked.first_day).findings
    return [finding.outcome for finding in findings[-len(asked.rules) :]]


def _sent(offering):
    return Application.objects.filter(choices__offering=offering).exclude(status=Status.DRAFT).order_by("number", "pk")
