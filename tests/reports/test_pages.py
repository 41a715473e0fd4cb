"""The report as a page, as Excel, as PDF: whose figures, in what form, at what price."""

import re
from io import BytesIO

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from audit.models import ViewLog
from centers.models import Role
from tests.factories.accounts import StaffFactory
from tests.factories.centers import MembershipFactory
from tests.factories.cohorts import CohortFactory, WaveFactory
from tests.factories.enrollment import ApplicationFactory, EnrollmentFactory
from tests.factories.trainees import TraineeFactory

PAGE = reverse("admin:reports")


@pytest.fixture
def cohort(db):
    return CohortFactory(offering__wave=WaveFactory(past=True, label="Gelombang Contoh"))


@pytest.fixture
def sign_in(client, cohort):
    def as_(role):
        user = StaffFactory()
        MembershipFactory(user=user, center=None if role == Role.PROVINCE else cohort.offering.wave.center, role=role)
        client.force_login(user)

    return as_


def numbers(page):
    """The last line of the table: the whole."""
    total = page.split('class="report-total"')[1]
    return [int(number) for number in re.findall(r"<span>(\d+)</span>", total)]


def test_the_page_shows_chart_and_table_of_the_wave_that_is_asked_for(sign_in, client, cohort):
    sign_in(Role.OFFICER)
    EnrollmentFactory.create_batch(2, cohort=cohort, status="completed")
    ApplicationFactory(cohort=CohortFactory(offering__wave__center=cohort.offering.wave.center))
    page = client.get(PAGE, {"gelombang": cohort.offering.wave_id, "menurut": "kelamin"}).content.decode()

    assert numbers(page) == [2, 2, 2, 2, 2, 2, 2, 0]
    assert page.count("<svg viewBox") == 2
    assert "style=" not in page.split("<figure")[1].split("</figure>")[0]
    assert "Menurut jenis kelamin" in page


def test_a_year_adds_up_its_waves(sign_in, client, cohort):
    wave = cohort.offering.wave
    sign_in(Role.HEAD)
    ApplicationFactory(cohort=cohort)
    ApplicationFactory(cohort=CohortFactory(offering__wave=WaveFactory(center=wave.center, past=True)))
    ApplicationFactory(cohort=CohortFactory(offering__wave=WaveFactory(past=True)))

    assert numbers(client.get(PAGE, {"tahun": wave.starts_on.year}).content.decode())[0] == 2


def test_another_centers_wave_does_not_exist(sign_in, client):
    sign_in(Role.OFFICER)
    elsewhere = ApplicationFactory()
    answer = client.get(PAGE, {"gelombang": elsewhere.wave_id})

    assert (answer.status_code, "Gelombang itu tidak ada di balai ini." in answer.content.decode()) == (200, True)
    for name in ("admin:reports_xlsx", "admin:reports_pdf"):
        answer = client.get(reverse(name), {"gelombang": elsewhere.wave_id})
        assert answer["Content-Type"].startswith("text/html")


def test_the_province_sees_every_center_and_small_groups_put_together(sign_in, client, cohort):
    ApplicationFactory.create_batch(6, cohort=cohort, trainee__sex="F")
    ApplicationFactory.create_batch(2, cohort=cohort, trainee__sex="M")
    asked = {"gelombang": cohort.offering.wave_id, "menurut": "kelamin"}
    sign_in(Role.OFFICER)
    own = client.get(PAGE, asked).content.decode()
    shared = client.get(PAGE, {**asked, "gabung": "on"}).content.decode()
    sign_in(Role.PROVINCE)
    seen = client.get(PAGE, asked).content.decode()

    assert "Laki-laki" in own
    assert "Digabung" not in own
    assert "Digabung: 2 kelompok kecil" in seen
    assert "Laki-laki" not in seen
    assert "Digabung: 2 kelompok kecil" in shared
    assert numbers(own) == numbers(seen)


def test_the_excel_holds_every_division_and_that_it_was_taken_out_is_noted(sign_in, client, cohort):
    sign_in(Role.OFFICER)
    ApplicationFactory(cohort=cohort, trainee=TraineeFactory(sex="F"))
    answer = client.get(reverse("admin:reports_xlsx"), {"gelombang": cohort.offering.wave_id})
    table = [[cell.value for cell in row] for row in load_workbook(BytesIO(answer.content)).active]

    assert table[0][:3] == ["Menurut", "Kelompok", "Mendaftar"]
    assert table[1] == ["Semua", "Gelombang Contoh", 1, 0, 0, 0, 0, 0, 0, 0]
    assert {row[0] for row in table[2:]} == {
        "Program", "Sumber dana", "Kabupaten/kota", "Jenis kelamin", "Kelompok usia", "Pendidikan terakhir",
    }  # fmt: skip
    entry = ViewLog.objects.get()
    assert (entry.page, entry.subject_ids) == ("admin:reports_xlsx", [cohort.offering.wave_id])


def test_the_pdf_is_a_pdf_and_is_noted(sign_in, client, cohort):
    sign_in(Role.HEAD)
    ApplicationFactory.create_batch(3, cohort=cohort)
    answer = client.get(reverse("admin:reports_pdf"), {"gelombang": cohort.offering.wave_id})

    assert (answer.content[:5], answer["Content-Type"]) == (b"%PDF-", "application/pdf")
    assert ViewLog.objects.get().page == "admin:reports_pdf"


def test_a_question_that_makes_no_sense_is_answered_with_a_page(sign_in, client, cohort):
    sign_in(Role.OFFICER)

    for asked in ({"gelombang": "x"}, {"tahun": "abad"}, {"menurut": "zodiak"}, {"tahun": "99999999999"}):
        assert client.get(PAGE, asked).status_code == 200


@pytest.mark.parametrize("people", [2, 12])
def test_a_report_costs_the_same_for_any_number_of_people(sign_in, client, cohort, people, django_assert_num_queries):
    sign_in(Role.OFFICER)
    for number in range(people):
        other = CohortFactory(offering__wave=cohort.offering.wave) if number % 2 else cohort
        EnrollmentFactory(cohort=other, status="completed")
    asked = {"gelombang": cohort.offering.wave_id}
    client.get(PAGE, asked)

    with django_assert_num_queries(9):  # session, membership, jobs; waves, the wave; people, and three for their names
        client.get(PAGE, asked)
