"""Where somebody goes right after signing in: everybody to the page where their work waits."""

from django.shortcuts import redirect
from django.urls import NoReverseMatch, reverse
from django.views.decorators.http import require_safe

from centers.models import Role
from centers.roles import may


@require_safe
def home_after_sign_in(request):
    return redirect(_home_of(request.actor))


def _home_of(actor):
    if may(actor, "page", "desk"):
        return reverse("admin:index")
    if actor.role == Role.INSTRUCTOR:
        return _teaching_today()
    return reverse("journey:home" if actor.role == "trainee" else "catalogue")


def _teaching_today():
    try:
        return reverse("teaching:today")
    except NoReverseMatch:
        return reverse("catalogue")
