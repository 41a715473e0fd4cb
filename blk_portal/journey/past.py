"""What the trail tells of each application, its appointments and its class, and the papers issued: a few queries."""

from django.contrib.contenttypes.models import ContentType
from django.utils.translation import gettext as _

from audit.models import AuditEntry
from blk_portal.journey.events import Event, moment
from blk_portal.journey.words import DONE, MOVES, PROBLEM
from certification.models import Certificate
from enrollment.models import Application, Appointment, Enrollment
from enrollment.workflow import Status


def events(applications, enrollments, appointments):
    """{application's id: its events, the oldest first}. `enrollments`: {application's id: enrollment}."""
    parts = {one.pk: one.get_part_display() for one in appointments}
    rows = {}
    for owner, entry in _trail(applications, enrollments.values(), appointments):
        rows.setdefault(owner, []).append(_told(entry, parts))
    for owner, event in _certificates(enrollments.values()):
        rows.setdefault(owner, []).append(event)
    return rows


def _trail(applications, enrollments, appointments):
    """(application's id, entry) of every act that has words, the oldest first."""
    types = ContentType.objects.get_for_models(Application, Appointment, Enrollment)
    owners = {(types[Application].pk, one.pk): one.pk for one in applications}
    owners |= {(types[type(one)].pk, one.pk): one.application_id for one in [*enrollments, *appointments]}
    told = AuditEntry.objects.filter(
        subject_type__in=types.values(), subject_id__in={pk for _type, pk in owners}, action__in=MOVES
    )
    for entry in told.oldest_first():
        if owner := owners.get((entry.subject_type_id, entry.subject_id)):
            yield owner, entry


def _told(entry, parts):
    title, state, is_theirs = MOVES[entry.action]
    if entry.action.startswith("appointment."):
        title = f"{parts[entry.subject_id]}: {title}"
    return Event(str(title), state, moment(entry.at), entry.note if is_theirs else "", at=entry.at)


def _certificates(enrollments):
    """(application's id, event) for each paper issued, and for each that ended."""
    issued = Certificate.objects.filter(enrollment__in=enrollments).select_related("enrollment")
    for one in issued.order_by("issued_at", "pk"):
        owner, kind = one.enrollment.application_id, one.get_kind_display()
        yield owner, Event(_("%(kind)s terbit") % {"kind": kind}, DONE, moment(one.issued_at), one.number)
        if one.ended_at:
            yield owner, Event(f"{kind}: {one.get_status_display()}", PROBLEM, moment(one.ended_at), one.end_reason)


def queued_since(application):
    """When somebody last came into a queue; for one without a trail, when they applied."""
    came = AuditEntry.objects.about(application).filter(to_status=Status.RESERVE).order_by("-at", "-pk")
    return came.values_list("at", flat=True).first() or application.submitted_at
