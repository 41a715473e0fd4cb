"""Four people of one wave on their phones, by the links in their messages: Adi is accepted and confirms; Bela stays
silent and lapses; Citra waits as the reserve, is promoted and confirms; Doni mends what was returned and is refused.
"""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from centers.models import DocumentKind
from classroom.models import Mark, Sheet
from cohorts.models import OfferingDocument, Resource
from enrollment import transitions
from enrollment.duties import lapse_and_offer
from enrollment.models import Score
from enrollment.transitions import appointments
from notifications.delivery import deliver_due
from tests.e2e.story import at_nine, email_of, text_of
from tests.e2e.visitor import Visitor
from tests.factories.accounts import UserFactory
from tests.factories.centers import actor_at
from tests.factories.cohorts import CohortFactory, OfferingFactory, SessionFactory, WaveFactory
from tests.factories.enrollment import ApplicationFactory, SittingFactory
from tests.factories.trainees import DocumentFactory, TraineeFactory

ADI, BELA, CITRA, DONI = "Contoh Adi", "Contoh Bela", "Contoh Citra", "Contoh Doni"
SCORES = {ADI: 90, BELA: 80, CITRA: 70}


class Traveller(Visitor):
    widths = {"phone": 360, "desktop": 1280}
    whole_pictures = True


