"""At the door: who is here, by a tap or by the code on their phone; the list on paper; and who did not come."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from audit import trail
from audit.moves import Refused
from centers import roles
from enrollment import passes, sign_in_sheet
from enrollment.rules.names import file_name
from enrollment.selectors.appointments import on_the_list
from enrollment.transitions import appointments
from enrollment.workflow import AWAITED, AppointmentStatus, SittingStatus
from jobs import queue

APPOINTMENT = "enrollment.appointment"


class AttendancePages:
    """For SittingAdmin."""

    def get_urls(self):
        own = [
            ("<int:pk>/hadir/", self.attendance_view, "attendance"),
            ("<int:pk>/daftar-hadir.pdf", self.sheet_view, "sheet"),
            ("<int:pk>/tidak-hadir/", self.absent_view, "absent"),
            ("pindai/<str:token>/", self.pass_view, "pass"),
        ]
        seen_by = self.admin_site.admin_view
        pages = [path(at, seen_by(view), name=f"enrollment_sitting_{name}") for at, view, name in own]
        return pages + super().get_urls()

    def _sitting(self, request, pk):
        if not self.has_view_permission(request):
            raise PermissionDenied
        sitting = self.get_object(request, str(pk))
        if sitting is None:
            raise Http404
        return sitting

    def _page(self, request, template, sitting, **context):
        shared = {**self.admin_site.each_context(request), "opts": self.opts, "sitting": sitting}
        return TemplateResponse(request, template, {**shared, **context})

    # --- the list on a phone ---

    def attendance_view(self, request, pk):
        """One tap a person; a wrong one is taken back on the person's own page, with a reason."""
        sitting = self._sitting(request, pk)
        if request.method == "POST":
            return self._tick(request, sitting)
        people = sorted(on_the_list(sitting), key=lambda one: one.application.trainee.full_name.casefold())
        trail.viewed("admin:enrollment.sitting:attendance", by=request.actor, subjects=[p.application for p in people])
        return self._page(
            request,
            "admin/sitting_attendance.html",
            sitting,
            title=_("Catat kehadiran"),
            people=people,
            came=sum(one.status == AppointmentStatus.CAME for one in people),
            waiting=sum(one.status in AWAITED for one in people),
            may_tick=roles.may(request.actor, APPOINTMENT, "check_in") and sitting.status == SittingStatus.PLANNED,
            may_miss=roles.may(request.actor, "enrollment.application", "miss_test"),
            may_undo=roles.may(request.actor, APPOINTMENT, "undo_check_in"),
            is_over=sitting.ends_at <= timezone.now(),
        )

    def _tick(self, request, sitting):
        if not roles.may(request.actor, APPOINTMENT, "check_in"):
            raise PermissionDenied
        pk = request.POST.get("hadir", "")
        appointment = get_object_or_404(sitting.appointments, pk=pk if pk.isdecimal() else 0)
        self._check_in(request, appointment)
        return redirect(f"{request.path}#orang-{appointment.pk}")

    def _check_in(self, request, appointment):
        """Ticked twice by two officers is ticked once: no error is shown for it."""
        try:
            appointments.check_in(appointment, by=request.actor)
        except Refused as refusal:
            if appointment.status != AppointmentStatus.CAME:
                messages.error(request, refusal.message)

    # --- the code on their phone ---

    def pass_view(self, request, token):
        """Whose code this is, and one large button. Opening it has ticked nobody yet."""
        if not roles.may(request.actor, APPOINTMENT, "check_in"):
            raise PermissionDenied
        appointment = passes.appointment_of(token)
        if appointment is None or self.get_object(request, str(appointment.sitting_id)) is None:
            raise Http404
        if request.method == "POST":
            self._check_in(request, appointment)
            return redirect(request.path)
        trail.viewed("admin:enrollment.sitting:pass", by=request.actor, subjects=[appointment.application])
        today = timezone.localdate(appointment.sitting.starts_at) == timezone.localdate()
        return self._page(
            request,
            "admin/sitting_pass.html",
            appointment.sitting,
            title=appointment.application.trainee.full_name,
            appointment=appointment,
            is_today=today,
            is_awaited=appointment.status in AWAITED,
            is_here=appointment.status == AppointmentStatus.CAME,
        )

    # --- the list on paper ---

    def sheet_view(self, request, pk):
        sitting = self._sitting(request, pk)
        people = list(on_the_list(sitting))
        trail.viewed("admin:enrollment.sitting:sheet", by=request.actor, subjects=[one.application for one in people])
        name = file_name("daftar-hadir", sitting.get_part_display(), sitting.starts_at)
        return HttpResponse(
            sign_in_sheet.pdf(sitting, people),
            content_type="application/pdf",
            headers={"Content-Disposition": f'attachment; filename="{name}.pdf"'},
        )

    # --- who did not come ---

    def absent_view(self, request, pk):
        """Everybody still awaited, by name, before anybody is out; a job does it one by one."""
        if not roles.may(request.actor, "enrollment.application", "miss_test"):
            raise PermissionDenied
        sitting = self._sitting(request, pk)
        people = [one for one in on_the_list(sitting) if one.status in AWAITED]
        against = "" if sitting.ends_at <= timezone.now() else _("Sesi ini belum selesai.")
        if request.method == "POST" and people and not against:
            return redirect(self._start_marking(request, sitting, len(people)))
        trail.viewed("admin:enrollment.sitting:absent", by=request.actor, subjects=[one.application for one in people])
        title = _("Tandai tidak hadir")
        return self._page(request, "admin/sitting_absent.html", sitting, title=title, people=people, against=against)

    def _start_marking(self, request, sitting, count):
        title = _("Tidak hadir: %(sitting)s, %(count)d orang") % {"sitting": sitting, "count": count}
        params, key = {"sitting": sitting.pk}, f"mark_absent:{sitting.pk}"
        return queue.start("mark_absent", title=title, params=params, by=request.actor, dedupe_key=key)

    def links(self, request, obj):
        there = [
            (reverse("admin:enrollment_sitting_attendance", args=[obj.pk]), _("Catat kehadiran")),
            (reverse("admin:enrollment_sitting_sheet", args=[obj.pk]), _("Daftar hadir (PDF)")),
        ]
        return there + super().links(request, obj)
