"""The command and its job: the sample into an empty wave, twice, spoiled, rehearsed, and broken off half-way."""

import json
import os
import re
import time
from collections import Counter
from datetime import date, timedelta
from io import StringIO

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from openpyxl import load_workbook

from audit.models import AuditEntry
from audit.moves import CLOCK
from bench.crashes import fingerprint
from blk_portal.importing import job as importing
from blk_portal.importing import storage
from centers.models import Role
from certification.models import OverallResult
from cohorts.models import Cohort
from cohorts.opening import copy_offerings
from enrollment.models import Application, Enrollment
from jobs import runner
from jobs.models import Heartbeat, Job, JobResult
from tests.factories.accounts import StaffFactory
from tests.factories.centers import MembershipFactory
from tests.factories.cohorts import WaveFactory
from tests.factories.enrollment import ApplicationFactory
from tests.importing.conftest import sample
from trainees.models import ConsentGap, Trainee

QUERIES_A_ROW = 22  # six of them savepoints, one the lock on the number of a NIK
QUERIES_A_MINOR = 6  # is there a consent; the gap, looked for and made in its savepoint


def run(path, wave, **options):
    words = StringIO()
    call_command("import_participants", str(path), wave=str(wave.pk), stdout=words, stderr=words, **options)
    return words.getvalue()


@pytest.fixture(autouse=True)
def _folder_of_its_own(settings, tmp_path):
    settings.MEDIA_ROOT = str(tmp_path / "media")


@pytest.fixture
def three_classes(sheet):
    """The first forty-eight people of the sample, as .xlsx or .csv."""
    return lambda name="peserta.xlsx": sheet(sample.sheet()[: 4 + 48], name)


def test_the_sample_fills_an_empty_wave(wave, django_capture_on_commit_callbacks):
    began = time.process_time()
    with django_capture_on_commit_callbacks(execute=True):
        words = run(sample.XLSX, wave)

    assert time.process_time() - began < 10
    assert words.splitlines()[:2] == [f"Impor peserta {wave}", "Masuk: 208 · Sudah ada: 0 · Bermasalah: 0"]
    assert_everybody_is_where_the_sheet_says(wave)
    assert_it_is_over_and_nothing_is_left_lying()
    assert_no_nik_and_no_birth_date_is_told(words)


def assert_everybody_is_where_the_sheet_says(wave):
    found = list(Enrollment.objects.order_by("pk").values_list("trainee__full_name", "cohort__name", "status"))
    assert Counter(status for _name, _cohort, status in found) == {"completed": 200, "withdrawn": 6, "dismissed": 2}
    assert set(Counter(cohort for _name, cohort, _status in found).values()) == {16}
    assert {name: cohort.casefold() for name, cohort, _status in found} == {
        row[1]: f"{' '.join(row[14].split())} {row[18].removeprefix('I')[-1:]}".strip().casefold()
        for row in sample.participants()
    }
    results = OverallResult.objects.order_by("pk").values_list("source", "result")
    assert Counter(results) == {("imported", "K"): 190, ("imported", "BK"): 10}
    kinds = set(Application.objects.order_by("pk").values_list("status", "origin", "wave"))
    assert kinds == {("confirmed", "imported", wave.pk)}


def assert_it_is_over_and_nothing_is_left_lying():
    job = Job.objects.get()
    assert (job.state, job.total, job.done) == ("done", 208, 208)
    assert job.params["layout"] is None
    assert set(Cohort.objects.order_by("pk").values_list("status", flat=True)) == {"finished"}
    assert [file.name for file in storage.folder().glob("*")] == [job.params["file"]]
    with time_machine.travel(timezone.now() + storage.KEPT + timedelta(hours=1)):
        storage.sweep()
    assert list(storage.folder().glob("*")) == []


