"""A row becomes a person, a seat and an end, or one sentence that says why not."""

from datetime import date

import pytest
import time_machine

from audit.models import AuditEntry
from certification.models import Assessment, OverallResult
from cohorts.models import Cohort, Seat
from cohorts.workflow import CohortStatus
from enrollment.models import Application, Enrollment
from tests.factories.centers import RegionFactory
from tests.factories.enrollment import ApplicationFactory, EnrollmentFactory
from tests.factories.trainees import TraineeFactory, guardian_consent
from trainees.models import ConsentGap, Trainee

NIK = "3674024107059001"
MINOR = {"NIK": "3674024107099001", "Tanggal Lahir": "01/07/2009"}


def another(person, number, **changes):
    return person(NIK=f"367402410705{9000 + number}", Nama=f"Contoh {number}", **changes)


def cohort(name):
    return Cohort.objects.get(name=name)


def test_a_row_becomes_a_person_with_a_seat_and_an_end(person, enter):
    enter(
        person(
            **{
                "No. HP": 81200000001,
                "Email": "Contoh@contoh.example",
                "Alamat": "Kp. Contoh, Kel. Jelupang, Kec. Serpong Utara, Kota Tangerang Selatan",
                "Tempat Lahir": "Serang",
                "Pendidikan Terakhir": "SMK",
                "Pernah Bekerja di Luar Negeri": "Tidak",
                "Berminat Bekerja di Luar Negeri": "Ya",
                "Tanggal Mulai": "07/07/2025",
                "Tanggal Selesai": "8 Agustus 2025",
            }
        )
    )

    trainee = Trainee.objects.get()
    assert (trainee.account, trainee.nik, trainee.full_name, trainee.sex) == (None, NIK, "Contoh Peserta", "F")
    assert (trainee.phone, trainee.email, trainee.phone_verified_at) == (
        "+6281200000001",
        "contoh@contoh.example",
        None,
    )
    assert (trainee.region_id, trainee.education.code, trainee.birth_date) == (
        "36.74.02.1006",
        "sma",
        date(2005, 7, 1),
    )
    assert (trainee.abroad_experience, trainee.abroad_interest) == (False, True)
    application = Application.objects.get()
    assert (application.status, application.origin, application.trainee) == ("confirmed", "imported", trainee)
    assert application.verified_at is None
    enrollment = Enrollment.objects.get()
    assert (enrollment.status, enrollment.cohort) == ("completed", application.seat.cohort)
    assert (enrollment.started_on, enrollment.ended_on) == (date(2025, 7, 7), date(2025, 8, 8))
    assert (enrollment.overall_result.result, enrollment.overall_result.source) == ("K", "imported")


def test_no_unit_results_are_made_up(person, enter):
    enter(person())

    assert Assessment.objects.count() == 0


def test_every_act_of_it_is_in_the_trail(person, enter):
    enter(person())

    assert sorted(AuditEntry.objects.order_by("pk").values_list("action", flat=True)) == [
        "application.import_history",
        "enrollment.import_history",
        "overallresult.import",
        "trainee.import",
    ]


@pytest.mark.parametrize(
    ("finished", "passed", "status", "result"),
    [
        ("SELESAI", "Lulus", "completed", "K"),
        ("sudah selesai", "kompeten", "completed", "K"),
        ("Selesai", "Belum  Kompeten", "completed", "BK"),
        ("Selesai", "Tidak lulus", "completed", "BK"),
        ("Mengundurkan Diri", "", "withdrawn", None),
        ("Tidak Selesai", "Tidak Lulus", "withdrawn", "BK"),
        ("DO", "-", "dismissed", None),
        ("Diganti", None, "replaced", None),
        ("Dihentikan", None, "stopped", None),
        ("Belum selesai", None, "active", None),
    ],
)
def test_statuses_are_read_as_offices_write_them(person, enter, finished, passed, status, result):
    enter(person(**{"Status Selesai Pelatihan": finished, "Status Kelulusan": passed}))

    enrollment = Enrollment.objects.get()
    found = OverallResult.objects.filter(enrollment=enrollment).values_list("result", flat=True).first()
    assert (enrollment.status, found) == (status, result)


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"Status Kelulusan": ""}, "Status Kelulusan: belum diisi, padahal pelatihannya selesai."),
        (
            {"Status Selesai Pelatihan": "Mengundurkan diri"},
            "Status Kelulusan: Kompeten, padahal pelatihannya tidak selesai.",
        ),
        ({"Tanggal Mulai": "08/08/2025", "Tanggal Selesai": "07/07/2025"}, "Tanggal Selesai: sebelum Tanggal Mulai."),
        ({"Tanggal Selesai": "08/08/2099"}, "Tanggal Selesai: belum lewat, padahal pelatihannya sudah berakhir."),
        (
            {"NIK": "1,5E+15", "Tanggal Lahir": ""},
            "NIK: tertulis dalam bentuk ilmiah (seperti 3,67E+15), angka belakangnya hilang. Tulis sebagai teks. "
            "Tanggal Lahir: belum diisi.",
        ),
    ],
)
def test_a_row_that_cannot_be_true_is_an_error(person, enter, changes, sentence):
    assert enter(person(**changes)) == [(2, "row_error", sentence)]
    assert Trainee.objects.count() == 0


