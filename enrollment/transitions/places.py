"""A place at a sitting: given under the sitting's lock, let go when the application ends."""

from django.utils import timezone
from django.utils.translation import gettext as _

from audit.moves import Refused, lock, moving
from enrollment import workflow
from enrollment.rules.sittings import free_places
from enrollment.selectors.appointments import first_offering, let_go_of
from enrollment.workflow import AppointmentStatus, SittingStatus, Status


def place_at(sitting, application):
    """The lowest free number, with the sitting locked: nobody else gets one there until commit.

    Raises Refused: wrong_status, other_wave, sitting_closed, over, other_program, full.
    """
    _check_application(application, sitting)
    lock(sitting)
    if sitting.status != SittingStatus.PLANNED:
        status = sitting.get_status_display()
        raise Refused("sitting_closed", _("Sesi ini tidak bisa dipilih: %(status)s.") % {"status": status})
    if sitting.ends_at <= timezone.now():
        raise Refused("over", _("Sesi ini sudah lewat."))
    if sitting.offering_id and sitting.offering_id != first_offering(application):
        raise Refused("other_program", _("Sesi ini hanya untuk pilihan pertama %(program)s.") % _program(sitting))
    taken = set(sitting.appointments.kept().values_list("place_number", flat=True))
    free = free_places(taken, sitting.capacity)
    if not free:
        raise Refused("full", _("Sesi ini sudah penuh. Pilih waktu lain."))
    return free[0]


def _program(sitting):
    return {"program": sitting.offering.program}


def _check_application(application, sitting):
    if application.status != Status.VERIFIED:
        status = application.get_status_display()
        raise Refused("wrong_status", _("Tidak bisa dilakukan saat statusnya “%(status)s”.") % {"status": status})
    if sitting.wave_id != application.wave_id:
        raise Refused("other_wave", _("Sesi ini dari gelombang lain."))


def let_go(application, *, by):
    """The application has ended: its places are free for others. The message of that end says enough."""
    for appointment in application.appointments.awaited().order_by("pk"):
        with moving(appointment, workflow.CANCEL_APPOINTMENT, by=by):
            appointment.place_number = None


def take_again(application, *, by):
    """Who was out by mistake has the place they missed again, and those that were let go meanwhile if still free."""
    for appointment in application.appointments.filter(status=AppointmentStatus.ABSENT).order_by("pk"):
        with moving(appointment, workflow.RESTORE_APPOINTMENT, by=by):
            pass
    had = set(application.appointments.kept().values_list("part", flat=True))
    for appointment in let_go_of(application):
        if appointment.part not in had and _taken_again(appointment, application, by):
            had.add(appointment.part)


def _taken_again(appointment, application, by):
    try:
        number = place_at(appointment.sitting, application)
    except Refused:
        return False
    with moving(appointment, workflow.RESTORE_APPOINTMENT, by=by):
        appointment.place_number = number
    return True
