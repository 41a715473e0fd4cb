"""A day of tests for forty applicants: the officer has a keyboard and a phone, the applicants have their links."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from enrollment import links, passes
from enrollment.models import Appointment, Score
from jobs import runner
from tests.e2e.keyboard import KeyboardVisitor
from tests.e2e.visitor import Visitor
from tests.enrollment.sheets import changed
from tests.factories.centers import CenterFactory, actor_at
from tests.factories.cohorts import CohortFactory, ProgramFactory
from tests.factories.enrollment import ApplicationFactory, CriterionFactory, SittingFactory

PEOPLE = 40
COUNT_KEYS = """
    addEventListener("keydown", () => { sessionStorage.keys = Number(sessionStorage.keys || 0) + 1; }, true);
"""


class Typist(KeyboardVisitor):
    """Counts the keys that are pressed and the pages that are asked for."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.asked = 0
        self.page.add_init_script(COUNT_KEYS)
        self.page.on("request", self._counts)

    def _counts(self, request):
        self.asked += request.resource_type == "document"

    def spent(self, work):
        """(keys, pages) that this work took."""
        before = self._keys(), self.asked
        work()
        return self._keys() - before[0], self.asked - before[1]

    def _keys(self):
        return int(self.page.evaluate("sessionStorage.keys || 0"))

    def types(self, *keys):
        for key in keys:
            self.page.keyboard.press(key)
        return self


@pytest.fixture
def office(live_server):
    """Forty people whose papers are good, and interviews judged by two criteria."""
    center = CenterFactory(code="tes", name="BLK Contoh Tes")
    cohort = CohortFactory(offering__wave__center=center, offering__program=ProgramFactory(name="Juru Las SMAW"))
    for number in range(PEOPLE):
        name = f"Contoh Peserta {number + 1:02d}"
        ApplicationFactory(cohort=cohort, status="verified", trainee__full_name=name)
    for name, most in [("Motivasi", 100), ("Kesiapan hadir", 100)]:
        CriterionFactory(center=center, program=cohort.offering.program, part="interview", name=name, maximum=most)
    return cohort


@pytest.mark.timeout(300)
def test_an_officer_tests_forty_people_by_the_keyboard_alone(office, signed_in):
    wave, user = office.offering.wave, actor_at(office.offering.wave.center).user
    officer, looker = signed_in(user, Typist), signed_in(user, Visitor)

    plans_a_test(officer, wave)
    looker.goes(reverse("admin:enrollment_sitting_assign", args=[wave.pk])).looks("bagikan-jadwal")
    officer.goes(reverse("admin:enrollment_sitting_assign", args=[wave.pk])).presses("Bagikan jadwal")
    runner.run_due()
    test = wave.sittings.get()
    assert test.appointments.kept().count() == PEOPLE

    keys, pages = officer.spent(lambda: ticks_off(officer, looker, test))
    assert (keys <= 3 * PEOPLE + 120, pages) == (True, 2 * PEOPLE - 1)  # the menu of the page is passed once

    keys, pages = officer.spent(lambda: gives_marks(officer, wave))
    assert (keys <= 9 * PEOPLE + 120, pages) == (True, 3)
    looker.goes(reverse("admin:enrollment_application_scores", args=[wave.pk])).looks("nilai-kriteria")
    assert set(Score.objects.values_list("part", "value")) == {("test", 70), ("interview", 80)}
    assert Score.objects.count() == 2 * PEOPLE


def plans_a_test(officer, wave):
    officer.goes(reverse("admin:cohorts_wave_move", args=[wave.pk, "plan_sittings"]))
    day = timezone.localdate().isoformat()
    officer.fills(part="test", day=day, begin="00:01", end="23:59", capacity="50", place="Aula Contoh")
    officer.presses("Buat sesi tes atau wawancara")


def ticks_off(officer, looker, test):
    """All but the last at the list, one tap each; the last shows the code."""
    *_most, last = test.appointments.order_by("application__trainee__full_name")
    address = reverse("admin:enrollment_sitting_attendance", args=[test.pk])
    officer.goes(address).reaches(officer.page.locator(".door-tick").first)
    for number in range(1, PEOPLE):
        with officer.page.expect_navigation():
            officer.types(*["Tab", "Tab"][: 2 * (number > 1)], "Enter")
        officer.page.wait_for_load_state()
    assert Appointment.objects.filter(status="came").count() == PEOPLE - 1
    looker.goes(address).looks("catat-kehadiran")

    looker.goes(reverse("journey:appointment", args=[links.appointment_token(last)])).looks("kode-hadir")
    looker.goes(reverse("admin:enrollment_sitting_pass", args=[passes.token_of(last)])).looks("pindai")
    looker.page.set_viewport_size({"width": 360, "height": 740})
    looker.presses("Hadir").sees("Hadir, dicatat")
    assert Appointment.objects.filter(status="came").count() == PEOPLE


def gives_marks(officer, wave):
    """Tab goes along a row and on to the next; Enter saves everything."""
    officer.goes(reverse("admin:enrollment_application_scores", args=[wave.pk]))
    officer.reaches(officer.page.locator(".score-table input:not([type=hidden])").first)
    for _person in range(PEOPLE):
        for mark in ("70", "90", "70"):
            officer.types(*mark, "Tab")
    officer.types("Shift+Tab")
    officer.reaches(officer.page.locator(".score-table input:not([type=hidden])").last)
    with officer.page.expect_navigation():
        officer.types("Enter")
    officer.page.wait_for_load_state()


def test_a_sheet_of_marks_is_looked_at_before_it_is_written(office, signed_in, settings, tmp_path):
    settings.MEDIA_ROOT = str(tmp_path / "media")
    wave, user = office.offering.wave, actor_at(office.offering.wave.center).user
    officer = signed_in(user, Visitor)
    address = reverse("admin:enrollment_application_score_upload", args=[wave.pk])

    officer.goes(address).looks("nilai-excel")
    with officer.page.expect_download() as download:
        officer.page.get_by_role("link", name="Unduh lembar nilai").click()
    raw = download.value.path().read_bytes()

    def fill(sheet, columns):
        for row in range(2, 12):
            sheet.cell(row, columns["Tes tertulis (0–100)"]).value = 60 + row
        sheet.cell(5, columns["Tes tertulis (0–100)"]).value = "delapan"

    path = tmp_path / "nilai.xlsx"
    path.write_bytes(changed(raw, fill))
    officer.page.locator("[name=sheet]").set_input_files(str(path))
    officer.presses("Periksa lembar").looks("nilai-excel-periksa").sees("“delapan” bukan angka")
    officer.presses("Ya, simpan 9 nilai")
    runner.run_due()
    assert Score.objects.count() == 9


def test_an_applicant_chooses_a_time_on_a_phone_without_signing_in(office, visitor):
    wave = office.offering.wave
    for hours in range(3):
        starts = timezone.now() + timedelta(days=3, hours=hours)
        SittingFactory(wave=wave, part="interview", is_open=True, starts_at=starts, capacity=2, place="Ruang Contoh")
    person = wave.applications.first()
    address = reverse("journey:choose", args=[links.choice_token(person, "interview")])

    phone = visitor("Contoh Peserta", width=360)
    phone.goes(address).looks("pilih-jadwal").sees("sisa 2 tempat")
    with phone.page.expect_navigation():
        phone.page.locator("[name=lain]").nth(1).click()
    phone.looks("jadwal-terpilih").sees("Pilih jam lain")
    assert person.appointments.get().sitting == wave.sittings.order_by("starts_at")[1]
