"""K or BK: per unit as the instructor saw it, and for the whole training."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from audit import trail
from audit.moves import Refused, lock
from certification import selectors
from certification.models import Assessment, OverallResult
from certification.rules import completion
from enrollment.workflow import EnrollmentStatus


@transaction.atomic
def record(enrollment, unit, outcome, *, by, reason=""):
    """Write down what the instructor saw. An earlier result for the unit is kept and marked superseded.

    The same result again changes nothing. Raises Refused: not_enrolled, foreign_unit.
    """
    _lock_active(enrollment)
    if not enrollment.cohort.offering.program.program_units.filter(unit=unit).exists():
        raise Refused("foreign_unit", _("%(unit)s bukan unit program ini.") % {"unit": unit.code})
    earlier = enrollment.assessments.current().filter(unit=unit).first()
    if earlier and earlier.outcome == outcome:
        return earlier
    if earlier:  # before the new row: a partial unique constraint can't be deferred
        earlier.superseded_at = timezone.now()
        earlier.save(update_fields=["superseded_at"])
    seen = Assessment.objects.create(
        enrollment=enrollment, unit=unit, outcome=outcome, assessed_by=by.user, corrects=earlier, reason=reason.strip()
    )
    facts = {"unit": unit.code, "outcome": outcome, "before": earlier.outcome if earlier else ""}
    trail.write("enrollment.assess", by=by, about=enrollment, note=seen.reason, facts=facts)
    return seen


@transaction.atomic
def decide_overall(enrollment, result, *, by):
    """The result of a program without units, as its instructor decides it. Raises Refused: not_enrolled, has_units."""
    _lock_active(enrollment)
    if enrollment.cohort.offering.program.program_units.exists():
        raise Refused("has_units", _("Hasil akhir program ini mengikuti penilaian unitnya."))
    return _settle(enrollment, result, OverallResult.Source.DECIDED, by)


@transaction.atomic
def settle_overall(enrollment, *, by):
    """From the units: all K is K; one BK or one absence is BK. Raises Refused: not_enrolled, results_missing."""
    _lock_active(enrollment)
    units = selectors.units_of(enrollment.cohort)
    outcomes = dict(enrollment.assessments.current().order_by("pk").values_list("unit", "outcome"))
    missing = [unit.code for unit in units if unit.pk not in outcomes]
    if missing or not units:
        raise Refused("results_missing", _("Belum dinilai: %(units)s.") % {"units": ", ".join(missing) or "–"})
    result = completion.overall([outcomes[unit.pk] for unit in units])
    return _settle(enrollment, result, OverallResult.Source.UNITS, by)


def _lock_active(enrollment):
    lock(enrollment)
    if enrollment.status != EnrollmentStatus.ACTIVE:
        values = {"trainee": enrollment.trainee, "status": enrollment.get_status_display()}
        raise Refused("not_enrolled", _("%(trainee)s tidak sedang mengikuti kelas ini (%(status)s).") % values)


def _settle(enrollment, result, source, by):
    settled, _made = OverallResult.objects.update_or_create(
        enrollment=enrollment,
        defaults={"result": result, "source": source, "decided_by": by.user, "decided_at": timezone.now()},
    )
    enrollment.overall_result = settled
    trail.write("enrollment.settle", by=by, about=enrollment, facts={"result": result, "source": source})
    return settled
