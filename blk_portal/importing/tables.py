"""Finding the table: under title lines, above a sum line, its headings spelt as people do, in one line or two.

Every line keeps the number it has in the file, so that a sentence about it can be acted on.
"""

import re
from dataclasses import asdict, dataclass, field

from django.utils.translation import gettext as _

from blk_portal.importing import cells
from blk_portal.importing.columns import COLUMNS, REQUIRED, heading_key

SUMS = {"jumlah", "total", "sub", "subtotal", "grand"}  # first words of a line that adds up
HEADING_WITHIN = 60  # lines from the top


class Unreadable(Exception):
    """There is no table of participants in this file. The sentence says what is missing."""


@dataclass(frozen=True, slots=True)
class Line:
    number: int
    values: tuple

    def get(self, place):
        return self.values[place] if place is not None and place < len(self.values) else None

    def words(self, place):
        value = self.get(place)
        return cells.text(value) if isinstance(value, str) else ""


@dataclass(frozen=True, slots=True)
class Heading:
    """What stands over one column: as one reads it, and the ways to look it up, the surest first."""

    place: int
    words: str
    keys: tuple


@dataclass(frozen=True, slots=True)
class Layout:
    """Where the table is: which sheet, the line of the headings, how many lines they take, {column: its place}."""

    sheet: int
    line: int
    depth: int
    places: dict

    def as_json(self):
        return asdict(self)


@dataclass(frozen=True, slots=True)
class Table:
    places: dict
    lines: list
    ignored: list = field(default_factory=list)  # numbers of lines under the heading that are no participants

    def value(self, line, column):
        return line.get(self.places.get(column))


def missing(places):
    """The names of the columns without which nobody can be entered."""
    return [COLUMNS[column][0] for column in REQUIRED if column not in places]


def found(sheets, known):
    """The layout where most headings are known, of equals the first; None if no line names people at all."""
    layouts = [
        Layout(index, lines[at].number, depth, places)
        for index, lines in enumerate(sheets)
        for at in range(min(len(lines), HEADING_WITHIN))
        for headings, depth in [headings_at(lines, at)]
        for places in [places_of(headings, known)]
        if {"name", "nik"} <= set(places)
    ]
    return max(layouts, key=lambda layout: len(layout.places), default=None)


def guessed(sheets, known):
    """The line that looks most like headings, where none is known: most cells of words without a figure."""
    best = max(
        ((_wordiness(line), -index, -at) for index, lines in enumerate(sheets) for at, line in _top(lines)),
        default=(0, 0, 0),
    )
    if best[0] < len(REQUIRED) - 1:
        raise Unreadable(_("Baris judul kolom tidak ditemukan. Harus ada kolom Nama dan NIK."))
    lines, at = sheets[-best[1]], -best[2]
    headings, depth = headings_at(lines, at)
    return Layout(-best[1], lines[at].number, depth, places_of(headings, known))


def table_at(lines, layout):
    """Sums, headings repeated on a new page, signatures and notes below the table are nobody's row."""
    table = Table(dict(layout.places), [], [])
    for line in lines:
        if line.number < layout.line + layout.depth:
            continue
        kept = table.lines if _is_a_person(table, line) else table.ignored
        kept.append(line if kept is table.lines else line.number)
    return table


# --- headings ---


def headings_at(lines, at):
    """(the headings of this line, how many lines they take). A second one tells merged headings apart."""
    upper, lower = lines[at], lines[at + 1] if _has_second_line(lines, at) else None
    headings, group = [], ""
    for place in range(max(len(one.values) for one in (upper, lower) if one)):
        own, below = upper.words(place), lower.words(place) if lower else ""
        group = own or group
        if own or below:
            headings.append(_heading(place, own or (group if below else ""), below))
    return headings, 2 if lower else 1


def places_of(headings, known):
    places = {}
    for heading in headings:
        column = next((known[key] for key in heading.keys if key in known), None)
        if column:
            places.setdefault(column, heading.place)
    return places


def _heading(place, over, below):
    ways = [f"{below} {over}", f"{over} {below}", below, over] if below else [over]
    return Heading(place, " · ".join(filter(None, [over, below])), tuple(map(heading_key, ways)))


def _has_second_line(lines, at):
    """Words only, no figure in them, and some of them under a cell that a merged heading left empty."""
    if at + 1 >= len(lines) or lines[at + 1].number != lines[at].number + 1:
        return False
    upper, lower = lines[at], lines[at + 1]
    told = [value for value in lower.values if value not in (None, "")]
    if not all(isinstance(value, str) and not re.search(r"\d", value) for value in told):
        return False
    places = [place for place in range(len(lower.values)) if lower.words(place)]
    return _wordiness(upper) > 2 and any(not upper.words(place) and place for place in places)


def _wordiness(line):
    words = {cells.key(value) for value in line.values if isinstance(value, str) and not re.search(r"\d", value)}
    return len(words - {""})


def _top(lines):
    return enumerate(lines[:HEADING_WITHIN])


# --- lines ---


def _is_a_person(table, line):
    nik, name, program = (cells.key(table.value(line, column)) for column in ("nik", "name", "program"))
    if nik == "nik" or _is_a_sum(line, nik) or _numbers_the_columns(line):
        return False
    return bool(nik or (name and program))


def _is_a_sum(line, nik):
    words = next((cells.key(value) for value in line.values if isinstance(value, str) and cells.key(value)), "")
    return len(nik) < 15 and words.partition(" ")[0] in SUMS


def _numbers_the_columns(line):
    """(1) (2) (3) …, as forms have it under their headings."""
    told = [cells.key(value) for value in line.values if value not in (None, "")]
    first = int(told[0]) if told and told[0].isdecimal() and len(told[0]) < 3 else 0
    return len(told) > 2 and told == [str(first + step) for step in range(len(told))]
