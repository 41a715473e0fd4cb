"""The one file that listens to signals: sign-ins happen inside Django and allauth, and the trail wants to know."""

from allauth.account.signals import password_changed, password_reset
from allauth.mfa.signals import authenticator_added, authenticator_removed, authenticator_reset
from django.contrib.auth import get_user_model
from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed
from django.dispatch import receiver

from audit import trail
from audit.moves import Actor


def _note(action, user):
    trail.write(action, by=Actor(user=user), about=user)


@receiver(user_logged_in)
def signed_in(sender, user, **kwargs):
    _note("user.signed_in", user)


@receiver(user_logged_out)
def signed_out(sender, user, **kwargs):
    if user:
        _note("user.signed_out", user)


@receiver(user_login_failed)
def sign_in_failed(sender, credentials, **kwargs):
    """On the account that was tried, if there is one: its owner and an inspector want to know how often."""
    tried = get_user_model().objects.filter(**_contact(credentials)).first()
    trail.write("user.sign_in_failed", by=Actor(), about=tried)


def _contact(credentials):
    """A number that nobody has verified may stand in several accounts: then it is nobody's."""
    if phone := credentials.get("phone"):
        return {"phone": phone, "phone_verified_at__isnull": False}
    if "slip" in credentials:
        return {"pk": None}  # a name that is only kept as a hash; whoever holds the slip is who tries
    return {"email__iexact": credentials.get("email") or credentials.get("username") or ""}


@receiver(password_changed)
@receiver(password_reset)
def password_new(sender, user, **kwargs):
    _note("user.password_changed", user)


@receiver(authenticator_added)
def factor_added(sender, user, **kwargs):
    _note("user.second_factor_added", user)


@receiver(authenticator_removed)
@receiver(authenticator_reset)
def factor_removed(sender, user, **kwargs):
    _note("user.second_factor_removed", user)
