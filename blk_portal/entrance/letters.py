"""The one message each asking writes, known or not: a code, or a word to whoever reads at that contact."""

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import translation

from accounts import limits
from blk_portal.entrance import events
from notifications import outbox
from notifications.outbox import Priority, Recipient

AN_HOUR = 5  # letters to one contact
A_NUMBER = "+6281234567890"
MAILS = {
    "signup": ("account/email/email_confirmation_signup", "account/email/account_already_exists"),
    "reset": ("account/email/password_reset_code", "account/email/unknown_account"),
}


def phones_are_reached():
    """May a code go to a phone at all? Asked of no particular number, so that the answer tells of none."""
    return bool(outbox.routes_for(Recipient(phone=A_NUMBER), events.CODE, Priority.URGENT))


def write(pending, code):
    """`code` is "" where the asking leads nowhere; the letter then says why, to the holder of the contact alone."""
    limits.hit("letter", pending.contact.lower(), AN_HOUR, limits.HOUR)
    (_to_phone if pending.is_phone else _to_email)(pending, code)


def _to_email(pending, code):
    with_code, without = MAILS[pending.purpose]
    links = {"signup_url": _link("account_signup"), "password_reset_url": _link("account_reset_password")}
    context = {"code": code, "email": pending.contact} | links
    with translation.override(pending.language):
        get_adapter().send_mail(with_code if code else without, pending.contact, context)


@transaction.atomic
def _to_phone(pending, code):
    kind = events.UNKNOWN if pending.purpose == "reset" else events.KNOWN
    values = {"kode": code} if code else {"tautan": _link(_way_on(kind))}
    outbox.enqueue(
        events.CODE if code else kind,
        to=Recipient(phone=pending.contact, language=pending.language),
        values=values,
        priority=Priority.URGENT,
        is_secret=bool(code) and not settings.DEMONSTRATION,
    )


def _way_on(kind):
    return "account_signup" if kind == events.UNKNOWN else "account_login"


def _link(name):
    return f"{settings.SITE_URL}{reverse(name)}"