class Fates:
    """The office's acts are called as functions, as its own story shows them on its screens."""

    def __init__(self, signed_in, people, post, time_machine, center, photo):
        self.post, self.clock, self.photo = post, time_machine, photo
        self.today(timezone.localdate() + timedelta(days=1))
        self.officer = actor_at(center)
        self.offering = OfferingFactory(wave=WaveFactory(center=center, label="Gelombang Cerita"))
        self.wave = self.offering.wave
        self.cohort = CohortFactory(offering=self.offering, name="Las A", seats=2)
        OfferingDocument.objects.create(offering=self.offering, kind=DocumentKind.objects.get(code="ktp"))
        self.applications = {name: self.draft_of(name) for name in (ADI, BELA, CITRA, DONI)}
        self.signed_in, self.phones = signed_in, {}
        self.everybody_signs_in()
        self.stranger = people(Traveller, "tanpa masuk", width=360)
        self.plain = people(Traveller, "tanpa JavaScript", width=360, javascript=False)

    def everybody_signs_in(self):
        for name, application in self.applications.items():
            self.phones[name] = self.signed_in(application.trainee.account, Traveller)

    def draft_of(self, name):
        account = UserFactory(email=email_of(name), full_name=name)
        trainee = TraineeFactory(account=account, full_name=name, email=email_of(name), nik__indexed=False)
        DocumentFactory(trainee=trainee, kind=DocumentKind.objects.get(code="ktp"))
        return ApplicationFactory(cohort=self.cohort, trainee=trainee, status="draft")

    def today(self, day):
        self.clock.move_to(at_nine(day), tick=True)

    def post_goes_out(self):
        self.clock.move_to(timezone.now() + timedelta(minutes=10), tick=True)  # past the morning's spread
        deliver_due(seconds=5)

    def of(self, name):
        self.applications[name].refresh_from_db()
        return self.applications[name]

    def letter_to(self, name, subject):
        """The newest; whatever else was sent meanwhile, it is about this."""
        letter = [mail for mail in self.post.mails if mail["To"] == email_of(name)][-1]
        assert subject in str(letter["Subject"]), letter["Subject"]
        return letter

    def link_in(self, name, subject):
        return re.search(r"https?://\S+", text_of(self.letter_to(name, subject)))[0]

    def opens_the_link(self, name, subject, times=1):
        """Without signing in. Looking at it does nothing."""
        link, before = self.link_in(name, subject), self.of(name).status
        for _time in range(times):
            self.stranger.goes(link)
        assert self.of(name).status == before
        return self.stranger

    def opens_on_own_phone(self, name, subject):
        return self.phones[name].goes(self.link_in(name, subject))

    # --- until the results ---

    def all_apply(self):
        for application in self.applications.values():
            transitions.submit(application, by=self.officer)
        self.post_goes_out()
        self.opens_on_own_phone(ADI, "kami terima").sees("Petugas memeriksa berkas Anda")

    def doni_mends_and_is_refused(self):
        ktp = DocumentKind.objects.get(code="ktp")
        reason = "Foto KTP buram. Foto lagi di tempat terang."
        transitions.return_for_fixing(self.of(DONI), by=self.officer, reason=reason, kinds=[ktp])
        self.post_goes_out()
        self.phones[DONI].goes(self.of(DONI).get_absolute_url()).sees(reason).looks("nasib-dikembalikan")
        page = self.opens_the_link(DONI, "perlu diperbaiki").sees("KTP").sees("buram").looks("nasib-perbaiki")
        page.fills(ktp=self.photo).ticks_everything().presses("Kirim perbaikan")
        page.sees("Perbaikan terkirim")
        assert self.of(DONI).status == "submitted"
        transitions.refuse(self.of(DONI), by=self.officer, reason="Alamat KTP di luar Banten.")
        self.post_goes_out()
        done = self.opens_on_own_phone(DONI, "").sees("Alamat KTP di luar Banten.").looks("nasib-tidak-memenuhi")
        done.sees("Perbaikan dikirim").sees("terkirim lewat E-mail")

    def the_others_are_tested(self):
        day = timezone.localdate() + timedelta(days=3)
        sitting = SittingFactory(
            wave=self.wave, starts_at=at_nine(day), ends_at=at_nine(day) + timedelta(hours=2), place="Aula Contoh"
        )
        for name in SCORES:
            transitions.verify(self.of(name), by=self.officer)
            appointments.book(self.of(name), sitting, by=self.officer)
        self.post_goes_out()
        page = self.opens_the_link(ADI, "").sees("Aula Contoh").looks("nasib-jadwal-tes")
        page.presses("Saya akan datang").sees("Anda sudah menyatakan akan datang")
        self.phones[ADI].goes("/perjalanan/").sees("Datang ke tes")
        self.today(day)
        for appointment in sitting.appointments.all():
            appointments.check_in(appointment, by=self.officer)

    def results_are_published(self):
        self.today(timezone.localdate(self.wave.closes_at) + timedelta(days=1))
        for name, value in SCORES.items():
            for part in Score.Part:
                transitions.give_score(self.of(name), part, value, by=self.officer)
        ranking = transitions.propose(self.wave, by=self.officer)
        for name in SCORES:
            self.phones[name].goes(self.of(name).get_absolute_url()).sees_not("Peringkat")
        transitions.publish(ranking, by=self.officer)
        self.post_goes_out()

    # --- the fates ---

    def adi_confirms(self):
        self.opens_on_own_phone_the_result(ADI)
        page = self.opens_the_link(ADI, "Selamat", times=10).looks("nasib-diterima-tautan")
        page.presses("Ya, saya ikut").sees("Daftar ulang berhasil").looks("nasib-daftar-ulang")
        assert self.of(ADI).status == "confirmed"

    def opens_on_own_phone_the_result(self, name):
        phone = self.phones[name].goes(self.of(name).get_absolute_url())
        phone.sees("Hasil diumumkan: Anda diterima").sees("Peringkat 1 dari 3").looks("nasib-diterima")

    def bela_only_looks_and_citra_waits(self):
        page = self.opens_the_link(BELA, "Selamat")
        page.presses("Saya tidak jadi ikut").sees("kursi").presses("Tidak, saya tetap ikut")
        assert self.of(BELA).status == "accepted"
        waiting = self.opens_on_own_phone(CITRA, "").sees("Urutan Anda sekarang: 1").looks("nasib-cadangan")
        waiting.sees("Tunggu giliran")

    def bela_lapses_and_citra_is_promoted(self):
        void = self.link_in(BELA, "Selamat")
        self.today(timezone.localdate(self.wave.confirm_by) + timedelta(days=1))
        lapse_and_offer()
        self.post_goes_out()
        self.opens_on_own_phone(BELA, "Batas").sees("dianggap mengundurkan diri").looks("nasib-lewat")
        self.stranger.goes(void).sees("Tautan ini sudah tidak berlaku")
        self.phones[CITRA].goes(self.of(CITRA).get_absolute_url()).sees("giliran Anda").looks("nasib-dipromosikan")
        self.opens_the_link(CITRA, "Ada kursi").looks("nasib-tawaran-tautan")
        self.plain.goes(self.link_in(CITRA, "Ada kursi")).presses("Ya, saya ikut").sees("Daftar ulang berhasil")
        assert [self.of(name).status for name in SCORES] == ["confirmed", "lapsed", "confirmed"]

    # --- the class ---

    def the_class_runs(self):
        room = Resource.objects.get(kind="room")
        days = [self.cohort.starts_on + timedelta(days=number) for number in range(3)]
        sessions = [SessionFactory(cohort=self.cohort, date=day) for day in days]
        for session in sessions:
            session.bookings.create(
                resource=room, period=(at_nine(session.date), at_nine(session.date).replace(hour=15))
            )
        self.today(days[1])
        transitions.start_class(self.cohort, by=self.officer)
        sheet = Sheet.objects.create(session=sessions[0], marked_by=self.officer.user)
        type(sessions[0]).objects.filter(pk=sessions[0].pk).update(status="held")
        for enrollment in self.cohort.enrollments.all():
            Mark.objects.create(sheet=sheet, enrollment=enrollment, jp=sessions[0].jp, marked_by=self.officer.user)
        self.everybody_signs_in()  # weeks have passed
        page = self.phones[ADI].goes(self.of(ADI).get_absolute_url())
        page.sees("Datang ke pertemuan berikutnya").sees("Bengkel Las").sees("Kehadiran Anda").looks("nasib-kelas")
        page.presses("Tampilkan jadwal ini").presses("Buat tautan kalender")
        address = page.looks("nasib-kalender").page.locator("#alamat-kalender").input_value()
        feed = page.context.request.get(address)
        assert (feed.status, feed.text().count("BEGIN:VEVENT")) == (200, 4)  # three meetings and the test
        page.presses("Matikan tautan")
        assert page.context.request.get(address).status == 410

    def everything_is_on_the_timeline(self):
        self.post_goes_out()
        page = self.phones[CITRA].goes(self.of(CITRA).get_absolute_url()).looks("nasib-perjalanan")
        for told in ("Pendaftaran dikirim", "Berkas lolos", "masuk cadangan", "giliran Anda", "Menjadi peserta kelas"):
            page.sees(told)
        page.presses("Baca semua kabar").sees("Ada kursi").looks("nasib-kabar")


@pytest.mark.timeout(600)
def test_four_people_of_one_wave_follow_their_messages(signed_in, people, post, time_machine, center, photo):
    walk(Fates(signed_in, people, post, time_machine, center, photo))


def walk(fates):
    fates.all_apply()
    fates.doni_mends_and_is_refused()
    fates.the_others_are_tested()
    fates.results_are_published()
    fates.adi_confirms()
    fates.bela_only_looks_and_citra_waits()
    fates.bela_lapses_and_citra_is_promoted()
    fates.the_class_runs()
    fates.everything_is_on_the_timeline()
