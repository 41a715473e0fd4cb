"""How messages leave: each channel, whether it is set up and how it fares, and a button to try it."""

from django.contrib import messages
from django.db.models import Max
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from audit.moves import Refused
from blk_portal.correspondence import templates, trying
from blk_portal.desk_page import allow, page
from centers import roles
from notifications import letters
from notifications.channels import health
from notifications.events import catalogue
from notifications.models import LANGUAGES, OutboxMessage, WhatsAppTemplate
from notifications.workflow import WITH_ERROR, Channel


@require_http_methods(["GET", "HEAD", "POST"])
def channels(request):
    allow(request, "page", "channels")
    if request.method == "POST":
        _try(request)
        return redirect("admin:channels")
    context = {
        "fares": [(fare, Channel(fare.channel).label, _last_failure(fare.channel)) for fare in health.of_each()],
        "tests": [letters.Letter(row) for row in trying.recent(request.user)],
        "templates": _templates(),
        "languages": LANGUAGES,
        "may_change": roles.may(request.actor, templates.WHAT, "change"),
        "may_submit": roles.may(request.actor, templates.WHAT, "submit"),
    }
    return page(request, "admin/correspondence/channels.html", _("Saluran pesan"), **context)


def _try(request):
    try:
        trying.send_test(request.POST.get("channel", ""), by=request.actor)
    except Refused as refusal:
        messages.warning(request, refusal.message)
    else:
        messages.success(request, _("Pesan percobaan ditulis. Muat ulang halaman ini untuk melihat hasilnya."))


def _last_failure(channel):
    """The newest that went wrong, in words; None if nothing ever did."""
    newest = OutboxMessage.objects.filter(channel=channel, state__in=sorted(WITH_ERROR)).aggregate(pk=Max("pk"))["pk"]
    return letters.Letter(OutboxMessage.objects.get(pk=newest)) if newest else None


def _templates():
    """(event, [template or None for each language])."""
    there = {(row.kind, row.language): row for row in WhatsAppTemplate.objects.order_by("pk")}
    return [
        (event, [(name, there.get((event.kind, code))) for code, name in LANGUAGES]) for event in catalogue().values()
    ]
