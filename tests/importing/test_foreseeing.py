"""The rehearsal says what the import does: held to it line by line, word by word."""

from datetime import date

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from audit.models import AuditEntry
from audit.moves import CLOCK
from blk_portal.importing import job as importing
from blk_portal.importing import reading, storage
from blk_portal.importing.foreseeing import foresee
from cohorts.models import Cohort, Seat
from enrollment.models import Application
from jobs import runner
from tests.factories.enrollment import ApplicationFactory, EnrollmentFactory
from tests.factories.trainees import TraineeFactory, guardian_consent
from tests.importing.conftest import sample
from tests.importing.test_import_participants import spoil
from trainees.models import Trainee

QUESTIONS = 7  # classes, free seats, levels; people, their places here, their classes, their consents


def told(verdicts):
    return {int(key): (getattr(one, "code", "done"), one.reason) for key, one in verdicts.items()}


def foreseen(path, wave):
    return told(foresee(reading.read(path), wave))


def done(path, wave):
    lines = importing.Lines(reading.read(path), wave, by=CLOCK)
    return told({key: lines.enter(key) for key in lines.by_key})


def test_of_the_sample_with_twenty_spoiled_lines_it_says_what_happens(wave, sheet):
    rows = sample.sheet()
    spoil(rows)
    path = sheet(rows)

    assert foreseen(path, wave) == done(path, wave)


@pytest.fixture
def awkward(wave, sheet, person):
    """People who are here already, train elsewhere, differ from what is on record, are minors; a class that fills."""
    keep = Seat.objects.filter(cohort__name="Juru Las SMAW A").order_by("number").values_list("pk", flat=True)[:2]
    Seat.objects.filter(cohort__offering__program__code="las-smaw").exclude(pk__in=list(keep)).delete()
    cohort = Cohort.objects.get(name="Animasi")
    niks = [f"367402410705{number}" for number in range(9001, 9011)]
    ApplicationFactory(wave=wave, cohort=cohort, trainee=TraineeFactory(nik=niks[0]))
    EnrollmentFactory(application__trainee=TraineeFactory(nik=niks[1]))
    TraineeFactory(nik=niks[2], full_name="Contoh Lama")
    agreed = TraineeFactory(nik="3674024107099003", full_name="Contoh Peserta", birth_date=date(2009, 7, 1))
    guardian_consent(agreed)
    minor = {"Tanggal Lahir": "01/07/2009"}
    animation = {"Judul Program Pelatihan": "Animasi"}
    people = [
        person(NIK=niks[0], **animation),
        person(NIK=niks[1], **animation, **{"Status Selesai Pelatihan": "Aktif", "Status Kelulusan": ""}),
        person(NIK=niks[2], **animation),
        person(NIK=niks[3], **animation, **{"Pendidikan Terakhir": "Entah"}),
        person(NIK="3674024107099001", **minor, **animation),
        person(NIK="3674024107099003", **minor, **animation),
        *(person(NIK=nik, Angkatan="A") for nik in niks[4:7]),
        person(NIK=niks[7], Angkatan="Kelas Entah"),
        person(NIK=niks[8], Angkatan="Z", **animation),
    ]
    headings = list({heading: None for row in people for heading in row})
    return sheet([headings, *([row.get(heading) for heading in headings] for row in people)])


@time_machine.travel("2026-11-21T10:00:00+07:00")
def test_of_every_awkward_person_it_says_what_happens(wave, awkward):
    expected = foreseen(awkward, wave)

    assert expected == done(awkward, wave)
    codes = [code for code, _reason in expected.values()]
    assert codes == ["already_applied", "training_elsewhere", *["done"] * 6, "cohort_full", "cohort_full", "done"]


def test_of_people_who_are_in_already_it_says_so(wave, sheet):
    path = sheet(sample.sheet()[: 4 + 20])
    done(path, wave)

    assert {code for code, _reason in foreseen(path, wave).values()} == {"already_imported"}


def test_it_asks_as_much_for_twenty_lines_as_for_two_hundred(wave, sheet):
    counts = []
    for lines in (20, 208):
        table = reading.read(sheet(sample.sheet()[: 4 + lines]))
        importing.Lines(table, wave, by=CLOCK).enter(str(table.lines[0].number))
        with CaptureQueriesContext(connection) as captured:
            foresee(table, wave)
        counts.append(len(captured))

    assert counts == [QUESTIONS, QUESTIONS]


def test_a_rehearsal_as_a_job_leaves_its_rows_and_nothing_else(wave, sheet, settings, tmp_path):
    settings.MEDIA_ROOT = str(tmp_path / "media")
    rows = sample.sheet()
    expected = spoil(rows)
    name = storage.keep(sheet(rows))
    before = AuditEntry.objects.count()
    job = importing.rehearse(name, wave, None, by=CLOCK)
    runner.run_due()

    job.refresh_from_db()
    assert (job.state, job.total, job.done, job.skipped) == ("done", 208, 188, 20)
    assert set(job.results.exclude(code="").values_list("key", flat=True)) == {str(line) for line in expected}
    assert (Trainee.objects.count(), Application.objects.count(), AuditEntry.objects.count()) == (0, 0, before)
    assert set(Cohort.objects.order_by("pk").values_list("status", flat=True)) == {"planned"}
