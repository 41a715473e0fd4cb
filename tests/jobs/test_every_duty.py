"""What duties promise, asked of each in settings.DUTIES.

After 36 hours without beat one run makes up for all; a second changes nothing; two at once do it once. A new duty
needs a line in DUE or in OUTSIDE.
"""

import threading
from datetime import datetime, time, timedelta

import pytest
import time_machine
from django.conf import settings as portal
from django.db import connection, transaction
from django.db.models import Max, Sum
from django.utils import timezone
from django.utils.module_loading import import_string

from accounts.models import User
from audit import trail
from audit.models import PurgeRecord, Seal
from audit.moves import CLOCK
from cohorts.models import Seat
from enrollment.models import Application, Reminder
from jobs import duties
from notifications.models import OutboxMessage
from tests.factories.centers import CenterFactory, MembershipFactory
from tests.factories.cohorts import CohortFactory, OfferingFactory, WaveFactory
from tests.factories.enrollment import ApplicationFactory, CarryFactory
from tests.factories.trainees import TraineeFactory

DUTIES = [*portal.DUTIES]
NIGHT = timedelta(hours=36)
OFTEN = timedelta(minutes=10)  # a minute would be honest and slow; nothing here is due for less than ten
pytestmark = pytest.mark.xdist_group("every_duty")


# --- something that falls due within the night, and what one sees of it ---


def deadlines():
    """Somebody does not answer and the next in the queue gets the offer; papers are not mended; a queue closes."""
    soon, wave = timezone.now() + timedelta(hours=5), WaveFactory(center=CenterFactory(offer_hours=72))
    cohort = CohortFactory(offering=OfferingFactory(wave=wave, mode="first_come"), seats=2)
    ApplicationFactory(cohort=cohort, status="accepted", answer_by=soon)
    ApplicationFactory(cohort=cohort, status="confirmed")
    ApplicationFactory.create_batch(2, cohort=cohort, status="reserve")
    ApplicationFactory(cohort=cohort, status="returned", fix_by=soon + timedelta(hours=9))
    over = CohortFactory(offering__wave__promote_until=timezone.localdate(), seats=1)
    ApplicationFactory(cohort=over, status="confirmed")
    ApplicationFactory(cohort=over, status="reserve")


def seats_and_letters():
    statuses = [*Application.objects.order_by("pk").values_list("pk", "status", "reason")]
    seats = [*Seat.objects.order_by("pk").values_list("application", flat=True)]
    return statuses, seats, letters()


def letters():
    return sorted(OutboxMessage.objects.order_by("pk").values_list("kind", "to_address", "subject_id"))


def a_claim():
    holder = TraineeFactory(email="pemilik@contoh.example")
    claimant = TraineeFactory()
    claimant.nik_index, claimant.claimed_index = None, holder.nik_index
    claimant.save()
    ApplicationFactory(trainee=claimant, identity_claim=True)


def a_post_that_ends():
    MembershipFactory(valid_to=timezone.localdate())
    MembershipFactory()


def who_is_staff():
    return [*User.objects.order_by("pk").values_list("pk", "is_staff")]


def acts():
    for _ in range(3):
        trail.write("wave.open", by=CLOCK)


def sealed():
    return [*Seal.objects.order_by("table").values("table").annotate(upto=Max("upto"), rows=Sum("rows"))]


def an_old_draft():
    old = timezone.now() - timedelta(days=10 * 366)
    application = ApplicationFactory(status="draft", created_at=old)
    Application.objects.filter(pk=application.pk).update(saved_at=old)
    ApplicationFactory(status="draft")


def places_to_carry():
    """A program was postponed; one agreed, one is silent until his time is over; the next wave is open."""
    wave = WaveFactory(center=CenterFactory())
    postponed = CohortFactory(offering=OfferingFactory(wave=wave, status="postponed"))
    soon = timezone.now() + timedelta(hours=5)
    for status in ("agreed", "offered"):
        application = ApplicationFactory(cohort=postponed, status="cancelled")
        CarryFactory(application=application, status=status, until=soon)
    begins = wave.starts_on + timedelta(days=20)
    later = WaveFactory(center=wave.center, starts_on=begins, promote_until=begins)
    CohortFactory(offering=OfferingFactory(wave=later, program=postponed.offering.program))


