"""What somebody typed is not lost when their session has died: kept for an hour, shown again once they are back.

It lies sealed in the visitor's new session, which goes along through signing in. Only the owner of the page it was
typed on gets to see it, for only they get that page. Files have to be chosen anew.
"""

import base64
import json
from functools import wraps

from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import redirect_to_login
from django.http import QueryDict
from django.utils import timezone

from trainees import sealing

KEY = "typed"
PURPOSE = b"form typed while signed out"
KEEP = 3600  # seconds
MOST = 8_000  # characters: a page of eight fields needs a tenth of it


def keeps_what_was_typed(view):
    """For pages that are signed in for: who is not, signs in first and finds the form as they sent it."""

    @login_not_required  # said here instead, so that what was typed can be kept
    @wraps(view)
    def guarded(request, *args, **kwargs):
        if request.user.is_authenticated:
            return view(request, *args, **kwargs)
        if request.method == "POST":
            _keep(request)
        return redirect_to_login(request.get_full_path())

    return guarded


def _keep(request):
    typed = request.POST.copy()
    typed.pop("csrfmiddlewaretoken", None)
    words = json.dumps([request.path, timezone.now().timestamp(), typed.urlencode()])
    if len(words) <= MOST:
        sealed = sealing.ring_for(PURPOSE).seal(words, aad=KEY.encode())
        request.session[KEY] = base64.b64encode(sealed).decode()
        request.session.set_expiry(KEEP)  # signing in sets it anew


def take(request):
    """What was typed on this page before signing in, once; else None."""
    if KEY not in request.session or request.method != "GET":
        return None
    sealed = base64.b64decode(request.session[KEY])
    path, at, typed = json.loads(sealing.ring_for(PURPOSE).unseal(sealed, aad=KEY.encode()))
    if path != request.path:
        return None
    del request.session[KEY]
    return QueryDict(typed) if timezone.now().timestamp() - at < KEEP else None
