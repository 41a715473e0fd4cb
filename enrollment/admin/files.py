"""Whose file it is, what is noted on it, and how far it came: acts and filters of the list of applications."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from centers.scoped import Act
from enrollment.forms_files import AssignForm, NoteTextForm
from enrollment.selectors import stages
from enrollment.selectors.officers import officers_of
from enrollment.transitions.files import assign, write_note
from enrollment.workflow import LIVE

MINE, NOBODYS = "saya", "belum-ada"
MOVES = {
    Act("assign", _("Tugaskan"), _("petugasnya disimpan"), lambda one: one.status in LIVE): (assign, AssignForm),
    Act("write_note", _("Tulis catatan"), _("catatan disimpan")): (write_note, NoteTextForm),
}


class OfficerFilter(admin.SimpleListFilter):
    title = _("petugas")
    parameter_name = "petugas"

    def lookups(self, request, model_admin):
        fixed = [(MINE, _("Saya sendiri")), (NOBODYS, _("Belum ada yang memegang"))]
        code = request.actor.center_code
        colleagues = officers_of(code).exclude(user=request.user) if code else []
        return fixed + [(str(one.user_id), str(one.user)) for one in colleagues]

    def queryset(self, request, rows):
        chosen = self.value()
        if chosen == MINE:
            return rows.filter(officer=request.user)
        if chosen == NOBODYS:
            return rows.filter(officer=None)
        return rows.filter(officer=chosen) if str(chosen).isdecimal() else rows


class StageFilter(admin.SimpleListFilter):
    """The same stages as in the funnel on the desk: the figure there and the list here are one question."""

    title = _("sejauh mana")
    parameter_name = "tahap"

    def lookups(self, request, model_admin):
        return [(name, words) for name, (words, _condition) in stages.STAGES.items()]

    def queryset(self, request, rows):
        return stages.at_stage(self.value(), rows) if self.value() in stages.STAGES else rows
