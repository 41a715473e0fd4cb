"""Somebody of sixteen on a cheap phone: every page of the application, a session that dies, and the guardian's answer
on another phone. Once with JavaScript, once without.
"""

import re
from functools import partial

import pytest
from django.contrib.sessions.models import Session
from django.urls import reverse

from cohorts.models import OfferingDocument
from enrollment.models import Application
from notifications.delivery import deliver_due
from tests.e2e.story import PASSWORD, text_of
from tests.e2e.visitor import Visitor
from tests.factories.accounts import UserFactory
from tests.factories.centers import DocumentKindFactory
from tests.factories.cohorts import CohortFactory, OfferingFactory, ProgramFactory, WaveFactory
from tests.factories.enrollment import EligibilityRuleFactory

EMAIL, GUARDIAN = "putri@contoh.example", "ibu.putri@contoh.example"


@pytest.fixture
def account(lists):
    account = UserFactory(email=EMAIL, full_name="Contoh Putri")
    account.set_password(PASSWORD)
    account.save()
    return account


@pytest.fixture
def roofs(center):
    """Two programs of one wave; the second asks how one bears heights, and whether one is at school."""
    wave = WaveFactory(center=center)
    ordinary, high = (
        CohortFactory(offering=OfferingFactory(wave=wave, program=ProgramFactory(name=name))).offering
        for name in ("Las Dasar", "Rangka Atap")
    )
    EligibilityRuleFactory(offering=high, kind="health", fact="heights", effect="look")
    EligibilityRuleFactory(offering=high, kind="schooling", effect="look")
    OfferingDocument.objects.create(offering=ordinary, kind=DocumentKindFactory(code="foto"))
    return ordinary, high


@pytest.mark.parametrize("javascript", [True, False])
def test_a_minor_applies_and_the_guardian_agrees(people, account, roofs, photo, post, javascript):
    meets = partial(people, Visitor, width=360, javascript=javascript)
    minor = meets("minor").signs_in(EMAIL, PASSWORD)
    looks = minor.looks if javascript else lambda _name: minor  # axe is a script

    begins(minor, roofs)
    loses_the_session_while_typing(minor, looks)
    chooses(minor, looks, roofs)
    fills_the_rest(minor, looks, javascript)
    asks_the_guardian(minor, looks)
    minor.fills(foto=photo).presses("Simpan dan lanjut")
    looks("berkas-periksa")
    sends(minor, looks)
    agrees(meets("guardian"), post, javascript)

    application = Application.objects.get()
    assert (application.status, application.consented_at is not None) == ("submitted", True)
    assert application.trainee.health_answers.get().holds is False


def begins(minor, roofs):
    minor.goes(reverse("apply", args=[roofs[0].pk])).presses("Mulai mengisi")


def loses_the_session_while_typing(minor, looks):
    minor.fills(full_name="Contoh Putri", nik="3674025205100007", birth_place="Serang", sex="F")
    minor.fills(birth_date_day="12", birth_date_month="5", birth_date_year="2010")
    looks("data-diri")
    Session.objects.all().delete()
    minor.presses("Simpan dan lanjut").fills(login=EMAIL, password=PASSWORD).presses("Masuk")
    minor.sees("Isian Anda masih ada")
    assert minor.page.locator("[name='birth_place']").input_value() == "Serang"
    looks("data-diri-kembali")
    minor.presses("Simpan dan lanjut").sees("NIK ini milik seseorang yang lahir 12 Mei 2010, perempuan")


def chooses(minor, looks, roofs):
    ordinary, high = roofs
    minor.fills(first=str(ordinary.pk), second=str(high.pk)).presses("Simpan dan lanjut").presses("Kembali")
    looks("pilihan-dua")
    minor.presses("Naikkan pilihan kedua")
    order = [choice.offering for choice in Application.objects.get().choices.order_by("order")]
    assert order == [high, ordinary]
    minor.presses("Simpan dan lanjut")


def fills_the_rest(minor, looks, javascript):
    for name, code in (("area", "36.74"), ("within", "36.74.02"), ("village", "36.74.02.1004")):
        grows(minor, name, code, javascript)
    minor.fills(address="Kp. Contoh RT 01/02").presses("Simpan dan lanjut")
    minor.chooses("education", "SMP").presses("Simpan dan lanjut")
    minor.fills(is_studying="no")
    looks("kegiatan-ditanyakan")
    minor.presses("Simpan dan lanjut").sees("Rangka Atap perlu mengetahuinya")
    minor.fills(heights="no")
    looks("kesehatan")
    minor.presses("Simpan dan lanjut").fills(phone="0812 0000 2010", contact_name="Contoh Bibi")
    minor.fills(contact_relation="Bibi", contact_phone="0813 0000 2222")
    looks("kontak-dua")
    minor.presses("Simpan dan lanjut")


def grows(minor, name, code, javascript):
    """A choice brings the next list in a moment; without a script, the button brings it."""
    following = minor.page.locator(f"[name='{name}']")
    if javascript:
        following.wait_for()
    elif not following.count():
        minor.presses("Simpan dan lanjut")
    minor.fills(**{name: code})


def asks_the_guardian(minor, looks):
    minor.fills(name="Contoh Ibu", relation="Ibu", phone="0813 0000 1111", email=GUARDIAN, way="link")
    looks("wali")
    minor.presses("Simpan dan lanjut").sees("Tautan persetujuan dikirim kepada Contoh Ibu")
    minor.goes(minor.page.url.replace("berkas", "wali")).sees("Menunggu jawaban")
    looks("wali-menunggu")
    minor.goes(minor.page.url.replace("wali", "berkas"))


def sends(minor, looks):
    minor.ticks_everything()
    looks("periksa-anak")
    minor.presses("Kirim pendaftaran").sees("Minta persetujuan orang tua atau wali")
    looks("terkirim-anak")


def agrees(guardian, post, javascript):
    deliver_due(seconds=5)
    letter = next(mail for mail in post.mails if mail["To"] == GUARDIAN)
    guardian.goes(re.search(r"https?://\S+", text_of(letter))[0])
    for _time in range(10):
        guardian.goes(guardian.page.url)
    guardian.sees("Contoh Putri").sees("Rangka Atap").sees_not("Kp. Contoh")
    looks = guardian.looks if javascript else lambda _name: guardian
    looks("tautan-wali")
    guardian.presses("Setuju").sees("persetujuan Anda tercatat")
    looks("tautan-wali-setuju")
