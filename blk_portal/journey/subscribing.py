"""The calendar of one's days: its page, where the address is made and thrown away, and the address itself."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse, HttpResponseGone
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from blk_portal.journey.calendar import as_ics, entries_of
from enrollment import calendar_link
from enrollment.models import CalendarLink
from enrollment.transitions.calendars import make_calendar, stop_calendar
from enrollment.views.people import trainees_only
from trainees.transitions import of_account

ACTS = {
    "buat": (make_calendar, _("Tautan kalender siap. Tautan sebelumnya, bila ada, tidak berlaku lagi.")),
    "matikan": (stop_calendar, _("Tautan kalender sudah dimatikan.")),
}


@trainees_only
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def calendar(request):
    """A GET makes nothing: the address is there once its button was pressed."""
    act = ACTS.get(request.POST.get("langkah")) if request.method == "POST" else None
    if act:
        transition, said = act
        transition(of_account(request.user), by=request.actor)
        messages.success(request, str(said))
        return redirect("journey:calendar")
    link = CalendarLink.objects.filter(trainee__account=request.user).first()
    return render(request, "journey/calendar.html", {"link": link, **(_addresses(link) if link else {})})


def _addresses(link):
    path = reverse("journey:feed", args=[calendar_link.token_of(link)])
    address = f"{settings.SITE_URL}{path}"
    return {"address": address, "webcal": address.replace("https:", "webcal:").replace("http:", "webcal:")}


@login_not_required
@never_cache
@require_safe
def feed(request, token):
    """What a phone's calendar asks for every few hours, without a session. Thrown away, it is gone."""
    link = calendar_link.find(token)
    if link is None:
        return HttpResponseGone()
    account = link.trainee.account
    with translation.override(account.language if account else settings.LANGUAGE_CODE):
        body = as_ics(entries_of(link.trainee), now=timezone.now())
    response = HttpResponse(body, content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = 'inline; filename="jadwal.ics"'
    return response
