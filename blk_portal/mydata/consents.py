"""Taking a consent back: what it means is said before, and done in the same act (UU 27/2022 art. 9 and 40)."""

from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from audit.moves import Refused, lock
from enrollment import transitions, workflow
from enrollment.models import Application
from enrollment.workflow import EnrollmentStatus, Status
from trainees.models import Consent, ConsentText
from trainees.transitions import withdraw_consent

Purpose = ConsentText.Purpose
EFFECTS = {  # what happens at once, in the words of whoever reads it before pressing
    Purpose.PROCESSING: gettext_lazy(
        "Pendaftaran Anda yang masih berjalan dihentikan dan drafnya dihapus, karena tanpa data ini balai tidak dapat "
        "memprosesnya. Catatan yang wajib disimpan menurut hukum tetap ada sampai masa simpannya berakhir."
    ),
    Purpose.PUBLICATION: gettext_lazy("Nama dan foto Anda tidak dipakai lagi untuk publikasi balai."),
    Purpose.TRACER: gettext_lazy("Balai tidak menghubungi Anda lagi sesudah pelatihan, termasuk tentang lowongan."),
}


@dataclass(frozen=True, slots=True)
class Agreed:
    """A consent as its page tells it. `why_not`: why the person can't take it back here; "" if they can."""

    consent: Consent
    effect: str
    why_not: str


def agreed(trainee):
    """Every consent ever given, the newest first."""
    rows = trainee.consents.select_related("text", "document__kind").order_by("-given_at", "-pk")
    return [Agreed(row, str(EFFECTS.get(row.text.purpose, "")), why_not(row)) for row in rows]


def why_not(consent):
    if consent.withdrawn_at:
        return _("Sudah ditarik.")
    match consent.text.purpose:
        case Purpose.TRUTH:
            return _("Ini pernyataan tentang data yang sudah dikirim, jadi tidak dapat ditarik.")
        case Purpose.GUARDIAN:
            return _("Hanya orang tua atau wali yang dapat menariknya, lewat tautannya atau di balai.")
        case _:
            return ""


@transaction.atomic
def withdraw(consent, *, by):
    """Take it back, with its effect, both or neither.

    Raises Refused: already_withdrawn, not_yours, in_training (a running class is settled with an officer).
    """
    consent = lock(consent)
    if sentence := why_not(consent):
        raise Refused("already_withdrawn" if consent.withdrawn_at else "not_yours", sentence)
    if consent.text.purpose == Purpose.PROCESSING:
        _stop_all(consent.trainee, by)
    return withdraw_consent(consent, by=by)


def _stop_all(trainee, by):
    if trainee.enrollments.filter(status=EnrollmentStatus.ACTIVE).exists():
        sentence = _("Anda sedang mengikuti pelatihan. Bicarakan dulu dengan petugas balai, lalu tarik persetujuan.")
        raise Refused("in_training", sentence)
    for application in Application.objects.filter(trainee=trainee, enrollment=None).order_by("pk"):
        if application.status == Status.DRAFT:
            transitions.discard(application, by=by)
        elif workflow.WITHDRAW.is_open_for(application):
            transitions.withdraw(application, by=by)
