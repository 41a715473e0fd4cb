"""Tests and interviews: the sittings of a wave, who gets which time, and one person's time."""

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from centers import roles
from centers.scoped import Act, ReadOnlyAdmin, ScopedRelatedFilter
from cohorts.models import Wave
from enrollment import workflow
from enrollment.admin.attendance import AttendancePages
from enrollment.admin.searching import WordSearch
from enrollment.forms.sittings import AssignForm, MoveForm, RescheduleForm, TermsForm, with_room_left
from enrollment.forms_desk import ConfirmForm, InternalReasonForm, ReasonForm
from enrollment.models import Appointment, Score, Sitting
from enrollment.selectors.appointments import with_places, without_appointment
from enrollment.transitions import appointments, sittings
from enrollment.workflow import SittingStatus
from jobs import queue

INVITE = "undang"  # the button that lets them choose themselves


def _is_planned(sitting):
    return sitting.status == SittingStatus.PLANNED


def assign_url(wave_pk):
    return reverse("admin:enrollment_sitting_assign", args=[wave_pk])


@admin.register(Sitting)
class SittingAdmin(AttendancePages, ReadOnlyAdmin):
    center_path = "wave__center"
    date_hierarchy = "starts_at"
    list_display = ["__str__", "where", "wave", "program", "places", "attendance", "status"]
    list_filter = ["part", "status", ("wave", ScopedRelatedFilter)]
    list_select_related = ["wave", "room", "offering__program"]
    fields = ["wave", "part", "program", "status", "starts_at", "ends_at", "where", "places", "bring", "is_open"]
    readonly_fields = ["status", "where", "program", "places"]
    moves = {
        workflow.CLOSE_SITTING: (sittings.close_sitting, ConfirmForm),
        Act("terms", gettext_lazy("Ubah tempat dan keterangan"), gettext_lazy("keterangan diubah"), _is_planned): (
            sittings.change_terms,
            TermsForm,
        ),
        Act("reschedule", gettext_lazy("Pindahkan waktu atau ruang"), gettext_lazy("dipindahkan"), _is_planned): (
            sittings.reschedule,
            RescheduleForm,
        ),
        workflow.CANCEL_SITTING: (sittings.cancel_sitting, ReasonForm),
    }

    def get_queryset(self, request):
        return with_places(super().get_queryset(request))

    @admin.display(description=gettext_lazy("tempat"))
    def where(self, sitting):
        return sitting.where

    @admin.display(description=gettext_lazy("hanya untuk pilihan pertama"))
    def program(self, sitting):
        return sitting.offering.program if sitting.offering else None

    @admin.display(description=gettext_lazy("terisi"))
    def places(self, sitting):
        return f"{sitting.taken}/{sitting.capacity}"

    @admin.display(description=gettext_lazy("hadir"))
    def attendance(self, sitting):
        return _("%(came)d hadir, %(absent)d tidak") % {"came": sitting.came, "absent": sitting.absent}

    def links(self, request, obj):
        more = [(reverse("admin:wave_control", args=[obj.wave_id]), _("Kendali gelombang"))]
        if roles.may(request.actor, "enrollment.application", "score"):
            marks = reverse("admin:enrollment_application_scores", args=[obj.wave_id])
            more = [(marks, _("Isi nilai")), *more]
        if roles.may(request.actor, "enrollment.sitting", "assign"):
            more = [(assign_url(obj.wave_id), _("Bagikan jadwal")), *more]
        return super().links(request, obj) + more

    def notes(self, request, obj):
        if not obj.taken:
            return []
        words = _("%(came)d hadir, %(absent)d tidak hadir, %(awaited)d belum dicatat.")
        return [words % {"came": obj.came, "absent": obj.absent, "awaited": obj.awaited}]

    # --- giving out times ---

    def get_urls(self):
        view = self.admin_site.admin_view(self.assign_view)
        return [path("bagikan/<int:wave>/", view, name="enrollment_sitting_assign"), *super().get_urls()]

    def assign_view(self, request, wave):
        """How many wait and how many places there are, then one yes; a job gives them out."""
        if not roles.may(request.actor, "enrollment.sitting", "assign"):
            raise PermissionDenied
        wave = get_object_or_404(self.admin_site._registry[Wave].get_queryset(request), pk=wave)
        form = AssignForm(request.POST if request.method == "POST" else None, initial={"part": Score.Part.TEST})
        standing = [self._standing(wave, part) for part in Score.Part]
        if form.is_bound and form.is_valid():
            act = self._invite if INVITE in request.POST else self._assign
            started = act(request, wave, form, {one["part"]: one for one in standing})
            if started:
                return redirect(started)
        context = {
            **self.admin_site.each_context(request),
            "title": _("Bagikan jadwal"),
            "opts": self.opts,
            "wave": wave,
            "form": form,
            "standing": standing,
            "planning": reverse("admin:cohorts_wave_move", args=[wave.pk, "plan_sittings"]),
        }
        return TemplateResponse(request, "admin/sitting_assign.html", context)

    def _standing(self, wave, part):
        rows = list(with_room_left(wave=wave, part=part))
        return {
            "part": part,
            "waiting": without_appointment(wave, part).count(),
            "free": sum(one.capacity - one.taken for one in rows),
            "open": sum(one.capacity - one.taken for one in rows if one.is_open),
            "sittings": [one.pk for one in rows],
        }

    def _invite(self, request, wave, form, standing):
        """They choose themselves: each gets a link to the open sittings."""
        part = form.cleaned_data["part"]
        there = standing[part]
        if not there["waiting"] or not there["open"]:
            form.add_error("part", _("Tidak ada yang menunggu jadwal, atau tidak ada sesi terbuka untuk dipilih."))
            return None
        values = {"part": Score.Part(part).label, "wave": wave, "count": there["waiting"]}
        title = _("Undang memilih jadwal %(part)s %(wave)s: %(count)d orang") % values
        params, key = {"wave": wave.pk, "part": part}, f"invite_to_choose:{wave.pk}:{part}"
        return queue.start("invite_to_choose", title=title, params=params, by=request.actor, dedupe_key=key)

    def _assign(self, request, wave, form, standing):
        part = form.cleaned_data["part"]
        there = standing[part]
        if not there["waiting"] or not there["sittings"]:
            form.add_error("part", _("Tidak ada yang menunggu jadwal, atau tidak ada tempat kosong."))
            return None
        values = {"part": Score.Part(part).label, "wave": wave, "count": there["waiting"]}
        title = _("Bagikan jadwal %(part)s %(wave)s: %(count)d orang") % values
        params = {"wave": wave.pk, "sittings": there["sittings"], **form.cleaned_data}
        key = f"assign_appointments:{wave.pk}:{part}"
        return queue.start("assign_appointments", title=title, params=params, by=request.actor, dedupe_key=key)


