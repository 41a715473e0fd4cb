"""Results of waves gone by: ranked and matched by the portal's own rules, then published, answered and enrolled."""

from datetime import timedelta

from audit.moves import CLOCK
from blk_portal.demo.days import DAY, at
from centers.models import Role
from cohorts.models import Seat
from cohorts.workflow import ANNOUNCE_OFFERING
from enrollment import workflow
from enrollment.models import Application, Choice, Enrollment, Ranking
from enrollment.proposals import proposed
from enrollment.sealing import seal
from enrollment.transitions.results import write_down
from enrollment.workflow import ChoiceState, Outcome, Status

CHANGED = ["status", "seat", "answer_by", "confirmed_at", "ended_at"]
MOVES = {
    Outcome.ACCEPTED: workflow.PUBLISH_ACCEPTED,
    Outcome.RESERVE: workflow.PUBLISH_RESERVE,
    Outcome.NOT_SELECTED: workflow.PUBLISH_NOT_SELECTED,
}
QUEUE_CLOSED = "Masa pengisian kursi kosong sudah berakhir."


class Results:
    """What became of the verified applications of a wave. Stored by `store`, once all is decided."""

    def __init__(self, past, institution, wave, offers, applicants, salt):
        self.past, self.institution, self.wave, self.offers = past, institution, wave, offers
        self.applicants = {one.application.pk: one for one in applicants}
        self.salt = salt
        self.free = {
            offer.offering.pk: list(Seat.objects.filter(cohort__in=offer.cohorts).order_by("cohort__name", "number"))
            for offer in offers
        }
        self.places = {offer.offering.pk: 0 for offer in offers}

    # --- proposed, published ---

    def publish(self, proposed_at, published_at):
        officer, head = self.institution.actor(Role.OFFICER), self.institution.actor(Role.HEAD)
        ranking = Ranking.objects.create(wave=self.wave, created_at=proposed_at)
        proposal = proposed(self.wave)
        self.past.move(ranking, workflow.PROPOSE_RANKING, by=officer, at=proposed_at)
        ranking.proposed_at = proposed_at
        ranking.save()
        write_down(ranking, proposal)
        self.past.move(ranking, workflow.PUBLISH_RANKING, by=head, at=published_at)
        ranking.published_at = published_at
        ranking.salt = self.salt
        ranking.seal = seal(ranking, ranking.salt)
        ranking.save()
        for one, mine in self._by_applicant(proposal.rows):
            self._tell(one, mine, published_at, head)
        for offer in self.offers:
            self.past.move(offer.offering, ANNOUNCE_OFFERING, by=head, at=published_at)
            offer.offering.save()

    def _by_applicant(self, rows):
        """The best rank first, as publishing goes; our own rows of the choices in place of the ones just read."""
        grouped = {}
        for row in sorted(rows, key=lambda row: (row.rank is None, row.rank, row.pk)):
            one = self.applicants[row.choice.application_id]
            row.choice = next(choice for choice in one.choices if choice.pk == row.choice_id)
            grouped.setdefault(one.application.pk, (one, []))[1].append(row)
        return grouped.values()

    def _tell(self, one, rows, when, by):
        outcome, decisive = _decisive(rows)
        application = one.application
        self.past.move(application, MOVES[outcome], by=by, at=when)
        if outcome == Outcome.ACCEPTED:
            application.seat = self.free[decisive.choice.offering_id].pop(0)
            application.answer_by = self.wave.confirm_by
        if outcome == Outcome.NOT_SELECTED:
            application.ended_at = when
        for row in rows:
            self._settle(row)

    def _settle(self, row):
        choice = row.choice
        choice.reason = row.reason
        match row.outcome:
            case Outcome.ACCEPTED:
                choice.state = ChoiceState.TAKEN
            case Outcome.RESERVE:
                self.places[choice.offering_id] += 1
                choice.queue_place = self.places[choice.offering_id]
            case _:
                choice.state = ChoiceState.REMOVED

    # --- answered ---

    def answer(self, random, lapsing):
        """Everybody confirms in time, but `lapsing` people; theirs go to the first reserve, who confirms at once."""
        accepted = [one for one in self.applicants.values() if one.application.status == Status.ACCEPTED]
        silent = set(random.sample([one.application.pk for one in accepted if not one.is_printed], lapsing))
        announced = at(self.wave.announce_on, 10)
        for one in accepted:
            if one.application.pk in silent:
                self._lapse(one)
            else:
                hours = random.uniform(1, 80)
                self._confirm(one, announced + timedelta(hours=hours))

    def _confirm(self, one, when):
        self.past.move(one.application, workflow.CONFIRM, by=one.actor, at=when)
        one.application.confirmed_at = when

    def _lapse(self, one):
        when = one.application.answer_by + timedelta(minutes=1)
        seat, one.application.seat, one.application.ended_at = one.application.seat, None, when
        self.past.move(one.application, workflow.LAPSE, by=CLOCK, at=when)
        offering = seat.cohort.offering_id
        queue = [(choice.queue_place, pk, choice) for pk, choice in self._waiting(offering)]
        if queue:
            place, pk, choice = min(queue, key=lambda waiting: waiting[0])
            self._offer(self.applicants[pk], choice, seat, when, place)

    def _waiting(self, offering):
        return [
            (one.application.pk, choice)
            for one in self.applicants.values()
            for choice in one.choices
            if choice.offering_id == offering
            and choice.queue_place
            and choice.state == ChoiceState.WAITING
            and one.application.status == Status.RESERVE
        ]

    def _offer(self, one, choice, seat, when, place):
        reason = f"Ada kursi kosong dan giliran cadangan nomor {place} tiba."
        one.application.seat = seat
        one.application.answer_by = when + timedelta(hours=self.institution.center.offer_hours)
        self.past.move(one.application, workflow.OFFER, by=CLOCK, at=when, note=reason)
        choice.state, choice.queue_place, choice.reason = ChoiceState.TAKEN, None, reason
        _leave_queues(one, f"Diterima di {choice.offering.program}.")
        self._confirm(one, when + timedelta(hours=11))

    def close_queues(self):
        """The day after the stop date: whoever still waits is told that no seat came free."""
        when = at(self.wave.promote_until + DAY, 0, 1)
        for one in self.applicants.values():
            if one.application.status == Status.RESERVE:
                one.application.ended_at = when
                self.past.move(one.application, workflow.CLOSE_QUEUE, by=CLOCK, at=when)
                _leave_queues(one, QUEUE_CLOSED)

    # --- enrolled ---

    def enroll(self, day):
        """An active enrollment for everybody who confirmed, on the first morning."""
        confirmed = [one for one in self.applicants.values() if one.application.status == Status.CONFIRMED]
        officer = self.institution.actor(Role.OFFICER)
        enrollments = [
            Enrollment(
                application=one.application,
                trainee=one.trainee,
                cohort=one.application.seat.cohort,
                started_on=day,
            )
            for one in confirmed
        ]
        Enrollment.objects.bulk_create(enrollments)
        for one in enrollments:
            self.past.write(
                "enrollment.begin",
                by=officer,
                about=one,
                at=at(day, 7, 30),
                to_status=workflow.EnrollmentStatus.ACTIVE,
            )
        return enrollments

    def store(self):
        applicants = list(self.applicants.values())
        Application.objects.bulk_update([one.application for one in applicants], CHANGED, batch_size=100)
        choices = [choice for one in applicants for choice in one.choices]
        Choice.objects.bulk_update(choices, ["state", "queue_place", "reason"], batch_size=200)


def _decisive(rows):
    by_choice = sorted(rows, key=lambda row: row.choice.order)
    for outcome in (Outcome.ACCEPTED, Outcome.RESERVE):
        found = next((row for row in by_choice if row.outcome == outcome), None)
        if found:
            return outcome, found
    return Outcome.NOT_SELECTED, by_choice[0]


def _leave_queues(one, reason):
    for choice in one.choices:
        if choice.state == ChoiceState.WAITING:
            choice.state, choice.queue_place, choice.reason = ChoiceState.REMOVED, None, reason
