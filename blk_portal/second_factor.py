"""The page that asks staff for their code, and the codes for the day the phone is gone.

In a demonstration the first one shows the code: nobody has the phone.
"""

import time

from allauth.account.decorators import reauthentication_required
from allauth.mfa import app_settings
from allauth.mfa.base.views import AuthenticateView
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value
from allauth.mfa.utils import decrypt
from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.core.cache import cache
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from audit import trail
from centers.middleware import SECOND_FACTOR


class SecondFactorView(AuthenticateView):
    def get_context_data(self, **kwargs):
        shown = code_of(self.stage.login.user) if settings.DEMO_SECOND_FACTOR else ""
        return super().get_context_data(**kwargs) | {"demo_code": shown}


def code_of(user):
    """The code that the person's app shows now, or the next one if this one was just used: none works twice."""
    authenticator = Authenticator.objects.filter(user=user, type=Authenticator.Type.TOTP).first()
    if authenticator is None:
        return ""
    secret = decrypt(authenticator.data["secret"])
    counter = int(time.time()) // app_settings.TOTP_PERIOD
    valid = range(counter, counter + app_settings.TOTP_TOLERANCE + 1)
    codes = [format_hotp_value(hotp_value(secret, moment)) for moment in valid]
    return next((code for code in codes if not _is_used(authenticator, code)), codes[0])


def _is_used(authenticator, code):
    return cache.get(TOTP(authenticator)._get_used_cache_key(code)) is not None


authenticate = SecondFactorView.as_view()


# --- recovery codes: allauth's page notes on a GET that they were seen; here the person says that they are kept ---


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def recovery_codes(request):
    return _shown(request, _codes_of(request.user))


@reauthentication_required(app="allauth.mfa")
def _shown(request, held):
    if request.method == "POST":
        held.mark_as_viewed()
        request.session.pop(SECOND_FACTOR, None)  # asked anew, and answered otherwise
        trail.write("user.codes_kept", by=request.actor, about=request.user)
        return redirect("home_after_sign_in")
    context = {
        "unused_codes": held.get_unused_codes(),
        "total_count": app_settings.RECOVERY_CODE_COUNT,
        "are_kept": held.did_view,
    }
    return render(request, "mfa/recovery_codes/index.html", context)


@login_required
@never_cache
@require_safe
def download_recovery_codes(request):
    return _downloaded(request, _codes_of(request.user))


@reauthentication_required(app="allauth.mfa")
def _downloaded(request, held):
    text = "\n".join(held.get_unused_codes()) + "\n"
    headers = {"Content-Disposition": 'attachment; filename="kode-pemulihan.txt"'}
    return HttpResponse(text, content_type="text/plain; charset=utf-8", headers=headers)


def _codes_of(user):
    held = Authenticator.objects.filter(user=user, type=Authenticator.Type.RECOVERY_CODES).first()
    if held is None:
        raise Http404
    return held.wrap()
