"""Two siblings with one phone: an officer enters them at the counter, prints a slip each, and they go on alone.

The first is entered by keyboard alone, the second with an eye on every page; the phone is the family's one.
"""

import re
from datetime import timedelta
from functools import partial
from io import BytesIO
from typing import ClassVar

import pytest
from django.utils import timezone
from pypdf import PdfReader

from accounts.models import User
from centers.models import DocumentKind
from enrollment.models import Application as Row
from enrollment.models import Call
from enrollment.workflow import Status
from tests.e2e.applying import Applicant, Application
from tests.e2e.keyboard import KeyboardVisitor
from tests.e2e.visitor import Visitor
from tests.factories.cohorts import CohortFactory
from tests.factories.enrollment import ApplicationFactory
from tests.factories.trainees import ContactFactory, GuardianFactory, TraineeFactory

PASSWORD = "kereta pagi ke Serang"
SITI, RANI = Applicant("Contoh Siti", year=2004), Applicant("Contoh Rani", year=2006)
PAPERS = {"a6": (105, 148), "a5": (148, 210), "80mm": (80, 297)}
LOOKED_AT = {"loket", "data-diri", "loket-periksa", "loket-terkirim", "loket-slip"}  # the others are the applicant's
SLUG = re.compile(r"/admin/loket/\d+/([a-z-]+)/")


class Passing(Visitor):
    """A phone that goes from hand to hand."""

    widths: ClassVar = {"narrow": 320, "phone": 360}


class Desk(Visitor):
    widths: ClassVar = {"narrow": 320, "desktop": 1280}


class AtTheCounter(Application):
    """The same pages, filled in by an officer."""

    def begins(self):
        self.person.goes("/admin/loket/")
        self.look("loket")
        self.person.fills(nik=self.who.nik).chooses("offering", self.program).presses("Mulai mengisi")
        return self

    def slug(self):
        found = SLUG.search(self.person.page.url)
        assert found, f"{self.person.page.url} is no page of the counter:\n{self.person.words()[:1500]}"
        return found[1]

    def data_diri(self):
        self.person.fills(full_name=self.who.name, birth_place="Serang", sex="F")
        self.person.fills(birth_date_day="12", birth_date_month="5", birth_date_year=str(self.who.year))

    def kontak(self):
        self.person.fills(phone="0812 0000 7777")  # the family's one

    def sends(self):
        self.person.ticks_everything().fills(manner="counter")
        self.look("loket-periksa")
        self.person.presses("Kirim pendaftaran").sees("Diinput oleh Contoh Petugas di loket")
        self.look("loket-terkirim")
        return self

    def prints(self):
        self.person.presses("Cetak slip")
        self.look("loket-slip")
        return self.person.page.locator("p.slip-code").inner_text()


@pytest.fixture
def offering(center):
    cohort = CohortFactory(offering__program__name="Las Dasar", offering__wave__center=center)
    cohort.offering.asked_documents.create(kind=DocumentKind.objects.get(code="ktp"))
    return cohort.offering


def test_two_siblings_with_one_phone(people, signed_in, offering, photo, post):
    walk_two_siblings(people, signed_in, offering, photo, post)

    assert {row.trainee.phone for row in Row.objects.filter(status=Status.SUBMITTED)} == {"+6281200007777"}


def walk_two_siblings(people, signed_in, offering, photo, post):
    officer = User.objects.get(email="officer@contoh.example")
    keys, eyes = signed_in(officer, KeyboardVisitor), signed_in(officer, Desk)
    entering = partial(AtTheCounter, post=post, program="Las Dasar", photo=photo)
    first = entering(keys, SITI).begins().fills_every_page().sends().prints()
    second = entering(eyes, RANI, look=lambda name: eyes.looks(name) if name in LOOKED_AT else None)
    second.begins().fills_every_page().sends()
    code = second.prints()
    fits_on_every_paper(eyes)
    eyes.sees_not("Contoh Siti")
    eyes.goes("/admin/loket/").sees_not("Contoh Rani").presses("Yang sudah dan sedang diinput").looks("loket-daftar")
    eyes.sees("Contoh Siti").sees("Contoh Rani")

    phone = people(Passing, "the family's phone", width=360)
    goes_on(phone, SITI, first, look=phone.looks)
    phone.goes(f"/lanjut/{code}/").sees("Ponsel ini sedang masuk sebagai Contoh Siti")
    goes_on(phone, RANI, code)
    phone.sees_not("Contoh Siti")
    comes_back(people(Passing, "later"), RANI, code)


