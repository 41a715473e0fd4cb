"""Whose page it is: a trainee sees their own, everybody else's does not exist."""

from functools import wraps

from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404

from enrollment import selectors
from enrollment.models import Application


def trainees_only(view):
    """Staff apply for nothing themselves: what they do for others has its own pages."""

    @wraps(view)
    def guarded(request, *args, **kwargs):
        if request.actor.role != "trainee":
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return guarded


def own_application(request, pk, *, of=Application.objects):
    application = get_object_or_404(of.of_account(request.user).select_related("trainee"), pk=pk)
    application.trainee.account = request.user
    return selectors.unpack(selectors.along(application))


def own_pages(request, pk):
    """The same for the pages that show no program, but must know whether one of them asks for health."""
    return own_application(request, pk, of=selectors.with_health(Application.objects.all()))
