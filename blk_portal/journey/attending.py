"""The time of a test or an interview by the link in its message, without signing in: will they come, or when instead?

Opening it changes nothing; its buttons do. It tells the first name, the time and the place, and nobody's number.
"""

from django.contrib.auth.decorators import login_not_required
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from audit.moves import Actor, Refused
from blk_portal.journey.mending import first_name
from enrollment import links
from enrollment.models import Score
from enrollment.passes import qr_of
from enrollment.rules.sittings import MOST_CHANGES, change_until
from enrollment.selectors.appointments import against_changing, appointment_of, to_choose_from
from enrollment.transitions import appointments
from enrollment.workflow import AWAITED, AppointmentStatus, SittingStatus

GONE = 410
HOLDER = Actor(role="trainee")  # whoever holds the link; who that was nobody has proved
SHOWN = 40  # times to choose from, on one page


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def appointment(request, token):
    found = links.asked_to_come(token)
    if found is None or not _is_open(found):
        return _over(request, found)
    said = request.POST if request.method == "POST" else {}
    try:
        if "lain" in said:
            return _other_time(found, said["lain"])
        if act := ACTS.get(said.get("jawab")):
            act(found, by=HOLDER)
            return redirect(request.path)
    except Refused as refusal:
        found.refresh_from_db()
        return _page(request, found, refusal.message) if _is_open(found) else _over(request, found)
    return _page(request, found)


ACTS = {"ya": appointments.accept, "tidak": appointments.decline}


def _is_open(found):
    """Until its end: whoever comes late still shows the code at the door."""
    sitting = found.sitting
    is_theirs = found.status in AWAITED or found.status == AppointmentStatus.CAME
    return is_theirs and sitting.status == SittingStatus.PLANNED and sitting.ends_at > timezone.now()


def _other_time(found, chosen):
    """One of those that were offered. The old link dies with the old time; the new one is shown at once."""
    offered = {str(one.pk): one for one in to_choose_from(found.application, found.part)}
    if chosen not in offered:
        return redirect("journey:appointment", links.appointment_token(found))
    moved = appointments.choose(found.application, offered[chosen], by=HOLDER)
    return redirect("journey:appointment", links.appointment_token(moved))


def _page(request, found, refusal=""):
    others = [] if against_changing(found) else to_choose_from(found.application, found.part)
    until, now = change_until(found.sitting.starts_at), timezone.now()
    is_here = found.status == AppointmentStatus.CAME
    context = {
        "appointment": found,
        "sitting": found.sitting,
        "center": found.sitting.wave.center,
        "name": first_name(found.application.trainee),
        "code": qr_of(found),
        "is_here": is_here,
        "will_come": found.status == AppointmentStatus.CONFIRMED,
        "has_begun": not is_here and found.sitting.starts_at <= now,
        "others": [one for one in others if one.pk != found.sitting_id][:SHOWN],
        "changes_left": MOST_CHANGES - found.changes,
        "until": until,
        "may_decline": not is_here and now <= until,
        "declining": "tidak" in request.GET,
        "refusal": refusal,
    }
    return render(request, "journey/appointment.html", context)


def _over(request, found):
    """Declined by this very link: said once more. Past, moved or cancelled: gone."""
    declined = bool(found and found.status == AppointmentStatus.DECLINED)
    context = {"declined": declined, "center": found.sitting.wave.center if found else None}
    context["journey"] = reverse("journey:home")
    return render(request, "journey/appointment_over.html", context, status=200 if declined else GONE)


# --- who has no time yet ---


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def choose(request, token):
    """One of the open times. Whoever has one already is led to it, where it can be changed."""
    application, part = links.asked_to_choose(token)
    if application is None:
        return _over(request, None)
    if has := appointment_of(application, part):
        return redirect("journey:appointment", links.appointment_token(has))
    offered, refusal = to_choose_from(application, part), ""
    chosen = next((one for one in offered if str(one.pk) == request.POST.get("lain")), None)
    if request.method == "POST" and chosen:
        try:
            given = appointments.choose(application, chosen, by=HOLDER)
        except Refused as refused:
            refusal, offered = refused.message, to_choose_from(application, part)
        else:
            return redirect("journey:appointment", links.appointment_token(given))
    context = {
        "name": first_name(application.trainee),
        "part": Score.Part(part),
        "wave": application.wave,
        "center": application.wave.center,
        "offered": offered[:SHOWN],
        "most_changes": MOST_CHANGES,
        "refusal": refusal,
    }
    return render(request, "journey/choose_time.html", context)
