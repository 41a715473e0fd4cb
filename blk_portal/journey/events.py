"""A line of the timeline, as components/timeline.html wants it, and how days and moments are written in it."""

from dataclasses import dataclass, field
from datetime import datetime

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _


@dataclass(slots=True)
class Event:
    """`who` acts in a step to come; `at` is the moment of what has happened; `letters` were sent because of it."""

    title: str
    state: str = "next"
    when: str = ""
    text: str = ""
    who: str = ""
    at: datetime | None = None
    letters: list = field(default_factory=list)


def moment(at):
    return date_format(timezone.localtime(at), "j F Y, H.i")


def day(on):
    return date_format(on, "l, j F Y")


def until(at):
    return _("Sampai %(when)s WIB") % {"when": moment(at)}


def hour(at):
    """The hour of an appointment, with its day of the week: "Senin, 3 Agustus 2026, 08.00 WIB"."""
    return f"{date_format(timezone.localtime(at), 'l, j F Y, H.i')} WIB"
