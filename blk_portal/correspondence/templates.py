"""WhatsApp's templates by buttons: Meta is asked by the worker, since a page never waits for another computer."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from blk_portal.desk_page import allow
from centers import roles
from jobs import queue
from jobs.handlers import Done, Handler, Skipped
from notifications import approvals, channels
from notifications.models import WhatsAppTemplate
from notifications.workflow import Channel

WHAT = "notifications.whatsapptemplate"
WORK = {  # the button → (the long work, its title)
    "ajukan": ("submit_whatsapp_templates", gettext_lazy("Mengajukan teks WhatsApp")),
    "tanyakan": ("sync_whatsapp_templates", gettext_lazy("Menanyakan persetujuan teks WhatsApp")),
}


@require_POST
def act(request, name):
    allow(request, WHAT, "submit")
    if name == "siapkan":
        made = len(approvals.draft())
        messages.success(request, _("%(number)d teks disiapkan.") % {"number": made})
        return redirect("admin:channels")
    if name not in WORK:
        raise Http404
    if not channels.is_configured(Channel.WHATSAPP):
        messages.warning(request, _("Saluran ini belum dipasang."))
        return redirect("admin:channels")
    kind, title = WORK[name]
    return redirect(queue.start(kind, title=str(title), params={}, by=request.actor, dedupe_key=kind))


class OfTemplates(Handler):
    @classmethod
    def way_back(cls, job, actor):
        return (reverse("admin:channels"), _("Saluran pesan")) if roles.may(actor, "page", "channels") else None


class SubmitTemplates(OfTemplates):
    """Each draft is an item. One that Meta already has, after a crash, is refused by it and found by the next sync."""

    def items(self):
        return [(str(one.pk), f"{one.name} ({one.language})") for one in approvals.drafts()]

    def perform(self, key):
        answer = approvals.submit_one(WhatsAppTemplate.objects.get(pk=key))
        return Done() if answer == approvals.SUBMITTED else Skipped("refused_by_meta", answer)


class SyncTemplates(OfTemplates):
    def items(self):
        return [("all", _("Semua teks WhatsApp"))]

    def perform(self, key):
        approvals.sync()
        return Done()