@admin.register(Appointment)
class AppointmentAdmin(WordSearch, ReadOnlyAdmin):
    personal = True
    to_person = "application__trainee"
    center_path = "sitting__wave__center"
    locks_first = "application"
    list_display = ["trainee", "number", "sitting", "place_number", "status"]
    list_filter = ["status", "part", ("sitting__wave", ScopedRelatedFilter)]
    list_select_related = ["application__trainee", "sitting"]
    search_fields = ["application__number"]
    fields = ["trainee", "application", "sitting", "place_number", "status", "accepted_at", "came_at", "checked_in_by"]
    readonly_fields = ["trainee", "place_number", "status", "accepted_at", "came_at"]
    moves = {
        workflow.CHECK_IN: (appointments.check_in, ConfirmForm),
        workflow.MOVE_APPOINTMENT: (appointments.move_to, MoveForm),
        workflow.UNDO_CHECK_IN: (appointments.undo_check_in, InternalReasonForm),
        workflow.CANCEL_APPOINTMENT: (appointments.cancel, ReasonForm),
    }

    @admin.display(description=gettext_lazy("peserta"), ordering="application__trainee__full_name")
    def trainee(self, appointment):
        return appointment.application.trainee

    @admin.display(description=gettext_lazy("nomor pendaftaran"), ordering="application__number")
    def number(self, appointment):
        return appointment.application.number

    def links(self, request, obj):
        return [(reverse("admin:enrollment_sitting_attendance", args=[obj.sitting_id]), obj.sitting)]

    def after_move(self, request, obj, move):
        return reverse("admin:enrollment_sitting_attendance", args=[obj.sitting_id])