def test_what_only_disagrees_enters_with_a_note(person, enter):
    answers = enter(
        person(
            **{"Tanggal Lahir": "02/07/2005", "Jenis Kelamin": "L", "No. HP": "123", "Pendidikan Terakhir": "Kursus"}
        )
    )

    assert answers == [
        (
            2,
            "done",
            "No. HP: Nomor ponsel ini kurang atau kelebihan angka. Tulis lengkap, misalnya 0812 3456 7890. "
            "Tanggal Lahir: berbeda dengan isi NIK; cocokkan dengan KTP/KK. "
            "Jenis Kelamin: berbeda dengan isi NIK; cocokkan dengan KTP/KK. "
            "Pendidikan Terakhir: jenjangnya tidak dikenal; dikosongkan.",
        )
    ]


# --- which class ---


def test_without_angkatan_the_classes_of_a_program_fill_in_the_order_of_the_file(person, enter):
    Seat.objects.filter(cohort=cohort("Juru Las SMAW A"), number__gt=2).delete()
    enter(*(another(person, number) for number in range(1, 4)))

    names = Enrollment.objects.order_by("pk").values_list("cohort__name", flat=True)
    assert list(names) == ["Juru Las SMAW A", "Juru Las SMAW A", "Juru Las SMAW B"]


@pytest.mark.parametrize("written", ["B", "b", "Kelas B", "Angkatan B", "SMAW B", "JURU LAS SMAW B"])
def test_angkatan_picks_the_class(person, enter, written):
    assert enter(person(Angkatan=written)) == [(2, "done", "")]
    assert Enrollment.objects.get().cohort.name == "Juru Las SMAW B"


def test_an_unknown_angkatan_falls_back_and_says_so(person, enter):
    sentence = "Angkatan: “C” tidak dikenal; dimasukkan ke Juru Las SMAW A."

    assert enter(person(Angkatan="C")) == [(2, "done", sentence)]


def test_the_name_of_a_class_will_do_for_the_program(person, enter):
    assert enter(person(**{"Judul Program Pelatihan": "juru las  SMAW b"})) == [(2, "done", "")]
    assert Enrollment.objects.get().cohort.name == "Juru Las SMAW B"


def test_an_unknown_program_is_an_error(person, enter):
    sentence = "Judul Program Pelatihan: “Menyulam” tidak ada di gelombang ini."

    assert enter(person(**{"Judul Program Pelatihan": "Menyulam"})) == [(2, "unknown_program", sentence)]


def test_a_class_that_angkatan_names_is_not_left_because_it_is_full(person, enter):
    Seat.objects.filter(cohort=cohort("Juru Las SMAW B")).delete()

    assert enter(person(Angkatan="B")) == [(2, "cohort_full", "Juru Las SMAW B sudah penuh.")]


def test_when_all_classes_of_the_program_are_full_nobody_is_squeezed_in(person, enter):
    Seat.objects.filter(cohort__offering__program__code="las-smaw").delete()
    sentence = "Judul Program Pelatihan: semua kelas Juru Las SMAW sudah penuh."

    assert enter(person()) == [(2, "cohort_full", sentence)]


def test_a_cancelled_class_takes_nobody(person, enter):
    Cohort.objects.filter(name="Juru Las SMAW A").update(status=CohortStatus.CANCELLED)
    enter(person())

    assert Enrollment.objects.get().cohort.name == "Juru Las SMAW B"


# --- who ---


def test_somebody_on_record_is_found_by_the_nik_and_left_as_they_are(person, enter):
    known = TraineeFactory(nik=NIK, full_name="Contoh Lama", phone="+628111111111")
    before = Trainee.objects.values().get()
    sentence = "Nama: berbeda dengan yang tercatat untuk NIK ini; yang tercatat tidak diubah."

    assert enter(person(**{"No. HP": "081299999999"})) == [(2, "done", sentence)]
    assert (Trainee.objects.values().get(), Enrollment.objects.get().trainee) == (before, known)


