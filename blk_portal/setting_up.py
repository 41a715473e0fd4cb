"""What a new installation needs to be told, checked answer by answer; the command `setup` asks and says.

Everything can be asked again: what exists already is left as it is.
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email, validate_slug
from django.db import transaction

from accounts.models import User
from audit import trail
from audit.moves import Actor
from blk_portal.staffing import invitations
from centers.models import WHATSAPP, Center, Region
from centers.transitions import take_usual_steps
from notifications import channels
from notifications.workflow import Channel

CONSOLE = Actor(role="console")


class Unfit(ValueError):
    """The sentence says what to write instead."""


@dataclass(frozen=True, slots=True)
class Question:
    """`name` is the flag (--center-code) and, in capitals, the variable (SETUP_CENTER_CODE)."""

    name: str
    words: str
    check: Callable
    required: bool = True

    @property
    def flag(self):
        return "--" + self.name.replace("_", "-")

    @property
    def variable(self):
        return f"SETUP_{self.name.upper()}"

    def answer(self, text):
        """The clean value of what somebody typed; Unfit with what to do."""
        text = (text or "").strip()
        if not text and self.required:
            raise Unfit(f"{self.words}: an answer is needed.")
        return self.check(text) if text else ""


def _text(longest):
    def check(text):
        if len(text) > longest:
            raise Unfit(f"At most {longest} characters; these are {len(text)}.")
        return text

    return check


def _code(text):
    try:
        validate_slug(text)
    except ValidationError:
        raise Unfit("Letters, digits, - and _ only, for example BLK-TNG.") from None
    return _text(20)(text)


def _email(text):
    try:
        validate_email(text)
    except ValidationError:
        raise Unfit(f"{text!r} is no e-mail address; write one such as nama@instansi.go.id.") from None
    return text


def _whatsapp(text):
    try:
        WHATSAPP(text)
    except ValidationError:
        raise Unfit("A WhatsApp number begins with +62, for example +6281200000016.") from None
    return text


def _region(text):
    """By its code, or by its name where only one place is called so."""
    regencies = Region.objects.filter(level=Region.Level.REGENCY)
    found = list(regencies.filter(code=text)) or list(regencies.filter(name__iexact=text).order_by("code"))
    if len(found) != 1:
        raise Unfit(f"{text!r} is no regency or city we know; write its code, for example 36.74.")
    return found[0]


CENTER = (
    Question("center_code", "Code of the center, as certificates and the trail name it", _code),
    Question("center_name", "Name of the center", _text(120)),
    Question("agency", "Agency above it, for letterheads", _text(160)),
    Question("address", "Address", _text(250)),
    Question("city", "City in front of the date on certificates", _text(60)),
    Question("region", "Regency or city it lies in (code or name)", _region),
    Question("center_phone", "Telephone", _text(20), required=False),
    Question("center_email", "E-mail for trainees", _email, required=False),
    Question("center_whatsapp", "WhatsApp number for help", _whatsapp, required=False),
)
SUPERUSER = (
    Question("superuser_email", "E-mail of the first superuser", _email),
    Question("superuser_name", "Full name of the first superuser", _text(120)),
)


@transaction.atomic
def make_center(answers):
    center = Center.objects.create(
        code=answers["center_code"],
        name=answers["center_name"],
        agency=answers["agency"],
        address=answers["address"],
        city=answers["city"],
        region=answers["region"],
        phone=answers["center_phone"],
        email=answers["center_email"],
        whatsapp=answers["center_whatsapp"],
    )
    take_usual_steps(center)
    trail.write("center.added", by=CONSOLE, about=center)
    return center


def make_superuser(answers):
    """The open invitation of the first superuser."""
    return invitations.invite_superuser(
        full_name=answers["superuser_name"], email=answers["superuser_email"], by=CONSOLE
    )


def superusers():
    """Those who can sign in."""
    there = User.objects.filter(is_superuser=True, is_active=True).order_by("pk")
    return [user for user in there if invitations.can_sign_in(user)]


def channel_lines():
    """Which ways to a person are configured; sending a test is a button of the desk."""
    words = {Channel.EMAIL: f"from {settings.DEFAULT_FROM_EMAIL}"}
    return [
        f"{channel}: {'configured' if channels.is_configured(channel) else 'not configured'}"
        + (f", {words[channel]}" if channel in words and channels.is_configured(channel) else "")
        for channel in settings.CHANNELS
    ]
