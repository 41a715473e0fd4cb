"""Telling the person what became of their training: one outbox row per event, in the transaction of its act."""

from django.conf import settings
from django.urls import reverse

from enrollment.announcements import recipient_of
from notifications.outbox import enqueue


def announce(enrollment, event, *, certificate=None, **more):
    """Queue templates/certification/messages/<event>. A message names no NIK and no birth date."""
    cohort, trainee = enrollment.cohort, enrollment.trainee
    center = cohort.offering.wave.center
    context = {"trainee": trainee, "cohort": cohort, "program": cohort.offering.program, "center": center, **more}
    if certificate:
        context |= {"certificate": certificate, **_links(certificate)}
    enqueue(
        f"certification/{event}",
        to=recipient_of(trainee),
        context=context,
        about=certificate or enrollment,
        center_code=center.code,
    )


def _links(certificate):
    return {
        "verify_link": verification_url(certificate.code),
        "pdf_link": settings.SITE_URL + certificate.get_pdf_url(),
    }


def verification_url(code):
    """What the QR says. Kept as short as it can be, so that the squares stay large."""
    return settings.SITE_URL + reverse("verify", args=[code])
