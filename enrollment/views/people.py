"""Whose page it is: a trainee sees their own, everybody else's does not exist."""

from functools import wraps

from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404

from enrollment import selectors
from enrollment.models import Application

ALONG = ("trainee__region__parent__parent__parent", "trainee__education", "wave__center")


def trainees_only(view):
    """Staff apply for nothing themselves: what they do for others has its own pages."""

    @wraps(view)
    def guarded(request, *args, **kwargs):
        if request.actor.role != "trainee":
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return guarded


def own_application(request, pk):
    own = selectors.with_health(Application.objects.of_account(request.user))
    application = get_object_or_404(own.select_related(*ALONG), pk=pk)
    application.trainee.account = request.user
    return application
