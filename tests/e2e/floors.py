"""The floors everyone stands on, walked: staff who come and go, messages, long work, two editors, the trail."""

import re
import time
from datetime import timedelta

from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.utils import timezone

from accounts.models import User
from centers.models import Membership
from cohorts.models import Resource
from enrollment.models import Application
from jobs.tasks import tick as run_jobs
from notifications.delivery import deliver_due
from notifications.models import OutboxMessage
from notifications.workflow import State
from tests.e2e.story import PASSWORD, text_of
from tests.factories.cohorts import CohortFactory
from tests.factories.enrollment import ApplicationFactory, EnrollmentFactory
from tests.factories.notifications import OutboxMessageFactory
from tests.factories.trainees import DocumentFactory, TraineeFactory

NAMES = ["Contoh Aulia", "Contoh Bagas", "Contoh Citra", "Contoh Dimas", "Contoh Elok"]
SECRET_OF_THE_LINK = re.compile(r"https?://\S+/undangan/\S+")


class Floors:
    """Everyone is signed in through the page one signs in on, a minute after the last: a code serves once."""

    def __init__(self, visitor, center, post, time_machine):
        self.visitor, self.center, self.post, self.clock = visitor, center, post, time_machine
        self.travel(timezone.localtime().replace(hour=9, minute=0, second=0, microsecond=0))

    def travel(self, when):
        self.clock.move_to(when, tick=True)

    def later(self, **span):
        self.travel(timezone.localtime() + timedelta(**span))

    def staff(self, role, **options):
        self.later(minutes=1)
        person = self.visitor(role, **{"width": 1280, **options})
        return person.signs_in(f"{role}@contoh.example", PASSWORD)

    def mails_to(self, address):
        deliver_due(seconds=5)
        return [mail for mail in self.post.mails if mail["To"] == address]


class StaffLife(Floors):
    """From the invitation to the last day, of one person."""

    NAME, ADDRESS = "Contoh Baru", "baru@contoh.example"

    def the_head_invites(self, role="Petugas"):
        self.head = self.staff("head")
        self.head.goes("/admin/accounts/user/").looks("pegawai").presses("Undang pegawai")
        self.invites("Petugas")
        self.head.goes("/admin/centers/invitation/").sees(self.NAME)

    def invites(self, role):
        self.head.chooses("role", role).fills(full_name=self.NAME, email=self.ADDRESS)
        self.head.looks("undang-pegawai").presses("Kirim undangan").sees(f"Undangan dikirim ke {self.ADDRESS}")

    def the_invited_one_comes_in(self):
        """By the link in the message; the second factor and its codes come before the desk."""
        link = SECRET_OF_THE_LINK.search(text_of(self.mails_to(self.ADDRESS)[-1]))[0]
        self.new = self.visitor(self.NAME).goes(link).looks("undangan-diterima").sees("Petugas")
        self.new.fills(password=PASSWORD, again=PASSWORD).presses("Simpan dan lanjut")
        self.sets_up_the_factor()
        self.new.sees("Yang menunggu Anda").looks("meja-petugas-baru").sees("Petugas · contoh")
        self.visitor("somebody else").goes(link).sees("Tautan ini tidak berlaku lagi").looks("undangan-lewat")

    def sets_up_the_factor(self):
        self.new.looks("langkah-kedua")
        self.new.fills(code=code_of(self.new.page.locator(".secret").inner_text())).presses("Aktifkan")
        assert self.new.page.locator(".codes li").count() == 10
        self.new.looks("kode-pemulihan").presses("Sudah saya simpan")

    def a_second_post_and_the_switch(self):
        self.head.goes("/admin/pegawai/undang/")
        self.invites("Instruktur")
        assert "Tugas baru Anda di Portal BLK" in [mail["Subject"] for mail in self.mails_to(self.ADDRESS)]
        self.new.goes("/admin/")
        self.switches_to("Instruktur", "ganti-tugas")
        assert self.new.page.url.endswith("/instruktur/")
        self.switches_to("Petugas", "meja-instruktur")
        self.new.sees("Yang menunggu Anda")

    def switches_to(self, post, picture):
        switch = self.new.page.locator(".role-switch")
        self.new.strikes(switch.locator("summary"))
        self.new.looks(picture)
        with self.new.page.expect_navigation():
            self.new.strikes(switch.get_by_role("button", name=post))

    def the_factor_is_lost(self):
        """Taken off by the head, with a reason; the page that was open is out on its next request."""
        self.head.goes("/admin/accounts/user/").presses(self.NAME)
        self.head.presses("Atur ulang langkah kedua").looks("langkah-kedua-hilang")
        self.head.fills(reason="HP hilang; saya bertemu langsung.").presses("Atur ulang langkah kedua")
        self.is_out()
        self.new.fills(login=self.ADDRESS, password=PASSWORD).presses("Masuk")
        self.new.fills(password=PASSWORD).presses("Lanjut")  # a new factor is a matter of a fresh password
        self.sets_up_the_factor()
        assert any("saya bertemu langsung" in text_of(mail) for mail in self.mails_to(self.ADDRESS))

    def is_out(self):
        self.new.page.reload()
        assert "/akun/login/" in self.new.page.url, self.new.page.url

    def leaves(self):
        """What still hangs on them is shown first and given to a colleague."""
        user = User.objects.get(email=self.ADDRESS)
        Resource.objects.create(center=self.center, kind="person", name=self.NAME, user=user)
        cohort = CohortFactory(offering__wave__center=self.center, status="running", name="SMAW A")
        cohort.instructors.add(user)
        self.head.goes(f"/admin/accounts/user/{user.pk}/change/").presses("Berhenti bertugas").looks("berhenti")
        self.head.presses("Catat berhenti").looks("berhenti-kurang")
        self.head.ticks("Sekarang juga").fills(reason="Pindah tugas.").chooses("successor", "Contoh Instruktur")
        self.head.presses("Catat berhenti").sees("sudah dicatat berhenti")
        self.is_out()
        assert [one.full_name for one in cohort.instructors.all()] == ["Contoh Instruktur"]
        assert not Membership.objects.current().filter(user=user).exists()
        self.head.goes(f"/admin/riwayat/akun/{user.pk}/").looks("riwayat-akun").sees("Pindah tugas.")


