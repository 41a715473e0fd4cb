"""The catalogue and the calendar. Waves, offerings and classes have their pages in `enrollment.admin`, since how full
they are and what starts them is decided there."""

from django.contrib import admin
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from centers.models import Role
from centers.scoped import EVERYWHERE, ReadOnlyInline, ScopedAdmin, ScopedTabularInline
from cohorts import transitions, workflow
from cohorts.forms import NoteForm
from cohorts.models import (
    Announcement,
    Booking,
    Faq,
    Funding,
    Holiday,
    Program,
    ProgramTopic,
    ProgramUnit,
    Resource,
    Session,
    Track,
    Unit,
)


class ProgramUnitInline(ScopedTabularInline):
    model = ProgramUnit
    autocomplete_fields = ["unit"]


class ProgramTopicInline(ScopedTabularInline):
    model = ProgramTopic


@admin.register(Track)
class TrackAdmin(ScopedAdmin):
    list_display = ["name", "code", "order"]
    fields = ["code", "name", "order"]


@admin.register(Unit)
class UnitAdmin(ScopedAdmin):
    list_display = ["code", "title", "standard"]
    search_fields = ["code", "title"]
    fields = ["code", "title", "standard"]


@admin.register(Program)
class ProgramAdmin(ScopedAdmin):
    list_display = ["name", "track", "jp", "education_min"]
    list_filter = ["track"]
    list_select_related = ["track", "education_min"]
    search_fields = ["name", "code"]
    fields = ["track", "code", "name", "jp", "summary", "education_min", "scheme"]
    inlines = [ProgramUnitInline, ProgramTopicInline]

    def notes(self, request, obj):
        if obj.units.exists():
            return []
        return [_("Program ini belum punya unit kompetensi: di akhir hanya hasil keseluruhan yang dicatat.")]


@admin.register(Funding)
class FundingAdmin(ScopedAdmin):
    list_display = ["name", "scope"]
    fields = ["code", "name", "scope"]


@admin.register(Resource)
class ResourceAdmin(ScopedAdmin):
    center_path = "center"
    list_display = ["name", "kind", "user"]
    list_filter = ["kind"]
    list_select_related = ["user", "center"]
    search_fields = ["name"]
    fields = ["center", "kind", "name", "user"]

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        field = super().formfield_for_foreignkey(db_field, request, **kwargs)
        if db_field.name == "user":
            field.queryset = field.queryset.filter(memberships__role=Role.INSTRUCTOR).distinct()
        return field


class BookingInline(ReadOnlyInline):
    model = Booking
    fields = ["resource", "when"]
    readonly_fields = ["when"]

    @admin.display(description=_("waktu"))
    def when(self, booking):
        begins, ends = (timezone.localtime(moment) for moment in (booking.period.lower, booking.period.upper))
        return f"{date_format(begins, 'j F Y, H.i')}–{date_format(ends, 'H.i')} WIB"


@admin.register(Session)
class SessionAdmin(ScopedAdmin):
    """One meeting. Its day and hours come from the timetable; what is taught then can be set right here."""

    center_path = "cohort__offering__wave__center"
    date_hierarchy = "date"
    list_display = ["date", "cohort", "starts_at", "ends_at", "jp", "unit", "topic", "status"]
    list_filter = ["status"]
    list_select_related = ["cohort", "unit", "topic"]
    search_fields = ["cohort__name"]
    fields = ["cohort", "status", "date", "starts_at", "ends_at", "jp", "unit", "topic"]
    readonly_fields = ["cohort", "status", "date", "starts_at", "ends_at", "jp"]
    inlines = [BookingInline]
    moves = {workflow.CANCEL_SESSION: (transitions.cancel_session, NoteForm)}

    def get_form(self, request, obj=None, **kwargs):
        form = super().get_form(request, obj, **kwargs)
        if obj and "unit" in form.base_fields:
            program = obj.cohort.offering.program
            form.base_fields["unit"].queryset = program.units.order_by("code")
            form.base_fields["topic"].queryset = program.topics.all()
        return form


@admin.register(Holiday)
class HolidayAdmin(ScopedAdmin):
    date_hierarchy = "date"
    list_display = ["date", "name"]
    search_fields = ["name"]
    fields = ["date", "name"]


@admin.register(Announcement)
class AnnouncementAdmin(ScopedAdmin):
    center_path = "center"
    date_hierarchy = "publish_at"
    list_display = ["title", "center", "publish_at", "hide_at"]
    list_select_related = ["center"]
    search_fields = ["title"]
    fields = ["center", "title", "body", "publish_at", "hide_at"]


@admin.register(Faq)
class FaqAdmin(ScopedAdmin):
    """A center answers for itself; what holds everywhere is for whoever is above all centers to say."""

    center_path = "center"
    list_display = ["question", "group", "language", "center", "order", "visible"]
    list_filter = ["group", "language", "visible"]
    list_select_related = ["center"]
    search_fields = ["question", "answer"]
    fields = ["center", "group", "language", "question", "answer", "order", "visible"]

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        field = super().formfield_for_foreignkey(db_field, request, **kwargs)
        if db_field.name == "center" and request.actor.role not in EVERYWHERE:
            field.required, field.help_text, field.empty_label = True, "", None
        return field
