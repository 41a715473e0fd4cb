"""What the desk does for whoever stands there with their phone: verify the number, help with a lost password."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import desk_codes
from accounts.models import User
from audit import trail
from audit.moves import Refused, lock


def is_unproved(trainee):
    """Is there a number that nobody has verified yet, of the person or of the account they sign in with?"""
    account = trainee.account
    claimed = account is not None and bool(account.phone) and account.phone_verified_at is None
    return claimed or (bool(trainee.phone) and trainee.phone_verified_at is None)


@transaction.atomic
def verify_phone(trainee, *, by, phone, moved=False):
    """The officer has seen that this person holds this number; theirs is also the number they sign in with.

    A number verified for another account stays there unless `moved`: then that account keeps it as a mere claim.
    Raises Refused: already_verified, phone_of_another.
    """
    lock(trainee)
    account = lock(trainee.account) if trainee.account_id else None
    if phone == trainee.phone and not is_unproved(trainee):
        raise Refused("already_verified", _("Nomor ini sudah dipastikan."))
    if account and account.phone:
        _own(account, phone, by=by, moved=moved)
    trainee.phone, trainee.phone_verified_at = phone, timezone.now()
    trainee.save(update_fields=["phone", "phone_verified_at"])
    trail.write("trainee.phone_verified", by=by, about=trainee)
    return trainee


def _own(account, phone, *, by, moved):
    owner = User.objects.select_for_update(no_key=True).filter(phone=phone, phone_verified_at__isnull=False)
    owner = owner.exclude(pk=account.pk).first()
    if owner and not moved:
        raise Refused(
            "phone_of_another",
            _("Nomor ini sudah dipastikan untuk akun lain. Bila sekarang dipegang orang ini, centang pindahkan."),
        )
    if owner:
        owner.phone_verified_at = None
        owner.save(update_fields=["phone_verified_at"])
        trail.write("user.phone_released", by=by, about=owner)
    account.phone, account.phone_verified_at = phone, timezone.now()
    account.save(update_fields=["phone", "phone_verified_at"])


@transaction.atomic
def give_code(trainee, *, by, note):
    """A code for a new password, to be said to the person at the desk. It is nowhere to be read again.

    Raises Refused: no_account, staff (their head helps them).
    """
    lock(trainee)
    if trainee.account_id is None:
        raise Refused("no_account", _("Orang ini belum punya akun di portal."))
    account = lock(trainee.account)
    if account.is_staff:
        raise Refused("staff", _("Akun pegawai dibantu oleh kepala balai."))
    trainee.desk_code = desk_codes.give(account)
    trail.write("trainee.code_given", by=by, about=trainee, note=note)
    return trainee
