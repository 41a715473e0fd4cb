"""The page after the button: it arrived, under which number, and what comes now. The journey tells all the rest."""

from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from blk_portal.journey.next_step import next_step
from enrollment import selectors
from enrollment.views.people import own_application, trainees_only
from enrollment.workflow import Status

JUST_SENT = frozenset({Status.SUBMITTED, Status.PROVISIONAL, Status.RESERVE})


@trainees_only
@require_safe
def sent(request, pk):
    application = own_application(request, pk, read=selectors.WITH_CHOICES)
    if application.status not in JUST_SENT:
        return redirect(application)
    choices = selectors.choices_of(application)
    context = {
        "application": application,
        "choices": choices,
        "place": _place(application, choices),
        "step": next_step(application),
        "reached_at": _reached_at(application.trainee),
        "Status": Status,
    }
    return render(request, "journey/sent.html", context)


def _place(application, choices):
    """In the queue of a first-come program, which is the only one chosen."""
    return selectors.queue_position(choices[0]) if application.status == Status.RESERVE else None


def _reached_at(trainee):
    """Where the news will come: what they gave, else what they sign in with."""
    given = [trainee.phone, trainee.email or trainee.account.email]
    return [one for one in given if one]
