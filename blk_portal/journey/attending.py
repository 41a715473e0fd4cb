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
from enrollment.rules.sittings import change_until
from enrollment.selectors.appointments import against_changing, to_choose_from
from enrollment.transitions import appointments
from enrollment.workflow import AWAITED, AppointmentStatus, SittingStatus

GONE = 410
HOLDER = Actor(role="trainee")  # whoever holds the link; who that was nobody has proved


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
    sitting = found.sitting
    return found.status in AWAITED and sitting.status == SittingStatus.PLANNED and sitting.starts_at > timezone.now()


def _other_time(found, chosen):
    """One of those that were offered. The old link dies with the old time; the new one is shown at once."""
    offered = {str(one.pk): one for one in to_choose_from(found.application, found.part)}
    if chosen not in offered:
        return redirect("journey:appointment", links.appointment_token(found))
    moved = appointments.choose(found.application, offered[chosen], by=HOLDER)
    return redirect("journey:appointment", links.appointment_token(moved))


def _page(request, found, refusal=""):
    others = [] if against_changing(found) else to_choose_from(found.application, found.part)
    until = change_until(found.sitting.starts_at)
    context = {
        "appointment": found,
        "sitting": found.sitting,
        "center": found.sitting.wave.center,
        "name": first_name(found.application.trainee),
        "will_come": found.status == AppointmentStatus.CONFIRMED,
        "others": [one for one in others if one.pk != found.sitting_id],
        "until": until,
        "may_decline": timezone.now() <= until,
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
