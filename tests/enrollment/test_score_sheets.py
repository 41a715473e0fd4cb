"""Sheets of marks out and back: untouched they change nothing, and nobody's marks are written over unseen."""

from datetime import datetime
from decimal import Decimal

import pytest
from django.core.files.base import ContentFile

from audit.moves import Refused
from audit.workbooks import UNCALCULATED, Unreadable
from enrollment import transitions
from enrollment.models import Score
from enrollment.score_sheets import reading, storage, writing
from enrollment.score_sheets.reading import Wrong, number_in
from tests.enrollment.sheets import changed, exported, filled_sheet, headings_of, opened
from tests.factories.cohorts import CohortFactory
from tests.factories.enrollment import ApplicationFactory, CriterionFactory, ScoreFactory

TEST, INTERVIEW = "Tes tertulis (0–100)", "Wawancara (0–100)"
MOTIVATION = "Wawancara: Motivasi (0–10)"
NUMBER, NAME, CODE = "Nomor pendaftaran", "Nama", "Kode baris, jangan diubah"


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = str(tmp_path)


@pytest.fixture
def people(cohort):
    names = ["Contoh Adi", '=HYPERLINK("http://jahat.example")', "Contoh Sari"]
    return [ApplicationFactory(cohort=cohort, status="verified", trainee__full_name=name) for name in names]


def come_back(raw, wave):
    return reading.read(storage.path_of(storage.keep(ContentFile(raw))), wave)


def told(sheet):
    return [(one.line, one.column.partition(" ")[0]) for one in sheet.problems]


def wanted(sheet):
    return [(one.application.pk, one.part, list(one.wanted.values())) for one in sheet.wishes]


def test_an_untouched_sheet_changes_nothing(people, cohort):
    """carpentries/amy#1353: export, score in a sheet, upload again untouched."""
    ScoreFactory(application=people[0], part="test", value=Decimal("87.50"))
    CriterionFactory(
        center=cohort.offering.wave.center, program=cohort.offering.program, part="interview", name="Motivasi"
    )

    sheet = come_back(exported(people), cohort.offering.wave)

    assert (sheet.people, sheet.wishes, sheet.problems) == (3, [], [])


def test_who_it_is_about_is_locked_text_without_a_nik_and_only_marks_are_open(people):
    sheet = opened(exported(people)).worksheets[0]

    columns = headings_of(sheet)
    open_columns = {cell.column for row in sheet.iter_rows(min_row=2) for cell in row if not cell.protection.locked}
    assert sheet.protection.sheet is True
    assert open_columns == {columns[TEST], columns[INTERVIEW]}
    name = sheet.cell(3, columns[NAME])
    assert (name.data_type, name.quotePrefix, name.value) == ("s", True, people[1].trainee.full_name)
    values = "".join(str(cell.value) for row in sheet.iter_rows() for cell in row)
    assert [one.trainee.nik for one in people if one.trainee.nik in values] == []


def test_what_was_filled_in_is_written_with_who_wrote_it(people, cohort, officer):
    sheet = come_back(filled_sheet(people, {TEST: 70, INTERVIEW: "82,5"}), cohort.offering.wave)

    for wish in sheet.wishes:
        writing.grant(wish, by=officer)

    marks = set(Score.objects.order_by("pk").values_list("application", "part", "value", "scored_by"))
    assert marks == {
        (one.pk, part, value, officer.user.pk)
        for one in people
        for part, value in [("test", 70), ("interview", Decimal("82.5"))]
    }


def test_every_wrong_cell_is_named_by_row_and_column(people, cohort):
    """iomad/iomad#1632, instructure/canvas-lms#1342: imports that went wrong; here each wrong cell has its place."""

    def spoil(sheet, columns):
        sheet.cell(2, columns[TEST]).value = 101
        sheet.cell(2, columns[INTERVIEW]).value = "baik"
        sheet.cell(3, columns[TEST]).value = datetime(2026, 5, 8)  # 8.5 in the hands of an Indonesian Excel
        sheet.cell(3, columns[INTERVIEW]).value = "=A1"
        sheet.cell(4, columns[NAME]).value = "Contoh Lain"

    sheet = come_back(changed(exported(people), spoil), cohort.offering.wave)

    assert (told(sheet), sheet.wishes) == ([(2, "E"), (2, "F"), (3, "E"), (3, "F"), (4, "")], [])
    assert sheet.problems[0].column == f"E ({TEST})"


def test_codes_of_rows_are_not_changed_copied_or_taken_elsewhere(people, cohort):
    stranger = ApplicationFactory(status="verified", cohort=CohortFactory())

    def spoil(sheet, columns):
        sheet.cell(2, columns[CODE]).value = "x" + sheet.cell(2, columns[CODE]).value
        sheet.cell(4, columns[CODE]).value = sheet.cell(3, columns[CODE]).value

    raw = changed(exported(people), spoil)

    assert [one.sentence.split(".")[0] for one in come_back(raw, cohort.offering.wave).problems] == [
        "Kode barisnya berubah atau hilang",
        "Peserta ini ada di lebih dari satu baris",
        "Peserta ini ada di lebih dari satu baris",
    ]
    assert [one.sentence for one in come_back(exported([stranger]), cohort.offering.wave).problems] == [
        "Peserta ini bukan dari gelombang ini."
    ]