def assert_no_nik_and_no_birth_date_is_told(words):
    told = words + json.dumps(list(JobResult.objects.order_by("pk").values("key", "label", "reason")))
    told += json.dumps([*AuditEntry.objects.order_by("pk").values("note", "facts"), Job.objects.get().params])
    assert not re.search(r"(?<![0-9a-f])[0-9]{16}(?![0-9a-f])", told)
    assert not re.search(r"(19|20)[0-9]{2}-[0-9]{2}-[0-9]{2}|[0-9]{2}/[0-9]{2}/(19|20)[0-9]{2}", told)


def test_a_second_import_leaves_everything_as_it_was(wave):
    run(sample.XLSX, wave)
    before, people = fingerprint(), list(Trainee.objects.order_by("pk").values())

    for path in (sample.XLSX, sample.CSV):
        assert "Masuk: 0 · Sudah ada: 208 · Bermasalah: 0" in run(path, wave)
        assert (fingerprint(), list(Trainee.objects.order_by("pk").values())) == (before, people)


@time_machine.travel("2026-11-21T10:00:00+07:00")
def test_minors_of_today_come_to_an_officers_list(wave, three_classes):
    words = run(three_classes(), wave)
    minors = Trainee.objects.filter(birth_date__gt=date(2008, 11, 21)).count()

    assert (ConsentGap.objects.count(), words.count("masuk daftar petugas")) == (minors, minors)
    assert minors > 0


# --- the csv, the rehearsal, the break ---


def undone(path, wave):
    """What an import would leave, taken back again."""
    with transaction.atomic():
        run(path, wave)
        left = fingerprint()
        transaction.set_rollback(True)
    return left


def test_csv_and_xlsx_lead_to_the_same_end(wave, three_classes):
    assert undone(three_classes("peserta.csv"), wave) == undone(three_classes(), wave) != fingerprint()


def test_a_dry_run_says_the_same_and_writes_nothing(wave, three_classes):
    rehearsed = run(three_classes(), wave, dry_run=True)

    assert [model.objects.count() for model in (Trainee, Application, Job, AuditEntry)] == [0, 0, 0, 0]
    assert rehearsed.startswith("Uji coba, tidak ada yang disimpan: ")
    assert rehearsed.splitlines()[1:] == run(three_classes(), wave).splitlines()[1:]


def test_broken_off_and_resumed_it_ends_as_if_nothing_had_happened(wave, three_classes, monkeypatch):
    """Workers die in the middle of a chunk: what was committed stays, and the next one does the rest."""
    uninterrupted = undone(three_classes(), wave)
    deadly = {"9", "30", "52"}
    perform = importing.ImportParticipants.perform

    def dying(handler, key):
        if key in deadly:
            deadly.remove(key)
            raise SystemExit("killed")
        return perform(handler, key)

    monkeypatch.setattr(importing.ImportParticipants, "perform", dying)
    job = importing.start(three_classes(), wave, by=CLOCK)
    while deadly:
        with pytest.raises(SystemExit):
            runner.run_due()
        Job.objects.update(lease_until=timezone.now())
    runner.run_due()

    job.refresh_from_db()
    assert (job.state, job.done, job.total) == ("done", 48, 48)
    assert fingerprint() == uninterrupted


def test_a_row_costs_the_same_whatever_came_before(wave):
    job = importing.start(sample.XLSX, wave, by=CLOCK)
    handler = importing.ImportParticipants(job)
    keys = [key for key, _label in handler.items()]
    handler.perform(keys[0])
    counts = []
    for key in keys[1:12]:
        with CaptureQueriesContext(connection) as captured:
            handler.perform(key)
        counts.append(len(captured))

    assert set(counts) <= {QUERIES_A_ROW, QUERIES_A_ROW + QUERIES_A_MINOR}


# --- spoiled rows ---


