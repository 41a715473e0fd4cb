"""Pieces of a page that are nothing but a picture of a few plain values: drawn once, and again when a value changes.

The values are the whole key, so a piece is never out of date; what is forgotten is only drawn anew. For pages that
everybody opens. A piece sees its values and nothing else: no request, no user, no settings of a moment. It may name
static files, whose names stay while a process lives; a test that names them otherwise forgets the pieces.
"""

from functools import lru_cache

from django import template
from django.template.loader import get_template
from django.utils.safestring import mark_safe
from django.utils.translation import get_language

register = template.Library()
MOST = 3000  # pieces in each web process; a card is about two kilobytes


@register.simple_tag
def drawn(name, **values):
    """{% drawn "enrollment/_offering_card.html" card=card %}: values must be hashable."""
    return _draw(name, get_language(), tuple(values.items()))


@lru_cache(maxsize=MOST)
def _draw(name, language, values):
    return mark_safe(get_template(name).render(dict(values)))


forget = _draw.cache_clear
