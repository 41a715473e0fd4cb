"""A list taken out as Excel: the rows that were filtered, in the columns chosen, safe to open, and on record."""

import io
import uuid
from datetime import timedelta

import pytest
from django.test import TestCase
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from audit.models import AuditEntry, ViewLog
from blk_portal.importing import reading, rows
from blk_portal.lists import asking, storage
from blk_portal.lists import job as exporting
from centers.models import ColumnSet, Role
from jobs import runner
from jobs.models import Job
from tests.factories.centers import CenterFactory, MembershipFactory, actor_at
from tests.factories.certification import certificate_of, completed
from tests.factories.cohorts import CohortFactory
from tests.factories.enrollment import ApplicationFactory, AppointmentFactory, EnrollmentFactory, ScoreFactory
from tests.factories.trainees import TraineeFactory

pytestmark = pytest.mark.django_db
APPLICATIONS = "enrollment.application"
NIK = "3674014502030001"


def work():
    with TestCase.captureOnCommitCallbacks(execute=True):
        runner.run_due()


def at(label=APPLICATIONS, query=""):
    return f"{reverse('admin:export_list', args=[label])}?{query}"


def take(client, query="", columns="layar", label=APPLICATIONS):
    """Press the button, let the worker run, fetch the file: (the job, its sheets as lists of rows)."""
    client.post(at(label, query), {"columns": columns, "press": str(uuid.uuid4())})
    work()
    job = Job.objects.latest("pk")
    answer = client.get(reverse("admin:export_file", args=[job.pk]))
    book = load_workbook(io.BytesIO(b"".join(answer.streaming_content)))
    return job, [[list(row) for row in sheet.iter_rows(values_only=True)] for sheet in book]


def table(sheets):
    heading, *rows = sheets[0]
    return [dict(zip(heading, row, strict=True)) for row in rows]


@pytest.fixture
def own_columns(officer, center):
    def make(*columns, label=APPLICATIONS, **more):
        row = {"owner": officer.user, "center": center, "list": label, "name": "Pilihan saya", **more}
        return f"susunan-{ColumnSet.objects.create(columns=columns, **row).pk}"

    return make


# --- which rows ---


def test_what_the_list_shows_goes_out_as_it_stands_there(client, officer, person):
    person("Budi Contoh")

    _job, sheets = take(client)

    assert sheets[0][0][:4] == ["Nomor pendaftaran", "Peserta", "Program", "Status"]
    assert [(row["Peserta"], row["Status"]) for row in table(sheets)] == [("Budi Contoh", "Terkirim")]


def test_only_what_was_filtered_goes_out_and_the_file_says_how(client, officer, cohort):
    ApplicationFactory(cohort=cohort, status="returned", trainee__full_name="Budi Contoh")
    ApplicationFactory(cohort=cohort, status="verified", trainee__full_name="Siti Contoh")

    _job, sheets = take(client, f"status__exact=returned&wave__id__exact={cohort.offering.wave_id}")

    told = dict.fromkeys(map(tuple, sheets[1]))
    assert [row["Peserta"] for row in table(sheets)] == ["Budi Contoh"]
    assert ("Saringan", "status: Perlu diperbaiki") in told
    assert ("Saringan", f"gelombang: {cohort.offering.wave}") in told
    assert ("Jumlah baris", 1) in told


def test_an_unfiltered_file_says_that_it_is_whole(client, officer, person):
    person("Budi Contoh")

    _job, sheets = take(client)

    assert ["Saringan", "Tidak disaring: semua baris pada daftar."] in sheets[1]


def test_a_search_is_told_of_without_its_words(client, officer, person):
    person("Budi Contoh")
    person("Siti Contoh")

    job, sheets = take(client, "q=budi")

    assert [row["Peserta"] for row in table(sheets)] == ["Budi Contoh"]
    assert "Dicari dengan kata" in [row[0] for row in sheets[1]]
    assert ("budi" in str(job.params).lower(), "budi" in str(sheets[1]).lower()) == (False, False)


