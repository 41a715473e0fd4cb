from datetime import timedelta

import factory
from django.utils import timezone

from cohorts.models import Cohort, Funding, Offering, Program, ProgramUnit, Seat, Session, Track, Unit, Wave
from cohorts.workflow import OfferingStatus
from tests.factories.centers import CenterFactory


def in_days(days):
    return factory.LazyFunction(lambda: timezone.now() + timedelta(days=days))


def on_day(days):
    return factory.LazyFunction(lambda: timezone.localdate() + timedelta(days=days))


class TrackFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Track

    code = factory.Sequence(lambda n: f"kejuruan-{n}")
    name = factory.Sequence(lambda n: f"Kejuruan {n}")


class UnitFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Unit

    code = factory.Sequence(lambda n: f"X.00TES00.{n:03d}.1")
    title = factory.Sequence(lambda n: f"Unit contoh {n}")


class ProgramFactory(factory.django.DjangoModelFactory):
    """A program of 200 JP; `units=2` gives it that many units."""

    class Meta:
        model = Program
        skip_postgeneration_save = True

    track = factory.SubFactory(TrackFactory)
    code = factory.Sequence(lambda n: f"program-{n}")
    name = factory.Sequence(lambda n: f"Program {n}")
    jp = 200
    summary = "Belajar contoh."

    @factory.post_generation
    def units(self, create, count, **kwargs):
        for order in range(count or 0):
            ProgramUnit.objects.create(program=self, unit=UnitFactory(), order=order)


class FundingFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Funding
        django_get_or_create = ["code"]

    code = "apbd-provinsi"
    name = "APBD Provinsi"
    scope = Funding.Scope.PROVINCE


class WaveFactory(factory.django.DjangoModelFactory):
    """Open now, for ten days either side; training begins in thirty days. `closed` and `past` are what they say."""

    class Meta:
        model = Wave

    center = factory.SubFactory(CenterFactory)
    label = factory.Sequence(lambda n: f"Gelombang {n}")
    opens_at = in_days(-10)
    closes_at = in_days(10)
    announce_on = on_day(15)
    confirm_by = in_days(18)
    starts_on = on_day(30)
    ends_on = on_day(65)
    promote_until = on_day(33)

    class Params:
        closed = factory.Trait(opens_at=in_days(-20), closes_at=in_days(-1), announce_on=on_day(1))
        past = factory.Trait(
            opens_at=in_days(-200),
            closes_at=in_days(-190),
            announce_on=on_day(-185),
            confirm_by=in_days(-180),
            starts_on=on_day(-170),
            ends_on=on_day(-135),
            promote_until=on_day(-165),
        )


class OfferingFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Offering

    wave = factory.SubFactory(WaveFactory)
    program = factory.SubFactory(ProgramFactory)
    status = OfferingStatus.OPEN
    funding = factory.SubFactory(FundingFactory)
    age_min = 15
    age_max = 29
    age_on = factory.SelfAttribute("wave.starts_on")
    place = "Bengkel Contoh"


class CohortFactory(factory.django.DjangoModelFactory):
    """A class with its seat rows: 16 unless `seats=` says otherwise."""

    class Meta:
        model = Cohort
        skip_postgeneration_save = True

    offering = factory.SubFactory(OfferingFactory)
    name = factory.Sequence(lambda n: f"Kelas {n}")
    starts_on = factory.SelfAttribute("offering.wave.starts_on")
    ends_on = factory.SelfAttribute("offering.wave.ends_on")

    @factory.post_generation
    def seats(self, create, count, **kwargs):
        wanted = 16 if count is None else count
        Seat.objects.bulk_create(Seat(cohort=self, number=number) for number in range(1, wanted + 1))


class SessionFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Session

    cohort = factory.SubFactory(CohortFactory)
    date = factory.LazyFunction(timezone.localdate)
    starts_at = "08:00"
    ends_at = "15:15"
    jp = 8
