from datetime import timedelta

import factory
from django.utils import timezone

from audit.moves import CLOCK
from enrollment.models import (
    Appeal,
    Application,
    Appointment,
    Carry,
    Choice,
    Criterion,
    CriterionScore,
    EligibilityRule,
    Enrollment,
    PaperReason,
    Score,
    Sitting,
)
from enrollment.transitions import lock_policies
from enrollment.workflow import HOLDS_SEAT, KEEPS_PLACE, ChoiceState, Status
from tests.factories.accounts import StaffFactory
from tests.factories.centers import CenterFactory
from tests.factories.cohorts import CohortFactory, OfferingFactory, ProgramFactory, WaveFactory
from tests.factories.trainees import TraineeFactory

SEEN = {"verified", "accepted", "confirmed", "not_selected", "no_show", "left"}


class ApplicationFactory(factory.django.DjangoModelFactory):
    """Any `status` gives a row the database accepts: seat, dates and reasons follow it.

    `cohort` is the class whose offering is the one choice, and in which a seat is taken if the status holds one.
    """

    class Meta:
        model = Application
        skip_postgeneration_save = True

    cohort = factory.SubFactory(CohortFactory)
    wave = factory.SelfAttribute("cohort.offering.wave")
    trainee = factory.SubFactory(TraineeFactory)
    status = Status.SUBMITTED
    seat = factory.LazyAttribute(
        lambda o: o.cohort.seats.filter(application=None).first() if o.status in HOLDS_SEAT else None
    )
    number = factory.LazyAttributeSequence(lambda o, n: None if o.status == Status.DRAFT else f"99{n:07d}")
    submitted_at = factory.LazyAttribute(lambda o: None if o.status == Status.DRAFT else timezone.now())
    adult_on = factory.LazyAttribute(lambda o: None if o.status == Status.DRAFT else o.trainee.adult_on)
    verified_at = factory.LazyAttribute(lambda o: timezone.now() if o.status in SEEN else None)
    fix_by = factory.LazyAttribute(
        lambda o: timezone.now() + timedelta(days=3) if o.status == Status.RETURNED else None
    )
    answer_by = factory.LazyAttribute(lambda o: timezone.now() + timedelta(days=3) if o.status in HOLDS_SEAT else None)
    confirmed_at = factory.LazyAttribute(lambda o: timezone.now() if o.status == Status.CONFIRMED else None)
    reason = factory.LazyAttribute(lambda o: "Berkas tidak sesuai." if o.status == Status.INELIGIBLE else "")

    @classmethod
    def _create(cls, model_class, *args, cohort, **kwargs):
        application = super()._create(model_class, *args, **kwargs)
        application._cohort = cohort
        return application

    @factory.post_generation
    def choice(self, create, extracted, **kwargs):
        """The one choice. `choice=False` leaves it out; `choice__queue_place=` puts it in a queue."""
        if extracted is False:
            return
        cohort = self._cohort
        state = ChoiceState.TAKEN if self.status in HOLDS_SEAT else ChoiceState.WAITING
        if self.status == Status.RESERVE and "queue_place" not in kwargs:
            last = Choice.objects.filter(offering=cohort.offering).order_by("-queue_place").exclude(queue_place=None)
            kwargs["queue_place"] = (last.first().queue_place if last.first() else 0) + 1
        Choice.objects.create(application=self, offering=cohort.offering, **{"state": state, **kwargs})


class EnteredFactory(ApplicationFactory):
    """A draft that an officer types at the counter, for somebody without an account."""

    trainee = factory.SubFactory(TraineeFactory, account=None)
    status = Status.DRAFT
    origin = Application.Origin.COUNTER
    entered_by = factory.SubFactory(StaffFactory)
    entered_at = factory.LazyFunction(timezone.now)


class ScoreFactory(factory.django.DjangoModelFactory):
    """A mark, and with the first of a wave its rules of selection locked."""

    class Meta:
        model = Score

    @classmethod
    def _create(cls, model_class, *args, application, **kwargs):
        lock_policies(application.wave, by=CLOCK)
        return super()._create(model_class, *args, application=application, **kwargs)

    application = factory.SubFactory(ApplicationFactory, status=Status.VERIFIED)
    part = Score.Part.TEST
    value = 75


class EnrollmentFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Enrollment

    cohort = factory.SubFactory(CohortFactory)
    application = factory.SubFactory(
        ApplicationFactory, status=Status.CONFIRMED, cohort=factory.SelfAttribute("..cohort")
    )
    trainee = factory.SelfAttribute("application.trainee")
    status = "active"
    ended_on = factory.LazyAttribute(lambda o: None if o.status == "active" else timezone.localdate())


class EligibilityRuleFactory(factory.django.DjangoModelFactory):
    """Whoever is at school when the training starts may not apply; `kind=` and its parameters make it another."""

    class Meta:
        model = EligibilityRule

    offering = factory.SubFactory(OfferingFactory)
    kind = "schooling"


class SittingFactory(factory.django.DjangoModelFactory):
    """A test in five days, for twenty people, not in a room of the center."""

    class Meta:
        model = Sitting

    wave = factory.SubFactory(WaveFactory)
    part = Score.Part.TEST
    starts_at = factory.LazyFunction(lambda: timezone.now() + timedelta(days=5))
    ends_at = factory.LazyAttribute(lambda o: o.starts_at + timedelta(hours=1))
    place = "Aula Contoh, Jl. Contoh No. 1"
    capacity = 20


class AppointmentFactory(factory.django.DjangoModelFactory):
    """A verified applicant's place; `status=` gives it the moments that belong to it."""

    class Meta:
        model = Appointment

    application = factory.SubFactory(ApplicationFactory, status=Status.VERIFIED)
    sitting = factory.SubFactory(SittingFactory, wave=factory.SelfAttribute("..application.wave"))
    part = factory.SelfAttribute("sitting.part")
    status = "booked"
    came_at = factory.LazyAttribute(lambda o: timezone.now() if o.status == "came" else None)

    @factory.lazy_attribute
    def place_number(self):
        return self.sitting.appointments.kept().count() + 1 if self.status in KEEPS_PLACE else None


class CriterionFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Criterion

    center = factory.SubFactory(CenterFactory)
    program = factory.SubFactory(ProgramFactory)
    part = Score.Part.INTERVIEW
    name = factory.Sequence(lambda n: f"Kriteria {n}")
    maximum = 100
    weight = 1


class CriterionScoreFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = CriterionScore

    score = factory.SubFactory(ScoreFactory)
    criterion = factory.SubFactory(
        CriterionFactory, center=factory.SelfAttribute("..score.application.wave.center"), part="test"
    )
    value = 75


class PaperReasonFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = PaperReason
        django_get_or_create = ["center", "kind", "key"]

    center = None
    kind = None
    key = 1
    label = "Buram"
    text = "Fotonya buram. Foto ulang di tempat terang."
    text_en = "The photo is blurred. Take it again in good light."


class AppealFactory(factory.django.DjangoModelFactory):
    """Filed by somebody who was not selected, about the one choice they made."""

    class Meta:
        model = Appeal

    application = factory.SubFactory(ApplicationFactory, status=Status.NOT_SELECTED)
    choice = factory.LazyAttribute(lambda o: o.application.choices.get())
    reason = "Nilai wawancara saya tertukar dengan orang lain."
    answer_by = factory.LazyFunction(lambda: timezone.now() + timedelta(days=3))


class CarryFactory(factory.django.DjangoModelFactory):
    """A seat in a program that was postponed; nobody has answered yet."""

    class Meta:
        model = Carry

    application = factory.SubFactory(ApplicationFactory, status=Status.CANCELLED)
    offering = factory.LazyAttribute(lambda o: o.application.choices.get().offering)
    was = Status.CONFIRMED
    until = factory.LazyFunction(lambda: timezone.now() + timedelta(days=7))
    answered_at = factory.LazyAttribute(lambda o: None if o.status == "offered" else timezone.now())
    status = "offered"
