"""What comes after results and instead of them: two appeals, and a place that is carried to the next wave."""

from datetime import timedelta

from audit.moves import CLOCK, Actor
from blk_portal.demo.days import DAY, at
from centers.models import Role
from enrollment import transitions
from enrollment.models import Application
from enrollment.selectors import carrying
from enrollment.transitions import calling_off
from enrollment.workflow import Status

TOO_FEW = "Hanya dua orang yang mendaftar, kurang untuk satu kelas."
APPEALED_FOR = [
    "Soal nomor 14 dan 15 pada lembar saya tercetak tidak jelas. Mohon nilai tes saya diperiksa kembali.",
    "Saya merasa wawancara saya berjalan baik. Mohon nilainya dilihat kembali.",
]
DECLINED_FOR = "Lembar wawancara sudah dibaca ulang oleh dua petugas. Nilainya tetap di bawah nilai minimal."


def two_appeal(wave, head):
    """On the day of the results: one waits for its answer, the other has been declined."""
    rejected = Application.objects.filter(wave=wave, status=Status.NOT_SELECTED).order_by("pk")
    filed = [
        transitions.file_appeal(one, one.choices.get(order=1).offering, by=applicant(one), reason=reason)
        for one, reason in zip(rejected.select_related("trainee__account"), APPEALED_FOR, strict=False)
    ]
    transitions.decline_appeal(filed[-1], by=head, reason=DECLINED_FOR)


def two_apply(world, wave, offer, days):
    for ago in (3, 2):
        when = at(days.closes - ago * DAY, 10)
        one = world.intake.begin(wave, [offer], when, least=offer.least)
        world.intake.submit(one, when)
        world.intake.verify(one, when + timedelta(hours=4))
    world.intake.store()


def put_off(world, offer):
    """Of the two, one wants to go on in the next wave of that program, the other does not."""
    calling_off.postpone([offer.offering], by=world.large.actor(Role.HEAD), reason=TOO_FEW)
    going_on, going_away = offer.offering.carries.select_related("application__trainee__account")
    transitions.agree_to_carry(going_on, by=applicant(going_on.application))
    transitions.decline_carry(going_away, by=applicant(going_away.application))


def carry_on():
    """As the clock does it, once the next wave of that program is open."""
    for offering in carrying.postponed_with_places():
        for carry in carrying.in_turn(offering):
            transitions.place_carry(carry, carrying.next_wave_of(offering), by=CLOCK)


def applicant(application):
    return Actor(user=application.trainee.account, role="trainee")
