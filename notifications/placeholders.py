"""Text with `{nama}` in it: what may stand there, and filling it in one pass. Plain values in, plain values out.

A placeholder is a bare name from a list. A dot, a format or a number would be a way into an object or past the list
(reliability.md 2, row 3), so it is refused when a text is written and left as typed when one is filled.
"""

import re

from django.utils.translation import gettext as _

NAME = re.compile(r"\{([a-z_]+)\}")
IN_BRACES = re.compile(r"\{([^{}]*)\}")
UNKNOWN, NOT_PLAIN, UNBALANCED, MISSING = (
    "unknown_placeholder",
    "not_plain",
    "unbalanced_braces",
    "missing_placeholder",
)


def fill(text, values):
    """What is put in is not looked at again: a name like "{tautan}" arrives as typed."""
    return NAME.sub(lambda found: str(values.get(found[1], found[0])), text)


def names_in(text):
    """In the order of their first appearance."""
    return list(dict.fromkeys(NAME.findall(text)))


def faults(text, allowed):
    """(code, sentence) for everything in braces that is not a bare name from `allowed`."""
    found = [fault for inside in dict.fromkeys(IN_BRACES.findall(text)) if (fault := _fault(inside, allowed))]
    if set("{}") & set(IN_BRACES.sub("", text)):
        found.append((UNBALANCED, _("Ada kurung kurawal yang tidak berpasangan.")))
    return found


def missing(text, needed):
    """(code, sentence) for every name that must be there and is not."""
    sentence = _("%(name)s harus ada: tanpa itu penerima tidak tahu apa yang harus dilakukan.")
    return [(MISSING, sentence % {"name": f"{{{name}}}"}) for name in sorted(set(needed) - set(names_in(text)))]


def _fault(inside, allowed):
    shown = {"name": f"{{{inside}}}"}
    if inside in allowed:
        return None
    if re.fullmatch(r"[a-z_]+", inside):
        return UNKNOWN, _("Isian %(name)s tidak ada. Pakai isian dari daftar.") % shown
    return NOT_PLAIN, _("%(name)s bukan isian. Tulis namanya saja, seperti {nama}.") % shown