def test_a_filter_that_stands_only_in_the_address_is_told_too(client, officer, cohort):
    ApplicationFactory(cohort=cohort, status="returned")

    _job, sheets = take(client, "status__in=returned,submitted")

    assert ["Saringan", "status: Perlu diperbaiki, Terkirim"] in sheets[1]


def test_people_of_another_center_are_not_in_it(client, officer, person):
    person("Budi Contoh")
    ApplicationFactory(trainee__full_name="Orang Seberang")

    assert [row["Peserta"] for row in table(take(client)[1])] == ["Budi Contoh"]


def test_ids_of_another_center_slipped_into_a_job_bring_nobody(client, officer, person):
    mine, foreign = person("Budi Contoh").applications.get(), ApplicationFactory()
    page = asking.page_of(APPLICATIONS)
    exporting.start(page, [mine.pk, foreign.pk], ["nama"], by=officer, named="x")
    work()

    job = Job.objects.get()
    left = list(storage.path_of(job.params["file"]).parent.glob("*"))
    book = load_workbook(storage.path_of(job.params["file"]))
    assert [[cell.value for cell in row] for row in book.worksheets[0].iter_rows()] == [["Nama"], ["Budi Contoh"]]
    assert job.results.order_by("pk").first().reason == "1 baris sudah tidak ada lagi."
    assert [one.suffix for one in left] == [".xlsx"]


def test_a_filter_over_two_choices_gives_each_row_once(client, officer, cohort):
    application = ApplicationFactory(cohort=cohort)
    other = CohortFactory(offering__wave=cohort.offering.wave)
    application.choices.create(offering=other.offering, order=2)

    assert len(table(take(client, "antrean=periksa")[1])) == 1


# --- what a cell may hold ---


@pytest.mark.parametrize("name", ["=1+1", "+62", "-1", "@SUM(A1)", '=HYPERLINK("http://x")', "\t=1"])
def test_nothing_in_a_cell_is_ever_run(client, officer, person, name):
    person(name)
    client.post(at(), {"columns": "layar", "press": str(uuid.uuid4())})
    work()
    sheet = load_workbook(storage.path_of(Job.objects.get().params["file"])).worksheets[0]

    cell = sheet["B2"]

    assert (cell.value.strip(), cell.data_type, cell.quotePrefix) == (name.strip(), "s", True)


def test_a_nik_is_text_with_every_digit_for_the_officer(client, officer, person, own_columns):
    person("Budi Contoh", nik=NIK)
    chosen = own_columns("nik", "ponsel")
    client.post(at(), {"columns": chosen, "press": str(uuid.uuid4())})
    work()

    cells = load_workbook(storage.path_of(Job.objects.get().params["file"])).worksheets[0][2]

    assert (cells[0].value, cells[0].data_type, cells[0].number_format) == (NIK, "s", "@")
    assert cells[1].value.startswith("+62")


def test_whoever_may_not_take_niks_out_gets_them_masked(client, head, center, person):
    somebody = person("Budi Contoh", nik=NIK)

    _job, sheets = take(client, columns="kementerian")

    assert table(sheets)[0]["NIK"] == somebody.nik_tail


def test_the_right_is_asked_again_when_the_work_is_done(client, officer, center, person):
    """Queued as an officer's, carried out as what the job says: the row holds the role, not the session."""
    person("Budi Contoh", nik=NIK)
    page = asking.page_of(APPLICATIONS)
    job = exporting.start(page, [person("Siti").applications.get().pk], ["nik"], by=officer, named="x")
    Job.objects.filter(pk=job.pk).update(actor_role=Role.HEAD)
    work()

    value = load_workbook(storage.path_of(job.params["file"])).worksheets[0]["A2"].value

    assert "•" in value or "*" in value


def test_moments_are_jakarta_s_and_days_are_days(client, officer, person, own_columns):
    somebody = person("Budi Contoh")
    sent = somebody.applications.get().submitted_at

    (row,) = table(take(client, columns=own_columns("dikirim", "tanggal_lahir"))[1])

    assert row["Dikirim"] == timezone.localtime(sent).replace(tzinfo=None, microsecond=row["Dikirim"].microsecond)
    assert row["Tanggal lahir"].date() == somebody.birth_date


# --- which columns ---


