"""What the portal writes about: one row per event, in words, with the placeholders its texts may use.

Events are declared by the app that knows them and found by settings.MESSAGE_EVENTS, so that nothing here looks up.
A placeholder's value is a finished string in the reader's language: texts never reach into an object.
"""

from dataclasses import dataclass
from functools import cache

from django.conf import settings
from django.utils.module_loading import import_string


@dataclass(frozen=True, slots=True)
class Placeholder:
    """What stands for it in a list, and an invented value for previews."""

    label: str
    sample: str


@dataclass(frozen=True, slots=True)
class Event:
    """`needed` may not be missing from a center's own words: without the link or the deadline nobody can act.

    `minutes`: how long a code is good; only an event that brings one has it, and WhatsApp says it in Meta's words.
    """

    kind: str
    title: str
    placeholders: dict
    needed: frozenset = frozenset()
    minutes: int = 0

    @property
    def samples(self):
        return {name: str(placeholder.sample) for name, placeholder in self.placeholders.items()}


@cache
def catalogue():
    """Every event by its kind, in the order of the work."""
    return {event.kind: event for path in settings.MESSAGE_EVENTS for event in import_string(path)}
