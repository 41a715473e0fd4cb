"""Who acts in this request, and what their pages may not do: be cached, or be seen without a second factor."""

from allauth.mfa.models import Authenticator
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.cache import patch_cache_control, patch_vary_headers

from audit.moves import Actor
from centers import selectors

MEMBERSHIP = "membership"  # session key: the one active membership, or SUPERUSER
SUPERUSER = "superuser"
SECOND_FACTOR = "second_factor"  # session key: this account has one
WITHOUT_FACTOR = ("/akun/", "/undangan/", "/static/", "/bahasa/", "/healthz", "/readyz")


def actor_of(user, session):
    """The frozen value that `by=` means. What was chosen last, else the person's first membership.

    Above all centers acts who may and has chosen to, or has no post that would say otherwise.
    """
    if not user.is_authenticated:
        return Actor()
    if not user.is_staff:
        return Actor(user=user, role="trainee")
    memberships = user.current_memberships = list(selectors.memberships_of(user))  # the header asks again
    chosen = session.get(MEMBERSHIP)
    if user.is_superuser and (chosen == SUPERUSER or not memberships):
        return Actor(user=user, role=SUPERUSER)
    active = next((one for one in memberships if one.pk == chosen), next(iter(memberships), None))
    if active is None:
        return Actor(user=user)
    return Actor(user=user, role=active.role, center_code=active.center.code if active.center else "")


class ActorMiddleware:
    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        request.actor = actor_of(request.user, request.session)
        return self.get_response(request)


class SecondFactorMiddleware:
    """Staff get as far as setting up a second factor, and keeping the codes for the day it is lost."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if request.user.is_authenticated and request.user.is_staff and (missing := self._missing(request)):
            return redirect(reverse(missing))
        return self.get_response(request)

    def _missing(self, request):
        if request.path.startswith(WITHOUT_FACTOR) or request.session.get(SECOND_FACTOR):
            return ""
        missing = first_missing(request.user)
        if not missing:
            request.session[SECOND_FACTOR] = True
        return missing


def first_missing(user):
    """The page that sets up what this person's second factor still lacks; "" when nothing does."""
    held = dict(Authenticator.objects.filter(user=user).order_by("pk").values_list("type", "data"))
    if not set(held) - {Authenticator.Type.RECOVERY_CODES}:
        return "mfa_activate_totp"
    if Authenticator.Type.RECOVERY_CODES not in held:
        return "mfa_generate_recovery_codes"
    return "" if held[Authenticator.Type.RECOVERY_CODES].get("viewed_at") else "mfa_view_recovery_codes"


class PrivatePagesMiddleware:
    """A page that read the session belongs to one person: no cache keeps it."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        if request.user.is_authenticated and not response.has_header("Cache-Control"):
            patch_cache_control(response, private=True, no_store=True)
            patch_vary_headers(response, ["Cookie"])
        return response
