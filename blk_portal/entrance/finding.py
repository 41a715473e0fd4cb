"""Whose a contact is. A known and an unknown one cost the same: as many queries, as many hashes.

A number nobody has verified may stand in several accounts. So a sign-in by phone always checks the password twice:
against the account that owns the number and the one that used it last, or against nobody.
"""

from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import make_password
from django.db.models import F
from django.db.models.functions import Lower

from accounts import desk_codes
from accounts.models import User

PHONE_CHECKS = 2


def by_email(email):
    """One account or none: who has verified the address, else who is registered with it."""
    verified = list(EmailAddress.objects.filter(email=email.lower(), verified=True).select_related("user")[:1])
    named = list(User.objects.alias(lower=Lower("email")).filter(lower=email.lower())[:1])
    return [address.user for address in verified] or named


def by_phone(phone):
    """At most two: the account that owns the number first, then who used it last."""
    order = [F("phone_verified_at").desc(nulls_last=True), F("last_login").desc(nulls_last=True), "-pk"]
    return list(User.objects.filter(phone=phone).order_by(*order)[:PHONE_CHECKS])


def by_slip(code):
    """The account that is signed in to by this code of the counter's slip."""
    return list(User.objects.filter(slip_mark=desk_codes.mark_of(code))[:1])


def by_contact(contact):
    """By what was typed into the one field for all three."""
    if "@" in contact:
        return by_email(contact)
    return by_slip(contact) if desk_codes.as_printed(contact) else by_phone(contact)


def owner_of(phone):
    """Who has proved to hold the number; nobody owns what was only typed."""
    return next((user for user in by_phone(phone) if user.phone_verified_at), None)


def opened_by(code, contact):
    """The account with this contact that the desk gave this code for. It serves once."""
    for user in by_contact(contact):
        if user.is_active and desk_codes.opens(user, code):
            desk_codes.void(user)
            return user
    return None


def with_password(password, *, email="", phone="", slip=""):
    """The account that this contact and this password open. No early end: every check is made."""
    candidates = by_contact(email or phone or slip)
    checks = PHONE_CHECKS if phone else 1
    matches = [user for user in candidates if user.check_password(password)]
    for _missing in range(checks - len(candidates)):
        make_password(password)  # as long as a check takes
    return next(iter(matches), None)