def test_entering_twice_changes_nothing(person, enter):
    enter(person())

    assert enter(person(Nama="Lain")) == [(2, "already_imported", "Sudah diimpor sebelumnya; tidak diubah.")]
    assert (Trainee.objects.count(), Enrollment.objects.count()) == (1, 1)


def test_the_same_nik_on_a_later_line_is_an_error(person, enter):
    assert enter(person(), person(Nama="Contoh Kembar")) == [
        (2, "done", ""),
        (3, "duplicate_row", "NIK: sama dengan baris 2."),
    ]


def test_who_applied_to_this_wave_themselves_is_not_imported_over(person, enter, wave):
    ApplicationFactory(wave=wave, cohort=wave.offerings.first().cohorts.first(), trainee=TraineeFactory(nik=NIK))
    sentence = "NIK: orang ini sudah mendaftar sendiri di gelombang ini."

    assert enter(person()) == [(2, "already_applied", sentence)]


def test_nobody_trains_in_two_places_at_once(person, enter):
    EnrollmentFactory(application__trainee=TraineeFactory(nik=NIK))
    row = person(**{"Status Selesai Pelatihan": "Aktif", "Status Kelulusan": ""})
    sentence = "Status Selesai Pelatihan: orang ini sedang mengikuti kelas lain."

    assert enter(row) == [(2, "training_elsewhere", sentence)]


@time_machine.travel("2026-11-21T10:00:00+07:00")
def test_a_minor_of_today_without_consent_comes_to_the_officers_list(person, enter, wave):
    sentence = "Belum 18 tahun dan belum ada persetujuan wali: masuk daftar petugas."

    assert enter(person(**MINOR)) == [(2, "done", sentence)]
    gap = ConsentGap.objects.get()
    assert (gap.trainee, gap.center, gap.closed_at) == (Trainee.objects.get(), wave.center, None)


@time_machine.travel("2027-07-01T10:00:00+07:00")
def test_who_was_a_minor_then_but_is_an_adult_now_speaks_for_themselves(person, enter):
    assert enter(person(**MINOR)) == [(2, "done", "")]
    assert ConsentGap.objects.count() == 0


@time_machine.travel("2026-11-21T10:00:00+07:00")
def test_a_minor_whose_guardian_agreed_is_on_no_list(person, enter):
    guardian_consent(TraineeFactory(nik=MINOR["NIK"], full_name="Contoh Peserta", birth_date=date(2009, 7, 1)))

    assert enter(person(**MINOR)) == [(2, "done", "")]
    assert ConsentGap.objects.count() == 0


# --- where they live, what they learnt ---


@pytest.mark.parametrize(
    ("address", "region"),
    [
        ("Kp. Contoh, Kel. Jelupang, Kec. Serpong Utara, Kota Tangerang Selatan", "36.74.02.1006"),
        ("Kp. Contoh, Kecamatan Serpong Utara, KOTA TANGERANG SELATAN, Banten", "36.74.02"),
        ("Kp. Contoh, Desa Jelupang, Kota Tangerang Selatan", "36.74"),
        ("Kabupaten Serang", "36.04"),
        ("Jl. Contoh, Kota Bandung", "32.73"),
        ("Kp. Contoh, Kec. Curug", None),
        ("Jl. Contoh, Serang", None),
        ("", None),
    ],
)
def test_no_place_is_taken_by_its_name_alone(person, enter, address, region):
    enter(person(Alamat=address))

    assert (Trainee.objects.get().region_id, Trainee.objects.get().address) == (region, address)


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("SMA", "sma"), ("SLTA/Sederajat", "sma"), ("smk negeri", "sma"), ("SMA/SMK", "sma"), ("D-3 Akuntansi", "d3"),
        ("S1", "s1"), ("Paket C", "sma"), ("SMP/MTs/Paket B", "smp"), ("Diploma III", "d3"),
    ],
)  # fmt: skip
def test_school_levels_are_known_by_their_many_names(person, enter, written, code):
    enter(person(**{"Pendidikan Terakhir": written}))

    assert Trainee.objects.get().education.code == code


def test_a_region_an_office_added_does_not_confuse(person, enter):
    RegionFactory(code="99.01", name="Kab. Serang", level=2, parent=RegionFactory(code="99", name="Contoh"))
    enter(person(Alamat="Kab. Serang"))

    assert Trainee.objects.get().region is None
