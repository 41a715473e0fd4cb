"""Who belongs to a group that an officer writes to, and what each letter is filled with."""

from dataclasses import dataclass

from django.conf import settings
from django.db.models import Prefetch, Q

from cohorts.models import Cohort, Offering, Wave
from enrollment.announcements import recipient_of
from enrollment.models import Application, Choice, Enrollment
from enrollment.workflow import ChoiceState, EnrollmentStatus, Status
from notifications import channels

KIND = "enrollment/letter"
AT_ONCE = 100
SEATED = frozenset({Status.ACCEPTED, Status.CONFIRMED})


@dataclass(frozen=True, slots=True)
class Group:
    """A wave and some statuses, perhaps of one offering only; or a class. Kept in a job as ids."""

    wave: Wave
    statuses: tuple = ()
    offering: Offering | None = None
    cohort: Cohort | None = None

    @classmethod
    def of(cls, params):
        cohort = Cohort.objects.filter(pk=params.get("cohort")).select_related("offering__wave__center").first()
        if cohort:
            return cls(cohort.offering.wave, cohort=cohort)
        wave = Wave.objects.select_related("center").get(pk=params["wave"])
        offering = Offering.objects.filter(pk=params.get("offering")).first()
        return cls(wave, tuple(params["statuses"]), offering)

    @property
    def params(self):
        return {
            "wave": self.wave.pk,
            "statuses": [*self.statuses],
            "offering": self.offering.pk if self.offering else None,
            "cohort": self.cohort.pk if self.cohort else None,
        }

    def __str__(self):
        return str(self.cohort or self.wave)

    def members(self):
        """Applications in the order of their numbers."""
        rows = Application.objects.filter(wave=self.wave)
        if self.cohort:
            active = Enrollment.objects.filter(cohort=self.cohort, status=EnrollmentStatus.ACTIVE)
            rows = rows.filter(pk__in=active.values("application"))
        else:
            rows = rows.filter(status__in=self.statuses)
        return (rows.filter(self._in_offering()) if self.offering else rows).order_by("pk")

    def _in_offering(self):
        waiting = Choice.objects.filter(offering=self.offering, state=ChoiceState.WAITING)
        reserves = Q(status=Status.RESERVE, pk__in=waiting.values("application"))
        return reserves | Q(status__in=SEATED, seat__cohort__offering=self.offering)


def loaded(applications):
    """With all that a letter says and needs to find its reader: four statements, however many there are."""
    choices = Choice.objects.select_related("offering__program").order_by("order")
    rows = applications.select_related(
        "trainee__account", "trainee__guardian", "wave__center", "seat__cohort__offering__program", "seat__cohort"
    )
    return rows.prefetch_related(Prefetch("choices", choices), "trainee__contacts")


def values_of(application):
    """What an officer may say of each person. No NIK, no birth date."""
    return {
        "nama": application.trainee.full_name,
        "nomor": application.number or "",
        "program": _program(application),
        "gelombang": str(application.wave),
        "balai": str(application.wave.center),
        "tautan": f"{settings.SITE_URL}{application.get_absolute_url()}",
    }


def reach(group):
    """(how many, how many of them by no channel)."""
    members = group.members().select_related("trainee__account", "trainee__guardian")
    applications = [*members.prefetch_related("trainee__contacts")]
    routes = channels.routes_for_many([recipient_of(one.trainee) for one in applications], KIND)
    return len(applications), sum(not ways for ways in routes)


def _program(application):
    if application.seat:
        return str(application.seat.cohort.offering.program)
    choices = application.choices.all()
    return str(choices[0].offering.program) if choices else ""
