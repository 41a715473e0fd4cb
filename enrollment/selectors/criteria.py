"""By what somebody is judged: the criteria of their first choice's program at the center, part by part."""

from collections import defaultdict

from django.utils.translation import gettext_lazy as _

from enrollment.models import Application, Choice, Criterion, Score
from enrollment.workflow import Status

BEING_JUDGED = _("Sudah ada peserta yang dinilai dan hasilnya belum diumumkan. Tunggu pengumumannya.")


def rubric_of(application):
    """{part: its criteria in order}; a part that is not there is one mark from 0 to 100."""
    first = application.choices.order_by("order").select_related("offering").first()
    programs = [first.offering.program_id] if first else []
    return rubrics(application.wave.center_id, programs).get(programs[0] if programs else None, {})


def rubrics(center, programs):
    """{program's id: {part: criteria}} in one query."""
    found = defaultdict(lambda: defaultdict(list))
    present = Criterion.objects.filter(center=center, program__in=programs, retired_at=None)
    for one in present.order_by("program", "part", "order", "pk"):
        found[one.program_id][one.part].append(one)
    return found


def first_program(application):
    """Of the choices that are at hand already."""
    chosen = sorted(application.choices.all(), key=lambda choice: choice.order)
    return chosen[0].offering.program_id if chosen else None


def are_being_judged(center, program, part):
    """Whether somebody has a mark for this part, by this program's criteria, whose results are not out yet."""
    waiting = Application.objects.filter(wave__center=center, status=Status.VERIFIED)
    first = Choice.objects.filter(order=1, offering__program=program, application__in=waiting)
    return Score.objects.filter(part=part, application__in=first.values("application")).exists()
