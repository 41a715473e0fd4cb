"""The slip: its code is printed once, leads to an account of one's own, and is the name this account signs in by.

Nothing asks for a second thing to remember: who has an e-mail or a number of their own adds it later, on the account's
own pages. Why: docs/decisions/0024.
"""

from datetime import timedelta

from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import desk_codes
from accounts.models import User
from audit import trail
from audit.moves import Actor, Refused, lock
from trainees.models import Slip


def needs_code(trainee):
    """Has this person no account, or one that only a slip opens?"""
    account = trainee.account
    return account is None or not (account.email or account.phone)


@transaction.atomic
def give(application, *, by):
    """The code as it is printed, nowhere to be read again. The one before is void from now on.

    Raises Refused: no_birth_date, has_account.
    """
    trainee = lock(application.trainee)
    if not needs_code(trainee):
        raise Refused("has_account", _("Orang ini sudah punya akun dan masuk dengan e-mail atau nomornya sendiri."))
    if trainee.birth_date is None:
        raise Refused("no_birth_date", _("Isi data diri lebih dahulu: tanggal lahir membuka kode di slip."))
    code, now = desk_codes.printed(), timezone.now()
    until = now + timedelta(days=application.wave.center.slip_days)
    news = {"mark": desk_codes.mark_of(code), "given_at": now, "given_by": by.user, "until": until, "used_at": None}
    trainee.slip, _created = Slip.objects.update_or_create(trainee=trainee, defaults=news)
    trail.write("trainee.slip_given", by=by, about=trainee)
    return code


def find(code, birth_date):
    """The mark of the good slip with this code, if it is of somebody born that day; else None. Changes nothing."""
    slip = Slip.objects.filter(mark=desk_codes.mark_of(code)).select_related("trainee").first()
    return slip.mark if slip and slip.is_good and slip.trainee.birth_date == birth_date else None


def holder(mark):
    """Whose slip this is while it is good, or None."""
    slip = Slip.objects.filter(mark=mark).select_related("trainee").first()
    return slip.trainee if slip and slip.is_good else None


@transaction.atomic
def use(mark, *, password, language):
    """The account that this slip opens, with the password they chose. Once: of two at the same time one is late.

    Raises Refused: slip_over, has_account.
    """
    slip = Slip.objects.select_for_update(no_key=True).filter(mark=mark).first()
    if slip is None or not slip.is_good:
        raise Refused("slip_over", _("Kode slip ini sudah tidak berlaku. Minta slip baru di loket."))
    trainee = lock(slip.trainee)
    if not needs_code(trainee):
        raise Refused("has_account", _("Anda sudah punya akun. Masuklah dengan e-mail atau nomor ponsel Anda."))
    account = trainee.account or User(full_name=trainee.full_name, language=language)
    account.slip_mark, account.password = mark, make_password(password)
    account.save()
    account.end_sessions()  # whoever had found the earlier slip
    trainee.account, slip.used_at = account, timezone.now()
    trainee.save(update_fields=["account"])
    slip.save(update_fields=["used_at"])
    trail.write("trainee.slip_used", by=Actor(user=account, role="trainee"), about=trainee)
    return account