def who_is_where():
    people = Application.objects.order_by("trainee", "wave").values_list("trainee", "wave", "status", "origin")
    return [*people], sorted(OutboxMessage.objects.order_by("pk").values_list("kind", "to_address"))


def a_reminder():
    """Somebody wants to hear of a program whose applications open in the night, and has confirmed the address."""
    wave = WaveFactory(opens_at=timezone.now() + timedelta(hours=5))
    whole = {"offering": OfferingFactory(wave=wave), "from_on": timezone.localdate(), "email": "ingat@contoh.example"}
    Reminder.objects.create(kind="opens", confirmed_at=timezone.now(), **whole)


def an_offer_that_ends():
    """Two days before it begins with the last midnight of the night, at whatever hour this runs."""
    day = timezone.localdate(timezone.now() + NIGHT) + timedelta(days=2)
    until = timezone.make_aware(datetime.combine(day, time(16)))
    ApplicationFactory(status="accepted", answer_by=until, submitted_at=timezone.now() - timedelta(days=1))


def what_is_kept():
    rows = PurgeRecord.objects.order_by("rule").values("rule").annotate(gone=Sum("rows"))
    return [*Application.objects.order_by("pk").values_list("pk", flat=True)], [*rows]


DUE = {
    "enrollment.duties.lapse_and_offer": (deadlines, seats_and_letters),
    "enrollment.duties.carry_places": (places_to_carry, who_is_where),
    "enrollment.duties.tell_earlier_contacts": (a_claim, letters),
    "enrollment.duties.send_reminders": (a_reminder, letters),
    "enrollment.duties.remind_of_deadlines": (an_offer_that_ends, letters),
    "blk_portal.staffing.duties.close_the_door": (a_post_that_ends, who_is_staff),
    "audit.sealing.seal_due": (acts, sealed),
    "blk_portal.retention.engine.run_due": (an_old_draft, what_is_kept),
}
OUTSIDE = {  # they ask another computer what is new, or remove files; they have their own tests
    "blk_portal.lists.storage.sweep",
    "notifications.duties.sync_whatsapp_templates",
    "notifications.duties.take_bounces",
}


def test_every_duty_is_asked():
    assert {*DUE, *OUTSIDE} == set(DUTIES), "a new duty needs a line in DUE or OUTSIDE above"


# --- what is promised ---


def left_by(run, see):
    """What this leaves; then it is as if it had never been."""
    with transaction.atomic():
        run()
        left = see()
        transaction.set_rollback(True)
    return left


def after_a_night(duty, start, *, every):
    def run():
        with time_machine.travel(start, tick=False) as clock:
            while timezone.now() < start + NIGHT:
                clock.shift(every)
                duty()

    return run


@pytest.mark.django_db
@pytest.mark.timeout(300)
@pytest.mark.parametrize("name", DUE)
def test_a_night_without_beat_is_made_up_for_by_one_run(name):
    setup, see = DUE[name]
    duty, start = import_string(name), timezone.now()
    setup()
    before = see()

    often = left_by(after_a_night(duty, start, every=OFTEN), see)
    once = left_by(after_a_night(duty, start, every=NIGHT), see)

    assert often == once
    assert once != before, "nothing fell due, so this proves nothing"


@pytest.mark.django_db
@pytest.mark.parametrize("name", DUE)
def test_a_second_run_changes_nothing(name):
    setup, see = DUE[name]
    duty = import_string(name)
    setup()

    with time_machine.travel(timezone.now() + NIGHT, tick=False):
        duty()
        once = see()
        duty()

    assert see() == once


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("name", DUE)
def test_two_at_once_do_it_once(name):
    """The functions themselves, without the row in DutyRun that keeps two workers apart."""
    setup, see = DUE[name]
    duty, barrier, troubles = import_string(name), threading.Barrier(2), []
    setup()

    def work():
        barrier.wait()
        try:
            duty()
        except Exception as trouble:
            troubles.append(trouble)
        finally:
            connection.close()

    with time_machine.travel(timezone.now() + NIGHT):
        expected = left_by(duty, see)
        threads = [threading.Thread(target=work) for _ in range(2)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

    assert troubles == []
    assert see() == expected


@pytest.mark.django_db
@pytest.mark.parametrize("name", DUTIES)
def test_with_nothing_due_a_duty_is_quick_and_says_it_went_well(name):
    assert duties.do(name) == "done"