class Office(Floors):
    """A class in training and applications to check, written and told about."""

    def furnish(self):
        self.cohort = CohortFactory(
            offering__wave__center=self.center, offering__wave__label="Gelombang 2", name="SMAW A", status="running"
        )
        self.rows = [
            EnrollmentFactory(
                cohort=self.cohort,
                application__trainee=TraineeFactory(full_name=name, email=f"{name.split()[1].lower()}@contoh.example"),
            ).application
            for name in NAMES
        ]
        return self

    def waiting(self):
        """Three whose papers are in order and one whose are not."""
        names = [f"Contoh Pelamar {number}" for number in range(4)]
        rows = [ApplicationFactory(cohort=self.cohort, trainee__full_name=name) for name in names]
        DocumentFactory(trainee=rows[3].trainee, state="fix", reason="Buram.")
        return rows

    # --- messages ---

    def the_officer_sends_again(self):
        trainee = self.rows[0].trainee
        about = {"subject_type": "enrollment.application", "subject_id": self.rows[0].pk, "center_code": "contoh"}
        told = {"kind": "enrollment/accepted", "subject": "Selamat, Anda diterima", "body": "Halo Aulia,\n\nSelamat."}
        OutboxMessageFactory(**about, **told | {"subject": "Pendaftaran diterima"}, **ended("sent", ""))
        OutboxMessageFactory(**about, **told, to_address="salah@contoh.example", **ended("dead", "550 no such user"))
        self.later(minutes=20)
        officer = self.officer = self.staff("officer")
        officer.goes(f"/admin/trainees/trainee/{trainee.pk}/change/").presses("Pesan").looks("pesan-seseorang")
        officer.sees("Alamat tidak dikenal").presses("Kirim ulang").looks("kirim-ulang").sees("aulia@contoh.example")
        officer.presses("Kirim ulang").sees("Pesan dikirim ulang")
        deliver_due(seconds=5)
        officer.page.reload()
        officer.looks("pesan-terkirim-ulang").sees("salah@contoh.example")
        assert [mail["Subject"] for mail in self.mails_to("aulia@contoh.example")] == [told["subject"]]

    def the_officer_changes_a_text(self):
        officer = self.officer.goes("/admin/notifications/messagetext/").looks("teks-pesan")
        officer.presses("Hasil seleksi: diterima").looks("teks")
        subject, body = (officer.page.locator(f"[name='{name}']").input_value() for name in ("subject", "body"))
        officer.fills(body=f"{body}\nSalam, {{kepala}}").presses("Lihat hasilnya")
        officer.looks("teks-keliru").sees("Isian {kepala} tidak ada").fills(
            subject=f"Kabar baik: {subject}", body=body
        )
        officer.presses("Lihat hasilnya").looks("teks-pratinjau")
        officer.sees("Siti Aminah").presses("Simpan teks ini").sees("Tersimpan")

    def the_officer_writes_to_a_class(self):
        """And thinks better of it while there is time: nothing has left."""
        officer, before = self.officer, len(self.post.mails)
        officer.goes(f"/admin/cohorts/cohort/{self.cohort.pk}/change/").presses("Tulis kepada peserta")
        officer.looks("tulis").fills(subject="Jam masuk berubah", body="Mulai Senin, {program} dimulai pukul 07.30.")
        officer.presses("Lihat hasil dan penerima").looks("tulis-pratinjau").sees("5 penerima")
        officer.presses("Kirim kepada semua").sees("Menunggu giliran")
        self.works_off(officer).looks("tulis-selesai").sees("Tidak ada yang dilewati")
        deliver_due(seconds=5)
        self.takes_back(officer)
        officer.sees("Tidak ada pesan yang telanjur terkirim")
        self.later(minutes=10)
        deliver_due(seconds=5)
        assert len(self.post.mails) == before
        letters = OutboxMessage.objects.filter(kind="enrollment/letter")
        assert {*letters.values_list("state", flat=True)} == {State.WITHDRAWN}

    def works_off(self, person):
        run_jobs()
        return person.goes(person.page.url).sees("Selesai")

    def takes_back(self, person):
        person.presses("Batalkan tindakan ini").sees("sampai pukul").presses("Ya")
        return self.works_off(person)

    # --- long work ---

    def the_officer_verifies_many(self):
        rows = self.waiting()
        officer = self.officer = self.staff("officer")
        officer.goes("/admin/enrollment/application/?antrean=periksa")
        officer.page.locator("#action-toggle").check()
        officer.chooses("action", "Nyatakan berkas lolos").presses("Buka").looks("bersama").sees("3 dari 4")
        officer.presses("Ya, nyatakan lolos").looks("bersama-berjalan").sees("Menunggu giliran")
        self.works_off(officer).looks("bersama-selesai").sees("1 dilewati")
        self.downloads(officer)
        officer.goes("/pekerjaan/").looks("pekerjaan-daftar").presses("Nyatakan berkas lolos")
        self.takes_back(officer)
        officer.looks("bersama-dibatalkan").sees("Tidak ada pesan yang telanjur terkirim")
        for row in rows:
            row.refresh_from_db()
        assert [row.status for row in rows] == ["submitted"] * 4

    def what_happened_is_told(self, head):
        """By the head, of one file and of one person: the acts, the messages and who looked."""
        application = Application.objects.get(trainee__full_name="Contoh Pelamar 0")
        head.goes(f"/admin/enrollment/application/{application.pk}/history/").looks("riwayat-pendaftaran")
        head.sees("Contoh Petugas").goes(f"/admin/riwayat/peserta/{application.trainee_id}/")
        head.looks("riwayat-seseorang").sees("Berkas lolos").presses("Siapa yang melihat datanya")
        head.looks("riwayat-dilihat").sees("Contoh Petugas (Petugas)")

    def two_edit(self, center, head, other):
        """The same form in two browsers; who saves second sees both and decides."""
        page = f"/admin/centers/center/{center.pk}/change/"
        head.goes(page)
        other.goes(page).fills(name="BLK Contoh Banten", fix_days=9).presses("Simpan")
        head.fills(name="BLK Contoh Serpong", phone="021 555 1234").presses("Simpan")
        head.sees("diubah orang lain sejak Anda buka").sees("BLK Contoh Banten").looks("dua-penyunting")
        head.presses("Pakai isian saya")

    def downloads(self, person):
        with person.page.expect_download() as given:
            person.strikes(person.page.get_by_role("link", name="Unduh hasil (Excel)"))
        assert given.value.suggested_filename.endswith(".xlsx")
        assert given.value.path().stat().st_size > 1000


def ended(state, error):
    return {"state": state, "last_error": error, "sent_at": timezone.now() if state == "sent" else None}


def code_of(secret):
    return format_hotp_value(hotp_value(secret.replace(" ", ""), int(time.time()) // 30))
