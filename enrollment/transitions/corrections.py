"""Who somebody is, mended by the office once an officer has relied on it (UU 27/2022 art. 30)."""

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from audit import trail
from audit.moves import Refused, lock
from enrollment.announcements import recipient_of
from enrollment.models import Application
from notifications.outbox import enqueue
from trainees import identity, sealing
from trainees.models import Trainee
from trainees.transitions import describe

WORDS = {"nik_sealed": "NIK"}


@transaction.atomic
def correct_person(trainee, *, by, note, nik="", **fields):
    """Write the fields that differ, on the ground of a paper that `note` names; applications follow a new birth date.

    Raises Refused: nothing_changed, nik_taken, guardian_consent_missing (verified, and now found to be a minor).
    """
    lock(trainee)
    news = {name: value for name, value in fields.items() if getattr(trainee, name) != value}
    changed = [*news, *(["nik_sealed"] if nik and nik != trainee.nik else [])]
    if not changed:
        raise Refused("nothing_changed", _("Tidak ada isian yang berbeda dari data sekarang."))
    if "nik_sealed" in changed:
        _take_other_nik(trainee, nik)
    describe(trainee, **news)
    if "birth_date" in news:
        _carry_majority(trainee)
    facts = {"fields": _named(changed, settings.LANGUAGE_CODE)}
    trail.write("trainee.correct_person", by=by, about=trainee, note=note, facts=facts)
    _tell(trainee, changed, by.center_code)
    return trainee


def _take_other_nik(trainee, nik):
    """Under the number's own lock: no two rows end with it. A draft that holds no index claims none now either."""
    holder = identity.reserve(nik)
    if holder is not None and holder.pk != trainee.pk:
        raise Refused("nik_taken", _("NIK ini sudah dipakai peserta lain. Periksa kedua berkasnya lebih dahulu."))
    trainee.nik = nik
    if trainee.nik_index or trainee.claimed_index:
        trainee.nik_index, trainee.claimed_index = sealing.blind_index(nik), None
    trainee.save(update_fields=["nik_sealed", "nik_tail", "nik_index", "claimed_index"])
    Application.objects.filter(trainee=trainee, identity_claim=True).update(identity_claim=False)


def _carry_majority(trainee):
    """`adult_on` was copied when they sent each application; the promise about minors is kept by that copy."""
    sent = Application.objects.sent().filter(trainee=trainee).order_by("pk")
    for application in sent.exclude(adult_on=trainee.adult_on):
        if _found_a_minor(application, trainee.adult_on):
            raise Refused(
                "guardian_consent_missing",
                _("Menurut tanggal ini peserta belum 18 tahun, dan tidak ada persetujuan wali saat berkasnya lolos."),
            )
        application.adult_on = trainee.adult_on
        application.save(update_fields=["adult_on"])


def _found_a_minor(application, adult_on):
    verified_at, imported = application.verified_at, application.origin == Application.Origin.IMPORTED
    if verified_at is None or imported or adult_on <= timezone.localdate(verified_at):
        return False
    return application.consented_at is None or application.consented_at > verified_at


def _named(changed, language):
    with translation.override(language):
        return [WORDS.get(name) or capfirst(str(Trainee._meta.get_field(name).verbose_name)) for name in changed]


def _tell(trainee, changed, center_code):
    to = recipient_of(trainee)
    center = Application.objects.filter(trainee=trainee, wave__center__code=center_code).order_by("-pk").first()
    values = {
        "nama": trainee.full_name,
        "balai": str(center.wave.center) if center else "Portal BLK",
        "tautan": f"{settings.SITE_URL}{reverse('mydata:home')}",
        "diperbaiki": ", ".join(_named(changed, to.language)),
    }
    enqueue("enrollment/data_corrected", to=to, values=values, about=trainee, center_code=center_code)
