"""The way back of an import of history, for as long as nothing else has come to hang on it."""

from django.db import transaction
from django.utils.translation import gettext as _

from audit import trail
from audit.moves import Refused, lock
from enrollment.models import Application
from enrollment.transitions.seats import fill_free_seats

OF_THE_IMPORT = {"choices", "enrollment"}


@transaction.atomic
def take_back_history(application, *, by):
    """Whoever was imported by mistake was never here: the rows go, the trail keeps that they were.

    Raises Refused: not_imported, used_since.
    """
    lock(application.wave)
    lock(application)
    if application.origin != Application.Origin.IMPORTED:
        raise Refused("not_imported", _("Pendaftaran ini tidak berasal dari impor."))
    if used(application, OF_THE_IMPORT) or used(application.enrollment, set()):
        raise used_since()
    offering = application.seat.cohort.offering
    for gone in (application.enrollment, application):
        trail.write(f"{gone._meta.model_name}.take_back_history", by=by, about=gone, from_status=gone.status)
        gone.delete()
    fill_free_seats(offering, by=by)


def used(obj, but):
    """Whether a row of any table points at this one, but for the relations named."""
    relations = [one for one in obj._meta.related_objects if one.get_accessor_name() not in but]
    return any(one.related_model._base_manager.filter(**{one.field.name: obj}).exists() for one in relations)


def used_since():
    return Refused("used_since", _("Sesudah diimpor datanya sudah dipakai: dinilai, diberi sertifikat, dan lainnya."))
