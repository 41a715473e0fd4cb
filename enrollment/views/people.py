"""Whose page it is: a trainee sees their own, everybody else's does not exist."""

from functools import wraps

from django.core.exceptions import PermissionDenied
from django.http import Http404

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


def own_application(request, pk, *, read=selectors.ALONE):
    application = selectors.read(Application.objects.of_account(request.user).filter(pk=pk), read)
    if application is None:
        raise Http404
    application.trainee.account = request.user
    return selectors.along(application)


def own_pages(request, pk):
    """The same for the pages that show no program, but must know whether one of them asks for health."""
    return own_application(request, pk, read=selectors.WITH_HEALTH)
