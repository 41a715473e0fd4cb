"""Perjalanan saya: what became of my applications, and the one thing to do next."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from audit.moves import Refused
from blk_portal.journey.details import details
from blk_portal.journey.letters import beside, letters_of
from blk_portal.journey.story import loaded, stories
from blk_portal.journey.words import WITHDRAWING, WITHDRAWING_EARLY
from cohorts.selectors import current_announcements
from cohorts.workflow import CohortStatus
from enrollment import transitions, workflow
from enrollment.models import Application
from enrollment.passes import qr_of
from enrollment.selectors.again import open_again, under_way
from enrollment.transitions.again import apply_again
from enrollment.views.people import trainees_only
from enrollment.workflow import AWAITED, Status


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
    told = stories(list(_own(request)))
    context = {
        "stories": [story for story in told if not story.is_over],
        "earlier": [story for story in told if story.is_over],
        "announcements": current_announcements()[:3],
    }
    return render(request, "journey/home.html", context)


@trainees_only
@require_safe
def application(request, pk):
    shown = _own_or_404(request, pk)
    [story] = stories([shown])
    letters = letters_of(shown, story.enrollment)
    context = {
        "application": shown,
        "story": story,
        "events": beside(story.events, letters),
        "letters": letters,
        "may_withdraw": _may_withdraw(shown),
        "passes": [(one, qr_of(one)) for one in story.appointments if _is_ahead(one)],
        "again": _again(shown) if story.is_over else [],
        **details(shown, story.enrollment),
    }
    return render(request, "journey/application.html", context)


def _is_ahead(appointment):
    return appointment.status in AWAITED and appointment.sitting.ends_at > timezone.now()


def _again(shown):
    """What could be applied for once more with one button; nothing while something else is under way."""
    return [] if under_way(shown.trainee) else open_again(shown)


@trainees_only
@require_safe
def letters(request, pk):
    """Everything that was written about it, whole."""
    shown = _own_or_404(request, pk)
    enrollment = getattr(shown, "enrollment", None)
    told = [letter for letter in letters_of(shown, enrollment)[::-1] if letter.body]
    return render(request, "journey/letters.html", {"application": shown, "letters": told})


@trainees_only
@require_POST
def again(request, pk):
    """Pressed twice: the draft is there already, and the second press leads to it as well."""
    try:
        draft = apply_again(_own_or_404(request, pk), by=request.actor)
    except Refused as refusal:
        messages.error(request, refusal.message)
        return redirect("catalogue" if refusal.code == "nothing_open" else "journey:home")
    messages.success(request, _("Draf baru siap. Data Anda sudah terisi; periksa dahulu, lalu kirim."))
    return redirect("application_check", draft.pk)


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
