from django.middleware.locale import LocaleMiddleware


class ChosenLanguageMiddleware(LocaleMiddleware):
    """Indonesian, until somebody presses the language button.

    Many phones in Banten are set to English by the shop that sold them; what the phone prefers says nothing here.
    """

    def process_request(self, request):
        preferred = request.META.pop("HTTP_ACCEPT_LANGUAGE", "")
        super().process_request(request)
        request.META["HTTP_ACCEPT_LANGUAGE"] = preferred  # the page that verifies certificates does ask it
