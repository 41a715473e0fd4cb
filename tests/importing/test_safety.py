"""What may hurt is refused before it is read: mountains in small parcels, entities, locked books, other contents."""

import zipfile

import pytest

from blk_portal.importing import reading
from blk_portal.importing.reading import Unreadable

LAUGHS = b"""<?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>
<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>&b;</sheetData></worksheet>"""


@pytest.fixture
def book(sheet, person, tmp_path):
    """A good workbook with parts replaced or added."""

    def made(parts):
        row = person()
        good = sheet([list(row), list(row.values())])
        path = tmp_path / "lain.xlsx"
        with zipfile.ZipFile(good) as source, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as target:
            for part in source.infolist():
                if part.filename not in parts:
                    target.writestr(part.filename, source.read(part))
            for name, content in parts.items():
                target.writestr(name, content)
        return path

    return made


def test_a_good_workbook_made_anew_is_read(book):
    assert len(reading.read(book({})).lines) == 1


def test_a_zip_bomb_is_refused_without_being_unpacked(book, monkeypatch):
    path = book({"xl/worksheets/sheet1.xml": b" " * (reading.MAX_UNPACKED + 1)})
    monkeypatch.setattr(reading, "load_workbook", None)

    assert path.stat().st_size < 1_000_000
    with pytest.raises(Unreadable, match="terlalu besar"):
        reading.read(path)


def test_a_mountain_of_strings_is_refused(book):
    with pytest.raises(Unreadable, match="terlalu besar"):
        reading.read(book({"xl/sharedStrings.xml": b" " * (reading.MAX_STRINGS + 1)}))


def test_a_thousand_parts_are_refused(book):
    with pytest.raises(Unreadable, match="terlalu besar"):
        reading.read(book({f"xl/media/{n}.png": b"x" for n in range(reading.MAX_PARTS + 1)}))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_entities_are_refused_in_any_encoding(book, encoding):
    with pytest.raises(Unreadable, match="tidak ada pada lembar Excel"):
        reading.read(book({"xl/worksheets/sheet1.xml": LAUGHS.decode().encode(encoding)}))


def test_a_zip_that_is_no_workbook_is_refused(tmp_path):
    with zipfile.ZipFile(tmp_path / "foto.xlsx", "w") as packed:
        packed.writestr("foto.jpg", b"x")

    with pytest.raises(Unreadable, match="bukan lembar Excel"):
        reading.read(tmp_path / "foto.xlsx")


def test_a_file_over_the_limit_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(reading, "MAX_BYTES", 10)
    (tmp_path / "a.csv").write_text("Nama;NIK;Program")

    with pytest.raises(Unreadable, match="terlalu besar"):
        reading.read(tmp_path / "a.csv")


def test_more_lines_than_an_office_has_are_refused(sheet, person, monkeypatch):
    monkeypatch.setattr(reading, "MAX_LINES", 3)
    row = person()

    with pytest.raises(Unreadable, match="lebih dari 3 baris"):
        reading.read(sheet([list(row), *[list(row.values())] * 3]))
    assert len(reading.read(sheet([list(row), *[list(row.values())] * 2])).lines) == 2
