"""Where Meta knocks. No session, no person: the signature is the only credential."""

import json

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponse
from django.utils.crypto import constant_time_compare
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from notifications import webhooks

LARGEST = 2_000_000  # bytes; a thousand receipts, the most Meta puts together, are half a megabyte


@csrf_exempt
@login_not_required
@never_cache
@require_http_methods(["GET", "POST"])
def whatsapp(request):
    if not settings.WHATSAPP_TOKEN:
        raise Http404
    return _report(request) if request.method == "POST" else _challenge(request)


def _challenge(request):
    """Meta asks once whether this address is ours, with the words we gave it."""
    asked = request.GET
    known = constant_time_compare(asked.get("hub.verify_token", ""), settings.WHATSAPP_VERIFY_TOKEN)
    if asked.get("hub.mode") != "subscribe" or not known:
        return HttpResponse(status=403)
    return HttpResponse(asked.get("hub.challenge", "")[:200], content_type="text/plain")


def _report(request):
    if request.content_type != "application/json":
        return HttpResponse(status=415)
    if len(request.body) > LARGEST:
        return HttpResponse(status=413)
    if not webhooks.is_signed(request.body, request.headers.get("X-Hub-Signature-256", "")):
        return HttpResponse(status=403)
    try:
        report = json.loads(request.body)
    except ValueError:
        return HttpResponse(status=400)
    webhooks.take(report)
    return HttpResponse()
