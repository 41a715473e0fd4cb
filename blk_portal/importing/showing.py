"""What a file looks like before anything is done with it: its headings, some of its cells, its first people."""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from openpyxl.utils import get_column_letter

from blk_portal.importing import cells, rows, tables
from blk_portal.importing.columns import COLUMNS
from certification.models import Result
from enrollment.workflow import EnrollmentStatus
from trainees.models import Sex

SAMPLES = 3
PEOPLE = 10
LINES_OFFERED = 25
A_NUMBER_OF_SOMEBODY = 14  # digits from which a cell is taken for a NIK; a telephone number has fewer


@dataclass(frozen=True, slots=True)
class Seen:
    """One line as it would be read, or what is wrong with it."""

    number: int
    cells: list
    faults: list
    notes: list


def covered(value):
    """A cell as it may be shown to tell columns apart: short, and a NIK without its middle."""
    words = cells.text(value)
    digits = sum(mark.isdigit() for mark in words)
    if digits >= A_NUMBER_OF_SOMEBODY:
        return f"{words[:4]}{'•' * 8}{words[-2:]}"
    return words[:30]


def headings(lines, line):
    at = next((at for at, one in enumerate(lines) if one.number == line), 0)
    return tables.headings_at(lines, at)


def samples(lines, layout, place):
    below = [one for one in lines if one.number >= layout.line + layout.depth]
    told = [covered(one.get(place)) for one in below if one.get(place) not in (None, "")]
    return [one for one in told if one][:SAMPLES]


def columns(lines, layout):
    """(place, “C · No. KTP (mis. Contoh)”) of every column under these headings."""
    found, _depth = headings(lines, layout.line)
    return [(one.place, _words(one, samples(lines, layout, one.place)[:1])) for one in found]


def _words(heading, sample):
    letter = get_column_letter(heading.place + 1)
    if not sample:
        return f"{letter} · {heading.words[:60]}"
    return _("%(letter)s · %(heading)s (mis. %(sample)s)") % {
        "letter": letter,
        "heading": heading.words[:60],
        "sample": sample[0],
    }


def lines_offered(sheets):
    """(sheet-line, words) of the lines that may be the headings, for whoever sees that another one is."""
    return [
        (f"{index}-{line.number}", _("baris %(line)d: %(words)s") % {"line": line.number, "words": _told(line)})
        for index, lines in enumerate(sheets)
        for line in lines[:LINES_OFFERED]
        if len(line.values) > 1
    ]


def _told(line):
    return ", ".join([covered(value) for value in line.values if value not in (None, "")][:4])


# --- the first people ---

SHOWN = ("name", "nik", "birth_date", "sex", "program", "group", "finished", "passed")
WORDS = {"sex": dict(Sex.choices), "finished": dict(EnrollmentStatus.choices), "passed": dict(Result.choices)}


def people(lines, layout):
    """The first ones, each cell as the portal would keep it; a line that can't enter says why."""
    table = tables.table_at(lines, layout)
    first = rows.first_lines(table)
    return [_seen(table, line, first) for line in table.lines[:PEOPLE]]


def _seen(table, line, first):
    try:
        row = rows.parse(table, line)
        rows.refuse_a_twin(row, first)
    except rows.BadRow as bad:
        return Seen(line.number, _raw(table, line), list(bad.sentences), [])
    except rows.Refused as twin:
        return Seen(line.number, _raw(table, line), [twin.message], [])
    read = {"finished": row.status, "passed": row.result}
    return Seen(line.number, _titled([_shown(row, column, read) for column in SHOWN]), [], row.notes)


def _shown(row, column, read):
    value = read.get(column, getattr(row, column, ""))
    if column == "nik":
        return covered(value)
    if column == "birth_date":
        return f"{value:%d/%m/%Y}"
    return WORDS.get(column, {}).get(value, value)


def _raw(table, line):
    return _titled([covered(table.value(line, column)) for column in SHOWN])


def _titled(told):
    return list(zip(titles(), told, strict=True))


def titles():
    return [COLUMNS[column][0] for column in SHOWN]
