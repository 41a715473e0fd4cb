"""One line of the sheet understood: a Row, or everything that is wrong with it, column by column."""

import re
from dataclasses import dataclass, field
from datetime import date

from django.utils import timezone
from django.utils.translation import gettext as _

from audit.moves import Refused
from blk_portal.importing import cells
from blk_portal.importing.cells import BadCell
from blk_portal.importing.columns import COLUMNS
from certification.models import Result
from enrollment.workflow import EnrollmentStatus
from trainees.rules.nik import warnings

E = EnrollmentStatus
FINISHED = {
    E.COMPLETED: ["selesai", "sudah selesai", "selesai pelatihan", "tamat", "ya"],
    E.WITHDRAWN: ["tidak selesai", "mengundurkan diri", "undur diri", "mundur", "tidak"],
    E.DISMISSED: ["dikeluarkan", "diberhentikan", "drop out", "do"],
    E.REPLACED: ["diganti", "digantikan", "diganti cadangan"],
    E.STOPPED: ["dihentikan", "dihentikan balai"],
    E.ACTIVE: ["belum selesai", "aktif", "berlangsung", "sedang berlangsung", "masih berlangsung", "belum"],
}
PASSED = {
    Result.COMPETENT: ["kompeten", "k", "lulus", "lulus kompeten"],
    Result.NOT_YET: ["belum kompeten", "bk", "tidak lulus", "belum lulus", "tidak kompeten"],
}
FINISHED_WORDS = {word: status for status, words in FINISHED.items() for word in words}
BY_NAME = {names[0]: column for column, names in COLUMNS.items()}
HEADED = re.compile(rf"(?:^|(?<=\. ))({'|'.join(map(re.escape, BY_NAME))}): ")
PASSED_WORDS = {word: result for result, words in PASSED.items() for word in words}


class BadRow(Exception):
    """Why this line can't enter: one sentence for each column that is wrong."""

    code = "row_error"

    def __init__(self, *sentences):
        super().__init__(" ".join(sentences))
        self.sentences = sentences

    @property
    def reason(self):
        return " ".join(self.sentences)


@dataclass(slots=True)
class Row:
    line: int
    name: str
    nik: str
    birth_date: date
    sex: str
    birth_place: str
    address: str
    education: str
    phone: str
    email: str
    abroad_experience: bool | None
    abroad_interest: bool | None
    program: str
    group: str
    status: str
    result: str
    started_on: date | None
    ended_on: date | None
    notes: list = field(default_factory=list)


# What has to be right, and what is left empty with a note when it is not.
STRICT = {
    "name": cells.name,
    "nik": cells.nik,
    "birth_date": cells.birth_date,
    "sex": cells.sex,
    "started_on": cells.day,
    "ended_on": cells.day,
}
LENIENT = {"phone": cells.phone, "email": cells.email}
AS_WRITTEN = ("birth_place", "address", "education", "group")


def parse(table, line):
    """Raises BadRow with all its faults at once, so that a sheet is mended in one go."""
    faults, notes, values = [], [], {}
    for column, read in (STRICT | LENIENT | {"program": _program, "status": _finished, "result": _passed}).items():
        source = {"status": "finished", "result": "passed"}.get(column, column)
        try:
            values[column] = read(table.value(line, source))
        except BadCell as wrong:
            values[column] = ""
            (notes if column in LENIENT else faults).append(about(source, wrong.sentence))
    for column in AS_WRITTEN:
        values[column] = cells.text(table.value(line, column))
    for column in ("abroad_experience", "abroad_interest"):
        values[column] = cells.yes_or_no(table.value(line, column))
    faults = faults or _contradictions(values)
    if faults:
        raise BadRow(*faults)
    return Row(line=line.number, notes=notes + _doubts(values), **values)


def nik_of(table, line):
    """The NIK of a line that may be wrong in other ways; "" if it has none that can be one."""
    try:
        return cells.nik(table.value(line, "nik"))
    except BadCell:
        return ""


def first_lines(table):
    """NIK → the first line it stands on, whatever else is wrong with that line."""
    first = {}
    for line in table.lines:
        if nik := nik_of(table, line):
            first.setdefault(nik, line.number)
    return first


def refuse_a_twin(row, first):
    if first[row.nik] != row.line:
        raise Refused("duplicate_row", about("nik", _("sama dengan baris %(line)d.") % {"line": first[row.nik]}))


def faults_in(reason):
    """[(column or "", sentence)]: the sentences of one line told apart again by the headings they begin with."""
    parts = HEADED.split(reason)
    faults = [("", parts[0].strip())] if parts[0].strip() else []
    return faults + [(BY_NAME[name], words.strip()) for name, words in zip(parts[1::2], parts[2::2], strict=True)]


def about(column, sentence):
    """“NIK: terdiri dari 16 angka”: the column once, also where the sentence begins with its name."""
    heading = COLUMNS[column][0]
    return f"{heading}: {sentence.removeprefix(f'{heading} ')}"


def _program(value):
    words = cells.text(value)
    if not words:
        raise BadCell(_("belum diisi."))
    return words


def _finished(value):
    word = cells.key(value)
    if not word:
        raise BadCell(_("belum diisi. Tulis misalnya Selesai atau Mengundurkan diri."))
    if word not in FINISHED_WORDS:
        raise BadCell(_("tidak dikenal. Tulis misalnya Selesai atau Mengundurkan diri."))
    return FINISHED_WORDS[word]


def _passed(value):
    word = cells.key(value)
    if word and word not in PASSED_WORDS:
        raise BadCell(_("tidak dikenal. Tulis Kompeten atau Belum Kompeten."))
    return PASSED_WORDS.get(word, "")


def _contradictions(values):
    status, result = values["status"], values["result"]
    faults = []
    if status == E.COMPLETED and not result:
        faults.append(about("passed", _("belum diisi, padahal pelatihannya selesai.")))
    if status != E.COMPLETED and result == Result.COMPETENT:
        faults.append(about("passed", _("Kompeten, padahal pelatihannya tidak selesai.")))
    started_on, ended_on = values["started_on"], values["ended_on"]
    if started_on and ended_on and ended_on < started_on:
        faults.append(about("ended_on", _("sebelum Tanggal Mulai.")))
    if ended_on and status != E.ACTIVE and ended_on > timezone.localdate():
        faults.append(about("ended_on", _("belum lewat, padahal pelatihannya sudah berakhir.")))
    return faults


def _doubts(values):
    """Where the NIK and the rest disagree. It refuses nobody; an officer compares the papers."""
    nik = values["nik"]
    told = {"birth_date": values["birth_date"], "sex": values["sex"], "known_districts": {f"{nik[:2]}.{nik[2:4]}"}}
    columns = {"birth_date_differs": "birth_date", "sex_differs": "sex"}
    return [
        about(columns[one.code], _("berbeda dengan isi NIK; cocokkan dengan KTP/KK.")) for one in warnings(nik, **told)
    ]