def fits_on_every_paper(officer):
    """One page each, and what has to be read is on it."""
    for width, height in PAPERS.values():
        paper = officer.page.pdf(width=f"{width}mm", height=f"{height}mm")
        pages = PdfReader(BytesIO(paper)).pages
        assert len(pages) == 1, f"{len(pages)} pages on {width} mm"
        assert "Contoh Rani" in pages[0].extract_text()
    looks_at_the_print(officer)


def looks_at_the_print(officer):
    officer.page.emulate_media(media="print")
    assert officer.page.locator("article.slip").is_visible()
    assert not officer.page.locator(".counter-strip").is_visible()
    for name, (width, height) in PAPERS.items():
        officer.page.set_viewport_size({"width": round(width * 96 / 25.4), "height": round(height * 96 / 25.4)})
        officer._keeps_a_picture(f"slip-{name}.png")
    officer.page.emulate_media(media="screen")


def goes_on(phone, who, code, look=lambda name: None):
    phone.goes(f"/lanjut/{code}/")
    look("lanjut-kode")
    phone.fills(birth_date_day="12", birth_date_month="5", birth_date_year=str(who.year)).presses("Lanjut")
    phone.sees(who.name)
    look("lanjut-kata-sandi")
    phone.fills(password1=PASSWORD).presses("Simpan dan masuk").sees("Diinput petugas di loket").sees(number_of(who))
    look("lanjut-perjalanan")


def comes_back(phone, who, code):
    phone.goes("/akun/login/").looks("masuk").fills(login=code.lower(), password=PASSWORD).presses("Masuk")
    phone.sees(number_of(who))


def number_of(who):
    return Row.objects.get(trainee__full_name=who.name).number


def silent_ones(cohort):
    """Two who were accepted five days ago and told so, and have two days left."""
    told, until = timezone.now() - timedelta(days=5), timezone.now() + timedelta(days=1, hours=3)
    for name in ("Contoh Dina", "Contoh Evi"):
        trainee = TraineeFactory(full_name=name, birth_date=timezone.localdate() - timedelta(days=17 * 366))
        GuardianFactory(trainee=trainee)
        ContactFactory(trainee=trainee)
        ApplicationFactory(cohort=cohort, trainee=trainee, status="returned", fix_by=until, submitted_at=told)


def test_the_call_list_by_keyboard(signed_in, offering):
    walk_the_call_list(signed_in, offering)

    assert Call.objects.get().result == "will_act"


def walk_the_call_list(signed_in, offering):
    silent_ones(offering.cohorts.get())
    officer = User.objects.get(email="officer@contoh.example")
    eyes, keys = signed_in(officer, Desk), signed_in(officer, KeyboardVisitor)
    eyes.goes("/admin/").presses("Perlu ditelepon").sees("2 orang perlu ditelepon").looks("daftar-telepon")

    keys.goes("/admin/enrollment/application/telepon/")
    row = keys.page.locator(".call", has_text="Contoh Dina")
    keys.puts(row.locator("[name=note]"), "Ibunya akan menyampaikan.")
    with keys.page.expect_navigation():
        keys.strikes(row.get_by_role("button", name="Akan diurus"))
    keys.sees("1 orang perlu ditelepon").sees("oleh Contoh Petugas: Ibunya akan menyampaikan.")
    eyes.goes("/admin/enrollment/application/telepon/").looks("daftar-telepon-dicatat")