def test_one_s_own_columns_stand_in_their_order(client, officer, cohort, own_columns):
    application = ApplicationFactory(cohort=cohort, status="verified", trainee__full_name="Budi Contoh")
    ScoreFactory(application=application, part="test", value=81)

    _job, sheets = take(client, columns=own_columns("nilai_tes", "nama", "kecamatan", "status_pendaftaran"))

    assert sheets[0] == [
        ["Nilai tes", "Nama", "Kecamatan", "Status pendaftaran"],
        [81, "Budi Contoh", "Serpong Utara", "Berkas lolos"],
    ]


def test_a_column_that_is_gone_is_left_out_and_the_rest_goes(client, officer, person, own_columns):
    person("Budi Contoh")

    assert take(client, columns=own_columns("nama", "sudah_tidak_ada"))[1][0] == [["Nama"], ["Budi Contoh"]]


def test_the_ministry_s_sheet_has_its_headings_its_dates_and_its_words(client, officer, center):
    past = CohortFactory(offering__wave__center=center, offering__wave__past=True, offering__funding__code="apbn")
    graduate = completed(past, application__trainee=TraineeFactory(full_name="Budi Contoh", nik=NIK, sex="M"))

    (row,) = table(take(client, columns="kementerian", label="enrollment.enrollment")[1])

    expected = {
        "KODE TRANSAKSI": graduate.application.number,
        "Nama": "Budi Contoh",
        "NIK": NIK,
        "Jenis Kelamin": "Laki-laki",
        "Tempat Lahir": "Serang",
        "Tanggal Lahir": "12/05/2004",
        "Judul Program Pelatihan": str(past.offering.program),
        "Metode Pelatihan": "Luring",
        "Biaya Pelatihan": "APBN",
        "Durasi (JP)": past.offering.program.jp,
        "Tanggal Mulai": f"{past.starts_on:%d/%m/%Y}",
        "Status Selesai Pelatihan": "Selesai",
        "Status Kelulusan": "Kompeten",
        "Tipe Disabilitas": None,
        "Tanggal Penempatan": None,
    }
    assert {name: row[name] for name in expected} == expected
    assert len(row) == 32
    assert ([*row][:1], [*row][-1:]) == (["KODE TRANSAKSI"], ["Tanggal Penempatan"])


def test_the_ministry_s_sheet_can_be_read_by_the_import(client, officer, center):
    from_here = CohortFactory(offering__wave__center=center, offering__wave__past=True)
    graduate = completed(from_here)
    job, _sheets = take(client, columns="kementerian", label="enrollment.enrollment")

    read = reading.read(storage.path_of(job.params["file"]))

    row = rows.parse(read, read.lines[0])
    assert (row.name, row.nik, row.birth_date, row.status, row.result) == (
        graduate.trainee.full_name,
        graduate.trainee.nik,
        graduate.trainee.birth_date,
        "completed",
        "K",
    )


def test_attendance_and_certificates_stand_beside_the_class(client, officer, center, own_columns):
    graduate = completed(CohortFactory(offering__wave__center=center, offering__wave__past=True))
    certificate = certificate_of(graduate)
    chosen = own_columns("kelas", "persen_hadir", "hasil", "sertifikat", label="enrollment.enrollment")

    _job, sheets = take(client, columns=chosen, label="enrollment.enrollment")

    assert sheets[0][1][0] == graduate.cohort.name
    assert sheets[0][1][2:] == ["Kompeten", certificate.number]


@pytest.mark.parametrize(
    ("label", "make"),
    [
        ("trainees.trainee", lambda cohort: ApplicationFactory(cohort=cohort)),
        ("enrollment.enrollment", lambda cohort: EnrollmentFactory(cohort=cohort)),
        (
            "enrollment.appointment",
            lambda cohort: AppointmentFactory(
                application=ApplicationFactory(cohort=cohort, status="verified"), sitting__wave=cohort.offering.wave
            ),
        ),
        ("cohorts.cohort", lambda cohort: cohort),
        ("cohorts.wave", lambda cohort: cohort),
        ("cohorts.program", lambda cohort: cohort),
    ],
)
def test_any_list_of_the_desk_goes_out(client, officer, cohort, label, make):
    make(cohort)

    _job, sheets = take(client, label=label)

    assert len(sheets[0]) == 2