def spoil(rows):
    """Twenty rows of the sample made wrong, each in its own way; the answer says which line is refused and how."""
    names = [" ".join(heading.split()).casefold() for heading in sample.HEADINGS]
    faults = [
        ("nik", "1,5E+15", "row_error", "NIK: tertulis dalam bentuk ilmiah"),
        ("nik", 3.67402410705e15, "row_error", "NIK: tersimpan sebagai bilangan"),
        ("nik", "36740241070590", "row_error", "NIK: terdiri dari 16 angka"),
        ("nik", "3674024107O59001", "row_error", "NIK: hanya berisi angka"),
        ("nik", "9974024107059001", "row_error", "NIK: Dua angka pertama"),
        ("nik", "3674023102059001", "row_error", "NIK: Angka ke-7 sampai ke-12"),
        ("nik", "3674024107050000", "row_error", "NIK: Empat angka terakhir"),
        ("nik", "", "row_error", "NIK: belum diisi."),
        ("nik", rows[4][2], "duplicate_row", "NIK: sama dengan baris 5."),
        ("nama", "", "row_error", "Nama: belum diisi."),
        ("nama", "12345", "row_error", "Nama: tidak berisi huruf."),
        ("tanggal lahir (dd/mm/yyyy)", "31/02/2004", "row_error", "Tanggal Lahir: bukan tanggal yang ada."),
        ("tanggal lahir (dd/mm/yyyy)", "", "row_error", "Tanggal Lahir: belum diisi."),
        ("tanggal lahir (dd/mm/yyyy)", "01/01/2090", "row_error", "Tanggal Lahir: tidak mungkin"),
        ("jenis kelamin", "X", "row_error", "Jenis Kelamin: tidak dikenal."),
        ("judul program pelatihan", "Menyulam", "unknown_program", "Judul Program Pelatihan: “Menyulam”"),
        ("judul program pelatihan", "Juru Las GMAW", "cohort_full", "Judul Program Pelatihan: semua kelas"),
        ("status selesai pelatihan", "Entah", "row_error", "Status Selesai Pelatihan: tidak dikenal."),
        ("status kelulusan", "", "row_error", "Status Kelulusan: belum diisi, padahal"),
        ("tanggal selesai", "01/01/2020", "row_error", "Tanggal Selesai: sebelum Tanggal Mulai."),
    ]
    expected = {}
    for order, (column, value, code, words) in enumerate(faults):
        number = 60 + order * 7
        line = number + len(sample.TITLE) + 1
        row = rows[line - 1]
        row[names.index("status selesai pelatihan")], row[names.index("status kelulusan")] = "Selesai", "Kompeten"
        row[names.index(column)] = value
        expected[line] = (code, words)
    return expected


def test_twenty_spoiled_rows_are_named_by_line_and_once_mended_they_enter(wave, sheet, tmp_path):
    rows = sample.sheet()
    expected = spoil(rows)
    words = run(sheet(rows), wave, beside=tmp_path / "laporan.xlsx")

    assert "Masuk: 188 · Sudah ada: 0 · Bermasalah: 20" in words
    failed = JobResult.objects.order_by("pk").exclude(code="").values_list("key", "code")
    assert {int(key): code for key, code in failed} == {line: code for line, (code, _start) in expected.items()}
    told = {int(line): reason for line, reason in re.findall(r"^  Baris (\d+): (.*)$", words, re.MULTILINE)}
    assert [line for line, (_code, start) in expected.items() if not told[line].startswith(start)] == []
    table = load_workbook(tmp_path / "laporan.xlsx").active
    assert [row[0].value for row in table.iter_rows() if row[1].value == "Bermasalah"] == sorted(expected)
    assert [cell for row in table.iter_rows() for cell in row if cell.data_type == "f"] == []

    assert "Masuk: 20 · Sudah ada: 188 · Bermasalah: 0" in run(sample.XLSX, wave)
    assert Enrollment.objects.count() == 208


# --- the command ---


def test_a_file_that_cannot_be_read_is_the_one_error_of_the_command(wave, tmp_path):
    (tmp_path / "x.csv").write_text("nama\n")

    with pytest.raises(CommandError, match="Baris judul kolom tidak ditemukan"):
        run(tmp_path / "x.csv", wave)


