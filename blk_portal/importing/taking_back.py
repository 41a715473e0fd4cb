"""Taking back what one import brought in: the person too, if they came with it and nothing else has begun."""

from django.utils.translation import gettext as _

from audit import trail
from audit.moves import Refused
from certification.models import OverallResult
from enrollment.models import Application
from enrollment.transitions import take_back_history
from enrollment.transitions.history import used, used_since
from trainees import identity
from trainees.models import Trainee


def take_back(nik, wave, *, since, by):
    """Undo one line of the job `since`. Raises Refused: gone_already, not_imported, used_since."""
    trainee = identity.reserve(nik)
    imported = Application.objects.filter(trainee=trainee, wave=wave, origin=Application.Origin.IMPORTED)
    application = imported.select_related("wave", "seat__cohort__offering", "enrollment").order_by("pk").first()
    if trainee is None or application is None:
        raise Refused("gone_already", _("Orang ini sudah tidak ada di gelombang ini."))
    _take_back_result(application.enrollment, by=by)
    take_back_history(application, by=by)
    _forget(trainee, since, by=by)


def _take_back_result(enrollment, *, by):
    result = OverallResult.objects.filter(enrollment=enrollment).first()
    if result is None:
        return
    if result.source != OverallResult.Source.IMPORTED:
        raise used_since()
    trail.write("overallresult.take_back", by=by, about=result, from_status=result.result)
    result.delete()


def _forget(trainee, since, *, by):
    """Only whom this import wrote down, and who has nothing else here: no account, no paper, no consent."""
    came_with_it = trainee.account_id is None and trainee.created_at >= since.created_at
    if came_with_it and not used(trainee, {"consent_gap"}):
        trail.write("trainee.take_back", by=by, about=trainee)
        Trainee.objects.filter(pk=trainee.pk).delete()
