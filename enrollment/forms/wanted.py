"""What a visitor asks of the catalogue by its address. Nonsense is ignored: a filter is no place to scold."""

import re
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from django.utils.dates import MONTHS

from centers.models import Center, Region
from cohorts.models import Offering, Track

MONTH = re.compile(r"20\d\d-(0[1-9]|1[0-2])", re.ASCII)
LONGEST = 80  # characters of a search
MOST_WORDS = 5
CHOSEN = ("track", "place", "center")  # named by a row of a table, by its code


@dataclass(frozen=True, slots=True)
class Wanted:
    q: str = ""
    track: str = ""
    place: str = ""
    center: str = ""
    month: str = ""
    method: str = ""
    boarding: bool = False
    open: bool = False
    past: bool = False
    fits: bool = False

    @classmethod
    def of(cls, query):
        text = {name: query.get(name, "").strip()[:LONGEST].replace("\x00", "") for name in TEXTS}
        if not MONTH.fullmatch(text["month"]):
            text["month"] = ""
        if text["method"] not in Offering.Method:
            text["method"] = ""
        return cls(**text, **{name: query.get(name) == "on" for name in SWITCHES})

    @property
    def words(self):
        return self.q.split()[:MOST_WORDS]

    @property
    def is_narrow(self):
        return self != Wanted(past=self.past)

    @property
    def has_more(self):
        """Something is chosen in the part of the form that is folded away."""
        return bool(self.method or self.boarding or self.center or self.past)

    @property
    def query(self):
        given = {name: getattr(self, name) for name in TEXTS if getattr(self, name)}
        return urlencode(given | {name: "on" for name in SWITCHES if getattr(self, name)})

    def takes(self, card):
        return (
            self.track in {"", card.track_code}
            and self.place in {"", card.region_code}
            and self.center in {"", card.center_code}
            and self.month in {"", month_of(card)}
            and self.method in {"", card.method}
            and (card.boarding or not self.boarding)
            and (card.takes_people or not self.open)
        )


TEXTS = ("q", "track", "place", "center", "month", "method")
SWITCHES = ("boarding", "open", "past", "fits")
TABLES = {"track": (Track, "code"), "place": (Region, "code"), "center": (Center, "code")}


def month_of(card):
    return f"{card.starts_on:%Y-%m}"


@dataclass(frozen=True, slots=True)
class Choices:
    """What there is to choose among what is shown, each as (value, words)."""

    track: tuple
    place: tuple
    center: tuple
    month: tuple
    method: tuple

    @classmethod
    def among(cls, cards):
        methods = {card.method for card in cards}
        return cls(
            track=_in_words((card.track_code, card.track) for card in cards),
            place=_in_words((card.region_code, card.region) for card in cards),
            center=_in_words((card.center_code, card.center) for card in cards),
            month=tuple((value, month_words(value)) for value in sorted({month_of(card) for card in cards})),
            method=tuple((value, str(words)) for value, words in Offering.Method.choices if value in methods),
        )

    def knows(self, name, value):
        return any(value == one for one, _words in getattr(self, name))

    def plus(self, name, value, words):
        return replace(self, **{name: (*getattr(self, name), (value, words))})


def _in_words(pairs):
    return tuple(sorted(set(pairs), key=lambda pair: pair[1]))


def month_words(value):
    year, month = value.split("-")
    return f"{MONTHS[int(month)]} {year}"


def settled(wanted, choices):
    """(what is wanted, the choices) once a trade or place of which nothing is on now has its name, or is dropped."""
    for name in CHOSEN:
        value = getattr(wanted, name)
        if value and not choices.knows(name, value):
            table, column = TABLES[name]
            found = table.objects.filter(**{column: value}).first()
            if found is None:
                wanted = replace(wanted, **{name: ""})
            else:
                choices = choices.plus(name, value, str(found))
    if wanted.month and not choices.knows("month", wanted.month):
        choices = choices.plus("month", wanted.month, month_words(wanted.month))
    return wanted, choices
