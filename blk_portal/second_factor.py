"""The page that asks staff for their code. In a demonstration it shows the code: nobody has the phone."""

import time

from allauth.mfa import app_settings
from allauth.mfa.base.views import AuthenticateView
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value
from allauth.mfa.utils import decrypt
from django.conf import settings
from django.core.cache import cache


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