@pytest.mark.parametrize("size", [2, 14])
def test_a_batch_costs_the_same_for_any_number_of_rows(officer, cohort, size, django_assert_num_queries):
    rows = [EnrollmentFactory(cohort=cohort) for _number in range(size)] if size <= cohort.seats.count() else []
    rows = rows or [EnrollmentFactory(cohort=CohortFactory(offering=cohort.offering)) for _number in range(size)]
    page = asking.page_of("enrollment.enrollment")
    job = exporting.start(page, [one.pk for one in rows], ["kementerian"], by=officer, named="x")
    handler = exporting.ExportList(job)
    handler.perform("1")

    # the rows with person, class, result; their choices; their scores; attendance; certificates; the view log
    with django_assert_num_queries(6):
        handler.perform("1")


# --- on record, and only for whoever asked ---


def test_an_export_is_on_record_with_everybody_in_it(client, officer, person):
    people = [person("Budi Contoh"), person("Siti Contoh")]

    job, _sheets = take(client, columns="kementerian")

    entry = AuditEntry.objects.get(action="job.export")
    assert (entry.user, entry.subject_id) == (officer.user, job.pk)
    assert entry.facts == {
        "list": "pendaftaran",
        "rows": 2,
        "columns": "Format peserta kementerian",
        "niks": "ya",
    }
    seen = ViewLog.objects.get(page="admin:enrollment.application:export")
    assert sorted(seen.subject_ids) == [one.applications.get().pk for one in people]
    assert ViewLog.objects.get(page="admin:export_file").rows == 2


def test_a_colleague_may_not_fetch_it(client, officer, center, person):
    person("Budi Contoh")
    job, _sheets = take(client)
    client.force_login(actor_at(center).user)

    assert client.get(reverse("admin:export_file", args=[job.pk])).status_code == 404


def test_the_progress_page_leads_to_the_file_while_it_is_there(client, officer, person):
    person("Budi Contoh")
    job, _sheets = take(client)
    there = client.get(job.get_absolute_url()).content.decode()
    storage.path_of(job.params["file"]).unlink()

    gone = client.get(job.get_absolute_url()).content.decode()

    url = reverse("admin:export_file", args=[job.pk])
    assert (url in there, url in gone) == (True, False)
    assert client.get(url).status_code == 404


def test_a_file_is_gone_after_a_day(client, officer, person, monkeypatch):
    person("Budi Contoh")
    job, _sheets = take(client)
    assert storage.sweep() == 0

    later = timezone.now() + timedelta(hours=25)
    monkeypatch.setattr(storage.timezone, "now", lambda: later)

    assert (storage.sweep(), storage.path_of(job.params["file"]).exists()) == (1, False)


def test_no_name_and_no_number_is_among_the_parameters(client, officer, person):
    somebody = person("Budi Contoh", nik=NIK)

    job, _sheets = take(client, "q=budi", "kementerian")

    params = str(job.params)
    assert [word for word in ("Budi", NIK, somebody.phone, somebody.email) if word and word in params] == []


# --- what is refused ---


@pytest.mark.parametrize("role", [Role.TREASURER, Role.PLACEMENT, Role.INSTRUCTOR, Role.PROTECTION])
def test_other_roles_take_nothing_out(client, center, role):
    client.force_login(MembershipFactory(center=center, role=role).user)

    assert client.get(at()).status_code == 403
    assert client.post(at(), {"columns": "layar"}).status_code == 403


def test_a_list_one_may_not_see_cannot_be_taken_out(client, center):
    client.force_login(MembershipFactory(center=center, role=Role.CERTIFICATION).user)

    assert client.get(at()).status_code == 403
    assert client.get(at("tidak.ada")).status_code == 404


