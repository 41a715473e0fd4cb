"""Filling a wave: offerings, classes and seats, many at once. What the officer would type thirteen times, once."""

from dataclasses import dataclass, field
from string import ascii_uppercase

from django.db import transaction
from django.db.models import ProtectedError
from django.utils.translation import gettext as _

from audit import trail
from audit.moves import Refused, lock, moving
from cohorts import transitions, workflow
from cohorts.models import Cohort, Offering, OfferingDocument, Seat
from cohorts.workflow import CohortStatus, OfferingStatus

SEATS = 16  # what a class has when nobody says otherwise; a row each, resized at will


@dataclass(frozen=True, slots=True)
class Terms:
    """What several offerings have in common: the columns of Offering, the papers asked for, classes and seats."""

    columns: dict
    documents: list = field(default_factory=list)
    classes: int = 1
    seats: int = SEATS


@transaction.atomic
def add_offerings(wave, programs, terms, *, by):
    """One offering per program, on the same terms, each with its classes and seats. Answers the offerings.

    Raises Refused("already_offered") with the names of programs the wave has from the same money.
    """
    lock(wave)
    twins = wave.offerings.filter(program__in=programs, funding=terms.columns["funding"]).order_by("program__name")
    if twins:
        names = ", ".join(str(twin.program) for twin in twins.select_related("program"))
        raise Refused("already_offered", _("Sudah ada pada gelombang ini: %(names)s.") % {"names": names})
    return [_add_offering(wave, program, terms, by=by) for program in programs]


def _add_offering(wave, program, terms, *, by):
    offering = Offering.objects.create(wave=wave, program=program, **terms.columns)
    OfferingDocument.objects.bulk_create(OfferingDocument(offering=offering, kind=kind) for kind in terms.documents)
    for index in range(terms.classes):
        name = f"{program.name} {ascii_uppercase[index]}" if terms.classes > 1 else program.name
        cohort = Cohort.objects.create(
            offering=offering, name=name[:80], starts_on=wave.starts_on, ends_on=wave.ends_on
        )
        add_seats(cohort, terms.seats)
    trail.write("offering.added", by=by, about=offering, facts={"classes": terms.classes, "seats": terms.seats})
    return offering


def add_seats(cohort, count):
    """The rows of a new class. Later changes go through `enrollment.transitions.resize`, which minds who sits."""
    Seat.objects.bulk_create(Seat(cohort=cohort, number=number) for number in range(1, count + 1))


@transaction.atomic
def copy_offerings(wave, source, *, by):
    """Everything `source` offered, with its papers, classes, rooms, instructors and seats, moved to this wave's dates.

    What the wave already offers is passed over. Answers how many were copied; Refused("nothing_to_copy") if none.
    """
    lock(wave)
    shift = wave.starts_on - source.starts_on
    here = set(wave.offerings.values_list("program", "funding"))
    offered = source.offerings.prefetch_related("asked_documents", "cohorts__instructors", "cohorts__seats")
    wanted = [one for one in offered.order_by("pk") if (one.program_id, one.funding_id) not in here]
    if not wanted:
        raise Refused("nothing_to_copy", _("Tidak ada program yang bisa disalin dari gelombang itu."))
    for one in wanted:
        _copy_offering(one, wave, shift)
    trail.write("wave.copied", by=by, about=wave, facts={"from": source.pk, "offerings": len(wanted)})
    return len(wanted)


SAME_COLUMNS = (
    "program",
    "funding",
    "mode",
    "age_min",
    "age_max",
    "test_weight",
    "interview_weight",
    "minimum_score",
    "tie_break",
    "reserves",
    "minimum_people",
    "applicant_cap",
    "method",
    "place",
    "region",
    "boarding",
)


