"""Telling the person what became of their training: one outbox row per event, in the transaction of its act."""

from django.conf import settings
from django.urls import reverse
from django.utils import translation

from certification.models import Certificate
from enrollment.announcements import day, recipient_of
from notifications.events import catalogue
from notifications.outbox import enqueue


def announce(enrollment, event, *, certificate=None, record=None, former=None, result=None, reason=""):
    """Queue the event of `certification.events`. A message names no NIK and no birth date."""
    to, center = recipient_of(enrollment.trainee), enrollment.cohort.offering.wave.center
    with translation.override(to.language):
        values = {
            "nama": enrollment.trainee.full_name,
            "program": str(enrollment.cohort.offering.program),
            "balai": str(center),
            "alasan": str(reason),
            **(_of_certificate(certificate) if certificate else {}),
            **(_of_record(record) if record else {}),
            **({"nomor_lama": former.number} if former else {}),
        }
    kind = f"certification/{_told_as(event, certificate, record, result)}"
    enqueue(
        kind,
        to=to,
        values={name: values[name] for name in catalogue()[kind].placeholders},
        about=certificate or enrollment,
        center_code=center.code,
    )


def _told_as(event, certificate, record, result):
    """Where the same act ends differently for different people, each end has its own words."""
    if event == "bnsp":
        return f"bnsp_{record.state}"
    if event == "completed" and result.result != "K":
        return "completed_bk"
    if event == "issued" and certificate.kind == Certificate.Kind.PARTICIPATION:
        return "issued_statement"
    return event


def _of_certificate(certificate):
    return {
        "nomor": certificate.number,
        "tautan": settings.SITE_URL + certificate.get_pdf_url(),
        "periksa": verification_url(certificate.code),
    }


def _of_record(record):
    return {
        "skema": record.scheme,
        "lsp": record.lsp,
        "tanggal_uji": day(record.tested_on),
        "berlaku_sampai": day(record.valid_until),
    }


def verification_url(code):
    """What the QR says. Kept as short as it can be, so that the squares stay large."""
    return settings.SITE_URL + reverse("verify", args=[code])
