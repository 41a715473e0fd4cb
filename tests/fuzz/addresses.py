"""Every address outside the admin, from the resolver, and how to make one: of one's own, a stranger's, or nobody's."""

import uuid
from contextlib import suppress
from urllib.parse import quote

from django.urls import NoReverseMatch, get_resolver, reverse

from enrollment.views.steps import STEPS
from tests.addresses import ARGUMENTS, MORE, OBJECT_OF, WITHOUT_NAME, WITHOUT_OBJECT
from tests.fuzz.asking import octets

LABEL_OF = {name: label for label, names in OBJECT_OF.items() for name in names}
# labels whose objects everybody may look at
FOR_ANYBODY = {"cohorts.offering", "cohorts.announcement", "centers.center", "centers.privacynotice"}
OPEN_BY_LINK = {"verify", "staff_invitation"}
PUBLIC = {"published_results"}  # of a wave, whose other pages are the office's
SLUGS = [*(step.slug for step in STEPS), "tidak-ada"]
ODD = [
    "0",
    "99999999",
    str(2**63),
    "9" * 30,
    "-1",
    "1.5",
    "٣",
    "²",
    "%00",
    "%ff",
    "a%0d%0ab",
    "..",
    "x" * 3_000,
    "%",
    "💥",
]


def names(resolver=None, prefix=""):
    """As in role_table: the name, or the route where there is none. The admin has tests of its own."""
    for pattern in (resolver or get_resolver()).url_patterns:
        if not hasattr(pattern, "url_patterns"):
            yield prefix + (pattern.name or str(pattern.pattern)).replace(" ", "")
        elif pattern.namespace != "admin":
            yield from names(pattern, prefix + (f"{pattern.namespace}:" if pattern.namespace else ""))


def is_private(name):
    """Another person's, or the staff's: it must not open to whoever knows its number."""
    label = LABEL_OF.get(name)
    return (
        bool(label)
        and label not in FOR_ANYBODY
        and name not in OPEN_BY_LINK | PUBLIC
        and not label.startswith("link ")
    )


def address(name, person, land, dice):
    """(path, whose): "own", "foreign", "odd" or "plain"."""
    if name in WITHOUT_NAME:
        return WITHOUT_NAME[name], "plain"
    label = LABEL_OF.get(name)
    if label is None:
        return _without_object(name, person), "plain"
    mine, theirs = person.own.get(label), land.foreign(label, dice)
    chance = dice.random()
    if mine is not None and chance < 0.4:
        return _of(name, label, mine, dice), "own"
    if theirs is not None and chance < 0.75:
        return _of(name, label, theirs, dice), "foreign"
    return _odd(name, label, theirs or mine, dice), "odd"


def _without_object(name, person):
    """Whatever fits: a row of the role table comes with the page, and a page may come before its row."""
    mine = person.own.get("enrollment.application")
    guesses = ([], [mine.pk if mine else 1], ["x"], [uuid.UUID(int=1)], [1, "x"])
    for arguments in (WITHOUT_OBJECT.get(name, []), *guesses):
        with suppress(NoReverseMatch):
            return reverse(name, args=arguments)
    raise LookupError(f"no address for {name}: give it a line in tests/addresses.py")


def _of(name, label, one, dice):
    more = MORE.get(name, [])
    if name == "application_step":
        more = [dice.choice(SLUGS)]
    return reverse(name, args=[*ARGUMENTS[label](one), *more])


def _odd(name, label, like, dice):
    """The address with one part replaced by something that no object has."""
    if like is None:
        return "/tidak-ada/"
    try:
        parts = _of(name, label, like, dice).split("/")
    except NoReverseMatch:
        return "/tidak-ada/"
    places = [at for at, part in enumerate(parts) if part]
    odd = dice.choice(ODD)
    parts[dice.choice(places[1:] or places)] = odd if odd.startswith("%") or "%0" in odd else quote(octets(odd))
    return "/".join(parts)