def test_a_wave_is_found_by_its_name_and_center(wave, sheet, person):
    WaveFactory(label=wave.label)
    row = person()
    path = str(sheet([list(row), list(row.values())]))

    with pytest.raises(CommandError, match="Ada beberapa gelombang; pilih nomornya: "):
        call_command("import_participants", path, wave=wave.label)
    with pytest.raises(CommandError, match="Gelombang “x” tidak ada"):
        call_command("import_participants", path, wave="x")
    words = StringIO()
    call_command("import_participants", path, wave=wave.label.upper(), center="contoh", stdout=words)
    assert "Masuk: 1 ·" in words.getvalue()


def test_who_answers_for_it_stands_in_the_trail(wave, sheet, person):
    member = MembershipFactory(center=wave.center, role=Role.OFFICER)
    stranger = StaffFactory()
    row = person()
    path = sheet([list(row), list(row.values())])

    with pytest.raises(CommandError, match="tidak bekerja di"):
        run(path, wave, email=stranger.email)
    with pytest.raises(CommandError, match="tidak ada"):
        run(path, wave, email="siapa@contoh.example")
    run(path, wave, email=member.user.email)

    actions = AuditEntry.objects.filter(action="enrollment.import_history")
    assert list(actions.values_list("user", "role", "center_code")) == [(member.user.pk, "officer", "contoh")]


def test_a_running_worker_is_left_to_do_it_unless_told_to_wait(wave, sheet, person):
    Heartbeat.beat("beat")
    row = person()
    path = sheet([list(row), list(row.values())])

    assert run(path, wave).startswith("Dikerjakan di latar sebagai pekerjaan nomor ")
    assert (Job.objects.get().state, Enrollment.objects.count()) == ("queued", 0)
    with pytest.raises(CommandError, match="Impor lain untuk gelombang ini belum selesai"):
        run(path, wave, wait=True)
    assert len(list(storage.folder().glob("*"))) == 1
    runner.run_due()
    assert "Sudah ada: 1" in run(path, wave, wait=True)


def test_a_job_whose_file_is_gone_says_so(wave, sheet, person):
    row = person()
    job = importing.start(sheet([list(row), list(row.values())]), wave, by=CLOCK)
    storage.drop(job.params["file"])
    runner.run_due()

    job.refresh_from_db()
    assert (job.state, job.error) == ("failed", "Berkas tidak bisa dibaca. Buka di Excel, lalu simpan ulang.")


def test_sheets_left_behind_are_swept_after_a_day(wave, sheet, person):
    row = person()
    path = sheet([list(row), list(row.values())])
    left, fresh = storage.keep(path), storage.keep(path)
    os.utime(storage.path_of(left), (0, 0))
    waiting = importing.start(path, wave, by=CLOCK)
    os.utime(storage.path_of(waiting.params["file"]), (0, 0))

    storage.sweep()

    assert {file.name for file in storage.folder().glob("*")} == {fresh, waiting.params["file"]}


def test_a_class_where_somebody_else_has_a_seat_is_left_to_its_officers(wave, sheet, person):
    cohort = Cohort.objects.get(name="Juru Las SMAW A")
    ApplicationFactory(wave=wave, cohort=cohort, status="confirmed")
    row = person()
    run(sheet([list(row), list(row.values())]), wave)

    assert Enrollment.objects.get().cohort == cohort
    assert Cohort.objects.get(pk=cohort.pk).status == "planned"


def test_a_wave_copied_from_another_can_be_filled_from_a_sheet(wave, three_classes):
    """The story of README: an officer adds the wave, copies the programs of another, and imports."""
    earlier = WaveFactory(center=wave.center, starts_on=wave.starts_on, ends_on=wave.ends_on)
    copy_offerings(earlier, wave, by=CLOCK)

    assert "Masuk: 48 · Sudah ada: 0 · Bermasalah: 0" in run(three_classes(), earlier)
    assert set(Enrollment.objects.order_by("pk").values_list("cohort__offering__wave", flat=True)) == {earlier.pk}
