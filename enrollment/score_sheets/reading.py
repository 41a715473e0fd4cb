"""The sheet as it comes back: what somebody wants written down, and what is wrong, by row and column."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import date, datetime, time
from decimal import Decimal, InvalidOperation

from django.utils.translation import gettext as _
from openpyxl.utils import get_column_letter

from audit.workbooks import UNCALCULATED, Unreadable, lines_of
from enrollment.models import Application
from enrollment.rules.marks import plain
from enrollment.score_sheets.columns import code_heading, columns_of, fixed_headings, read_code
from enrollment.selectors.criteria import first_program, rubrics
from enrollment.workflow import Status

CENT = Decimal("0.01")


class Wrong(Exception):
    """A cell that can't be taken: the sentence says why."""


@dataclass(frozen=True, slots=True)
class Problem:
    """`column` is the letter and the heading, or "" where the whole row is meant."""

    line: int
    column: str
    sentence: str


@dataclass(frozen=True, slots=True)
class Wish:
    """One part of one person: what stood there when the sheet was made, and what is to stand there."""

    line: int
    application: Application
    part: str
    was: dict  # {heading: mark}
    wanted: dict
    columns: list

    @property
    def key(self):
        return f"{self.application.pk}:{self.part}"


@dataclass
class Sheet:
    wishes: list = field(default_factory=list)
    problems: list = field(default_factory=list)
    people: int = 0


def read(path, wave):
    """Raises Unreadable: no workbook, or not one of ours."""
    lines = lines_of(path)
    places = _places(lines)
    codes = {line.number: read_code(line.get(places[code_heading()])) for line in lines[1:]}
    pks = [code[0] for code in codes.values() if code]
    people, twice = _people(wave, pks), {pk for pk, count in Counter(pks).items() if count > 1}
    reader = _Reader(places, people, twice, rubrics(wave.center_id, {first_program(one) for one in people.values()}))
    for line in lines[1:]:
        reader.take(line, codes[line.number])
    return reader.sheet


def _places(lines):
    headings = {str(value).strip(): place for place, value in enumerate(lines[0].values if lines else ()) if value}
    missing = [one for one in [*fixed_headings()[1:], code_heading()] if one not in headings]
    if missing:
        words = _("Ini bukan lembar nilai dari portal: kolom %(names)s tidak ada pada baris pertama.")
        raise Unreadable(words % {"names": ", ".join(f"“{one}”" for one in missing)})
    return headings


def _people(wave, pks):
    rows = Application.objects.filter(wave=wave, pk__in=pks).select_related("trainee", "wave")
    rows = rows.prefetch_related("choices__offering__program", "scores__points", "scores__scored_by")
    return {one.pk: one for one in rows.order_by("pk")}


class _Reader:
    def __init__(self, places, people, twice, rubrics):
        self.places, self.people, self.twice, self.rubrics = places, people, twice, rubrics
        self.sheet = Sheet()

    def take(self, line, code):
        try:
            application = self._whose(line, code)
        except Wrong as wrong:
            return self._note(line, "", wrong)
        self.sheet.people += 1
        columns = columns_of(self.rubrics.get(first_program(application), {}))
        for part in dict.fromkeys(column.part for column in columns):
            self._take_part(line, application, code[1], part, [one for one in columns if one.part == part])
        return None

    def _note(self, line, heading, wrong):
        place = self.places.get(heading)
        column = "" if place is None else f"{get_column_letter(place + 1)} ({heading})"
        self.sheet.problems.append(Problem(line.number, column, str(wrong)))

    def _whose(self, line, code):
        if code is None:
            raise Wrong(_("Kode barisnya berubah atau hilang. Unduh lembar baru."))
        application = self.people.get(code[0])
        if application is None:
            raise Wrong(_("Peserta ini bukan dari gelombang ini."))
        if application.pk in self.twice:
            raise Wrong(_("Peserta ini ada di lebih dari satu baris."))
        if application.status != Status.VERIFIED:
            status = application.get_status_display()
            raise Wrong(_("Tidak bisa dinilai saat statusnya “%(status)s”.") % {"status": status})
        self._check_fixed(line, application)
        return application

    def _check_fixed(self, line, application):
        """The locked columns say what the portal says, or a row was pasted over another."""
        said = [application.number, application.trainee.full_name, _first_program_name(application)]
        for heading, value in zip(fixed_headings()[1:], said, strict=True):
            found = str(line.get(self.places[heading]) or "").strip()
            if found != value.strip():
                words = {"heading": heading, "found": found, "known": value}
                raise Wrong(_("Kolom %(heading)s berisi “%(found)s”, seharusnya “%(known)s”.") % words)

    def _take_part(self, line, application, seen, part, columns):
        was = {one.heading: seen[one.heading] for one in columns if one.heading in seen}
        wanted, before = {}, len(self.sheet.problems)
        for column in columns:
            try:
                value = self._mark(line, column, was.get(column.heading))
            except Wrong as wrong:
                self._note(line, column.heading, wrong)
            else:
                wanted |= {} if value is None else {column.heading: value}
        self._want_all(line, columns, wanted, before)
        if len(self.sheet.problems) == before and wanted != was:
            self.sheet.wishes.append(Wish(line.number, application, part, was, wanted, columns))

    def _want_all(self, line, columns, wanted, before):
        if wanted and len(self.sheet.problems) == before:
            for column in columns:
                if column.heading not in wanted:
                    self._note(line, column.heading, _("Isi semua kriteria bagian ini."))

    def _mark(self, line, column, was):
        if column.heading not in self.places:
            raise Wrong(_("Kolom “%(heading)s” tidak ada. Unduh lembar baru.") % {"heading": column.heading})
        value = number_in(line.get(self.places[column.heading]))
        if value is None and was is not None:
            raise Wrong(_("Nilai tidak bisa dikosongkan. Semula %(was)s.") % {"was": was})
        if value is not None and not 0 <= value <= column.maximum:
            words = {"value": value, "most": plain(column.maximum)}
            raise Wrong(_("%(value)s: nilai antara 0 dan %(most)s.") % words)
        return value


def number_in(value):
    """A cell's mark with two places at most, or None where nothing stands. Raises Wrong."""
    if value is None or (isinstance(value, str) and not value.strip()):
        return None
    if value is UNCALCULATED:
        raise Wrong(_("Rumusnya belum dihitung. Tulis angkanya."))
    if isinstance(value, bool | date | datetime | time):
        raise Wrong(_("Bukan angka. Bila Excel mengubahnya menjadi tanggal, tulis dengan koma, misalnya 8,5."))
    try:
        number = Decimal(str(value).strip().replace(",", "."))
        exact = number.quantize(CENT)
    except InvalidOperation:
        raise Wrong(_("“%(value)s” bukan angka.") % {"value": str(value)[:40]}) from None
    if not number.is_finite() or (isinstance(value, str) and exact != number):
        raise Wrong(_("“%(value)s” bukan angka dengan paling banyak dua desimal.") % {"value": str(value)[:40]})
    return plain(exact)


def _first_program_name(application):
    first = min(application.choices.all(), key=lambda choice: choice.order)
    return str(first.offering.program)
