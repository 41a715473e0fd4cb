"""Sentences that are stored are read by others than the one who acts, so they are not in the actor's language."""

from contextlib import contextmanager

from django.conf import settings
from django.utils import translation


@contextmanager
def stored_words():
    """A fresh override each time: one instance shared by threads would mix up their languages."""
    with translation.override(settings.LANGUAGE_CODE):
        yield
