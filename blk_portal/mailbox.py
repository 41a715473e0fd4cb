"""The mailbox of a demonstration: what the portal wrote to whom, so that a newcomer can read their sign-up code."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404
from django.shortcuts import render
from django.views.decorators.http import require_safe

from notifications.models import OutboxMessage

SHOWN = 40


@login_not_required
@require_safe
def mailbox(request):
    if not settings.DEMONSTRATION:
        raise Http404
    address = request.GET.get("untuk", "").strip()
    messages = OutboxMessage.objects.filter(is_secret=False).order_by("-created_at", "-pk")
    if address:
        messages = messages.filter(to_address__icontains=address)
    return render(request, "demo/mailbox.html", {"letters": messages[:SHOWN], "address": address})
