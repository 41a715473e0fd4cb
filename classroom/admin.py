from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from centers.scoped import ReadOnlyAdmin, ReadOnlyInline
from classroom.models import Mark, Sheet
from enrollment.admin.searching import WordSearch


class MarkInline(ReadOnlyInline):
    model = Mark
    fields = ["enrollment", "presence", "jp", "corrects", "reason", "marked_by", "marked_at"]
    readonly_fields = fields
    ordering = ["enrollment__trainee__full_name", "pk"]
    verbose_name_plural = _("kehadiran, koreksi termasuk")

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("enrollment__trainee", "enrollment__cohort", "marked_by")


@admin.register(Sheet)
class SheetAdmin(ReadOnlyAdmin):
    """Lists are written in the workshop; here they are read, corrections and reasons included."""

    center_path = "session__cohort__offering__wave__center"
    personal = True
    list_display = ["session", "marked_by", "marked_at", "locked_at"]
    list_filter = [("locked_at", admin.EmptyFieldListFilter)]
    list_select_related = ["session__cohort", "marked_by"]
    search_fields = ["session__cohort__name"]
    date_hierarchy = "session__date"
    inlines = [MarkInline]


@admin.register(Mark)
class MarkAdmin(WordSearch, ReadOnlyAdmin):
    to_person = "enrollment__trainee"
    center_path = "sheet__session__cohort__offering__wave__center"
    personal = True
    list_display = ["enrollment", "sheet", "presence", "jp", "reason", "marked_by"]
    list_filter = ["presence", ("corrects", admin.EmptyFieldListFilter)]
    list_select_related = ["enrollment__trainee", "enrollment__cohort", "sheet__session__cohort", "marked_by"]
    search_fields = ["sheet__session__cohort__name"]
    ordering = ["-marked_at", "-pk"]
