"""The import in the admin: upload, columns paired by hand and remembered, preview, rehearsal, run, way back."""

from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from openpyxl import load_workbook

from audit.models import ViewLog
from blk_portal.importing import reading, storage
from centers.models import Role
from cohorts.models import Cohort
from enrollment.models import Application, Enrollment, ParticipantSheet, SheetHeading
from jobs import queue, runner
from jobs.models import Job
from tests.factories.accounts import StaffFactory, SuperuserFactory
from tests.factories.centers import MembershipFactory
from tests.factories.certification import AssessmentFactory
from tests.factories.cohorts import WaveFactory
from tests.factories.trainees import TraineeFactory
from tests.importing.conftest import sample
from trainees.models import Trainee

OWN_WORDS = ["Peserta", "Identitas", "Kelahiran", "Pelatihan", "Akhir", "Nilai Akhir"]
PAIRS = {"name": "0", "nik": "1", "birth_date": "2", "program": "3", "finished": "4", "passed": "5"}


@pytest.fixture(autouse=True)
def _folder_of_its_own(settings, tmp_path):
    settings.MEDIA_ROOT = str(tmp_path / "media")


@pytest.fixture
def officer(wave, client):
    user = StaffFactory()
    MembershipFactory(user=user, center=wave.center, role=Role.OFFICER)
    client.force_login(user)
    return user


def upload(client, wave, path, name="peserta.xlsx"):
    file = SimpleUploadedFile(name, path.read_bytes())
    return client.post(reverse("admin:import_begin"), {"wave": wave.pk, "file": file})


def own_words(number=1):
    """A sheet whose headings nobody but this office uses."""
    people = [
        ["Contoh Bambu", f"367402410705{9000 + n}", "01/07/2005", "Juru Las SMAW", "Selesai", "Kompeten"]
        for n in range(1, number + 1)
    ]
    return [["Daftar"], OWN_WORDS, *people]


def act(client, sheet, what):
    return client.post(sheet.get_absolute_url(), {"act": what})


def done(client, sheet, what):
    act(client, sheet, what)
    while Job.objects.live().exists():
        runner.run_due()
    sheet.refresh_from_db()
    return sheet


# --- the whole way ---


def test_a_sheet_whose_headings_are_known_goes_from_upload_to_report_in_four_presses(wave, officer, client):
    answer = upload(client, wave, sample.XLSX)
    sheet = ParticipantSheet.objects.get()
    assert answer.url == sheet.get_absolute_url()

    page = client.get(answer.url).content.decode()
    assert "Jalankan uji coba" in page
    assert "Impor sekarang" not in page
    assert page.count("<tr") == 1 + 10

    done(client, sheet, "uji")
    assert (Trainee.objects.count(), sheet.rehearsal.done, sheet.rehearsal.skipped) == (0, 208, 0)
    assert "Impor sekarang" in client.get(answer.url).content.decode()

    done(client, sheet, "impor")
    assert (Enrollment.objects.count(), sheet.job.done, sheet.job.actor.center_code) == (208, 208, "contoh")
    report = client.get(reverse("admin:import_report", args=[sheet.pk]))
    table = load_workbook(BytesIO(b"".join(report) if report.streaming else report.content)).active
    assert [cell.value for cell in table[1]] == ["Baris", "Hasil", "Kolom", "Keterangan", "Tulis", "Kode"]
    assert (table[2][0].value, table[2][1].value) == (5, "Masuk")


