"""`make screenshots`: the pictures of README, taken from the running program into docs/img.

The pages of one person's way come from the story; those that need a full house from the demonstration data.
"""

import re
from pathlib import Path

import pytest

from accounts.models import User
from blk_portal.demo import filling, logins
from cohorts.models import Session, Wave
from enrollment.models import Application
from tests.e2e.floors import Office, StaffLife
from tests.e2e.story import Story
from tests.e2e.test_counter import offering, walk_the_call_list, walk_two_siblings
from tests.e2e.test_four_fates import Fates, walk
from tests.e2e.test_story import tell
from tests.factories.accounts import SuperuserFactory

__all__ = ["offering"]  # a fixture
ROOT = Path(__file__).resolve().parents[2]
FROM_THE_HOUSE = {
    "katalog",
    "program",
    "meja-kerja",
    "antrean-berkas",
    "kendali-gelombang",
    "pendaftaran",
    "pertemuan",
    "penilaian",
}
OF_THE_FLOORS = {
    "undang-pegawai",
    "ganti-tugas",
    "pesan-terkirim-ulang",
    "bersama-selesai",
    "riwayat-seseorang",
    "dua-penyunting",
}
OF_THE_FATES = {"nasib-perbaiki", "nasib-diterima", "nasib-dipromosikan", "nasib-kelas"}
OF_THE_COUNTER = {"loket-slip", "daftar-telepon"}
PICTURES = set(re.findall(r"img/([a-z-]+\.png)", (ROOT / "README.md").read_text()))


@pytest.fixture(autouse=True)
def album(monkeypatch):
    monkeypatch.setenv("PORTAL_SCREENSHOTS", str(ROOT / "docs" / "img"))


def keep(monkeypatch, pictures):
    monkeypatch.setenv("PORTAL_PICTURES", " ".join(sorted(pictures)))


def of(places, inside=True):
    return {picture for picture in PICTURES if (picture.rpartition("-")[0] in places) is inside}


def test_the_way_of_one_person(visitor, center, program, photo, post, time_machine, monkeypatch):
    keep(monkeypatch, of(FROM_THE_HOUSE | OF_THE_FLOORS | OF_THE_FATES | OF_THE_COUNTER, inside=False))
    tell(Story(visitor, program, photo, post, time_machine))


def test_a_full_house(visitor, lists, monkeypatch):
    keep(monkeypatch, of(FROM_THE_HOUSE))
    filling.fill()
    wave = Wave.objects.filter(center__code="UPTD-PK", applications__status="submitted").distinct().get()
    anyone = visitor("anyone").goes("/").looks("katalog")
    anyone.goes(wave.offerings.order_by("pk").first().get_absolute_url()).looks("program")

    officer = visitor("officer", width=1280).signs_in(logins.OFFICER.email, logins.PASSWORD)
    officer.goes("/admin/").looks("meja-kerja")
    officer.goes(f"/admin/gelombang/{wave.pk}/").looks("kendali-gelombang")
    waiting = Application.objects.filter(wave=wave, status="submitted", trainee__documents__isnull=False).first()
    officer.goes(f"/admin/enrollment/application/{waiting.pk}/change/").looks("pendaftaran")

    officer.goes("/admin/").presses("Ambil berkas berikutnya").looks("antrean-berkas")

    instructor = visitor("instructor").signs_in(logins.INSTRUCTOR.email, logins.PASSWORD)
    instructor.goes("/instruktur/").looks("hari-ini")
    today = Session.objects.filter(cohort__instructors__email=logins.INSTRUCTOR.email, sheet=None).order_by("date")
    instructor.goes(f"/instruktur/pertemuan/{today.first().pk}/").looks("pertemuan")
    instructor.goes(f"/instruktur/kelas/{today.first().cohort_id}/penilaian/").looks("penilaian")


def test_the_floors(visitor, center, post, time_machine, signed_in, monkeypatch):
    keep(monkeypatch, of(OF_THE_FLOORS))
    life = StaffLife(visitor, center, post, time_machine)
    life.the_head_invites()
    life.the_invited_one_comes_in()
    life.a_second_post_and_the_switch()
    office = Office(visitor, center, post, time_machine).furnish()
    office.the_officer_sends_again()
    office.the_officer_verifies_many()
    head = signed_in(User.objects.get(email="head@contoh.example"))
    office.what_happened_is_told(head)
    office.two_edit(center, head, signed_in(SuperuserFactory(full_name="Contoh Pengelola")))


def test_the_counter(people, signed_in, offering, photo, post, monkeypatch):
    keep(monkeypatch, of(OF_THE_COUNTER))
    walk_two_siblings(people, signed_in, offering, photo, post)
    walk_the_call_list(signed_in, offering)


def test_the_four_fates(signed_in, people, post, time_machine, center, photo, monkeypatch):
    keep(monkeypatch, of(OF_THE_FATES))
    walk(Fates(signed_in, people, post, time_machine, center, photo))
