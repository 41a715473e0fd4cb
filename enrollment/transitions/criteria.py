"""What people are judged by: the points of each criterion behind a mark, and a criterion that is used no more."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from audit import trail
from audit.moves import Refused, lock
from enrollment.models import CriterionScore
from enrollment.rules.marks import Points, is_mark, mark_of, plain
from enrollment.selectors.criteria import BEING_JUDGED, are_being_judged, rubric_of


def worked_out(application, part, value, points):
    """The mark to keep. Raises Refused: by_criteria, criteria_incomplete, points_range, score_range, no_mark."""
    criteria = rubric_of(application).get(part, [])
    if criteria:
        return _of_points(criteria, value, points)
    if value is None or points:
        raise Refused("no_mark", _("Bagian ini dinilai dengan satu nilai dari 0 sampai 100."))
    if not is_mark(value):
        raise Refused("score_range", _("Nilai antara 0 dan 100."))
    return value


def _of_points(criteria, value, points):
    if value is not None:
        raise Refused("by_criteria", _("Bagian ini dinilai per kriteria."))
    if {one.pk for one in criteria} != set(points):
        names = ", ".join(one.name for one in criteria)
        raise Refused("criteria_incomplete", _("Isi semua kriteria: %(names)s.") % {"names": names})
    given = [(one, Points(points[one.pk], one.maximum, one.weight)) for one in criteria]
    for one, its in given:
        if not its.is_in_range:
            words = {"name": one.name, "most": plain(one.maximum)}
            raise Refused("points_range", _("%(name)s: nilai antara 0 dan %(most)s.") % words)
    return mark_of(its for _one, its in given)


def keep_points(score, points):
    score.points.all().delete()
    CriterionScore.objects.bulk_create(
        CriterionScore(score=score, criterion_id=pk, value=value) for pk, value in points.items()
    )


@transaction.atomic
def retire(criterion, *, by):
    """Used no more for those to come; who was judged by it keeps it. Raises Refused: retired, in_use."""
    lock(criterion)
    if criterion.retired_at:
        raise Refused("retired", _("Kriteria ini sudah tidak dipakai."))
    refuse_while_judging(criterion.center, criterion.program, criterion.part)
    criterion.retired_at = timezone.now()
    criterion.save(update_fields=["retired_at"])
    trail.write("criterion.retire", by=by, about=criterion)


def refuse_while_judging(center, program, part):
    """All of a wave are judged alike: from its first mark until its results are out nothing is added or taken away."""
    if are_being_judged(center, program, part):
        raise Refused("in_use", str(BEING_JUDGED))