def _copy_offering(old, wave, shift):
    columns = {name: getattr(old, name) for name in SAME_COLUMNS}
    new = Offering.objects.create(wave=wave, age_on=old.age_on + shift, **columns)
    OfferingDocument.objects.bulk_create(
        OfferingDocument(offering=new, kind_id=asked.kind_id, required=asked.required)
        for asked in old.asked_documents.all()
    )
    for cohort in old.cohorts.all():
        if cohort.status != CohortStatus.CANCELLED:
            _copy_cohort(cohort, new, shift)


def _copy_cohort(old, offering, shift):
    new = Cohort.objects.create(
        offering=offering,
        name=old.name,
        starts_on=old.starts_on + shift,
        ends_on=old.ends_on + shift,
        room=old.room,
    )
    new.instructors.set(old.instructors.all())
    add_seats(new, len(old.seats.all()))


def plan_wave_sessions(wave, *, by):
    """A timetable for every class of the wave that has none, each in its own transaction.

    Answers (how many, [(class, why not)]): a room that is taken stops one class, not the other twelve.
    """
    bare = Cohort.objects.filter(offering__wave=wave, sessions=None).exclude(status=CohortStatus.CANCELLED)
    planned, refusals = 0, []
    for cohort in bare.order_by("offering__program__name", "name", "pk"):
        try:
            transitions.plan_cohort_sessions(cohort, by=by)
        except Refused as refusal:
            refusals.append((cohort, refusal.message))
        else:
            planned += 1
    return planned, refusals


# --- calling off what people have read of ---


@transaction.atomic
def call_off(offering, move, *, by, note):
    """Postponed or cancelled, with its classes that have not begun; rooms and instructors are free again.

    What becomes of the people is `enrollment.transitions.calling_off`'s business, which calls this.
    """
    cohort_move = workflow.POSTPONE_COHORT if move == workflow.POSTPONE_OFFERING else workflow.CANCEL_COHORT
    with moving(offering, move, by=by, note=note):
        for cohort in offering.cohorts.order_by("pk"):
            if cohort.status == CohortStatus.PLANNED:
                drop_sessions(cohort, by=by)
            if cohort_move.is_open_for(cohort):
                with moving(cohort, cohort_move, by=by, note=note):
                    pass


# --- taking back what was planned by mistake ---


@transaction.atomic
def remove_offering(offering, *, by):
    """Out of a wave in which it was only planned, its classes too. Refused once it has been opened: then it is
    cancelled, for people have read of it."""
    wave = lock(offering.wave)
    lock(offering)
    if offering.status != OfferingStatus.PLANNED:
        raise Refused("not_planned", _("Hanya program yang masih rencana yang bisa dihapus."))
    for cohort in offering.cohorts.order_by("pk"):
        remove_cohort(cohort, by=by)
    trail.write("wave.offering_removed", by=by, about=wave, facts={"program": offering.program.code})
    offering.delete()


@transaction.atomic
def remove_cohort(cohort, *, by):
    """A class that is only planned and in which nobody sits. Refused: not_planned, seats_taken."""
    offering = cohort.offering
    lock(offering.wave)
    lock(cohort)
    if cohort.status != CohortStatus.PLANNED:
        raise Refused("not_planned", _("Hanya kelas yang masih rencana yang bisa dihapus."))
    try:
        with transaction.atomic():
            drop_sessions(cohort, by=by)
            cohort.seats.all().delete()
            cohort.delete()
    except ProtectedError as taken:
        raise Refused("seats_taken", _("Sudah ada peserta di kelas ini.")) from taken
    trail.write("offering.cohort_removed", by=by, about=offering, facts={"cohort": cohort.name})


@transaction.atomic
def drop_sessions(cohort, *, by):
    """The whole timetable of a class that has not started, to be made anew. Rooms and instructors are free again."""
    lock(cohort)
    if cohort.status != CohortStatus.PLANNED:
        raise Refused("not_planned", _("Kelas sudah berjalan; batalkan pertemuannya satu per satu."))
    count, _by_model = cohort.sessions.all().delete()
    if count:
        trail.write("cohort.sessions_dropped", by=by, about=cohort)
