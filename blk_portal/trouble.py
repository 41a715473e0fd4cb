"""The last word when a page broke. It needs no database and no session: those may be what broke."""

import sys

from django.http import HttpResponse
from django.template.loader import render_to_string
from django.views.defaults import server_error

from jobs.runner import went_away

AGAIN_IN = 10  # seconds: PostgreSQL is back sooner after a restart


def last_word(request):
    """urls' handler500, called while the exception is being handled.

    503 when the database restarts, is away or too busy: nothing was kept by half, and trying again helps. Else 500.
    """
    if not went_away(sys.exception()):
        return server_error(request)
    page = render_to_string("503.html", {"sent": request.method == "POST", "again": request.get_full_path()})
    return HttpResponse(page, status=503, headers={"Retry-After": str(AGAIN_IN), "Cache-Control": "no-store"})
