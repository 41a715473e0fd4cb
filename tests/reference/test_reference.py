"""What every portal starts from is loaded in a moment, again and again, and takes nothing from an office."""

import time
from io import StringIO

import pytest
import time_machine
from django.core.management import call_command

from blk_portal import reference
from centers.models import DocumentKind, EducationLevel, Region
from cohorts.models import Funding, Holiday, Program, ProgramTopic, ProgramUnit, Track, Unit
from tests.factories.cohorts import ProgramFactory, TrackFactory
from trainees.models import ConsentText

pytestmark = pytest.mark.django_db
MODELS = [
    Region, EducationLevel, DocumentKind, Funding, Track, Unit, Program, ProgramUnit, ProgramTopic, ConsentText,
    Holiday,
]  # fmt: skip


def everything():
    return {model.__name__: list(model.objects.order_by("pk").values()) for model in MODELS}


def test_all_lists_are_loaded_in_less_than_three_seconds():
    began = time.monotonic()
    reference.load()
    took = time.monotonic() - began

    assert took < 3
    assert Region.objects.count() == 2259
    assert (Track.objects.count(), Program.objects.count(), Unit.objects.count()) == (11, 19, 29)
    assert EducationLevel.objects.count() == 10
    assert list(DocumentKind.objects.values_list("code", flat=True)) == [
        "ktp", "kk", "kia", "ijazah", "foto", "surat_wali",
    ]  # fmt: skip


def test_loading_again_changes_nothing():
    reference.load()
    before = everything()
    call_command("load_reference", stdout=StringIO())

    assert everything() == before


def test_a_region_hangs_under_its_parent():
    reference.load()
    village = Region.objects.get(code="36.74.02.1004")

    assert village.level == Region.Level.VILLAGE
    assert (village.parent.parent.name, village.parent.parent.parent.name) == ("Kota Tangerang Selatan", "Banten")


def test_domicile_follows_the_money():
    reference.load()

    assert dict(Funding.objects.values_list("code", "scope")) == {
        "apbd-provinsi": "province",
        "apbd-kabkota": "regency",
        "apbn": "anywhere",
        "csr": "anywhere",
        "pnbp": "anywhere",
    }


def test_a_program_comes_with_its_units_and_topics_in_order():
    reference.load()
    program = Program.objects.get(code="las-smaw")

    assert [row.unit.code for row in program.program_units.all()] == [
        "C.24LAS01.001.1", "C.24LAS01.003.1", "C.24LAS01.028.1",
    ]  # fmt: skip
    assert [topic.name[:5] for topic in program.topics.all()] == ["Fisik", "Kesel", "Soft "]
    assert program.education_min.code == "smp"


def test_what_an_office_added_changed_or_took_out_stays_so():
    reference.load()
    TrackFactory(code="bahasa", name="Bahasa")
    ProgramFactory(code="bahasa-jepang", name="Bahasa Jepang")
    program = Program.objects.get(code="las-smaw")
    program.jp = 240
    program.save()
    program.program_units.first().delete()
    program.topics.last().delete()
    before = everything()

    reference.load()

    assert everything() == before


def test_holidays_reach_two_years_back_and_ahead():
    with time_machine.travel("2026-06-01T05:00:00+07:00"):
        reference.load()

    years = {day.year for day in Holiday.objects.values_list("date", flat=True)}
    assert years == {2024, 2025, 2026, 2027, 2028}
    assert Holiday.objects.filter(date="2026-08-17").exists()
