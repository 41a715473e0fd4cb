"""Results: proposed under embargo by an officer, published by the head in one act that is whole or not at all."""

import secrets

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from audit.moves import CLOCK, Refused, lock, moving
from cohorts.models import Offering
from cohorts.transitions import announce_offering
from cohorts.workflow import ANNOUNCE_OFFERING
from enrollment import selectors, workflow
from enrollment.announcements import announce
from enrollment.models import Application, Choice, Ranking, RankingRow, RankingTerms
from enrollment.proposals import proposed
from enrollment.sealing import seal
from enrollment.transitions import seats
from enrollment.transitions.policies import lock_policies
from enrollment.workflow import ChoiceState, Outcome, Status

MOVES = {
    Outcome.ACCEPTED: workflow.PUBLISH_ACCEPTED,
    Outcome.RESERVE: workflow.PUBLISH_RESERVE,
    Outcome.NOT_SELECTED: workflow.PUBLISH_NOT_SELECTED,
}


@transaction.atomic
def propose(wave, *, by):
    """Rank, match and store the results. Refused: still_open, undecided (with the number), nobody, wrong_status."""
    lock(wave)
    ranking, _created = Ranking.objects.get_or_create(wave=wave)
    with moving(ranking, workflow.PROPOSE_RANKING, by=by):
        _refuse_if_unready(wave)
        lock_policies(wave, by=by)
        proposal = proposed(wave)
        if not proposal.rows:
            raise Refused("nobody", _("Belum ada pendaftar yang berkasnya lolos."))
        write_down(ranking, proposal)
        ranking.proposed_at = timezone.now()
    return ranking


def write_down(ranking, proposal):
    """Rows and what they stand on, in place of an earlier proposal's."""
    ranking.rows.all().delete()
    ranking.terms.all().delete()
    for one in (*proposal.rows, *proposal.terms):
        one.ranking = ranking
    RankingTerms.objects.bulk_create(proposal.terms)
    RankingRow.objects.bulk_create(proposal.rows)


def _refuse_if_unready(wave):
    if timezone.now() <= wave.closes_at:
        raise Refused("still_open", _("Pendaftaran gelombang ini belum ditutup."))
    waiting = selectors.undecided(wave).count()
    if waiting:
        raise Refused("undecided", _("Masih ada %(count)d pendaftaran yang belum diputuskan.") % {"count": waiting})


@transaction.atomic
def retract(ranking, *, by, note=""):
    """Back to a draft: scores may change again."""
    lock(ranking.wave)
    with moving(ranking, workflow.RETRACT_RANKING, by=by, note=note):
        ranking.proposed_at = None


@transaction.atomic
def publish(ranking, *, by):
    """Statuses, seats, queues and messages of the whole wave, in this one transaction. Runs inside a Job.

    Refused while an application of the wave is submitted or returned. Who withdrew since the proposal is passed
    over, and their seat goes to the queue.
    """
    wave = lock(ranking.wave)
    with moving(ranking, workflow.PUBLISH_RANKING, by=by):
        _refuse_if_unready(wave)
        ranking.published_at = timezone.now()
        ranking.salt = secrets.token_hex(32)
        ranking.seal = seal(ranking, ranking.salt)
    told = _rows_by_application(ranking)
    for application, rows in told:
        _publish_one(application, rows, by=by)
    _line_up([row for _application, rows in told for row in rows])
    for offering in wave.offerings.filter(mode=Offering.Mode.SELECTION).order_by("pk"):
        if ANNOUNCE_OFFERING.is_open_for(offering):
            announce_offering(offering, by=by)
        seats.fill_free_seats(offering, by=CLOCK)


def _rows_by_application(ranking):
    """[(application, its rows)] of those who are still to be told, the best ranks first."""
    rows = ranking.rows.select_related("choice__offering__program").order_by("rank", "pk")
    grouped = {}
    for row in rows:
        grouped.setdefault(row.choice.application_id, []).append(row)
    applications = (
        Application.objects.filter(pk__in=grouped, status=Status.VERIFIED)
        .select_related("trainee__account", "wave__center")
        .in_bulk()
    )
    return [(applications[pk], rows) for pk, rows in grouped.items() if pk in applications]


def _publish_one(application, rows, *, by):
    outcome, row = _decisive(rows)
    with moving(application, MOVES[outcome], by=by):
        if outcome == Outcome.ACCEPTED:
            application.seat = seats.next_free(row.choice.offering)
            application.answer_by = application.wave.confirm_by
        if outcome == Outcome.NOT_SELECTED:
            application.ended_at = timezone.now()
    for one in rows:
        _settle(one)
    announce(application, outcome.value, row=row, rows=rows)


def _decisive(rows):
    """Accepted somewhere, else reserve somewhere (the highest choice), else not selected."""
    by_choice = sorted(rows, key=lambda row: row.choice.order)
    for outcome in (Outcome.ACCEPTED, Outcome.RESERVE):
        found = next((row for row in by_choice if row.outcome == outcome), None)
        if found:
            return outcome, found
    return Outcome.NOT_SELECTED, by_choice[0]


def _settle(row):
    choice = row.choice
    match row.outcome:
        case Outcome.ACCEPTED:
            choice.state = ChoiceState.TAKEN
        case Outcome.RESERVE:
            choice.state = ChoiceState.WAITING  # the place follows, when everybody's rank is at hand
        case _:
            choice.state = ChoiceState.REMOVED
    choice.reason = row.reason[:200]
    Choice.objects.bulk_update([choice], ["state", "reason"])


def _line_up(rows):
    """Each program's reserves in the order of its own ranks, behind whoever was carried there from an earlier wave.

    Programs weigh differently: the order in which people come here is that of no queue.
    """
    places, reserves = {}, [row for row in rows if row.outcome == Outcome.RESERVE]
    for row in sorted(reserves, key=lambda row: (row.rank, row.pk)):
        offering = row.choice.offering
        place = places.get(offering.pk) or seats.next_place(offering)
        row.choice.queue_place, places[offering.pk] = place, place + 1
    Choice.objects.bulk_update([row.choice for row in reserves], ["queue_place"], batch_size=500)
