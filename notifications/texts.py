"""The words of a message: the portal's own, from templates/<app>/messages/<language>/, or a center's newest version.

Both are plain text with `{nama}` for a value. They are filled in one pass: what a person typed is never read again, so
a name like "{tautan}" or "{{ 7 }}" arrives as typed. No template language, no attributes, no formats.
"""

import time
from dataclasses import dataclass
from functools import cache

from django.conf import settings
from django.template.loader import get_template

from notifications.events import catalogue
from notifications.models import LANGUAGES, MessageText
from notifications.placeholders import fill, names_in
from notifications.workflow import Channel

SUBJECT_LENGTH = 250


@dataclass(frozen=True, slots=True)
class Words:
    """A text with its placeholders still in it; `version` is the center's row, None for the portal's own."""

    subject: str
    body: str
    version: MessageText | None = None

    def filled(self, values):
        return one_line(fill(self.subject, values)), fill(self.body, values).strip() + "\n"


def words_for(kind, channel, language, center_code=""):
    """The text in force today. WhatsApp carries only what its provider approved, so no center rewrites that."""
    if center_code and channel == Channel.EMAIL:
        own = newest(kind, channel, language, center_code)
        if own and own.body:
            return Words(own.subject, own.body, own)
    return standard(kind, channel, language)


class Library:
    """The same, asked once for each text: for whoever writes to thousands in one go."""

    def __init__(self):
        self.words_for, self.opened = cache(words_for), time.monotonic()


_open = [Library()]


def recent():
    """A library half a minute old at most: words change by the year, and applications come by the second."""
    if time.monotonic() - _open[0].opened > settings.TEXTS_KEPT_FOR:
        _open[0] = Library()
    return _open[0]


def newest(kind, channel, language, center_code):
    rows = MessageText.objects.filter(kind=kind, channel=channel, language=language, center__code=center_code)
    return rows.order_by("-version").first()


@cache
def standard(kind, channel, language):
    """The portal's own words: first line the subject, the body after it. Short channels have a file of their own."""
    app, event = kind.split("/")
    folder = f"{app}/messages/{known(language)}"
    subject, _blank, body = _source(f"{folder}/{event}.txt").partition("\n")
    if channel != Channel.EMAIL:
        body = _source(f"{folder}/{event}_whatsapp.txt")
    return Words(subject.strip(), body.strip() + "\n")


def known(language):
    return language if language in dict(LANGUAGES) else "id"


def is_known(kind):
    return kind in catalogue()


def one_line(text):
    """A line break in a subject would begin a header of the writer's choice."""
    return " ".join(text.split())[:SUBJECT_LENGTH]


def _source(name):
    return get_template(name).template.source


# --- what a provider must approve ---


def parameters(kind, language):
    """The short text's placeholders in the order of their first appearance: how a provider's template counts them."""
    return names_in(standard(kind, Channel.WHATSAPP, language).body)


def for_provider(kind, language):
    """The short text as it is typed in at the provider: {{1}}, {{2}} …"""
    places = {name: f"{{{{{place}}}}}" for place, name in enumerate(parameters(kind, language), start=1)}
    return fill(standard(kind, Channel.WHATSAPP, language).body, places).strip()
