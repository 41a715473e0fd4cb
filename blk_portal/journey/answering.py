"""Answering an offer by the link in the message, without signing in. Opening it changes nothing; its buttons do."""

from django.contrib.auth.decorators import login_not_required
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from audit.moves import Actor, Refused
from blk_portal.journey.words import WITHDRAWING
from enrollment import links, transitions, workflow
from enrollment.workflow import Status

GONE = 410
HOLDER = Actor(role="trainee")  # whoever holds the link; who that was nobody has proved
ACTS = {"ya": transitions.confirm, "tidak": transitions.withdraw}


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def answer(request, token):
    application = links.asked_by(token)
    if application is None or not _is_open(application):
        return _over(request, application)
    act = ACTS.get(request.POST.get("jawab")) if request.method == "POST" else None
    if act:
        return _act(request, application, act)
    context = {"application": application, "cohort": application.seat.cohort, "declining": "tidak" in request.GET}
    return render(request, "journey/answer.html", context | {"meaning": WITHDRAWING[Status.ACCEPTED]})


def _is_open(application):
    return workflow.CONFIRM.is_open_for(application) and timezone.now() <= application.answer_by


def _act(request, application, act):
    """Somebody else may have been quicker: then the page says where the application stands now."""
    try:
        act(application, by=HOLDER)
    except Refused as refusal:
        return _over(request, application, refusal.message)
    return redirect(request.path)


def _over(request, application, sentence=""):
    """What became of it. A link that leads to nothing any more is 410; an answer given is worth reading again."""
    status = application.status if application else ""
    answered = status in (Status.CONFIRMED, Status.WITHDRAWN)
    context = {"application": application, "answered": answered, "sentence": sentence, "Status": Status}
    return render(request, "journey/answer_over.html", context, status=200 if answered and not sentence else GONE)
