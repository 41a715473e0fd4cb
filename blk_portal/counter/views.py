"""The counter's own pages: begin with somebody, see how far it has come, print the slip, call the next person."""

from datetime import timedelta

import segno
from django.conf import settings
from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts import limits
from audit import trail
from audit.moves import Refused
from blk_portal.counter import pages, slips
from blk_portal.counter.forms import CardForm, EntryForm, open_offerings
from blk_portal.desk_page import allow
from blk_portal.journey.next_step import next_step
from enrollment import selectors
from enrollment.models import Application
from enrollment.transitions import counter
from enrollment.workflow import Status
from trainees import identity

NUMBERS_AN_HOUR = 120  # that one officer may look up: nobody stands at a counter more often
CARDS_A_DAY, A_DAY = 6, timedelta(days=1)  # tries of name and birth date for one number, whoever types
ASKS_CARD = frozenset({"known_elsewhere", "other_card", "unread_card"})
SHOWN = 50


def urls(guard):
    """For PortalAdminSite.get_urls; `guard` is its admin_view."""
    return [
        path("loket/", guard(begin), name="counter"),
        path("loket/daftar/", guard(entries), name="counter_entries"),
        path("loket/<int:pk>/", guard(entry), name="counter_entry"),
        path("loket/<int:pk>/lanjut/", guard(go_on), name="counter_go_on"),
        path("loket/<int:pk>/periksa/", guard(pages.check), name="counter_check"),
        path("loket/<int:pk>/hapus/", guard(abandon), name="counter_abandon"),
        path("loket/<int:pk>/slip/", guard(slip), name="counter_slip"),
        path("loket/<int:pk>/surat-wali/", guard(pages.letter), name="counter_letter"),
        path("loket/<int:pk>/wali/kirim/", guard(pages.ask), name="counter_ask"),
        path("loket/<int:pk>/<slug:slug>/", guard(pages.step), name="counter_step"),
    ]


# --- begin ---


@never_cache
@require_http_methods(pages.FORM)
def begin(request):
    """The number stands in no address: whoever is known by it is shown in the answer to the POST.

    Nobody else stands on this page: the next person may be looking at it already.
    """
    allow(request, "page", "counter")
    offerings = open_offerings(request.actor.center_code)
    form = EntryForm(request.POST if request.method == "POST" else None, offerings=offerings)
    found = {"known": None, "card": None}
    if form.is_bound and form.is_valid():
        limits.hit("counter_nik", request.user.pk, NUMBERS_AN_HOUR, limits.HOUR)
        card = _card(request, form)
        try:
            application = _enter(request, form, card)
        except Refused as refusal:
            found |= _refused(request, form, card, refusal)
        else:
            application.ways = pages.COUNTER
            return redirect(pages.way_on(application))
    return render(request, "counter/begin.html", {"form": form, **found})


def _card(request, form):
    """What was typed from the card, if that was asked for: counted, so that nobody tries names and dates."""
    if form.decision != form.SAME or "full_name" not in request.POST:
        return None
    limits.hit("counter_card", form.cleaned_data["nik"], CARDS_A_DAY, A_DAY)
    return CardForm(request.POST)


def _enter(request, form, card):
    if card is not None and not card.is_valid():
        raise Refused("unread_card", _("Salin nama dan tanggal lahir dari kartunya."))
    proof = card.card if card else None
    return counter.enter(**form.cleaned_data, by=request.actor, decision=form.decision, card=proof)


def _refused(request, form, card, refusal):
    """What the officer has to look at of the person the number belongs to, or the sentence at the form."""
    if refusal.code == "known":
        return {"known": _known(request, form)}
    if refusal.code in ASKS_CARD:
        card = card or CardForm()
        if refusal.code == "other_card":
            card.add_error(None, refusal.message)
        return {"card": card}
    form.add_error(None, refusal.message)
    return {}


def _known(request, form):
    trainee = identity.holder_of(form.cleaned_data["nik"])
    trail.viewed("admin:counter", by=request.actor, subjects=[trainee])
    center = form.cleaned_data["offering"].wave.center
    here = Application.objects.known_to_the_desk().filter(trainee=trainee, wave__center=center)
    return {
        "trainee": trainee,
        "applications": list(here.select_related("wave").order_by("-pk")[:5]),
    }


# --- those who were here ---


@never_cache
@require_safe
def entries(request):
    """What the counter has entered lately: unfinished first, then the newest."""
    allow(request, "page", "counter")
    rows = pages.entries(request.actor).select_related("trainee", "wave", "entered_by")
    unsent = list(rows.filter(status=Status.DRAFT).order_by("-entered_at", "-pk")[:SHOWN])
    sent = list(rows.exclude(status=Status.DRAFT).order_by("-entered_at", "-pk")[:SHOWN])
    trail.viewed("admin:counter", by=request.actor, subjects=[one.trainee for one in unsent + sent])
    return render(request, "counter/entries.html", {"unsent": unsent, "sent": sent})


@never_cache
@require_safe
def go_on(request, pk):
    return redirect(pages.way_on(pages.entry(request, pk)))


@require_http_methods(pages.FORM)
def abandon(request, pk):
    application = pages.entry(request, pk)
    if request.method != "POST":
        return render(request, "counter/abandon.html", {"application": application})
    try:
        counter.abandon(application, by=request.actor)
    except Refused as refusal:
        messages.error(request, refusal.message)
        return redirect("admin:counter_entry", pk)
    messages.success(request, _("Draf dihapus."))
    return redirect("admin:counter")


# --- how far it has come, and the paper ---


@never_cache
@require_safe
def entry(request, pk):
    application = pages.entry(request, pk)
    return render(request, "counter/entry.html", _story_of(application))


def _story_of(application):
    is_draft = application.status == Status.DRAFT
    return {
        "application": application,
        "trainee": application.trainee,
        "choices": selectors.choices_of(application),
        "step": next_step(application),
        "lacking": selectors.missing(application, timezone.localdate()) if is_draft else [],
        "needs_code": slips.needs_code(application.trainee),
        "slip": getattr(application.trainee, "slip", None),
    }


@never_cache
@require_POST
def slip(request, pk):
    """The code stands on this answer and nowhere else; asking again makes a new one and voids this."""
    application = pages.entry(request, pk)
    trainee, code = application.trainee, ""
    trail.viewed("admin:counter", by=request.actor, subjects=[trainee])
    if slips.needs_code(trainee):
        try:
            code = slips.give(application, by=request.actor)
        except Refused as refusal:
            messages.error(request, refusal.message)
            return redirect("admin:counter_entry", pk)
    link = f"{settings.SITE_URL}{reverse('slip_code', args=[code]) if code else reverse('account_login')}"
    more = {"code": code, "qr": _drawn(link), "address": f"{settings.SITE_URL}{reverse('slip')}", "link": link}
    return render(request, "counter/slip.html", _story_of(application) | more)


def _drawn(link):
    """Black on white, also in the dark: a camera has to read it."""
    return segno.make(link, error="m", micro=False).svg_data_uri(scale=4, border=2, light="#fff")
