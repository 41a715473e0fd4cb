"""One trainee per NIK. Whoever comes second with the same NIK is let through, flagged, and told nothing."""

from django.db import transaction
from django.utils.translation import gettext as _

from audit import trail
from audit.moves import Refused, lock
from enrollment.transitions.drafts import of_wave
from trainees import identity


@transaction.atomic
def link_claim(application, *, by, note=""):
    """An officer found that both are one person: the application and its papers go to the earlier record.

    Refused if the earlier record has an account of its own (then refuse the application, or reset that account).
    """
    lock(application)
    if not application.identity_claim:
        raise Refused("no_claim", _("Pendaftaran ini tidak memiliki klaim identitas."))
    later = lock(application.trainee)
    earlier = lock(_holder(later))
    if earlier.account_id:
        raise Refused("claimed_by_another_account", _("NIK ini sudah dipakai akun lain. Periksa dengan orangnya."))
    if of_wave(earlier, application.wave):
        raise Refused("already_applied", _("Orang ini sudah punya pendaftaran pada gelombang ini."))
    _hand_over(later, earlier)
    application.trainee, application.identity_claim = earlier, False
    application.adult_on = earlier.adult_on or later.adult_on
    application.save(update_fields=["trainee", "identity_claim", "adult_on"])
    trail.write("application.link_claim", by=by, about=application, note=note)
    return application


def _holder(later):
    holder = identity.holder_claimed_by(later)
    if holder is None:
        raise Refused("nobody_holds_it", _("Pemegang NIK ini sudah tidak ada. Muat ulang halaman, lalu periksa lagi."))
    return holder


HANDED_OVER = ("full_name", "birth_date", "birth_place", "sex", "region", "address", "education", "phone", "email")
SITUATION = {  # the answer, and the month that belongs to it
    "is_working": None,
    "is_studying": "studies_until",
    "has_trained": "trained_until",
    "abroad_experience": None,
    "abroad_interest": None,
}


def _hand_over(later, earlier):
    account, later.account, later.claimed_index = later.account, None, None
    later.save(update_fields=["account", "claimed_index"])
    for name in HANDED_OVER:
        if getattr(later, name):
            setattr(earlier, name, getattr(later, name))
    _hand_over_situation(later, earlier)
    earlier.account = account
    earlier.save()
    later.documents.update(trainee=earlier)
    later.consents.update(trainee=earlier)
    later.contacts.update(trainee=earlier)
    if hasattr(later, "guardian") and not hasattr(earlier, "guardian"):
        later.guardian.trainee = earlier
        later.guardian.save()


def _hand_over_situation(later, earlier):
    """What was said last holds; a month goes where its answer goes."""
    for name, month in SITUATION.items():
        if getattr(later, name) is not None:
            setattr(earlier, name, getattr(later, name))
            if month:
                setattr(earlier, month, getattr(later, month))
    earlier.health_answers.filter(fact__in=later.health_answers.values("fact")).delete()
    later.health_answers.update(trainee=earlier)
