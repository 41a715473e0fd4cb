"""A minor's parent or guardian answers by a link to their own page. The link is never shown to the trainee.

An answer counts for every application of the minor that is not verified yet. A refusal is a row as well: words that
were shown and not agreed to, given and withdrawn in the same moment.
"""

from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from audit import trail
from audit.moves import Actor, Refused, lock
from enrollment import selectors
from enrollment.announcements import announce, ask_guardian
from enrollment.models import Application
from enrollment.workflow import Status
from notifications.models import OutboxMessage
from trainees import guardian_link
from trainees import selectors as people
from trainees.models import Consent
from trainees.transitions import agree, end_guardian_consents

BETWEEN = timedelta(minutes=10)  # two links to the same address
A_DAY = 5  # links that one minor may have sent
UNVERIFIED = frozenset({Status.DRAFT, Status.SUBMITTED, Status.RETURNED, Status.PROVISIONAL, Status.RESERVE})


@transaction.atomic
def ask(application, *, by):
    """Send the guardian a link of their own; the one before is void from now on.

    Raises Refused: no_guardian, already_agreed, no_text, unreachable, too_often.
    """
    trainee = lock(application.trainee)
    guardian = getattr(trainee, "guardian", None)
    if guardian is None:
        raise Refused("no_guardian", _("Isi data orang tua atau wali lebih dahulu."))
    _refuse_asking(trainee, guardian)
    guardian.link_round += 1
    guardian.asked_at = timezone.now()
    guardian.save(update_fields=["link_round", "asked_at"])
    path = reverse("guardian_consent", args=[guardian_link.token_of(guardian)])
    ask_guardian(application, guardian, f"{settings.SITE_URL}{path}", until=guardian_link.ends_at(guardian))
    trail.write("application.guardian_asked", by=by, about=application)
    return guardian


def _refuse_asking(trainee, guardian):
    if selectors.guardian_consent(trainee):
        raise Refused("already_agreed", _("Orang tua atau wali Anda sudah menyetujui."))
    if people.guardian_text() is None:
        raise Refused("no_text", _("Teks persetujuan wali belum ada. Hubungi petugas balai."))
    if not selectors.reaches_guardian(trainee, guardian.phone, guardian.email):
        raise Refused("unreachable", _("Tautan belum bisa dikirim ke nomor atau e-mail itu. Unggah foto surat saja."))
    asked = OutboxMessage.objects.about(guardian).filter(created_at__gt=timezone.now() - timedelta(days=1))
    if asked.count() >= A_DAY:
        raise Refused(
            "too_often", _("Tautan sudah beberapa kali dikirim hari ini. Coba lagi besok, atau unggah surat.")
        )
    if guardian.asked_at and timezone.now() < guardian.asked_at + BETWEEN:
        raise Refused("too_often", _("Tautan baru saja dikirim. Tunggu sepuluh menit sebelum mengirim lagi."))


@transaction.atomic
def answer(token, *, agrees, ip):
    """One answer for one link. Two who press at the same time: the guardian's row lets one go first.

    Raises Refused: link_over, already_answered.
    """
    guardian = _held(token)
    if not guardian_link.is_in_time(guardian) or not guardian.trainee.is_minor(timezone.localdate()):
        raise _over()
    if people.answer_by_link(guardian):
        raise Refused("already_answered", _("Jawaban Anda sudah tercatat."))
    text, trainee = people.guardian_text(), guardian.trainee
    if text is None:
        raise _over()
    if not agrees:
        end_guardian_consents(trainee)
    [consent] = agree(trainee, [text], given_by=guardian.name, ip=ip, channel=Consent.Channel.PORTAL)
    if agrees:
        _unverified(trainee).exclude(status=Status.DRAFT).update(consented_at=consent.given_at)
    else:
        consent.withdrawn_at = consent.given_at
        consent.save(update_fields=["withdrawn_at"])
        _unverified(trainee).update(consented_at=None)
    _tell(trainee, "guardian_agreed" if agrees else "guardian_declined", guardian)
    return consent


@transaction.atomic
def take_back(token, *, ip):
    """The consent given by this link is withdrawn, however long ago it was given.

    Raises Refused: link_over, nothing_to_withdraw.
    """
    guardian = _held(token)
    consent = people.answer_by_link(guardian)
    if consent is None or consent.withdrawn_at:
        raise Refused("nothing_to_withdraw", _("Tidak ada persetujuan yang bisa ditarik lewat tautan ini."))
    end_guardian_consents(guardian.trainee)
    _unverified(guardian.trainee).update(consented_at=None)
    _tell(guardian.trainee, "guardian_withdrew", guardian)


def _held(token):
    guardian = guardian_link.find(token)
    if guardian is None:
        raise _over()
    lock(guardian)
    if guardian_link.find(token) is None:  # asked anew, or changed, while we waited
        raise _over()
    return guardian


def _over():
    return Refused("link_over", _("Tautan ini tidak berlaku lagi."))


def _unverified(trainee):
    return Application.objects.filter(trainee=trainee, status__in=sorted(UNVERIFIED), verified_at=None)


def _tell(trainee, event, guardian):
    """The trail of every application the answer counts for; one message, about the newest."""
    by = Actor(role="guardian")
    told = list(selectors.of_minor(trainee))
    for application in told:
        trail.write(f"application.{event}", by=by, about=application)
    if told:
        announce(told[0], event, guardian=guardian)
