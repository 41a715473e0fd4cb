"""How far applications have come, from sent to sitting in a class: the wave's funnel and the lists behind it.

Each stage holds whoever got that far, also if they left or were passed over later; so every stage is part of the one
before. Imported history has no checks and tests on record: it counts as having passed what came before its class.
"""

from itertools import accumulate
from operator import and_

from django.db.models import Case, Count, Exists, IntegerField, OuterRef, Q, Value, When
from django.utils.translation import gettext_lazy as _

from cohorts.models import Offering
from enrollment.models import Application, Appointment, Choice, Enrollment, Score
from enrollment.workflow import AppointmentStatus, Status

IMPORTED = Q(origin=Application.Origin.IMPORTED)
STEPS = [  # name in the address, words, what it takes beyond the stage before
    ("mendaftar", _("Mendaftar"), Q()),
    ("lolos", _("Berkas lolos"), Q(verified_at__isnull=False) | IMPORTED),
    ("hadir", _("Hadir tes"), Q(has_come=True) | Q(is_tested=False) | Q(confirmed_at__isnull=False) | IMPORTED),
    ("diterima", _("Diterima"), Q(answer_by__isnull=False) & ~Q(status=Status.PROVISIONAL) | IMPORTED),
    ("daftar-ulang", _("Daftar ulang"), Q(confirmed_at__isnull=False) | IMPORTED),
    ("masuk-kelas", _("Masuk kelas"), Q(is_enrolled=True)),
]


def stages_of(steps):
    """{name: (words, the condition with those of all stages before it)}."""
    conditions = accumulate((condition for _name, _words, condition in steps), and_)
    return {name: (words, whole) for (name, words, _condition), whole in zip(steps, conditions, strict=True)}


STAGES = stages_of(STEPS)


def furthest(steps):
    """The place of the last stage reached. Asks each condition once: what fails first is where somebody stopped."""
    stops = [When(~condition, then=Value(at - 1)) for at, (_n, _w, condition) in enumerate(steps) if at]
    return Case(*stops, default=Value(len(steps) - 1), output_field=IntegerField())


def at_stage(name, rows):
    """Those of `rows` that got so far. The funnel counts with it and the list filters with it."""
    _words, condition = STAGES[name]
    return _told(rows).filter(condition)


def funnels(rows):
    """{wave's id: funnel} for all waves that occur in `rows`; one query."""
    counts = {name.replace("-", "_"): Count("pk", filter=condition) for name, (_w, condition) in STAGES.items()}
    counted = _told(rows).order_by().values("wave").annotate(**counts)
    return {row["wave"]: {name: row[name.replace("-", "_")] for name in STAGES} for row in counted}


def _told(rows):
    """First-come offerings ask for no test, so whoever is verified there has come as far as who was tested."""
    of_it = {"application": OuterRef("pk")}
    marked = Score.objects.filter(**of_it)
    came = Appointment.objects.filter(**of_it, status=AppointmentStatus.CAME)
    selecting = Choice.objects.filter(**of_it, offering__mode=Offering.Mode.SELECTION)
    return rows.annotate(
        has_come=Exists(marked) | Exists(came),
        is_tested=Exists(selecting),
        is_enrolled=Exists(Enrollment.objects.filter(**of_it)),
    )
