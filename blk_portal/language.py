"""The language of the pages, and with it the one in which somebody is written to."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.middleware.locale import LocaleMiddleware
from django.utils import translation
from django.utils.cache import patch_vary_headers
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.i18n import set_language

from accounts.models import User


def of_letter(user):
    """Of a message about signing in: what was chosen on the device in their hand, else what the account remembers."""
    here = translation.get_language() or settings.LANGUAGE_CODE
    return user.language if user and here == settings.LANGUAGE_CODE else here


class ChosenLanguageMiddleware(LocaleMiddleware):
    """Indonesian, until somebody presses the language button.

    Many phones in Banten are set to English by the shop that sold them; what the phone prefers says nothing here.
    """

    def process_response(self, request, response):
        """The cookie decides, and every page that reads it says so; Django would name the header that is not asked."""
        response.headers.setdefault("Content-Language", translation.get_language())
        patch_vary_headers(response, ["Cookie"])
        return response

    def process_request(self, request):
        preferred = request.META.pop("HTTP_ACCEPT_LANGUAGE", "")
        super().process_request(request)
        request.META["HTTP_ACCEPT_LANGUAGE"] = preferred  # the page that verifies certificates does ask it


@csrf_exempt
@login_not_required
def choose(request):
    """The button: Django's view remembers it on this device, the account for what is written to its owner.

    A visitor's button carries no token, for then no page could be the same for two of them. Whoever forged such a
    press would change the language of a page; a session does not come along from elsewhere (SameSite).
    """
    return (_choose_for_account if request.user.is_authenticated else set_language)(request)


@csrf_protect
def _choose_for_account(request):
    chosen = request.POST.get("language", "")
    if request.method == "POST" and chosen in User.Language:
        User.objects.filter(pk=request.user.pk).update(language=chosen)
    return set_language(request)
