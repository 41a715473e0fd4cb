"""The sittings themselves: planned in a row, moved, closed, cancelled; the room is held and let go with them."""

from django.db import transaction
from django.utils.translation import gettext as _

from audit import trail
from audit.moves import Refused, lock, moving
from cohorts.transitions import hold_room
from enrollment import workflow
from enrollment.announcements import announce
from enrollment.models import Sitting
from enrollment.rules.sittings import day_and_hours, slots
from enrollment.transitions import appointments
from enrollment.workflow import AppointmentStatus, SittingStatus


@transaction.atomic
def plan(wave, times, *, by, room=None, **terms):
    """A sitting for each (start, end). All or none. Raises Refused: resource_taken, nothing_fits."""
    if not times:
        raise Refused("nothing_fits", _("Tidak ada sesi yang muat di antara kedua jam itu."))
    made = [_planned(wave, start, end, room, terms) for start, end in times]
    trail.write("wave.sittings_planned", by=by, about=wave, facts={"sittings": len(made), "part": made[0].part})
    return made


@transaction.atomic
def plan_day(wave, *, by, day, begin, end, minutes=None, **terms):
    """A day's sittings at once: one after the other, so many minutes each; without minutes a single one."""
    times = slots(day, begin, end, minutes) if minutes else [day_and_hours(day, begin, end)]
    return plan(wave, times, by=by, **terms)


def _planned(wave, start, end, room, terms):
    sitting = Sitting(wave=wave, starts_at=start, ends_at=end, room=room, **terms)
    sitting.booking = _hold(sitting)
    sitting.save()
    return sitting


def _hold(sitting):
    if sitting.room is None:
        return None
    purpose = f"{sitting.get_part_display()} {sitting.wave}"
    return hold_room(sitting.room, sitting.starts_at, sitting.ends_at, purpose)


def _let_room_go(sitting):
    held, sitting.booking = sitting.booking, None
    if held:
        Sitting.objects.filter(pk=sitting.pk).update(booking=None, status=SittingStatus.CANCELLED)
        held.delete()


@transaction.atomic
def change_terms(sitting, *, by, capacity, bring, is_open):
    """More or fewer places, what to bring, who chooses. Raises Refused("places_taken") below the highest given out."""
    lock(sitting)
    highest = sitting.appointments.kept().order_by("-place_number").values_list("place_number", flat=True).first() or 0
    if capacity < highest:
        raise Refused("places_taken", _("Tempat nomor %(number)d sudah diberikan.") % {"number": highest})
    trail.write("sitting.places", by=by, about=sitting, facts={"from": sitting.capacity, "to": capacity})
    sitting.capacity, sitting.bring, sitting.is_open = capacity, bring, is_open
    sitting.save(update_fields=["capacity", "bring", "is_open"])


@transaction.atomic
def reschedule(sitting, *, by, day, begin, end, room=None, place=""):
    """Another time or place for everybody in it; each is told. Refused: sitting_closed, resource_taken, attended."""
    lock(sitting)
    _refuse_if_attended(sitting)
    if sitting.status != SittingStatus.PLANNED:
        raise Refused("sitting_closed", _("Sesi ini tidak bisa diubah lagi."))
    held = sitting.booking
    before = f"{sitting.starts_at:%Y-%m-%dT%H:%M%z}"
    sitting.starts_at, sitting.ends_at = day_and_hours(day, begin, end)
    sitting.room, sitting.place = room, "" if room else place
    _move_room(sitting, held)
    trail.write("sitting.reschedule", by=by, about=sitting, facts={"from": before})
    for appointment in sitting.appointments.awaited().select_related("application__trainee__account"):
        appointment.sitting = sitting
        announce(appointment.application, "appointment_moved", appointment=appointment)


def _move_room(sitting, held):
    """The old booking goes first, or a sitting moved by half an hour would stand in its own way."""
    if held:
        Sitting.objects.filter(pk=sitting.pk).update(booking=None, room=None, place="–")
        held.delete()
    sitting.booking = _hold(sitting)
    sitting.save()


def _refuse_if_attended(sitting):
    if sitting.appointments.filter(status__in=[AppointmentStatus.CAME, AppointmentStatus.ABSENT]).exists():
        raise Refused("attended", _("Kehadiran sesi ini sudah dicatat."))


@transaction.atomic
def cancel_sitting(sitting, *, by, reason):
    """The centre calls it off: everybody in it is told and waits for another time; the room is free."""
    with moving(sitting, workflow.CANCEL_SITTING, by=by, note=reason):
        _refuse_if_attended(sitting)
        for appointment in sitting.appointments.awaited().select_related("application__trainee__account"):
            appointments.cancel(appointment, by=by, reason=reason)
        _let_room_go(sitting)


@transaction.atomic
def close_sitting(sitting, *, by):
    """All is written down. Raises Refused("awaited") while somebody is neither here nor absent."""
    with moving(sitting, workflow.CLOSE_SITTING, by=by):
        waiting = sitting.appointments.awaited().count()
        if waiting:
            raise Refused("awaited", _("%(count)d orang belum dicatat hadir atau tidak hadir.") % {"count": waiting})
