"""A centre after years: many waves, and everybody who ever applied, in bulk and with invented names.

Of each wave one in ten has a seat and sat in a class; of the last one a part still waits to be checked. Everybody got
a message. The rows are those that the portal itself would have left, as far as the lists and the desk look at them.
"""

import random
from datetime import date, datetime, timedelta

from django.db import connection
from django.utils import timezone

from bench.people import FIRST, LAST, LETTERS
from cohorts.models import Cohort, Seat
from enrollment.models import Application, Choice, Enrollment
from enrollment.workflow import ChoiceState, EnrollmentStatus, Status
from notifications.models import OutboxMessage
from tests.factories.centers import CenterFactory, RegionFactory
from tests.factories.cohorts import FundingFactory, OfferingFactory, ProgramFactory, WaveFactory
from trainees import sealing
from trainees.models import Sex, Trainee

AT_ONCE = 5000
CLASSES = 13
SEATED = 10  # one in so many
TABLES = ("trainees_trainee", "enrollment_application", "enrollment_choice", "enrollment_enrollment",
          "notifications_outboxmessage", "cohorts_seat")  # fmt: skip
ENDS = [Status.NOT_SELECTED] * 6 + [Status.WITHDRAWN, Status.INELIGIBLE, Status.NO_SHOW, Status.NOT_SELECTED]
LAST_WAVE = [Status.SUBMITTED] * 6 + [Status.VERIFIED] * 3 + [Status.RETURNED]


class Province:
    """`people` in `waves`: all of them at `center`, the last wave still open."""

    def __init__(self, people, waves):
        self.dice, self.people, self.waves = random.Random(11), people, waves
        self.center = CenterFactory(code="ramai", name="BLK Ramai")
        self.region = RegionFactory()
        programs = [ProgramFactory(name=f"Program Ramai {number}") for number in range(CLASSES)]
        each = people // waves
        for number in range(waves):
            wave = self._wave(number)
            offerings = [OfferingFactory(wave=wave, program=one, funding=FundingFactory()) for one in programs]
            for start in range(0, each, AT_ONCE):
                self._come(wave, offerings, number * each + start, min(AT_ONCE, each - start))
        analyze()

    def _wave(self, number):
        past = {"past": number < self.waves - 1}
        starts_on = timezone.localdate() - timedelta(days=170 + 30 * (self.waves - number))
        dates = {"starts_on": starts_on, "ends_on": starts_on + timedelta(days=35)} if past["past"] else {}
        return WaveFactory(center=self.center, label=f"Gelombang Ramai {number + 1}", **past, **dates)

    def _come(self, wave, offerings, first, count):
        people = Trainee.objects.bulk_create(self._person(first + at) for at in range(count))
        is_last = wave.ends_on >= timezone.localdate()
        seats = iter([] if is_last else self._seats(offerings, count // SEATED + 1))
        sent = [self._application(person, wave, at, is_last, seats) for at, person in enumerate(people)]
        applications = Application.objects.bulk_create(sent)
        Choice.objects.bulk_create(self._choice(one, offerings) for one in applications)
        Enrollment.objects.bulk_create(_enrollment(one) for one in applications if one.seat_id)
        OutboxMessage.objects.bulk_create(_message(one, self.center) for one in applications)

    def _person(self, number):
        own_word = "".join(self.dice.choices(LETTERS, k=7)).title()
        born = date(1997 + number % 10, number // 10 % 12 + 1, number // 120 % 28 + 1)
        nik = nik_of(number, born)
        person = Trainee(
            full_name=f"{self.dice.choice(FIRST)} {own_word} {self.dice.choice(LAST)}",
            phone=f"+628{self.dice.randrange(10**9, 10**10)}",
            email=f"orang{number}@contoh.example",
            birth_date=born,
            sex=[Sex.FEMALE, Sex.MALE][number % 2],
            region=self.region,
            nik_index=sealing.blind_index(nik),
        )
        person.nik = nik
        return person

    def _seats(self, offerings, count):
        cohorts = [Cohort(offering=one, name=f"Kelas {one.pk}", starts_on=one.wave.starts_on, ends_on=one.wave.ends_on,
                          status="finished") for one in offerings]  # fmt: skip
        cohorts = Cohort.objects.bulk_create(cohorts)
        rows = [Seat(cohort=cohorts[at % CLASSES], number=at // CLASSES + 1) for at in range(count)]
        return Seat.objects.bulk_create(rows)

    def _application(self, person, wave, at, is_last, seats):
        sent_at = timezone.make_aware(datetime.combine(wave.starts_on - timedelta(days=40), datetime.min.time()))
        seat = next(seats, None) if not at % SEATED and not is_last else None
        status = Status.CONFIRMED if seat else (LAST_WAVE if is_last else ENDS)[at % 10]
        checked = sent_at + timedelta(days=2) if seat or status in {Status.VERIFIED, Status.NOT_SELECTED} else None
        return Application(
            trainee=person,
            wave=wave,
            number=f"77{person.pk:08d}",
            status=status,
            seat=seat,
            adult_on=date(2010, 1, 1),
            submitted_at=sent_at,
            verified_at=checked,
            answer_by=sent_at + timedelta(days=9) if seat else None,
            confirmed_at=sent_at + timedelta(days=5) if seat else None,
            fix_by=timezone.now() + timedelta(days=2) if status == Status.RETURNED else None,
            reason="Di luar usia." if status == Status.INELIGIBLE else "",
            created_at=sent_at,
        )

    def _choice(self, application, offerings):
        state = ChoiceState.TAKEN if application.seat_id else ChoiceState.WAITING
        return Choice(application=application, offering=offerings[application.pk % CLASSES], order=1, state=state)


def nik_of(number, born):
    """Of a valid structure: a woman's day is forty more; which of those born that day, in the last four."""
    return f"367402{born.day + (0 if number % 2 else 40):02d}{born:%m%y}{number // 3360 + 1:04d}"


def _enrollment(application):
    ended = application.wave.ends_on
    return Enrollment(
        application=application,
        trainee_id=application.trainee_id,
        cohort_id=application.seat.cohort_id,
        status=EnrollmentStatus.COMPLETED,
        started_on=application.wave.starts_on,
        ended_on=ended,
    )


def _message(application, center):
    return OutboxMessage(
        kind="enrollment/submitted",
        to_address=f"orang{application.trainee_id}@contoh.example",
        subject="Pendaftaran diterima",
        body="Terima kasih.",
        subject_type="enrollment.application",
        subject_id=application.pk,
        center_code=center.code,
        state="sent",
        sent_at=application.submitted_at,
        created_at=application.submitted_at,
        message_id=f"<{application.pk}@bench.example>",
    )


def analyze():
    """What autovacuum does by itself a minute later."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT gin_clean_pending_list('trainee_search_idx')")
        for table in TABLES:
            cursor.execute(f"ANALYZE {table}")
