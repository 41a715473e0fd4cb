"""From the tables to the rules of selection and back: who is to be decided, by which terms, and what comes of it.

Reads, writes nothing.
"""

from dataclasses import dataclass

from enrollment.models import Application, Choice, RankingRow, RankingTerms, Score, SelectionPolicy
from enrollment.rules.ranking import Entry, Weights
from enrollment.rules.selection import Candidate, Terms, decide
from enrollment.selectors.policies import free_seats_by_offering, selecting
from enrollment.wording import stored_words
from enrollment.workflow import ChoiceState, Status


@dataclass(frozen=True, slots=True)
class Proposal:
    """Rows and their basis as the tables want them, but for the ranking."""

    rows: list
    terms: list


@stored_words()
def proposed(wave):
    """What the results of the wave would be by its locked policies and the seats that are free now."""
    applications = to_decide(wave)
    policies, seats = latest_policies(wave), free_seats_by_offering(wave)
    terms = {pk: terms_of(policy, seats.get(pk, 0)) for pk, policy in policies.items()}
    choices = {(choice.application_id, choice.offering_id): choice for one in applications for choice in wishes(one)}
    decisions = decide([candidate(one, wishes(one)) for one in applications], terms)
    return Proposal(
        [_row(choices[one.applicant, one.offering], one) for one in decisions],
        [RankingTerms(offering_id=pk, policy=policy, seats=seats.get(pk, 0)) for pk, policy in policies.items()],
    )


def to_decide(wave):
    """Applications whose papers are in order and who chose at least one offering that selects."""
    verified = Application.objects.filter(pk__in=_selecting(wave).values("application"), status=Status.VERIFIED)
    return list(verified.select_related("trainee").prefetch_related("choices", "scores").order_by("pk"))


def _selecting(wave):
    return Choice.objects.filter(application__wave=wave, offering__in=selecting(wave.pk))


def latest_policies(wave):
    rows = SelectionPolicy.objects.latest_of(wave).filter(offering__in=selecting(wave.pk))
    return {policy.offering_id: policy for policy in rows}


def terms_of(policy, seats):
    return Terms(
        weights=Weights(test=policy.test_weight, interview=policy.interview_weight),
        minimum=policy.minimum_score,
        tie_break=tuple(policy.tie_break.split(",")),
        seed=policy.seed,
        seats=seats,
        reserves=policy.reserves,
    )


def wishes(application):
    """What is still wanted, the dearest first: a program that was cancelled has taken its choices away."""
    waiting = [choice for choice in application.choices.all() if choice.state == ChoiceState.WAITING]
    return sorted(waiting, key=lambda choice: choice.order)


def candidate(application, choices):
    """`choices` in their order; the application's `scores` fetched before."""
    scores = {score.part: score.value for score in application.scores.all()}
    entry = Entry(
        key=application.pk,
        test=scores.get(Score.Part.TEST),
        interview=scores.get(Score.Part.INTERVIEW),
        submitted_at=application.submitted_at,
        number=application.number,
    )
    return Candidate(entry, tuple(choice.offering_id for choice in choices))


def _row(choice, decision):
    return RankingRow(
        choice=choice,
        total=decision.total,
        rank=decision.rank,
        outcome=decision.outcome,
        reason=decision.reason,
    )
