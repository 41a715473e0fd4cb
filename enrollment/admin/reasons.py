"""The reasons behind the keys 1 to 4 of the document queue, in the words an applicant will read."""

from django.contrib import admin
from django.db.models import Q

from centers.scoped import EVERYWHERE, ScopedAdmin
from enrollment.models import PaperReason


@admin.register(PaperReason)
class PaperReasonAdmin(ScopedAdmin):
    """A center words its own, which go before those of all; those of all are for whoever is above all centers."""

    list_display = ["label", "key", "kind", "text", "state", "center"]
    list_filter = ["key", "kind"]
    list_select_related = ["kind", "center"]
    search_fields = ["label", "text"]
    fields = ["center", "kind", "key", "label", "text", "text_en", "state"]

    def get_queryset(self, request):
        rows = super().get_queryset(request)
        if request.actor.role in EVERYWHERE:
            return rows
        return rows.filter(Q(center=None) | Q(center__code=request.actor.center_code))

    def has_change_permission(self, request, obj=None):
        return super().has_change_permission(request, obj) and self._is_theirs(request, obj)

    def has_delete_permission(self, request, obj=None):
        return super().has_delete_permission(request, obj) and self._is_theirs(request, obj)

    def _is_theirs(self, request, obj):
        return obj is None or obj.center_id is not None or request.actor.role in EVERYWHERE

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        field = super().formfield_for_foreignkey(db_field, request, **kwargs)
        if db_field.name == "center" and request.actor.role not in EVERYWHERE:
            field.required, field.help_text, field.empty_label = True, "", None
        return field
