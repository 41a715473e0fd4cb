from django.contrib import admin
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from centers.scoped import EVERYWHERE, ReadOnlyAdmin
from notifications import wording
from notifications.events import catalogue
from notifications.letters import Letter, undelivered
from notifications.models import OutboxMessage


class UndeliveredFilter(admin.SimpleListFilter):
    """The same question as the figure on the desk."""

    title = _("antrean")
    parameter_name = "antrean"

    def lookups(self, request, model_admin):
        return [("tidak-sampai", _("Tidak sampai, dan tidak ada penggantinya"))]

    def queryset(self, request, rows):
        return undelivered(rows) if self.value() == "tidak-sampai" else rows


class EventFilter(admin.SimpleListFilter):
    """By the words of the catalogue; asking the table which kinds it holds would read all of it."""

    title = _("peristiwa")
    parameter_name = "peristiwa"

    def lookups(self, request, model_admin):
        return [(kind, event.title) for kind, event in catalogue().items()]

    def queryset(self, request, rows):
        return rows.filter(kind=self.value()) if self.value() in catalogue() else rows


@admin.register(OutboxMessage)
class OutboxMessageAdmin(ReadOnlyAdmin):
    """What we told people, and whether it left. Looked at here, changed by nobody."""

    personal = True
    list_display = ["created_at", "outcome", "event", "whereto", "why"]
    list_filter = [UndeliveredFilter, "state", "channel", EventFilter, "created_at"]
    search_fields = ["to_address", "subject", "message_id"]
    fields = [
        ("state", "priority"),
        ("event", "channel", "language"),
        ("to_address", "to_user"),
        "subject",
        "text",
        ("created_at", "not_before", "sent_at"),
        ("delivered_at", "read_at"),
        ("attempts", "why", "last_error"),
        ("subject_type", "subject_id", "center_code"),
        "message_id",
    ]
    readonly_fields = ["text", "event", "why"]

    def get_queryset(self, request):
        rows = super().get_queryset(request).select_related("to_user")
        if request.actor.role in EVERYWHERE:
            return rows
        return rows.filter(center_code=request.actor.center_code).exclude(center_code="")

    @admin.display(description=_("isi"))
    def text(self, message):
        return _("Kode masuk tidak ditampilkan.") if message.is_secret else message.body

    @admin.display(description=_("keadaan"), ordering="state")
    def outcome(self, message):
        return wording.state(message)

    @admin.display(description=_("peristiwa"), ordering="kind")
    def event(self, message):
        known = catalogue().get(message.kind)
        return known.title if known else message.kind

    @admin.display(description=_("tujuan"), ordering="to_address")
    def whereto(self, message):
        return format_html("{}<br>{}", message.to_address or "–", message.get_channel_display())

    @admin.display(description=_("sebab"))
    def why(self, message):
        return wording.reason(message) or "–"

    def links(self, request, message):
        """An officer tries it once more; the page that asks is a floor above, for it knows the person."""
        if not (self.may(request, "resend") and Letter(message).may_be_resent):
            return []
        return [(reverse("admin:message_resend", args=[message.pk]), _("Kirim ulang"))]
