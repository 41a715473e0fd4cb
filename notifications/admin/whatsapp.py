"""WhatsApp's templates: under which name Meta knows each text, and in what order its gaps are filled."""

from django.contrib import admin
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from centers.scoped import ScopedAdmin
from notifications import texts
from notifications.forms import WhatsAppTemplateForm
from notifications.models import WhatsAppTemplate
from notifications.workflow import Channel


@admin.register(WhatsAppTemplate)
class WhatsAppTemplateAdmin(ScopedAdmin):
    """Reached from the page of the channels, which tells how each of them fares."""

    form = WhatsAppTemplateForm
    list_display = ["name", "kind", "language", "approval", "checked_at"]
    list_filter = ["approval", "language"]
    search_fields = ["name", "kind"]
    fields = ["name", "parameters", "kind", "language", "short", "approval", "checked_at"]
    readonly_fields = ["kind", "language", "short", "approval", "checked_at"]

    def has_module_permission(self, request):
        return False

    def links(self, request, obj):
        return [(reverse("admin:channels"), _("Saluran pesan"))]

    def save_model(self, request, obj, form, change):
        """Another name or order is another template: nothing is sent by it before Meta was asked."""
        if form.changed_data:
            obj.approval, obj.checked_at = WhatsAppTemplate.Approval.DRAFT, None
        super().save_model(request, obj, form, change)

    @admin.display(description=_("teks yang diajukan"))
    def short(self, template):
        if not texts.is_known(template.kind):
            return "–"
        return texts.standard(template.kind, Channel.WHATSAPP, template.language).body
