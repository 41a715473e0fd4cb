import importlib.util
from datetime import date
from pathlib import Path

import pytest

from audit.moves import CLOCK
from blk_portal import reference
from blk_portal.importing import reading
from blk_portal.importing.job import Lines
from cohorts.models import Program
from tests.factories.centers import CenterFactory
from tests.factories.cohorts import CohortFactory, FundingFactory, OfferingFactory, WaveFactory

EXAMPLES = Path(__file__).resolve().parents[2] / "docs" / "examples"


def load_sample():
    spec = importlib.util.spec_from_file_location("make_sample", EXAMPLES / "make_sample.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


sample = load_sample()


@pytest.fixture
def wave(db):
    """An earlier wave as an office sets it up: its classes by the catalogue's names, and nobody in them."""
    return empty_wave()


def empty_wave(seats=16):
    reference.load()
    names = {name.casefold(): name for name in Program.objects.values_list("name", flat=True)}
    wave = WaveFactory(
        past=True,
        center=CenterFactory(code="contoh"),
        label="Gelombang Contoh 2025",
        starts_on=date(2025, 7, 7),
        ends_on=date(2025, 8, 8),
    )
    for title, _track, group in sample.CLASSES:
        name = names[" ".join(title.split()).casefold()]
        offering = wave.offerings.filter(program__name=name).first() or OfferingFactory(
            wave=wave, program=Program.objects.get(name=name), funding=FundingFactory()
        )
        CohortFactory(offering=offering, name=f"{name} {group.removeprefix('I')[-1:]}".strip(), seats=seats)
    return wave


@pytest.fixture
def sheet(tmp_path):
    """Write rows as a file; `sheet(rows)` is .xlsx, `sheet(rows, "x.csv")` what its name says."""

    def write(rows, name="peserta.xlsx"):
        path = tmp_path / name
        (sample.write_csv if name.endswith(".csv") else sample.write_xlsx)(rows, path)
        return path

    return write


@pytest.fixture
def person():
    """A row under HEADINGS of one valid participant; change what the test is about."""

    def row(**changes):
        return {
            "Nama": "Contoh Peserta",
            "NIK": "3674024107059001",
            "Tanggal Lahir": "01/07/2005",
            "Jenis Kelamin": "P",
            "Judul Program Pelatihan": "Juru Las SMAW",
            "Angkatan": "",
            "Status Selesai Pelatihan": "Selesai",
            "Status Kelulusan": "Kompeten",
            **changes,
        }

    return row


@pytest.fixture
def enter_file(wave):
    """Enter the lines of a file; the answer is what became of each line, as (line, code, reason)."""

    def entered(path):
        lines = Lines(reading.read(path), wave, by=CLOCK)
        answers = [(int(key), lines.enter(key)) for key in lines.by_key]
        return [(line, getattr(answer, "code", "done"), answer.reason) for line, answer in answers]

    return entered


@pytest.fixture
def enter(sheet, enter_file):
    """The same of rows given as dicts."""

    def entered(*rows):
        headings = list({heading: None for row in rows for heading in row})
        return enter_file(sheet([headings, *([row.get(heading) for heading in headings] for row in rows)]))

    return entered
