"""The trail. It stands on a lower floor than the role table, so its pages are registered here."""

from django.contrib import admin

from audit.models import AuditEntry, PurgeRecord, ViewLog
from centers.scoped import EVERYWHERE, ReadOnlyAdmin


class TraceAdmin(ReadOnlyAdmin):
    """The trail of one's own center: a value on the row, since the trail outlives everything it speaks of."""

    date_hierarchy = "at"
    list_select_related = ["user", "subject_type"]

    def get_queryset(self, request):
        rows = super().get_queryset(request)
        return rows if request.actor.role in EVERYWHERE else rows.filter(center_code=request.actor.center_code)


@admin.register(AuditEntry)
class AuditEntryAdmin(TraceAdmin):
    list_display = ["at", "user", "role", "action", "subject_type", "subject_id", "from_status", "to_status"]
    list_filter = ["role", "action"]
    search_fields = ["=request_id", "action"]


@admin.register(ViewLog)
class ViewLogAdmin(TraceAdmin):
    list_display = ["at", "user", "role", "page", "rows"]
    list_filter = ["role", "page"]
    search_fields = ["=request_id", "page"]


@admin.register(PurgeRecord)
class PurgeRecordAdmin(ReadOnlyAdmin):
    list_display = ["at", "rule", "rows", "user"]
    list_select_related = ["user"]