def test_columns_paired_by_hand_are_remembered_for_this_center_only(wave, officer, client, sheet):
    answer = upload(client, wave, sheet(own_words()))
    first = ParticipantSheet.objects.get()
    assert answer.url == reverse("admin:import_columns", args=[first.pk])

    page = client.get(answer.url).content.decode()
    assert "A · Peserta (mis. Contoh Bambu)" in page
    assert client.post(answer.url, PAIRS).url == first.get_absolute_url()
    assert dict(SheetHeading.objects.order_by("heading").values_list("heading", "column")) == {
        "akhir": "finished", "identitas": "nik", "kelahiran": "birth_date", "nilai akhir": "passed",
        "pelatihan": "program", "peserta": "name",
    }  # fmt: skip
    done(client, first, "impor")
    assert Enrollment.objects.get().cohort.offering.program.name == "Juru Las SMAW"

    assert upload(client, wave, sheet(own_words())).url == ParticipantSheet.objects.first().get_absolute_url()
    client.force_login(SuperuserFactory())
    other = WaveFactory(past=True)
    other.offerings.create(**_like(wave.offerings.first())).cohorts.create(
        name="A", starts_on=other.starts_on, ends_on=other.ends_on
    )
    upload(client, other, sheet(own_words()))
    assert ParticipantSheet.objects.first().layout["places"] == {}


def _like(offering):
    names = ["program", "funding", "age_min", "age_max", "age_on", "place", "region"]
    return {name: getattr(offering, name) for name in names}


def test_the_nik_is_shown_covered_wherever_the_sheet_is(wave, officer, client, sheet):
    upload(client, wave, sheet(own_words()))
    kept = ParticipantSheet.objects.get()
    columns = client.get(reverse("admin:import_columns", args=[kept.pk])).content.decode()
    client.post(reverse("admin:import_columns", args=[kept.pk]), PAIRS)
    preview = client.get(kept.get_absolute_url()).content.decode()

    assert "3674••••••••01" in columns
    assert "3674••••••••01" in preview
    assert "3674024107059001" not in columns + preview
    assert {one.page for one in ViewLog.objects.order_by("pk")} == {"admin:import_sheet"}


# --- what was chosen stays, and what is wrong is said at its place ---


def test_a_bad_file_keeps_the_wave_and_leaves_nothing(wave, officer, client, tmp_path):
    (tmp_path / "foto.xlsx").write_bytes(b"\x89PNG")
    page = upload(client, wave, tmp_path / "foto.xlsx").content.decode()

    assert "bukan lembar Excel" in page
    assert f'<option value="{wave.pk}" selected>' in page
    assert (ParticipantSheet.objects.count(), [*storage.folder().glob("*")]) == (0, [])


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("peserta.xls", b"x", "Berkas harus .xlsx atau .csv."),
        ("peserta.csv", b"", "Berkas ini kosong."),
        ("peserta.csv", b"halo\n", "Baris judul kolom tidak ditemukan."),
    ],
)
def test_a_file_of_another_kind_is_refused_in_words(wave, officer, client, tmp_path, name, content, sentence):
    (tmp_path / name).write_bytes(content)

    assert sentence in upload(client, wave, tmp_path / name, name).content.decode()


def test_a_file_over_twenty_megabytes_is_refused_before_it_is_kept(wave, officer, client, sheet, monkeypatch):
    monkeypatch.setattr(reading, "MAX_BYTES", 100)

    assert "lebih dari 20 MB" in upload(client, wave, sheet(own_words())).content.decode()
    assert not storage.folder().exists()


def test_a_wave_without_classes_says_what_to_do_first(wave, officer, client):
    bare = WaveFactory(center=wave.center, past=True)

    assert "belum punya kelas" in upload(client, bare, sample.XLSX).content.decode()


def test_a_pairing_that_lacks_or_doubles_a_column_keeps_what_was_chosen(wave, officer, client, sheet):
    upload(client, wave, sheet(own_words()))
    address = reverse("admin:import_columns", args=[ParticipantSheet.objects.get().pk])
    page = client.post(address, {**PAIRS, "passed": "", "program": "0"}).content.decode()

    assert "Pilih kolom untuk Status Kelulusan." in page
    assert "Kolom ini sudah dipilih untuk Nama." in page
    assert '<option value="4" selected>' in page
    assert SheetHeading.objects.count() == 0


def test_another_line_can_be_named_as_the_headings(wave, officer, client, sheet):
    wordy = ["Balai", "Alamat Balai", "Kepala", "Bidang", "Seksi", "Sumber", "Catatan"]
    upload(client, wave, sheet([wordy, *own_words()]))
    address = reverse("admin:import_columns", args=[ParticipantSheet.objects.get().pk])

    assert "A · Balai" in client.get(address).content.decode()
    assert "A · Peserta" in client.get(f"{address}?judul=0-3").content.decode()
    client.post(f"{address}?judul=0-3", PAIRS)
    assert ParticipantSheet.objects.get().layout["line"] == 3
    assert client.get(f"{address}?judul=9-99").status_code == 200


