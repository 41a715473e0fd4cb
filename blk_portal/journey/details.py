"""What belongs to one application besides its timeline: result, queue, class, marks, certificates, papers."""

from django.urls import NoReverseMatch, reverse

from blk_portal.journey import appealing, carrying
from blk_portal.journey.meetings import rooms_of, with_rooms
from blk_portal.journey.papers import papers_of
from blk_portal.journey.past import queued_since
from blk_portal.journey.queues import places, why_wait
from blk_portal.journey.results import cards
from certification.models import Assessment, BnspRecord, Certificate
from classroom.models import Mark
from classroom.selectors import attendance
from enrollment.workflow import Status


def details(application, enrollment):
    cohort = enrollment.cohort if enrollment else _class_of(application)
    papers = papers_of(application)
    return {
        "choices": list(application.choices.all()),
        "cards": cards(application),
        "places": places(application, queued_since(application)) if application.status == Status.RESERVE else [],
        "why_wait": why_wait(application),
        **appealing.standing(application),
        **carrying.offered(application),
        "cohort": cohort,
        "sessions": _sessions(cohort, enrollment) if cohort else [],
        "attendance": _attendance(enrollment),
        "assessments": _of(enrollment, Assessment.objects.current().select_related("unit").order_by("unit__code")),
        "overall": getattr(enrollment, "overall_result", None),
        "certificates": _certificates(enrollment),
        "bnsp": _of(enrollment, BnspRecord.objects.order_by("-tested_on", "pk")),
        "papers": papers,
        "to_fix": [paper for paper in papers if paper.fix_url],
    }


def _class_of(application):
    """A seat's class is told once it is the person's own: after daftar ulang."""
    return application.seat.cohort if application.seat and application.status == Status.CONFIRMED else None


def _sessions(cohort, enrollment):
    """(session, room, own mark or None), in order. A corrected mark hides the one it corrects."""
    marks = {}
    if enrollment:
        marks = {mark.sheet.session_id: mark for mark in _marks(enrollment)}
    return [
        (session, rooms_of(session), marks.get(session.pk))
        for session in with_rooms(cohort.sessions).order_by("date", "starts_at", "pk")
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
