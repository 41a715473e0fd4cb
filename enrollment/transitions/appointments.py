"""A person's time for the test or the interview: given, chosen, changed, answered; who came and who did not.

The application is locked first, then the appointment, then the sitting; a place is only given under its lock.
"""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from audit import trail
from audit.moves import Refused, lock, moving
from enrollment import workflow
from enrollment.announcements import announce
from enrollment.models import Appointment
from enrollment.rules.sittings import change_until
from enrollment.selectors.appointments import against_changing, to_choose_from
from enrollment.transitions.intake import miss_test
from enrollment.transitions.places import place_at
from enrollment.transitions.policies import lock_before_marks
from enrollment.workflow import AppointmentStatus, SittingStatus, Status


@transaction.atomic
def book(application, sitting, *, by):
    """A place at this sitting. Raises Refused: already, and all of `place_at`."""
    lock(application)
    if application.appointments.kept().filter(part=sitting.part).exists():
        raise Refused("already", _("Pendaftaran ini sudah punya jadwal untuk bagian itu."))
    appointment = Appointment.objects.create(
        place_number=place_at(sitting, application),
        application=application,
        sitting=sitting,
        part=sitting.part,
        booked_by=by.user,
    )
    trail.write("appointment.book", by=by, about=appointment, facts={"sitting": sitting.pk})
    announce(application, "appointment_new", appointment=appointment)
    return appointment


@transaction.atomic
def move_to(appointment, sitting, *, by, note=""):
    """To another sitting of the same part. Raises Refused: same_sitting, wrong_part, and all of `place_at`."""
    _move(appointment, sitting, by=by, note=note)


def _move(appointment, sitting, *, by, note="", changes=0):
    lock(appointment.application)
    facts = {"from": appointment.sitting_id, "to": sitting.pk}
    with moving(appointment, workflow.MOVE_APPOINTMENT, by=by, note=note, facts=facts):
        if sitting.pk == appointment.sitting_id:
            raise Refused("same_sitting", _("Itu jadwal yang sekarang."))
        if sitting.part != appointment.part:
            raise Refused("wrong_part", _("Sesi itu untuk bagian lain."))
        appointment.place_number = place_at(sitting, appointment.application)
        appointment.sitting, appointment.accepted_at = sitting, None
        appointment.changes += changes
    announce(appointment.application, "appointment_moved", appointment=appointment)


@transaction.atomic
def choose(application, sitting, *, by):
    """The person's own choice, or change of it. Raises Refused: not_open, too_late, no_changes_left, and as above."""
    lock(application)
    lock(sitting)
    if not sitting.is_open:
        raise Refused("not_open", _("Jadwal sesi ini diatur petugas."))
    if timezone.now() > change_until(sitting.starts_at):
        raise Refused("too_late", _("Sesi ini hanya bisa dipilih sampai pukul 12.00 sehari sebelumnya."))
    appointment = application.appointments.kept().filter(part=sitting.part).select_related("sitting").first()
    if appointment is None:
        return book(application, sitting, by=by)
    if against := against_changing(appointment):
        raise Refused(*against)
    _move(appointment, sitting, by=by, changes=1)
    return appointment


@transaction.atomic
def invite(application, part, *, by):
    """To choose a time themselves. Raises Refused: wrong_status, already, nothing_to_choose."""
    if lock(application).status != Status.VERIFIED:
        status = application.get_status_display()
        raise Refused("wrong_status", _("Tidak bisa dilakukan saat statusnya “%(status)s”.") % {"status": status})
    if application.appointments.kept().filter(part=part).exists():
        raise Refused("already", _("Pendaftaran ini sudah punya jadwal untuk bagian itu."))
    if not to_choose_from(application, part):
        raise Refused("nothing_to_choose", _("Tidak ada sesi terbuka yang masih bisa dipilih orang ini."))
    trail.write("appointment.invite", by=by, about=application, facts={"part": part})
    announce(application, "appointment_choose", part=part)


@transaction.atomic
def accept(appointment, *, by):
    """The person says they will come. Raises Refused: over (it has begun), wrong_status."""
    with moving(appointment, workflow.ACCEPT_APPOINTMENT, by=by):
        if appointment.sitting.starts_at <= timezone.now():
            raise Refused("over", _("Sesi ini sudah dimulai."))
        appointment.accepted_at = timezone.now()


@transaction.atomic
def decline(appointment, *, by, reason=""):
    """The person can't come then: the place is free, they or an officer find another time. Refused: too_late."""
    with moving(appointment, workflow.DECLINE_APPOINTMENT, by=by, note=reason):
        if timezone.now() > change_until(appointment.sitting.starts_at):
            raise Refused("too_late", _("Jadwal bisa diubah sampai pukul 12.00 sehari sebelumnya. Hubungi balai."))
        appointment.place_number, appointment.reason = None, reason[:300]


@transaction.atomic
def cancel(appointment, *, by, reason):
    """The centre takes the time back; the person reads why and gets another one later."""
    with moving(appointment, workflow.CANCEL_APPOINTMENT, by=by, note=reason):
        appointment.place_number, appointment.reason = None, reason[:300]
    announce(appointment.application, "appointment_cancelled", appointment=appointment, reason=reason)


@transaction.atomic
def take_back(appointment, *, by):
    """Given a moment ago in a batch that is undone: as if it had not been. Raises Refused: answered, wrong_status."""
    with moving(appointment, workflow.CANCEL_APPOINTMENT, by=by):
        if appointment.accepted_at or appointment.changes:
            raise Refused("answered", _("Peserta sudah menjawab atau mengganti jadwal ini."))
        appointment.place_number = None


@transaction.atomic
def check_in(appointment, *, by):
    """Is here. From the day of the sitting on, for a paper list may be written over later. Refused: not_today.

    The first one of a wave locks its rules of selection: from now on somebody may know a mark.
    """
    lock_before_marks(appointment.sitting.wave_id, by=by)
    with moving(appointment, workflow.CHECK_IN, by=by):
        if timezone.localdate() < timezone.localdate(appointment.sitting.starts_at):
            raise Refused("not_today", _("Jadwalnya bukan hari ini: %(sitting)s.") % {"sitting": appointment.sitting})
        appointment.came_at, appointment.checked_in_by = timezone.now(), by.user


@transaction.atomic
def undo_check_in(appointment, *, by, reason):
    """Ticked by mistake. Raises Refused: sitting_closed, scored."""
    with moving(appointment, workflow.UNDO_CHECK_IN, by=by, note=reason):
        if appointment.sitting.status != SittingStatus.PLANNED:
            raise Refused("sitting_closed", _("Sesi ini sudah ditutup."))
        _refuse_if_scored(appointment)
        appointment.came_at, appointment.checked_in_by = None, None


@transaction.atomic
def mark_absent(appointment, *, by):
    """Did not come, and so is out (gugur); only an appeal brings them back.

    Raises Refused: came, not_over, scored, and all of `miss_test`.
    """
    lock(appointment.application)
    if lock(appointment).status == AppointmentStatus.CAME:
        raise Refused("came", _("Orang ini tercatat hadir."))
    with moving(appointment, workflow.MARK_ABSENT, by=by):
        _check_missed(appointment)
    miss_test(appointment.application, by=by)


def _check_missed(appointment):
    if appointment.sitting.ends_at > timezone.now():
        raise Refused("not_over", _("Sesi ini belum selesai."))
    _refuse_if_scored(appointment)


def _refuse_if_scored(appointment):
    if appointment.application.scores.filter(part=appointment.part).exists():
        raise Refused("scored", _("Orang ini sudah diberi nilai untuk bagian ini."))
