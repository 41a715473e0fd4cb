"""Certificates: numbers without gaps, contents frozen. Taking a number and writing its row are one transaction."""

import base64
import secrets

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from audit import trail
from audit.moves import Refused, lock, moving
from centers.selectors import official_of
from certification import pdf, snapshots, workflow
from certification.announcements import announce
from certification.models import Certificate, NumberSeries, OverallResult, Result
from certification.rules import numbers
from certification.workflow import CertificateStatus
from enrollment.workflow import EnrollmentStatus

SERIES = "pelatihan"  # both kinds of paper count in one series, as the office's register does


@transaction.atomic
def issue(enrollment, *, by):
    """The certificate of training if the overall result is K, else the statement of participation.

    Raises Refused: not_completed, no_result, has_certificate, no_official, bad_number_format, number_taken,
    unprintable.
    """
    lock(enrollment)
    if enrollment.status != EnrollmentStatus.COMPLETED:
        raise Refused("not_completed", _("%(trainee)s belum selesai pelatihan.") % {"trainee": enrollment.trainee})
    if enrollment.certificates.filter(status=CertificateStatus.VALID).exists():
        raise Refused("has_certificate", _("%(trainee)s sudah punya sertifikat.") % {"trainee": enrollment.trainee})
    certificate = _issue(enrollment, by=by)
    announce(enrollment, "issued", certificate=certificate)
    return certificate


@transaction.atomic
def revoke(certificate, reason, *, by):
    """It was not deserved, or not real: its number stays burnt, its page says so. Raises Refused: no_reason."""
    _refuse_without(reason)
    _end(certificate, workflow.REVOKE, reason, by)
    announce(certificate.enrollment, "revoked", certificate=certificate, reason=certificate.end_reason)
    return certificate


@transaction.atomic
def replace(certificate, reason, *, by):
    """A name was wrong, a paper is lost: a new number with today's contents, linked to the old. Answers the new one.

    Raises Refused: no_reason, and what `issue` may raise.
    """
    _refuse_without(reason)
    lock(certificate.enrollment)
    _end(certificate, workflow.REPLACE, reason, by)
    successor = _issue(certificate.enrollment, by=by, replaces=certificate)
    announce(certificate.enrollment, "replaced", certificate=successor, former=certificate)
    return successor


def _refuse_without(reason):
    if not reason.strip():
        raise Refused("no_reason", _("Tulis alasannya."))


def _end(certificate, move, reason, by):
    with moving(certificate, move, by=by, note=reason.strip()):
        certificate.ended_at = timezone.now()
        certificate.end_reason = reason.strip()


def _issue(enrollment, *, by, replaces=None):
    """The caller holds the enrollment's lock."""
    now = timezone.now()
    day = timezone.localdate(now)
    overall = OverallResult.objects.filter(enrollment=enrollment).first()
    if overall is None:
        raise Refused("no_result", _("%(trainee)s belum punya hasil akhir.") % {"trainee": enrollment.trainee})
    kind = Certificate.Kind.COMPETENCE if overall.result == Result.COMPETENT else Certificate.Kind.PARTICIPATION
    center = enrollment.cohort.offering.wave.center
    official = _official(center, day)
    series, number = _next_number(center, day)
    code = new_code()
    snapshot = snapshots.of(enrollment, kind=kind, number=number, code=code, official=official, day=day)
    name, sha256 = _print(snapshot, now, series)
    certificate = Certificate.objects.create(
        enrollment=enrollment,
        kind=kind,
        series=series,
        sequence=series.last,
        number=number,
        code=code,
        snapshot=snapshot,
        issued_at=now,
        issued_by=by.user,
        replaces=replaces,
        pdf=name,
        pdf_sha256=sha256,
    )
    facts = {"number": number, "kind": kind}
    trail.write("certificate.issue", by=by, about=certificate, to_status=certificate.status, facts=facts)
    return certificate


def _official(center, day):
    official = official_of(center, day)
    if official is None:
        raise Refused("no_official", _("%(center)s belum punya pejabat penanda tangan hari ini.") % {"center": center})
    return official


def _next_number(center, day):
    """The next of the year, its row held until commit: who rolls back gives it back, so there is never a gap."""
    if not numbers.is_sound(center.certificate_format):
        raise Refused("bad_number_format", _("Pola nomor sertifikat balai ini perlu memuat {number} dan {year}."))
    series, _made = NumberSeries.objects.get_or_create(center=center, series=SERIES, year=day.year)
    lock(series)
    series.last += 1
    series.save(update_fields=["last"])
    text = numbers.number_text(center.certificate_format, number=series.last, center=center.code.upper(), day=day)
    if Certificate.objects.filter(number=text).exists():
        raise Refused("number_taken", _("Nomor %(number)s sudah dipakai. Periksa pola nomornya.") % {"number": text})
    return series, text


def new_code():
    """128 random bits in 26 letters and digits that nobody confuses: too many to guess."""
    return base64.b32encode(secrets.token_bytes(16)).decode().rstrip("=")


def _print(snapshot, issued_at, series):
    """The file before the row: while the series is held its name is ours alone, and a second try writes over it."""
    try:
        content = pdf.render(snapshot, issued_at)
    except pdf.Unprintable as error:
        raise Refused("unprintable", _("Namanya memuat huruf yang tidak dapat dicetak. Perbaiki datanya.")) from error
    name = f"certificates/{series.center.code}/{series.year}/{series.last:05d}.pdf"
    return name, pdf.keep(name, content)