def test_a_sheet_that_lacks_a_column_is_not_run(wave, officer, client, sheet):
    upload(client, wave, sheet(own_words()))
    kept = ParticipantSheet.objects.get()
    for what in ("uji", "impor"):
        act(client, kept, what)

    assert Job.objects.count() == 0


def test_a_sheet_whose_file_is_gone_says_so_and_can_be_put_away(wave, officer, client):
    upload(client, wave, sample.XLSX)
    kept = ParticipantSheet.objects.get()
    storage.path_of(kept.file).unlink()

    assert "Unggah lagi berkasnya" in client.get(kept.get_absolute_url()).content.decode()
    assert "Unggah lagi berkasnya" in client.get(reverse("admin:import_columns", args=[kept.pk])).content.decode()
    act(client, kept, "hapus")
    assert ParticipantSheet.objects.count() == 0


def test_an_unknown_act_does_nothing(wave, officer, client):
    upload(client, wave, sample.XLSX)
    act(client, ParticipantSheet.objects.get(), "lain")

    assert Job.objects.count() == 0


# --- one import at a time, and its way back ---


def test_a_second_import_into_the_wave_waits_for_the_first(wave, officer, client, sheet):
    for _ in range(2):
        upload(client, wave, sample.XLSX)
    second, first = ParticipantSheet.objects.order_by("-pk")
    act(client, first, "impor")
    act(client, second, "impor")

    second.refresh_from_db()
    assert (Job.objects.count(), second.job) == (1, None)
    assert act(client, first, "hapus").url == first.get_absolute_url()
    assert storage.path_of(first.file).exists()


@pytest.fixture
def imported(wave, officer, client, sheet):
    known = TraineeFactory(nik="3674024107059001", full_name="Contoh Bambu")
    upload(client, wave, sheet(own_words(3)))
    kept = ParticipantSheet.objects.get()
    client.post(reverse("admin:import_columns", args=[kept.pk]), PAIRS)
    return done(client, kept, "impor"), known


def test_an_import_is_taken_back_whole_and_who_was_here_before_stays(imported, client):
    sheet, known = imported
    queue.undo(sheet.job, by=sheet.job.actor)
    runner.run_due()

    assert [Enrollment.objects.count(), Application.objects.count()] == [0, 0]
    assert Trainee.objects.get() == known


def test_who_was_assessed_since_is_not_taken_back(imported, client):
    sheet, _known = imported
    used = Enrollment.objects.order_by("pk").last()
    AssessmentFactory(enrollment=used, unit=used.cohort.offering.program.units.first())
    back = queue.undo(sheet.job, by=sheet.job.actor)
    runner.run_due()

    assert Enrollment.objects.get() == used
    assert [*back.results.exclude(code="").values_list("code", flat=True)] == ["used_since"]


def test_after_it_was_taken_back_the_same_sheet_enters_again(imported, client, wave):
    sheet, _known = imported
    queue.undo(sheet.job, by=sheet.job.actor)
    runner.run_due()
    upload(client, wave, storage.path_of(sheet.file))
    done(client, ParticipantSheet.objects.first(), "impor")

    assert Enrollment.objects.count() == 3
    assert set(Cohort.objects.filter(enrollments__isnull=False).values_list("status", flat=True)) == {"finished"}


# --- what it costs ---


@pytest.mark.parametrize("lines", [20, 208])
def test_the_preview_costs_the_same_for_any_sheet(wave, officer, client, sheet, lines, django_assert_num_queries):
    upload(client, wave, sheet(sample.sheet()[: 4 + lines]))
    address = ParticipantSheet.objects.get().get_absolute_url()
    client.get(address)

    with django_assert_num_queries(5):  # session with account, membership, sheet, view log, jobs in the header
        client.get(address)
