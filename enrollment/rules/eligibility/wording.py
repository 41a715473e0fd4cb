"""How the rules say a day, and what they add at the end of a sentence."""

from django.utils.formats import date_format
from django.utils.translation import gettext as _


def say_day(day):
    return date_format(day, "j F Y")


def from_then_on(day):
    """The promise: met on that day, not on the day before."""
    return _("Anda memenuhi syarat ini mulai %(day)s; ikuti gelombang setelah tanggal itu.") % {"day": say_day(day)}


def with_note(sentence, rule):
    return f"{sentence} {rule.note}" if rule.note else sentence
