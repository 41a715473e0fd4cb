"""What the trail tells of applications, appointments, classes and BNSP records: a few queries for all of them."""

from itertools import groupby

from django.contrib.contenttypes.models import ContentType
from django.utils import timezone
from django.utils.translation import gettext as _

from audit.models import AuditEntry
from blk_portal.journey.events import Event, moment
from blk_portal.journey.words import DONE, MOVES, PROBLEM
from certification.models import Assessment, BnspRecord, Certificate, Result
from enrollment.models import Application, Appointment, Enrollment
from enrollment.workflow import Status


def events(applications, enrollments, appointments):
    """{application's id: its events, the oldest first}. `enrollments`: {application's id: enrollment}."""
    records = list(BnspRecord.objects.filter(enrollment__in=enrollments.values()).select_related("enrollment"))
    names = {(Appointment, one.pk): one.get_part_display() for one in appointments}
    names |= {(BnspRecord, one.pk): one.scheme for one in records}
    rows = {}
    for owner, entry, subject in _trail(applications, enrollments.values(), appointments, records):
        rows.setdefault(owner, []).append(_told(entry, names.get((subject, entry.subject_id), "")))
    for owner, event in [*_assessed(enrollments.values()), *_certificates(enrollments.values())]:
        rows.setdefault(owner, []).append(event)
    return {owner: sorted(told, key=lambda event: event.at) for owner, told in rows.items()}


def _trail(applications, enrollments, appointments, records):
    """(application's id, entry, model) of every act that has words, the oldest first."""
    types = ContentType.objects.get_for_models(Application, Appointment, Enrollment, BnspRecord)
    owners = {(types[Application].pk, one.pk): one.pk for one in applications}
    owners |= {(types[type(one)].pk, one.pk): one.application_id for one in [*enrollments, *appointments]}
    owners |= {(types[BnspRecord].pk, one.pk): one.enrollment.application_id for one in records}
    models = {kind.pk: model for model, kind in types.items()}
    told = AuditEntry.objects.filter(
        subject_type__in=types.values(), subject_id__in={pk for _type, pk in owners}, action__in=MOVES
    )
    for entry in told.oldest_first():
        if owner := owners.get((entry.subject_type_id, entry.subject_id)):
            yield owner, entry, models[entry.subject_type_id]


def _told(entry, name):
    title, state, is_theirs = MOVES[entry.action]
    return Event(
        f"{name}: {title}" if name else str(title),
        state,
        moment(entry.at),
        entry.note if is_theirs else _found(entry),
        at=entry.at,
    )


def _found(entry):
    """What an act without a note for the person has decided, in a word."""
    if entry.action == "enrollment.settle":
        return str(Result(entry.facts["result"]).label)
    if entry.action == "bnsprecord.state":
        return str(BnspRecord.State(entry.to_status).label)
    return ""


def _assessed(enrollments):
    """(application's id, event): what was found of a day's units, one event a day."""
    seen = Assessment.objects.current().filter(enrollment__in=enrollments).select_related("unit", "enrollment")
    by_day = groupby(
        seen.order_by("enrollment", "assessed_at", "pk"),
        key=lambda one: (one.enrollment.application_id, timezone.localdate(one.assessed_at)),
    )
    for (owner, _day), day_of_units in by_day:
        units = list(day_of_units)
        found = "; ".join(f"{one.unit.title}: {one.get_outcome_display()}" for one in units)
        last = units[-1].assessed_at
        yield owner, Event(_("Unit kompetensi dinilai"), DONE, moment(last), found, at=last)


def _certificates(enrollments):
    """(application's id, event) for each paper issued, and for each that ended."""
    issued = Certificate.objects.filter(enrollment__in=enrollments).select_related("enrollment")
    for one in issued.order_by("issued_at", "pk"):
        owner, kind = one.enrollment.application_id, one.get_kind_display()
        yield (
            owner,
            Event(_("%(kind)s terbit") % {"kind": kind}, DONE, moment(one.issued_at), one.number, at=one.issued_at),
        )
        if one.ended_at:
            ended = f"{kind}: {one.get_status_display()}"
            yield owner, Event(ended, PROBLEM, moment(one.ended_at), one.end_reason, at=one.ended_at)


def queued_since(application):
    """When somebody last came into a queue; for one without a trail, when they applied."""
    came = AuditEntry.objects.about(application).filter(to_status=Status.RESERVE).order_by("-at", "-pk")
    return came.values_list("at", flat=True).first() or application.submitted_at
