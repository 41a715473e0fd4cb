"""Many times given out, many people marked absent: one after the other, each with its reason when it can't be."""

from datetime import timedelta

from django.db.models import F
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from audit.moves import Refused
from centers import roles
from cohorts.models import Wave
from enrollment.jobs import bring_back
from enrollment.models import Application, Appointment, Sitting
from enrollment.selectors.appointments import in_order, with_places, without_appointment
from enrollment.transitions import appointments
from enrollment.workflow import SittingStatus
from jobs.handlers import Done, Handler, Skipped

TRY_NEXT = {"full", "other_program", "over", "sitting_closed"}


class AssignAppointments(Handler):
    """Whoever has no time yet gets the earliest place that is for them."""

    undo_within = timedelta(minutes=10)
    undo_right = ("enrollment.sitting", "assign")

    def items(self):
        params = self.job.params
        waiting = without_appointment(Wave.objects.get(pk=params["wave"]), params["part"])
        return [(str(one.pk), f"{one.trainee} ({one.number})") for one in in_order(waiting, params["order"])]

    def perform(self, key):
        application = Application.objects.get(pk=key)
        for sitting in self._with_room():
            try:
                given = appointments.book(application, sitting, by=self.job.actor)
            except Refused as refusal:
                if refusal.code not in TRY_NEXT:
                    raise
            else:
                return Done(str(given.sitting))
        return Skipped("no_place", _("Tidak ada tempat kosong yang cocok."))

    def undo(self, key):
        given = Appointment.objects.awaited().filter(application=key, part=self.job.params["part"]).first()
        if given is None:
            return Skipped("gone", _("Jadwal itu sudah tidak ada."))
        appointments.take_back(given, by=self.job.actor)
        return Done()

    def _with_room(self):
        """The chosen ones; those that somebody has filled meanwhile are tried no more."""
        rows = with_places(Sitting.objects.filter(pk__in=self.job.params["sittings"], status=SittingStatus.PLANNED))
        return rows.filter(taken__lt=F("capacity"), ends_at__gt=timezone.now()).in_order()

    @classmethod
    def way_back(cls, job, actor):
        if not roles.may(actor, "enrollment.sitting", "view"):
            return None
        address = reverse("admin:enrollment_sitting_changelist")
        return f"{address}?wave__id__exact={job.params['wave']}", _("Sesi tes dan wawancara")


class InviteToChoose(Handler):
    """Whoever has no time yet reads a link by which they choose one themselves."""

    def items(self):
        params = self.job.params
        waiting = without_appointment(Wave.objects.get(pk=params["wave"]), params["part"]).order_by("number")
        return [(str(one.pk), f"{one.trainee} ({one.number})") for one in waiting]

    def perform(self, key):
        application = Application.objects.select_related("trainee__account", "wave__center").get(pk=key)
        appointments.invite(application, self.job.params["part"], by=self.job.actor)
        return Done()

    way_back = AssignAppointments.way_back


class MarkAbsent(Handler):
    """Who did not come to this sitting is out."""

    undo_within = timedelta(minutes=10)
    undo_right = ("enrollment.application", "undo_miss_test")

    def items(self):
        waiting = Appointment.objects.awaited().filter(sitting=self.job.params["sitting"])
        waiting = waiting.select_related("application__trainee").order_by("place_number")
        return [(str(one.pk), f"{one.application.trainee} ({one.application.number})") for one in waiting]

    def perform(self, key):
        appointments.mark_absent(Appointment.objects.get(pk=key), by=self.job.actor)
        return Done()

    def undo(self, key):
        return bring_back(self.job, key, Application.objects.get(appointments=key))

    @classmethod
    def way_back(cls, job, actor):
        if not roles.may(actor, "enrollment.sitting", "view"):
            return None
        sitting = Sitting.objects.filter(pk=job.params["sitting"]).first()
        return sitting and (reverse("admin:enrollment_sitting_change", args=[sitting.pk]), str(sitting))
