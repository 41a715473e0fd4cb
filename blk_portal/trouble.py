"""The last word when a page broke, or when nobody can read what was sent.

It needs no database, no session and nothing of the form: those may be what broke.
"""

import sys

from django.core.exceptions import BadRequest, SuspiciousOperation
from django.http import HttpResponse, HttpResponseBadRequest, HttpResponseServerError, UnreadablePostError
from django.http.multipartparser import MultiPartParserError
from django.template.loader import render_to_string

from jobs.runner import went_away

AGAIN_IN = 10  # seconds: PostgreSQL is back sooner after a restart


def last_word(request):
    """urls' handler500, called while the exception is being handled.

    503 when the database restarts, is away or too busy: nothing was kept by half, and trying again helps. Else 500.
    """
    if not went_away(sys.exception()):
        return HttpResponseServerError(render_to_string("500.html"))
    page = render_to_string("503.html", {"sent": request.method == "POST", "again": request.get_full_path()})
    return HttpResponse(page, status=503, headers={"Retry-After": str(AGAIN_IN), "Cache-Control": "no-store"})


class UnreadableFormsMiddleware:
    """A form in another charset than UTF-8, too long, or cut off on its way: 400, before anybody looks into it.

    Django's own answers look for the token in the form once more, would fail on it once more, and so would the last
    word: the visitor would read a bare line of the web server's.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        try:
            len(request.POST)  # reads it; Django keeps it
        except (BadRequest, SuspiciousOperation, MultiPartParserError, UnreadablePostError, ValueError):
            request._mark_post_parse_error()
            return HttpResponseBadRequest(render_to_string("400.html"))
        return self.get_response(request)
