"""How often the pages of an account may be posted to, and what somebody reads who did it too often.

The counts are `accounts.limits`: one statement in PostgreSQL. allauth's own limits are off, theirs lie in a cache.
Many phones share one address of a mobile network, and a class of 36 signs up from one school: limits by address are
wide, those by contact or account narrow.
"""

from datetime import timedelta

from allauth.account.internal.stagekit import LOGIN_SESSION_KEY
from django.shortcuts import render

from accounts import limits

SIGN_UPS_A_NUMBER, SIGN_UPS_PER = 3, timedelta(days=30)
SECRET = ("csrfmiddlewaretoken", "password", "code", "oldpassword")  # never written into a page; also password1, 2
KEPT_FIELDS = 60


def _account(request):
    """Who is signed in, or half way in; else where they come from."""
    if request.user.is_authenticated:
        return f"user {request.user.pk}"
    return f"login {(request.session.get(LOGIN_SESSION_KEY) or {}).get('user_pk') or limits.address(request)}"


WIDE = (limits.address, 200, limits.HOUR)
NARROW = (_account, 10, 5 * limits.MINUTE)
POSTS = {  # page → (by what, how many, in which time)
    "account_login": (limits.address, 120, 5 * limits.MINUTE),
    "account_signup": WIDE,
    "account_reset_password": WIDE,
    "account_code": WIDE,
    "account_phone": NARROW,
    "slip": (limits.address, 120, limits.HOUR),
    "slip_code": (limits.address, 120, limits.HOUR),
    "slip_account": (limits.address, 120, limits.HOUR),
    "account_email": NARROW,
    "account_email_verification_sent": NARROW,
    "account_change_password": NARROW,
    "account_set_password": NARROW,
    "account_complete_password_reset": (limits.address, 60, limits.HOUR),
    "account_reauthenticate": NARROW,
    "mfa_authenticate": NARROW,
    "mfa_reauthenticate": NARROW,
    "mfa_activate_totp": NARROW,
    "journey:fix": WIDE,
    "journey:appointment": WIDE,
    "journey:choose": WIDE,
    "journey:answer": WIDE,
}


class LimitsMiddleware:
    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_view(self, request, view, args, kwargs):
        rate = POSTS.get(request.resolver_match.view_name) if request.method == "POST" else None
        if rate is None:
            return None
        by, limit, per = rate
        try:
            limits.hit(request.resolver_match.view_name, by(request), limit, per)
        except limits.TooMany as refusal:
            return too_many(request, refusal)
        return None

    def process_exception(self, request, exception):
        return too_many(request, exception) if isinstance(exception, limits.TooMany) else None


def too_many(request, refusal):
    """What was typed stays on the page, behind the button that sends it again; passwords and files do not."""
    context = {"sentence": refusal.sentence, "kept": _kept(request), "posted": request.method == "POST"}
    seconds = max(1, int(refusal.wait.total_seconds()) + 1)
    response = render(request, "429.html", context, status=429)
    response["Retry-After"] = str(seconds)
    response["Cache-Control"] = "no-store"
    return response


def _kept(request):
    fields = [
        (name, value) for name, values in request.POST.lists() if not name.startswith(SECRET) for value in values
    ]
    return fields[:KEPT_FIELDS]
