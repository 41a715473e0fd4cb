"""An officer works a list without a pointer: filters it, keeps the filter, chooses two, picks an act, says yes."""

import pytest
from django.urls import reverse

from jobs import runner
from tests.e2e.keyboard import KeyboardVisitor
from tests.e2e.visitor import Visitor
from tests.factories.centers import CenterFactory, actor_at
from tests.factories.cohorts import CohortFactory
from tests.factories.enrollment import ApplicationFactory


class Officer(KeyboardVisitor):
    """At a desk; also what only a POST shows is looked at."""

    def looks(self, name):
        Visitor.looks(self, name)
        self.page.set_viewport_size({"width": 1280, "height": 844})
        return self

    def follows(self, link):
        with self.page.expect_navigation():
            self.strikes(link)
        return self


@pytest.fixture
def waiting(live_server):
    """Four who wait, and one who has to mend something."""
    cohort = CohortFactory(offering__wave__center=CenterFactory(code="kunci", name="BLK Contoh Kunci"))
    names = ["Adi Contoh", "Budi Contoh", "Citra Contoh", "Dewi Contoh"]
    people = [ApplicationFactory(cohort=cohort, trainee__full_name=name) for name in names]
    ApplicationFactory(cohort=cohort, status="returned", trainee__full_name="Eka Contoh")
    return cohort.offering.wave.center, people


@pytest.mark.timeout(240)
def test_two_of_a_filtered_list_are_verified_by_keyboard_alone(waiting, signed_in):
    center, people = waiting
    officer = signed_in(actor_at(center).user, Officer)
    page = officer.goes(reverse("admin:enrollment_application_changelist")).sees("Eka Contoh").page

    officer.strikes(page.locator("details.filters > summary"))
    officer.follows(page.locator("#changelist-filter a[href*='status__exact=submitted']"))
    officer.sees_not("Eka Contoh").looks("daftar-disaring")
    officer.presses("Simpan saringan ini").fills(name="Menunggu dua").presses("Simpan").sees("disimpan")
    officer.goes(reverse("admin:enrollment_application_changelist")).presses("Menunggu dua").sees_not("Eka Contoh")

    for name in ("Budi Contoh", "Citra Contoh"):
        officer.puts(page.locator("tr", has_text=name).locator("input.action-select"), True)
    officer.chooses("action", "Nyatakan berkas lolos")
    officer.follows(page.locator("button[name=index]"))
    officer.sees("2 dari 2 pendaftaran yang dipilih").looks("tindakan-bersama")
    officer.presses("Ya, nyatakan lolos")
    runner.run_due()
    officer.goes(page.url).sees("2 dari 2").looks("tindakan-selesai")

    for one in people:
        one.refresh_from_db()
    assert [one.status for one in people] == ["submitted", "verified", "verified", "submitted"]
