"""Perjalanan saya: what became of my applications, and the one thing to do next."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from audit.moves import Refused
from blk_portal.journey.details import details, why_wait
from blk_portal.journey.story import loaded, stories
from blk_portal.journey.words import WITHDRAWING, WITHDRAWING_EARLY
from cohorts.selectors import current_announcements
from cohorts.workflow import CohortStatus
from enrollment import transitions, workflow
from enrollment.models import Application
from enrollment.views.people import trainees_only
from enrollment.workflow import Status


def _own(request):
    return loaded(Application.objects.of_account(request.user))


def _own_or_404(request, pk):
    found = _own(request).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


@trainees_only
@require_safe
def home(request):
    told = sorted(stories(list(_own(request))), key=lambda story: story.is_over)
    return render(request, "journey/home.html", {"stories": told, "announcements": current_announcements()[:3]})


@trainees_only
@require_safe
def application(request, pk):
    shown = _own_or_404(request, pk)
    [story] = stories([shown])
    context = {
        "application": shown,
        "story": story,
        "may_withdraw": _may_withdraw(shown),
        "why_wait": why_wait(shown),
        **details(shown, story.enrollment),
    }
    return render(request, "journey/application.html", context)


def _may_withdraw(shown):
    """Once the class has started, leaving it is settled with an officer."""
    if shown.status == Status.CONFIRMED:
        return bool(shown.seat and shown.seat.cohort.status == CohortStatus.PLANNED)
    return workflow.WITHDRAW.is_open_for(shown)


@trainees_only
@require_http_methods(["GET", "HEAD", "POST"])
def confirm(request, pk):
    """The link in the letter leads here; only the button acts, for mail scanners open links too."""
    shown = _own_or_404(request, pk)
    if request.method == "POST":
        return _act(request, shown, transitions.confirm, _("Daftar ulang berhasil. Sampai jumpa di kelas!"))
    if not workflow.CONFIRM.is_open_for(shown):
        return redirect(shown)
    return render(request, "journey/confirm.html", {"application": shown, "cohort": shown.seat.cohort})


@trainees_only
@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request, pk):
    shown = _own_or_404(request, pk)
    if request.method == "POST":
        return _act(request, shown, transitions.withdraw, _("Pengunduran diri Anda sudah tercatat."))
    if not _may_withdraw(shown):
        return redirect(shown)
    meaning = WITHDRAWING.get(shown.status, WITHDRAWING_EARLY)
    return render(request, "journey/withdraw.html", {"application": shown, "meaning": meaning})


def _act(request, shown, transition, said):
    """Pressed twice, or already so: the person reads where they stand, never an error page."""
    try:
        transition(shown, by=request.actor)
    except Refused as refusal:
        messages.error(request, refusal.message)
    else:
        messages.success(request, said)
    return redirect(shown)
