"""Keeping one's place in a postponed program for the next wave, by the link in the message or from the own page.

Opening the link changes nothing; its buttons do. Until something has come of it, the answer may be changed.
"""

from django.contrib.auth.decorators import login_not_required
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from audit.moves import Actor, Refused
from enrollment import links, transitions, workflow
from enrollment.models import Carry
from enrollment.workflow import CarryStatus, Status

GONE = 410
HOLDER = Actor(role="trainee")  # whoever holds the link; who that was nobody has proved
NOTHING = {"carry": None, "carry_token": "", "carry_open": False}
ACTS = {"ya": transitions.agree_to_carry, "tidak": transitions.decline_carry}


def offered(application):
    """For the page of an application: the place that is or was to be carried, and the link that answers."""
    if application.status != Status.CANCELLED:
        return NOTHING
    carry = Carry.objects.filter(application=application).select_related("offering__program", "placed__wave").first()
    if carry is None:
        return NOTHING
    may_answer = _may_agree(carry) or _may_decline(carry)
    return {"carry": carry, "carry_token": links.carry_token(application), "carry_open": may_answer}


def _may_agree(carry):
    return workflow.AGREE_CARRY.is_open_for(carry) and timezone.now() <= carry.until


def _may_decline(carry):
    """An agreement may be taken back as long as nothing has come of it; an offer only in its time."""
    return carry.status == CarryStatus.AGREED or (
        carry.status == CarryStatus.OFFERED and timezone.now() <= carry.until
    )


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def carry(request, token):
    found = links.asked_to_carry(token)
    if found is None:
        return _over(request, None)
    act = ACTS.get(request.POST.get("jawab")) if request.method == "POST" else None
    if act:
        return _act(request, found, act)
    if not (_may_agree(found) or _may_decline(found)):
        return _over(request, found)
    return render(request, "journey/carry.html", {"carry": found, "may_agree": _may_agree(found), "Status": Status})


def _act(request, found, act):
    """Somebody else may have been quicker: then the page says where the place stands now."""
    try:
        act(found, by=HOLDER)
    except Refused as refusal:
        found.refresh_from_db()
        return _over(request, found, refusal.message)
    return redirect(request.path)


def _over(request, found, sentence=""):
    """What became of it. A link that leads to nothing is 410; an answer given is worth reading again."""
    answered = bool(found and found.answered_at)
    context = {"carry": found, "sentence": sentence}
    return render(request, "journey/carry_over.html", context, status=200 if answered and not sentence else GONE)