def test_nothing_to_take_and_too_much_are_said_and_start_no_work(client, officer, cohort, monkeypatch):
    nothing = client.post(at(), {"columns": "layar"})
    ApplicationFactory.create_batch(3, cohort=cohort)
    monkeypatch.setattr(exporting, "MOST", 2)
    too_much = client.post(at(), {"columns": "layar"})

    assert "Tidak ada baris dengan saringan ini." in nothing.content.decode()
    assert "Lebih dari 2 baris. Saring daftarnya lebih dahulu" in too_much.content.decode()
    assert Job.objects.count() == 0


def test_without_a_choice_the_page_asks_again(client, officer, person):
    person("Budi Contoh")

    answer = client.post(at(), {"columns": "susunan-99"})

    assert (answer.status_code, Job.objects.count()) == (200, 0)
    assert answer.context["form"].errors["columns"]


def test_pressed_twice_it_is_one_job(client, officer, person):
    person("Budi Contoh")
    pressed = {"columns": "layar", "press": str(uuid.uuid4())}

    first, second = client.post(at(), pressed), client.post(at(), pressed)

    assert (first.url, Job.objects.count(), AuditEntry.objects.filter(action="job.export").count()) == (
        second.url,
        1,
        1,
    )


def test_a_batch_that_broke_makes_no_half_a_file(client, officer, person, monkeypatch):
    person("Budi Contoh")
    monkeypatch.setattr(exporting, "subjects", lambda *_args: 1 / 0)
    client.post(at(), {"columns": "layar", "press": str(uuid.uuid4())})
    work()

    job = Job.objects.get()
    codes = [*job.results.order_by("pk").values_list("outcome", "code")]
    assert codes == [("failed", "unexpected"), ("skipped", "incomplete")]
    assert storage.path_of(job.params["file"]).exists() is False


# --- column sets ---


def places(**numbers):
    return {f"at_{key}": number for key, number in numbers.items()}


def test_a_set_is_made_with_numbers_and_used_by_colleagues_if_shared(client, officer, center):
    url = reverse("admin:add_column_set", args=[APPLICATIONS])

    client.post(url, {"name": "Untuk dinas", "shared": "on", **places(nama=2, nomor=1)})
    client.force_login(actor_at(center).user)

    kept = ColumnSet.objects.get()
    assert kept.columns == ["nomor", "nama"]
    assert f"Untuk dinas (dari {officer.user})" in client.get(at()).content.decode()
    assert client.get(reverse("admin:column_set", args=[kept.pk])).status_code == 404
    assert client.post(reverse("admin:drop_column_set", args=[kept.pk])).status_code == 404


def test_a_set_is_changed_and_deleted_by_its_owner(client, officer, own_columns):
    own_columns("nama")
    kept = ColumnSet.objects.get()

    shown = client.get(reverse("admin:column_set", args=[kept.pk])).context["form"]
    client.post(reverse("admin:column_set", args=[kept.pk]), {"name": "Baru", **places(ponsel=1)})

    kept.refresh_from_db()
    assert (shown["at_nama"].value(), kept.name, kept.columns) == (1, "Baru", ["ponsel"])
    client.post(reverse("admin:drop_column_set", args=[kept.pk]))
    assert ColumnSet.objects.count() == 0


@pytest.mark.parametrize(
    ("said", "field", "sentence"),
    [
        ({"name": "Kosong"}, "__all__", "Beri nomor urut paling sedikit pada satu kolom."),
        ({"name": "Pilihan saya", "at_nama": 1}, "name", "Anda sudah menyimpan dengan nama itu. Pilih nama lain."),
        ({"name": "", "at_nama": 1}, "name", "Bidang ini tidak boleh kosong."),
    ],
)
def test_a_set_that_cannot_be_kept_says_why_and_keeps_what_was_typed(
    client, officer, own_columns, said, field, sentence
):
    own_columns("nama")

    answer = client.post(reverse("admin:add_column_set", args=[APPLICATIONS]), said)

    assert answer.context["form"].errors[field] == [sentence]
    assert (answer.context["form"]["name"].value(), ColumnSet.objects.count()) == (said["name"], 1)


def test_another_center_s_shared_set_does_not_exist(client, officer, own_columns):
    own_columns("nama", shared=True)
    client.force_login(actor_at(CenterFactory()).user)

    assert "Pilihan saya" not in client.get(at()).content.decode()
