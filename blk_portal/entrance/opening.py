"""Accounts begin here, and a number gets its owner here."""

from allauth.account.models import EmailAddress
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from audit import trail
from audit.moves import Actor, Refused, lock
from trainees.models import Trainee


@transaction.atomic
def open_account(*, password, language, email=None, phone=None, verified=True):
    """An account for a contact. `password` is hashed. Refused("taken") when somebody was quicker."""
    moment = timezone.now() if phone and verified else None
    user = User(email=email, phone=phone, phone_verified_at=moment, password=password, language=language)
    try:
        with transaction.atomic():
            user.save(force_insert=True)
    except IntegrityError:
        raise Refused("taken", _("Kontak ini sudah punya akun. Silakan masuk.")) from None
    if email:
        EmailAddress.objects.create(user=user, email=email, verified=True, primary=True)
    return user


@transaction.atomic
def own_phone(user, phone):
    """They have just read a code there. Refused("taken") where another account has proved the same before."""
    lock(user)
    user.phone, user.phone_verified_at = phone, timezone.now()
    try:
        with transaction.atomic():
            user.save(update_fields=["phone", "phone_verified_at"])
    except IntegrityError:
        raise Refused("taken", _("Nomor ini sudah dipastikan untuk akun lain. Datanglah ke meja layanan.")) from None
    Trainee.objects.filter(account=user, phone=phone).update(phone_verified_at=user.phone_verified_at)
    trail.write("user.phone_verified", by=Actor(user=user), about=user)
    return user


@transaction.atomic
def claim_phone(user, phone):
    """Written down as theirs until somebody proves it: signs them in, and blocks nobody."""
    lock(user)
    user.phone, user.phone_verified_at = phone, None
    user.save(update_fields=["phone", "phone_verified_at"])
    trail.write("user.phone_changed", by=Actor(user=user), about=user)
    return user


@transaction.atomic
def drop_phone(user):
    """Refused("last_contact") while nothing else would sign them in."""
    lock(user)
    if not user.email:
        raise Refused("last_contact", _("Tambahkan e-mail dulu: tanpa nomor ini Anda tidak bisa masuk."))
    user.phone = user.phone_verified_at = None
    user.save(update_fields=["phone", "phone_verified_at"])
    trail.write("user.phone_changed", by=Actor(user=user), about=user)
    return user
