"""From the locked rules to the public list: the officer and the head in the admin, the rejected one on a phone."""

from decimal import Decimal

import pytest
from django.urls import reverse

from accounts.models import User
from cohorts.models import Offering
from enrollment import transitions
from enrollment.models import Ranking
from jobs import tasks
from tests.factories.accounts import UserFactory
from tests.factories.centers import actor_at
from tests.factories.cohorts import CohortFactory, OfferingFactory, ProgramFactory, WaveFactory
from tests.factories.enrollment import ApplicationFactory
from tests.factories.trainees import TraineeFactory

NAMES = ("Contoh Adi", "Contoh Bunga", "Contoh Citra", "Contoh Danu", "Contoh Endah", "Contoh Fajar")
MARKS = ((90, 82), (84, 90), (88, 74), (70, 92), (66, 61), (48, 52))


@pytest.fixture
def wave(center):
    """Las and Jahit, two seats each and at most two in a queue; six verified people, some of whom chose both."""
    wave = WaveFactory(center=center, closed=True, label="Gelombang Contoh")
    las, jahit = (
        CohortFactory(
            offering=OfferingFactory(
                wave=wave, program=ProgramFactory(name=name), minimum_score=60, reserves=2, place="Bengkel Contoh"
            ),
            seats=2,
        )
        for name in ("Las Dasar", "Menjahit Dasar")
    )
    for number, name in enumerate(NAMES):
        trainee = TraineeFactory(full_name=name, account=UserFactory(full_name=name))
        one, two = (las, jahit) if number % 3 else (jahit, las)
        application = ApplicationFactory(status="verified", cohort=one, trainee=trainee)
        application.choices.create(offering=two.offering, order=2)
    return wave


def score(wave):
    officer = actor_at(wave.center)
    for application, marks in zip(wave.applications.order_by("pk"), MARKS, strict=True):
        for part, mark in zip(("test", "interview"), marks, strict=True):
            transitions.give_score(application, part, Decimal(mark), by=officer)


def test_a_wave_is_decided_in_front_of_everybody(signed_in, visitor, wave):
    officer = signed_in(User.objects.get(email="officer@contoh.example"))
    head = signed_in(User.objects.get(email="head@contoh.example"))
    control = f"/admin/gelombang/{wave.pk}/"

    officer.goes(control).presses("Kunci aturan seleksi").looks("kunci-aturan").presses("Kunci aturan seleksi")
    score(wave)
    officer.goes(control).presses("Simulasi seleksi")
    las = Offering.objects.get(wave=wave, program__name="Las Dasar")
    officer.fills(**{f"bobot-{las.pk}": "10", f"kursi-{las.pk}": "1"}).presses("Hitung akibatnya")
    officer.sees("Akibatnya")
    officer.whole_pictures = True
    officer.looks("simulasi")

    changing = reverse("admin:cohorts_offering_move", args=[las.pk, "change_policy"])
    head.goes(changing).fills(minimum_score="55", reason="Rapat pimpinan 3 Mei: nilai minimal disamakan.")
    head.looks("ubah-aturan").presses("Ubah aturan seleksi")
    head.goes(reverse("admin:cohorts_offering_change", args=[las.pk])).sees("Rapat pimpinan 3 Mei")

    officer.goes(control).presses("Ajukan hasil").presses("Ajukan hasil").looks("hasil-diajukan")
    public, everybody = reverse("published_results", args=[wave.pk]), visitor("anyone", width=360)
    everybody.whole_pictures = True
    assert everybody.page.goto(everybody.url + public).status == 404

    head.goes(f"{control}hasil/").presses("Umumkan hasil").presses("Umumkan hasil")
    tasks.tick()

    assert Ranking.objects.get().status == "published"
    everybody.goes(public).looks("hasil-umum")
    everybody.sees("C.F.")
    everybody.goes(f"{public}?program={las.pk}").looks("hasil-umum-diubah")
    everybody.sees("Rapat pimpinan 3 Mei")

    rejected = wave.applications.get(trainee__full_name="Contoh Fajar")
    person = signed_in(rejected.trainee.account)
    person.whole_pictures = True
    person.goes(rejected.get_absolute_url()).looks("belum-terpilih")
    person.presses("Lihat daftar hasil").sees(rejected.number)
    head.goes(f"{control}hasil/").looks("hasil-terumumkan")
