"""Ingatkan saya: asked for from a button, confirmed by a link, given up by the same link."""

from datetime import timedelta

from django.contrib.auth.decorators import login_not_required
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts import limits
from enrollment import reminder_link
from enrollment.forms.reminders import MatterForm, ReminderForm
from enrollment.transitions import reminders

FROM_ONE_ADDRESS, TO_ONE_CONTACT = 20, 3
DAY = timedelta(days=1)
GONE = 410


@csrf_exempt
@login_not_required
@never_cache
@require_POST
def remind(request):
    """The button brings what it is of; the page asks for an address; the same answer whatever is known of it.

    The button carries no token, for it stands on pages that are the same for everybody, and does nothing but open
    this one. What this one sends carries it.
    """
    matter = MatterForm(request.POST)
    if not matter.is_valid():
        raise Http404
    offering = matter.cleaned_data["offering"]
    if "contact" in request.POST:
        return _ask(request, offering)
    form = ReminderForm(initial=matter.data.dict())
    return render(request, "enrollment/remind.html", {"form": form, "offering": offering})


@csrf_protect
def _ask(request, offering):
    form = ReminderForm(request.POST)
    if form.is_valid() and _asked(request, form):
        return redirect("reminder_asked")
    return render(request, "enrollment/remind.html", {"form": form, "offering": offering})


def _asked(request, form):
    """Too many from one visitor is said; too many to one address is not, for that would tell of the address."""
    given = form.cleaned_data
    try:
        limits.hit("reminder", limits.address(request), FROM_ONE_ADDRESS, DAY)
    except limits.TooMany as problem:
        form.add_error(None, problem.sentence)
        return False
    try:
        limits.hit("reminder_to", form.reach["email"] or form.reach["phone"], TO_ONE_CONTACT, DAY)
    except limits.TooMany:
        return True
    reminders.ask_reminder(
        kind=given["kind"],
        offering=given["offering"],
        from_on=given["from_on"],
        language=get_language(),
        **form.reach,
    )
    return True


@login_not_required
@require_safe
def reminder_asked(request):
    return render(request, "enrollment/reminder_asked.html")


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def reminder(request, token):
    """A page with two buttons; only pressing one does something."""
    act = {"ya": reminders.confirm_reminder, "berhenti": reminders.forget_reminder}.get(request.POST.get("jawaban"))
    found = act(token) if act else reminder_link.find(token)
    if found is None:
        return render(request, "enrollment/reminder.html", {"reminder": None}, status=GONE)
    forgotten = act is reminders.forget_reminder
    return render(request, "enrollment/reminder.html", {"reminder": found, "forgotten": forgotten})
