"""What belongs to one application besides its timeline: result, queue, class, marks, certificates, letters.

Results are under embargo until the head publishes them: scores and ranks are asked for only through a published
ranking, so that no page can show them early by mistake.
"""

from django.db.models import Prefetch
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _

from certification.models import Assessment, BnspRecord, Certificate, OverallResult
from classroom.models import Mark
from classroom.selectors import attendance
from cohorts.models import Booking, Offering, Resource
from enrollment import selectors
from enrollment.models import RankingRow
from enrollment.workflow import ChoiceState, RankingStatus, Status
from notifications.letters import readable

BEFORE_RESULTS = frozenset({Status.DRAFT, Status.SUBMITTED, Status.RETURNED, Status.VERIFIED, Status.PROVISIONAL})


def details(application, enrollment):
    cohort = enrollment.cohort if enrollment else _class_of(application)
    published = _published_rows(application)
    return {
        "choices": list(application.choices.all()),
        "results": published,
        "scores": list(application.scores.order_by("-part", "pk")) if published else [],
        "queues": _queues(application),
        "cohort": cohort,
        "sessions": _sessions(cohort, enrollment) if cohort else [],
        "attendance": _attendance(enrollment),
        "assessments": _of(enrollment, Assessment.objects.current().select_related("unit").order_by("unit__code")),
        "overall": _of(enrollment, OverallResult.objects.order_by("pk"))[:1],
        "certificates": _certificates(enrollment),
        "bnsp": _of(enrollment, BnspRecord.objects.order_by("-tested_on", "pk")),
        "letters": readable(application),
        "documents": _documents(application),
    }


def _class_of(application):
    """A seat's class is told once it is the person's own: after daftar ulang."""
    return application.seat.cohort if application.seat and application.status == Status.CONFIRMED else None


def _published_rows(application):
    if application.status in BEFORE_RESULTS:
        return []
    rows = RankingRow.objects.filter(
        choice__application=application, ranking__status=RankingStatus.PUBLISHED, ranking__wave=application.wave_id
    )
    return list(rows.select_related("choice__offering__program").order_by("choice__order"))


def _queues(application):
    """(choice, place in line) for each queue the person stands in."""
    if application.status != Status.RESERVE:
        return []
    waiting = [one for one in application.choices.all() if one.state == ChoiceState.WAITING and one.queue_place]
    return [(choice, selectors.queue_position(choice)) for choice in waiting]


def _sessions(cohort, enrollment):
    """(session, room, own mark or None), in order. A corrected mark hides the one it corrects."""
    rooms = Booking.objects.filter(resource__kind=Resource.Kind.ROOM).select_related("resource").order_by("pk")
    sessions = cohort.sessions.select_related("unit", "topic").prefetch_related(
        Prefetch("bookings", queryset=rooms, to_attr="rooms")
    )
    marks = {}
    if enrollment:
        marks = {mark.sheet.session_id: mark for mark in _marks(enrollment)}
    return [
        (session, session.rooms[0].resource.name if session.rooms else "", marks.get(session.pk))
        for session in sessions.order_by("date", "starts_at", "pk")
    ]


def _marks(enrollment):
    return Mark.objects.current().filter(enrollment=enrollment).select_related("sheet").order_by("pk")


def _attendance(enrollment):
    """JP attended of JP held so far; None before the first list."""
    if enrollment is None:
        return None
    found = attendance(enrollment.cohort).get(enrollment.pk)
    return found if found and found.jp_held else None


def _of(enrollment, rows):
    return list(rows.filter(enrollment=enrollment)) if enrollment else []


def _certificates(enrollment):
    return [_with_links(one) for one in _of(enrollment, Certificate.objects.order_by("-issued_at", "-pk"))]


def _with_links(certificate):
    certificate.verify_url = _url_or_none("verify", certificate.code)
    certificate.pdf_url = _url_or_none("certification:pdf", certificate.code)
    return certificate


def _url_or_none(name, *args):
    try:
        return reverse(name, args=args)
    except NoReverseMatch:
        return None


def _documents(application):
    """The papers looked at now, each with what the officer found."""
    current = application.trainee.documents.current().select_related("kind").prefetch_related("pages")
    return list(current.order_by("kind__order", "pk"))


def first_come(application):
    return any(choice.offering.mode == Offering.Mode.FIRST_COME for choice in application.choices.all())


def why_wait(application):
    """One sentence on how the queue moves."""
    if first_come(application):
        return _("Urutan ditentukan oleh waktu pendaftaran.")
    return _("Urutan ditentukan oleh peringkat hasil seleksi.")
