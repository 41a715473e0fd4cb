"""Who is to come when, who came, which places are left, and what stands against a change."""

from django.db.models import Count, Exists, F, OuterRef, Q, Subquery
from django.utils import timezone
from django.utils.translation import gettext as _

from enrollment.models import Application, Appointment, Choice, Sitting
from enrollment.rules.sittings import MOST_CHANGES, change_until
from enrollment.workflow import AWAITED, KEEPS_PLACE, AppointmentStatus, SittingStatus, Status


def appointments_of(application):
    """The present ones, at most one per part, in order of time; each with its sitting, room and wave at hand."""
    return list(application.appointments.kept().with_place())


def appointment_of(application, part):
    return application.appointments.kept().with_place().filter(part=part).first()


def let_go_of(application):
    """Places that went with the application and not by anybody's word, the newest first."""
    gone = application.appointments.filter(status=AppointmentStatus.CANCELLED, reason="")
    return gone.select_related("sitting").order_by("-pk")


def first_offering(application):
    first = application.choices.order_by("order").first()
    return first.offering_id if first else None


def with_places(sittings):
    """Each with the numbers `taken`, `awaited`, `came` and `absent`."""
    kept = Count("appointments", filter=Q(appointments__status__in=sorted(KEEPS_PLACE)))
    return sittings.annotate(
        taken=kept,
        awaited=Count("appointments", filter=Q(appointments__status__in=sorted(AWAITED))),
        came=Count("appointments", filter=Q(appointments__status=AppointmentStatus.CAME)),
        absent=Count("appointments", filter=Q(appointments__status=AppointmentStatus.ABSENT)),
    )


def to_choose_from(application, part):
    """Open sittings of that part with a place left, for this person's first choice, that one may still settle on."""
    mine = Q(offering=None) | Q(offering=first_offering(application))
    rows = with_places(Sitting.objects.filter(mine, wave=application.wave_id, part=part, is_open=True))
    rows = rows.filter(status=SittingStatus.PLANNED, starts_at__gt=timezone.now(), taken__lt=F("capacity"))
    return [one for one in rows.with_place().in_order() if change_until(one.starts_at) >= timezone.now()]


def parts_to_choose(application):
    """Parts without a time yet that this person may take now, the earliest first. Asks once or twice."""
    open_now = Sitting.objects.filter(wave=application.wave_id, is_open=True, status=SittingStatus.PLANNED)
    parts = open_now.filter(starts_at__gt=timezone.now()).order_by("starts_at").values_list("part", flat=True)
    wanted = list(dict.fromkeys(parts))
    if not wanted:
        return []
    had = set(application.appointments.kept().values_list("part", flat=True))
    return [part for part in wanted if part not in had and to_choose_from(application, part)]


def against_changing(appointment):
    """(code, sentence) of what keeps the person from changing it themselves, or None. Officers are not asked."""
    if appointment.status not in AWAITED:
        return "wrong_status", _("Jadwal ini tidak bisa diubah lagi.")
    if timezone.now() > change_until(appointment.sitting.starts_at):
        return "too_late", _("Jadwal bisa diubah sampai pukul 12.00 sehari sebelumnya. Hubungi balai.")
    if appointment.changes >= MOST_CHANGES:
        return "no_changes_left", _("Anda sudah %(count)d kali mengganti jadwal. Hubungi balai.") % {
            "count": MOST_CHANGES
        }
    return None


def without_appointment(wave, part, offering=None):
    """Verified applicants who have no place for that part yet, by registration number."""
    rows = Application.objects.filter(wave=wave, status=Status.VERIFIED)
    rows = rows.exclude(Exists(Appointment.objects.kept().filter(application=OuterRef("pk"), part=part)))
    if offering:
        rows = rows.filter(Exists(Choice.objects.filter(application=OuterRef("pk"), order=1, offering=offering)))
    return rows.select_related("trainee").order_by("number")


def in_order(applications, order):
    """By registration number, or by the first choice's program and then by number."""
    if order == "number":
        return applications.order_by("number")
    first = Choice.objects.filter(application=OuterRef("pk"), order=1)
    return applications.annotate(first_program=Subquery(first.values("offering__program__name")[:1])).order_by(
        "first_program", "number"
    )


def on_the_list(sitting):
    """Everybody with a place there, by the number of the place."""
    return sitting.appointments.kept().select_related("application__trainee").order_by("place_number")


def not_over():
    """Tests and interviews to which somebody can still come."""
    return Sitting.objects.filter(status=SittingStatus.PLANNED, ends_at__gt=timezone.now())


def against_missing(appointments, *, tests_go_on):
    """(code, sentence) of what keeps somebody from being counted as not having come, or None.

    Who came to all they were asked to has not missed anything; what is still to come cannot have been missed, nor can
    it by those who have not been asked yet while tests of their wave go on.
    """
    awaited = [one for one in appointments if one.status in AWAITED]
    statuses = {one.status for one in appointments}
    if AppointmentStatus.ABSENT in statuses:
        return None
    if any(one.sitting.ends_at > timezone.now() for one in awaited):
        return "not_over", _("Sesinya belum selesai.")
    if AppointmentStatus.CAME in statuses and not awaited:
        return "came", _("Orang ini tercatat hadir.")
    if tests_go_on and not statuses:
        return "not_asked", _("Orang ini belum punya jadwal, dan masih ada sesi yang belum selesai.")
    return None
