"""Applications of days gone by: sent, returned, verified, scored, ended. Each act leaves what its transition does."""

from dataclasses import dataclass, field
from datetime import timedelta

from django.db import connection
from django.utils.timezone import localdate

from audit.moves import CLOCK, Actor
from blk_portal.demo.people import take_index
from centers.models import Role
from enrollment import workflow
from enrollment.models import Application, Choice, EligibilityRule, Score
from enrollment.rules.deadlines import end_of_day
from enrollment.workflow import ChoiceState
from trainees.models import Document, HealthAnswer

ADULT_PAPERS = ("ktp", "kk", "ijazah", "foto")
MINOR_PAPERS = ("kk", "ijazah", "foto")


@dataclass
class Applicant:
    """An application with what hangs on it, before any of it is stored."""

    application: Application
    trainee: object
    choices: list
    actor: Actor
    guardian: object = None
    papers: list = field(default_factory=list)
    scores: list = field(default_factory=list)
    is_printed: bool = False  # somebody who can sign in: nothing happens to them by chance


class Intake:
    def __init__(self, past, institution, crowd, papers):
        self.past, self.institution, self.crowd, self.papers = past, institution, crowd, papers
        self.applicants, self.keys = [], iter(())

    @property
    def officer(self):
        return self.institution.actor(Role.OFFICER)

    # --- the person ---

    def begin(self, wave, offers, when, **person):
        """A draft with these choices. `person` is what Crowd.someone wants to know."""
        waiting = len(self.crowd.guardians)
        trainee = self.crowd.someone(when, **person)
        application = Application(pk=self._key(), trainee=trainee, wave=wave, created_at=when, saved_at=when)
        choices = [
            Choice(application=application, offering=offer.offering, order=order)
            for order, offer in enumerate(offers, start=1)
        ]
        guardian = self.crowd.guardians[-1] if len(self.crowd.guardians) > waiting else None
        actor = Actor(user=trainee.account, role="trainee") if trainee.account else self.officer
        applicant = Applicant(application, trainee, choices, actor, guardian)
        self.applicants.append(applicant)
        return applicant

    def submit(self, one, when, *, move=workflow.SUBMIT):
        for code in MINOR_PAPERS if one.guardian else ADULT_PAPERS:
            one.papers.append(self.papers.give(one.trainee, code, when))
        self.papers.agree(one.trainee, when)
        application = one.application
        if one.guardian:
            consent = self.papers.agree_for(one.trainee, one.guardian, when)
            one.papers.append(consent.document)
            application.consented_at = consent.given_at
        take_index(one.trainee)
        application.adult_on = one.trainee.adult_on
        application.findings = [{"offering": choice.offering.pk, "look": []} for choice in one.choices]
        application.number = f"{when:%y}{application.pk:07d}"
        application.submitted_at = application.saved_at = when
        self.past.move(application, move, by=one.actor, at=when)

    def submit_first_come(self, one, when, seat, place=None):
        """A seat at once, provisionally; without one a place in the queue."""
        self.submit(one, when, move=workflow.SUBMIT_TO_SEAT if seat else workflow.SUBMIT_TO_QUEUE)
        (choice,) = one.choices
        if seat:
            one.application.seat = seat
            one.application.answer_by = when + timedelta(days=self.institution.center.fix_days)
            choice.state = ChoiceState.TAKEN
        else:
            choice.queue_place = place

    def withdraw(self, one, when):
        self.past.move(one.application, workflow.WITHDRAW, by=one.actor, at=when)
        self._end(one, when)

    # --- the desk ---

    def send_back(self, one, when, reason, code=""):
        """Ask for a correction, of the photo of that kind if one is named."""
        application = one.application
        application.fix_by = end_of_day(localdate(when), self.institution.center.fix_days)
        application.reason = reason
        for paper in one.papers:
            if paper.kind.code == code:
                paper.state, paper.reason = Document.State.FIX, reason[:200]
        self.past.move(application, workflow.RETURN, by=self.officer, at=when, note=reason)

    def verify(self, one, when, *, move=workflow.VERIFY):
        one.application.verified_at = when
        for paper in one.papers:
            paper.state = Document.State.VALID
        self.past.move(one.application, move, by=self.officer, at=when)

    def verify_seat(self, one, when):
        one.application.answer_by = one.application.wave.confirm_by
        self.verify(one, when, move=workflow.VERIFY_SEAT)

    def score(self, one, when, test, interview):
        for part, value in ((Score.Part.TEST, test), (Score.Part.INTERVIEW, interview)):
            one.scores.append(
                Score(
                    application=one.application,
                    part=part,
                    value=value,
                    scored_by=self.officer.user,
                    scored_at=when,
                )
            )
            facts = {"part": part.value, "value": str(value)}
            self.past.write("application.score", by=self.officer, about=one.application, at=when, facts=facts)

    def refuse(self, one, when, reason):
        one.application.reason = reason
        self.past.move(one.application, workflow.REFUSE, by=self.officer, at=when, note=reason)
        self._end(one, when)

    def miss_test(self, one, when):
        one.application.ended_at = when
        self.past.move(one.application, workflow.MISS_TEST, by=self.officer, at=when)

    def lapse_returned(self, one):
        when = one.application.fix_by + timedelta(minutes=1)
        one.application.ended_at = when
        self.past.move(one.application, workflow.LAPSE_RETURNED, by=CLOCK, at=when)

    def _end(self, one, when):
        """Over: the application waits nowhere any more."""
        one.application.ended_at, one.application.seat = when, None
        for choice in one.choices:
            if choice.state == ChoiceState.WAITING:
                choice.state, choice.queue_place = ChoiceState.REMOVED, None
                choice.reason = one.application.get_status_display()

    # --- the database ---

    def _key(self):
        """Keys are taken ahead of the rows: the registration number is made of one."""
        key = next(self.keys, None)
        if key is None:
            self.keys = iter(take_keys(Application, 200))
            key = next(self.keys)
        return key

    def store(self):
        """Everybody who applied since the last time, in the order of the foreign keys."""
        applicants, self.applicants = self.applicants, []
        self.crowd.store()
        self.papers.store()
        Application.objects.bulk_create(one.application for one in applicants)
        Choice.objects.bulk_create(choice for one in applicants for choice in one.choices)
        _answer_health(applicants)
        Score.objects.bulk_create(score for one in applicants for score in one.scores)
        return applicants


def take_keys(model, count):
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)",
            [model._meta.db_table, count],
        )
        return [key for (key,) in cursor.fetchall()]


def _answer_health(applicants):
    """What the chosen offerings ask of health, answered by everybody; one in nineteen says yes."""
    asked = EligibilityRule.objects.filter(kind=EligibilityRule.Kind.HEALTH).values_list("offering_id", "fact")
    facts = {}
    for offering, fact in asked:
        facts.setdefault(offering, set()).add(fact)
    wanted = {
        (one.application.trainee_id, fact)
        for one in applicants
        for choice in one.choices
        for fact in facts.get(choice.offering_id, ())
    }
    HealthAnswer.objects.bulk_create(
        (HealthAnswer(trainee_id=trainee, fact=fact, holds=trainee % 19 == 0) for trainee, fact in sorted(wanted)),
        ignore_conflicts=True,
    )
