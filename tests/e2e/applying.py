"""One person's way from the home page to a submitted application. Each page is known by its address: what comes in
which order is the portal's business."""

import re
from dataclasses import dataclass

from notifications.delivery import deliver_due
from tests.e2e.story import CODE, PASSWORD, text_of

ONWARD = "Simpan dan lanjut"
MOST_PAGES = 12
SLUG = re.compile(r"/pendaftaran/\d+/([a-z-]+)/")


@dataclass(frozen=True)
class Applicant:
    name: str = "Contoh Sari"
    year: int = 2004
    paper: str = "ktp"
    guardian: str = ""

    @property
    def email(self):
        return self.name.lower().replace(" ", ".") + "@contoh.example"

    @property
    def nik(self):
        return f"3674025205{self.year % 100:02d}0003"


class Application:
    """`look`: called with the name of every page once it is filled in, before it is sent on."""

    def __init__(self, person, who, post, *, program, photo, look=lambda name: None):
        self.person, self.who, self.post = person, who, post
        self.program, self.photo, self.look = program, photo, look
        self.pages = []

    def goes_all_the_way(self):
        return self.finds_the_program().opens_an_account().fills_every_page().sends()

    # --- from the home page to the form ---

    def finds_the_program(self):
        self.person.goes("/")
        self.look("katalog")
        self.person.presses(self.program)
        self.look("program")
        self.person.presses("Daftar")
        return self

    def opens_an_account(self):
        self.person.fills(email=self.who.email, password1=PASSWORD)
        self.look("akun-baru")
        self.person.presses("Buat akun")
        self.person.fills(code=self.code())
        self.look("kode-surel")
        self.person.presses("Lanjut")
        self.look("mulai")
        self.person.presses("Mulai mengisi")
        return self

    def code(self):
        deliver_due(seconds=5)
        return CODE.search(text_of([mail for mail in self.post.mails if mail["To"] == self.who.email][-1]))[0]

    # --- the pages ---

    def fills_every_page(self):
        while (slug := self.slug()) != "periksa":
            self.pages.append(slug)
            assert len(self.pages) <= MOST_PAGES, f"one goes round in circles: {self.pages}"
            getattr(self, slug.replace("-", "_"))()
            self.look(slug)
            self.person.presses(ONWARD)
        return self

    def slug(self):
        found = SLUG.search(self.person.page.url)
        assert found, f"{self.person.page.url} is no page of an application:\n{self.person.words()[:1500]}"
        return found[1]

    def sends(self):
        self.person.ticks_everything()
        self.look("periksa")
        self.person.presses("Kirim pendaftaran")
        self.look("terkirim")
        return self

    def data_diri(self):
        self.person.fills(full_name=self.who.name, nik=self.who.nik, birth_place="Serang", sex="F")
        self.person.fills(birth_date_day="12", birth_date_month="5", birth_date_year=str(self.who.year))

    def pilihan(self):
        pass  # the program one came from is chosen already

    def alamat(self):
        """Each list brings the next: by itself, or with the button where no script runs."""
        for name, code in (("area", "36.74"), ("within", "36.74.02"), ("village", "36.74.02.1004")):
            if not self.person.page.locator(f"[name={name}]").count() and not self.person.has_scripts:
                self.person.presses(ONWARD)
            self.person.fills(**{name: code})
        self.person.fills(address="Kp. Contoh RT 01/02")

    def pendidikan(self):
        self.person.chooses("education", "SMA")

    def kegiatan(self):
        """No, to whatever the chosen programs ask."""
        for question in self.person.page.locator("main fieldset:has([type=radio])").all():
            self.person.picks(question.locator("[type=radio]").last)

    kesehatan = kegiatan

    def kontak(self):
        self.person.fills(phone=f"0812 0000 {self.who.year}")

    def wali(self):
        self.person.fills(name="Contoh Ibu", relation="Ibu", phone="0813 0000 1111", email=self.who.guardian)
        self.person.fills(way="link")

    def berkas(self):
        self.person.fills(**{self.who.paper: self.photo})
        if self.person.has_scripts:
            self.person.page.locator(".chosen-page:not(.chosen-busy)").wait_for()
