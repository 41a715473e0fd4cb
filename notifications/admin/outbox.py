from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from centers.scoped import EVERYWHERE, ReadOnlyAdmin
from notifications.models import OutboxMessage


@admin.register(OutboxMessage)
class OutboxMessageAdmin(ReadOnlyAdmin):
    """What we told people, and whether it left. Looked at here, changed by nobody."""

    personal = True
    date_hierarchy = "created_at"
    list_display = ["created_at", "state", "kind", "to_address", "subject", "attempts", "last_error"]
    list_filter = ["state", "channel", "priority", "kind"]
    search_fields = ["to_address", "subject", "message_id"]
    fields = [
        ("state", "priority"),
        ("kind", "channel", "language"),
        ("to_address", "to_user"),
        "subject",
        "text",
        ("created_at", "not_before", "sent_at"),
        ("attempts", "last_error"),
        ("subject_type", "subject_id", "center_code"),
        "message_id",
    ]
    readonly_fields = ["text"]

    def get_queryset(self, request):
        rows = super().get_queryset(request).select_related("to_user")
        if request.actor.role in EVERYWHERE:
            return rows
        return rows.filter(center_code=request.actor.center_code).exclude(center_code="")

    @admin.display(description=_("isi"))
    def text(self, message):
        return _("Kode masuk tidak ditampilkan.") if message.is_secret else message.body
