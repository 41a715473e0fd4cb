"""The acts of the story, each by the person whose job it is, on the screen it is done on."""

import re
from datetime import datetime, time, timedelta

from django.utils import timezone

from certification.models import Certificate
from cohorts.models import Cohort, Resource, Session, Wave
from enrollment.duties import lapse_and_offer
from enrollment.models import Application
from jobs.tasks import tick as run_jobs
from notifications.delivery import deliver_due

PASSWORD = "kata-sandi-yang-panjang"
APPLICANTS = {
    "Contoh Sari": {"year": 2004, "sex": "F", "score": 90},
    "Contoh Rian": {"year": 2003, "sex": "M", "score": 80},
    "Contoh Dewi": {"year": 2010, "sex": "F", "score": 70},
}
CODE = re.compile(r"\b[A-Z0-9]{4}-[A-Z0-9]{4}\b")


def monday(day):
    return day + timedelta(days=(7 - day.weekday()) % 7)


def moment(when):
    return f"{when:%Y-%m-%dT%H:%M}"


def at_nine(day):
    return datetime.combine(day, time(9), timezone.get_default_timezone())


class Story:
    def __init__(self, visitor, program, photo, post, time_machine):
        self.visitor, self.program, self.photo, self.post = visitor, program, photo, post
        self.clock = time_machine
        self.people = {}
        tomorrow = timezone.localtime() + timedelta(days=1)  # by then the texts of consent, loaded now, are in force
        self.travel(tomorrow.replace(hour=9, minute=0, second=0, microsecond=0))

    def travel(self, when):
        self.clock.move_to(when, tick=True)

    def staff(self, role, **options):
        """Signed in anew: days pass between their acts, a session of staff lasts twelve hours, a code serves once."""
        self.travel(timezone.localtime() + timedelta(minutes=1))
        person = self.visitor(role, **options)
        return person.signs_in(f"{role}@contoh.example", PASSWORD)

    def application(self, name):
        return Application.objects.get(trainee__full_name=name)

    def mails_to(self, name):
        address = email_of(name)
        return [mail for mail in self.post.mails if mail["To"] == address]

    # --- the officer opens a wave ---

    def the_officer_opens_a_wave(self):
        now, today = timezone.localtime(), timezone.localdate()
        starts = monday(today + timedelta(days=10))
        officer = self.staff("officer", width=1280)
        officer.goes("/admin/").looks("meja-kerja")
        officer.goes("/admin/cohorts/wave/add/").fills(
            label="Gelombang Cerita",
            opens_at=moment(now - timedelta(hours=1)),
            closes_at=moment(now + timedelta(days=3)),
            announce_on=f"{today + timedelta(days=4)}",
            confirm_by=moment(now + timedelta(days=6)),
            starts_on=f"{starts}",
            ends_on=f"{starts + timedelta(days=4)}",
            promote_until=f"{starts}",
        ).looks("gelombang-baru").presses("Simpan")
        self.wave = Wave.objects.get()
        self.with_one_class_of_two(officer)
        officer.goes(f"/admin/gelombang/{self.wave.pk}/").looks("kendali-gelombang")
        officer.presses("Buat jadwal semua kelas").presses("Buat jadwal semua kelas").sees("Jadwal 1 kelas dibuat")
        officer.presses("Buka pendaftaran").presses("Buka pendaftaran").sees("1 program dibuka")

    def with_one_class_of_two(self, officer):
        officer.goes(f"/admin/cohorts/wave/{self.wave.pk}/change/").presses("Tambah program")
        officer.fills(classes=1, seats=2, age_min=15, age_max=29)
        officer.ticks(self.program.name).ticks("KTP").chooses("funding", "APBD Provinsi")
        officer.looks("tambah-program").presses("Tambah program").sees("Las Singkat")
        self.cohort = Cohort.objects.get()
        officer.goes(f"/admin/cohorts/cohort/{self.cohort.pk}/change/").chooses("room", "Bengkel Las")
        officer.ticks("Contoh Instruktur").looks("kelas").presses("Simpan")
        assert Resource.objects.get(kind="person").user in self.cohort.instructors.all()

    # --- three apply ---

    def applies(self, name):
        person = self.people[name] = self.visitor(name)
        person.goes("/").looks("katalog").presses("Las Singkat").looks("program").presses("Daftar")
        self.opens_an_account(person, name)
        person.presses("Mulai mengisi")
        self.fills_the_pages(person, name, **APPLICANTS[name])
        person.ticks_everything().looks("periksa-dan-kirim").presses("Kirim pendaftaran")
        person.looks("perjalanan-terkirim").sees(self.application(name).number)

    def opens_an_account(self, person, name):
        person.looks("akun-baru").fills(email=email_of(name), password1=PASSWORD).presses("Buat akun")
        deliver_due(seconds=5)
        code = CODE.search(text_of(self.mails_to(name)[-1]))[0]
        person.looks("kode-surel").fills(code=code).presses("Lanjut")

    def fills_the_pages(self, person, name, year, sex, score):
        day = 12 + (40 if sex == "F" else 0)
        nik = f"367402{day}05{year % 100:02d}{year % 7 + 1:04d}"
        person.fills(full_name=name, nik=nik, birth_place="Serang", sex=sex)
        person.fills(birth_date_day="12", birth_date_month="5", birth_date_year=str(year))
        person.looks("data-diri").presses("Simpan dan lanjut").sees("Tersimpan").sees("NIK ini milik seseorang")
        person.looks("pilihan").presses("Simpan dan lanjut")
        person.fills(area="36.74").fills(within="36.74.02").fills(village="36.74.02.1004")
        person.fills(address="Kp. Contoh RT 01/02").looks("alamat").presses("Simpan dan lanjut")
        person.chooses("education", "SMA").looks("pendidikan").presses("Simpan dan lanjut")
        person.chooses_any("is_working", "abroad_experience", "abroad_interest")
        person.looks("kegiatan").presses("Simpan dan lanjut")
        person.fills(phone=f"0812 0000 {year}").looks("kontak").presses("Simpan dan lanjut")
        is_minor = "wali" in person.page.url
        if is_minor:
            self.the_guardian_agrees(person, name)
        paper = "kk" if is_minor else "ktp"  # at sixteen one has no KTP
        person.fills(**{paper: self.photo}).looks("berkas").presses("Simpan dan lanjut")

    def the_guardian_agrees(self, person, name):
        """On a phone of their own, by the link that came by e-mail; looking at it ten times changes nothing."""
        address = f"ibu.{email_of(name)}"
        person.fills(name="Contoh Ibu", relation="Ibu", phone="0813 0000 1111", email=address, way="link")
        person.looks("wali").presses("Simpan dan lanjut").sees("Tautan persetujuan dikirim")
        deliver_due(seconds=5)
        letter = next(mail for mail in self.post.mails if mail["To"] == address)
        guardian = self.visitor("guardian").goes(re.search(r"https?://\S+", text_of(letter))[0])
        for _time in range(10):
            guardian.goes(guardian.page.url)
        guardian.sees(name).looks("wali-tautan").presses("Setuju").sees("persetujuan Anda tercatat")
        guardian.looks("wali-setuju")

    # --- the desk ---

    def the_officer_checks_and_scores(self):
        officer = self.staff("officer", width=1280)
        officer.goes("/admin/").presses("Ambil berkas").looks("pendaftaran")
        for _application in APPLICANTS:
            self.every_paper_is_good(officer)
        officer.looks("antrean-habis")
        self.travel(self.wave.closes_at + timedelta(minutes=1))
        officer = self.staff("officer", width=1280)
        officer.goes(f"/admin/enrollment/application/nilai/{self.wave.pk}/").looks("nilai")
        for name, who in APPLICANTS.items():
            row = officer.page.locator("tr", has_text=name)
            for field in row.locator("input:not([type=hidden])").all():
                officer.puts(field, who["score"])
        officer.presses("Simpan semua nilai")
        officer.goes(f"/admin/gelombang/{self.wave.pk}/").presses("Ajukan hasil").looks("ajukan-hasil")
        officer.presses("Ajukan hasil").sees("Contoh Sari").looks("hasil-diajukan")
        self.people["Contoh Sari"].goes("/perjalanan/").sees_not("Diterima")  # under embargo

    def every_paper_is_good(self, officer):
        """By the keys of the queue; the next file, or the queue itself, comes by itself."""
        page = officer.page
        before = page.locator("#file").get_attribute("data-hold")
        for _paper in range(page.locator("[data-judge]").count()):
            page.keyboard.press("s")
        page.keyboard.press("Enter")
        page.wait_for_function("held => document.getElementById('file')?.dataset.hold !== held", arg=before)

    def the_head_publishes(self):
        head = self.staff("head", width=1280)
        head.goes("/admin/").looks("meja-kepala")
        head.goes(f"/admin/gelombang/{self.wave.pk}/").presses("Umumkan hasil").looks("umumkan-hasil")
        head.presses("Umumkan hasil").looks("pekerjaan")
        run_jobs()
        head.goes(head.page.url).sees("Selesai")
        deliver_due(seconds=5)
        statuses = {name: self.application(name).status for name in APPLICANTS}
        assert statuses == {"Contoh Sari": "accepted", "Contoh Rian": "accepted", "Contoh Dewi": "reserve"}

    # --- answers ---

    def sari_confirms_rian_is_silent_dewi_is_promoted(self):
        self.confirms("Contoh Sari")
        self.people["Contoh Dewi"].goes("/perjalanan/").presses("Gelombang Cerita").looks("cadangan").sees("cadangan")
        self.travel(self.wave.confirm_by + timedelta(minutes=1))
        lapse_and_offer()
        deliver_due(seconds=5)
        assert self.application("Contoh Rian").status == "lapsed"
        self.people["Contoh Rian"].goes("/perjalanan/").presses("Gelombang Cerita").looks("lewat-batas")
        self.confirms("Contoh Dewi")

    def confirms(self, name):
        """By the link in the message, without signing in: two large buttons; ten looks at them change nothing."""
        person, application = self.people[name], self.application(name)
        person.goes(f"/perjalanan/{application.pk}/").looks("diterima").presses("Daftar ulang").looks("daftar-ulang")
        link = re.search(r"https?://\S+", text_of(self.mails_to(name)[-1]))[0]
        unknown = self.visitor(f"{name}, tanpa masuk").goes(link).looks("jawab-tawaran")
        for _time in range(10):
            unknown.goes(link)
        assert self.application(name).status == "accepted"
        unknown.presses("Saya tidak jadi ikut").looks("jawab-tidak").presses("Tidak, saya tetap ikut")
        unknown.presses("Ya, saya ikut").looks("jawab-ya").sees("Daftar ulang berhasil")
        assert self.application(name).status == "confirmed"

    # --- the class ---

    def the_class_is_taught(self):
        for number, session in enumerate(Session.objects.order_by("date")):
            self.travel(at_nine(session.date))
            if number == 0:
                self.the_class_starts()
            instructor = self.staff("instructor")
            instructor.goes("/instruktur/").looks("hari-ini").presses(str(self.cohort)).looks("pertemuan")
            for group in instructor.page.locator("[name^='hasil-'][value='K']").all():
                instructor.picks(group)
            instructor.presses("Simpan").sees("Tersimpan: 2 peserta")
        instructor.goes(f"/instruktur/kelas/{self.cohort.pk}/penilaian/").looks("penilaian")
        for choice in instructor.page.locator("select[name^='hasil-']").all():
            instructor.puts(choice, "K")
        instructor.presses("Simpan").looks("penilaian-tersimpan")

    def the_class_starts(self):
        officer = self.staff("officer", width=1280)
        officer.goes(f"/admin/cohorts/cohort/{self.cohort.pk}/change/").presses("Mulai kelas").presses("Mulai kelas")
        officer.sees("Berjalan")

    def the_officer_completes_and_certificates_are_issued(self):
        officer = self.staff("officer", width=1280)
        officer.goes(f"/sertifikasi/kelas/{self.cohort.pk}/selesaikan/").looks("selesaikan-kelas")
        officer.presses("Nyatakan").sees("2 peserta dinyatakan selesai")
        clerk = self.staff("certification", width=1280)
        clerk.goes(f"/sertifikasi/kelas/{self.cohort.pk}/terbitkan/").looks("terbitkan").presses("Terbitkan semua")
        run_jobs()
        clerk.goes(clerk.page.url).looks("pekerjaan-selesai").sees("Selesai")
        deliver_due(seconds=5)
        assert sorted(Certificate.objects.values_list("sequence", flat=True)) == [1, 2]

    # --- anyone ---

    def anyone_verifies(self):
        certificate = Certificate.objects.get(enrollment__trainee__full_name="Contoh Sari")
        anyone = self.visitor("anyone")
        anyone.goes(certificate.get_absolute_url()).looks("verifikasi").sees("Contoh Sari").sees(certificate.number)
        anyone.sees_not(certificate.enrollment.trainee.nik_tail)
        anyone.goes(f"{certificate.get_absolute_url()}?lang=ja").looks("verifikasi-ja")
        anyone.goes("/v/tidak-ada").looks("verifikasi-tidak-ada")
        sari = self.people["Contoh Sari"].goes("/perjalanan/").presses("Gelombang Cerita").looks("perjalanan-lulus")
        sari.sees(certificate.number)

    def everybody_was_told(self):
        """Subjects in the order they arrived, codes left out."""
        told = {name: [str(mail["Subject"]) for mail in self.mails_to(name)[1:]] for name in APPLICANTS}
        assert [words(subject) for subject in told["Contoh Rian"]] == ["Pendaftaran", "Berkas", "Selamat,", "Batas"]
        assert [words(subject) for subject in told["Contoh Dewi"]][:6] == [
            "Orang",
            "Pendaftaran",
            "Berkas",
            "Hasil",
            "Ada",
            "Daftar",
        ]


def text_of(mail):
    return mail.get_payload(decode=True).decode()


def words(subject):
    return subject.split()[0]


def email_of(name):
    return name.lower().replace(" ", ".") + "@contoh.example"