def test_who_is_no_candidate_any_more_is_told_and_the_others_go_on(people, cohort, officer):
    raw = filled_sheet(people, {TEST: 70})
    transitions.withdraw(people[0], by=officer)

    sheet = come_back(raw, cohort.offering.wave)

    assert (told(sheet), [one.application for one in sheet.wishes]) == ([(2, "")], people[1:])


def test_a_second_officers_mark_in_between_is_never_written_over(people, cohort, officer):
    first, second, third = people
    ScoreFactory(application=first, value=60)
    raw = filled_sheet(people, {TEST: 70})
    transitions.give_score(first, "test", 65, by=officer)
    transitions.give_score(second, "test", 70, by=officer)

    sheet = come_back(raw, cohort.offering.wave)
    states = [writing.standing(one) for one in sheet.wishes]
    transitions.give_score(third, "test", 55, by=officer)  # between the look and the yes
    codes = []
    for wish in sheet.wishes:
        with pytest.raises(Refused) as refusal:
            writing.grant(wish, by=officer)
        codes.append(refusal.value.code)

    assert states == ["overtaken", "same", "change"]
    assert codes == ["overtaken", "same", "overtaken"]
    assert "saat diunduh 60, sekarang 65, di lembar 70" in writing.overtaken_words(sheet.wishes[0])
    assert list(Score.objects.order_by("application_id").values_list("value", flat=True)) == [65, 70, 55]


def test_a_mark_is_mended_and_never_emptied(people, cohort):
    ScoreFactory(application=people[0], value=60)

    sheet = come_back(filled_sheet(people, {TEST: None}), cohort.offering.wave)

    assert told(sheet) == [(2, "E")]


def test_criteria_are_columns_and_come_whole(people, cohort, officer):
    shared = {"center": cohort.offering.wave.center, "program": cohort.offering.program, "part": "interview"}
    one, two = CriterionFactory(**shared, name="Motivasi", maximum=10), CriterionFactory(**shared, name="Kesiapan")
    ready = f"Wawancara: Kesiapan (0–{two.maximum})"

    half = come_back(filled_sheet(people[:1], {MOTIVATION: 8}), cohort.offering.wave)
    whole = come_back(filled_sheet(people[:1], {MOTIVATION: 8, ready: 60}), cohort.offering.wave)
    writing.grant(whole.wishes[0], by=officer)

    assert [problem.sentence for problem in half.problems] == ["Isi semua kriteria bagian ini."]
    score = people[0].scores.get()
    assert (score.value, dict(score.points.values_list("criterion", "value"))) == (70, {one.pk: 8, two.pk: 60})


def test_rows_may_change_places_and_columns_too(people, cohort):
    def turn(sheet, columns):
        rows = [[(cell.value, cell.data_type) for cell in row][::-1] for row in sheet.iter_rows()]
        for number, row in enumerate([rows[0], *rows[:0:-1]], start=1):
            for place, (value, kind) in enumerate(row, start=1):
                sheet.cell(number, place).value = value
                sheet.cell(number, place).data_type = kind

    sheet = come_back(changed(filled_sheet(people, {TEST: 70}), turn), cohort.offering.wave)

    assert sheet.problems == []
    assert wanted(sheet) == [(one.pk, "test", [70]) for one in reversed(people)]


@pytest.mark.parametrize("raw", [b"", b"PK no zip", b"Nama;Nilai\nAdi;70\n"])
def test_what_is_no_workbook_is_told_in_a_sentence(raw, cohort):
    with pytest.raises(Unreadable):
        come_back(raw, cohort.offering.wave)


def test_another_workbook_is_told_which_columns_it_lacks(people, cohort):
    def rename(sheet, columns):
        sheet.cell(1, columns[CODE]).value = "Kode"

    with pytest.raises(Unreadable, match=CODE):
        come_back(changed(exported(people), rename), cohort.offering.wave)


@pytest.mark.parametrize(
    ("cell", "mark"),
    [
        (None, None),
        ("  ", None),
        (0, "0"),
        ("0", "0"),
        (87.5, "87.5"),
        ("87,5", "87.5"),
        ("87.50", "87.5"),
        (0.1 + 0.2, "0.3"),
        (100, "100"),
    ],
)
def test_marks_are_read_as_people_write_them(cell, mark):
    assert number_in(cell) == (None if mark is None else Decimal(mark))


NO_MARKS = ["delapan", "8/10", "87,555", "1e400", "NaN", "inf", True, datetime(2026, 5, 8), UNCALCULATED]


@pytest.mark.parametrize("cell", NO_MARKS)
def test_what_is_no_mark_is_refused(cell):
    with pytest.raises(Wrong):
        number_in(cell)
