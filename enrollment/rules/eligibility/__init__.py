"""May this person apply for that offering? One finding a rule: ok, blocked, or to be looked at; why; from which day.

Every limit comes with the question, none is written here. What is not known yet never blocks, it is looked at; so it
works for a visitor who has typed a birth date and nothing else. What "turns true" means: docs/decisions/0020.
"""

from enrollment.rules.eligibility.columns import age, domicile, education, lies_in, too_old_from
from enrollment.rules.eligibility.requirements import requirement, requirements
from enrollment.rules.eligibility.rows import judge_row
from enrollment.rules.eligibility.terms import Asked, Facts, Finding, Outcome, Rule, Training, Verdict

__all__ = [
    "Asked",
    "Facts",
    "Finding",
    "Outcome",
    "Rule",
    "Training",
    "Verdict",
    "judge",
    "lies_in",
    "requirement",
    "requirements",
]


def judge(facts, asked, *, today) -> Verdict:
    columns = [age(facts, asked, today), domicile(facts, asked), education(facts, asked)]
    rows = [judge_row(rule, facts, asked) for rule in asked.rules]
    return Verdict((*columns, *rows), too_old_from=too_old_from(facts, asked))
