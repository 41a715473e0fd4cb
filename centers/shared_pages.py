"""What is the same for everybody is made once a second, and given to all who ask in that second.

Only a page that says so is kept, and only where nothing of it can be one person's: no session, no message to show, no
token of a form, no cookie set. A label is never wrong for longer than that second. A proxy in front may do the same:
the header tells it. Each web process keeps its own copies; a table or a server to ask would cost more than it saves.
"""

import time
from functools import wraps
from threading import Lock

from django.conf import settings
from django.http import HttpResponse
from django.utils.cache import patch_cache_control, patch_vary_headers

MOST_PAGES = 200
LARGEST = 300_000  # bytes
TELLS_PEOPLE_APART = ("HTTP_AUTHORIZATION", "HTTP_HX_REQUEST", "HTTP_RANGE")


def shareable(view):
    """Nothing on this page depends on who asks, as long as they are not signed in and were not just told something."""

    @wraps(view)
    def marked(request, *args, **kwargs):
        response = view(request, *args, **kwargs)
        if response.status_code == 200 and _is_for_anybody(request) and not _is_personal(request, response):
            patch_cache_control(response, public=True, max_age=0, s_maxage=1)
            patch_vary_headers(response, ["Cookie"])
        return response

    return marked


def _is_for_anybody(request):
    cookies = request.COOKIES
    return (
        request.method in {"GET", "HEAD"}
        and settings.SESSION_COOKIE_NAME not in cookies
        and "messages" not in cookies
        and not any(name in request.META for name in TELLS_PEOPLE_APART)
    )


def _is_personal(request, response):
    """A token of a form binds the page to one browser, a cookie to one person."""
    used_token = request.META.get("CSRF_COOKIE_NEEDS_UPDATE") or request.META.get("CSRF_COOKIE_USED")
    return bool(used_token or response.cookies or request.user.is_authenticated)


class SharedPagesMiddleware:
    """Stands before everything that costs something: what it gives away needs no database."""

    def __init__(self, get_response):
        self.get_response = get_response
        self.kept = {}  # key → (until when, headers, content)
        self.lock = Lock()

    def __call__(self, request):
        if not settings.SHARED_PAGE_SECONDS or request.method != "GET" or not _is_for_anybody(request):
            return self.get_response(request)
        key = _key(request)
        there = self.kept.get(key)
        if there and there[0] > time.monotonic():
            return HttpResponse(there[2], headers=there[1])
        response = self.get_response(request)
        if _may_be_kept(response):
            self._keep(key, response)
        return response

    def _keep(self, key, response):
        now = time.monotonic()
        with self.lock:
            if len(self.kept) >= MOST_PAGES:
                self.kept = {key: page for key, page in self.kept.items() if page[0] > now}
            if len(self.kept) < MOST_PAGES:
                self.kept[key] = (now + settings.SHARED_PAGE_SECONDS, dict(response.headers), response.content)


def _key(request):
    """All that such a page may differ by. What a browser asks for beyond that is not answered here."""
    language = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
    return (
        request.scheme,
        request.META.get("HTTP_HOST", ""),
        request.get_full_path(),
        language if language in dict(settings.LANGUAGES) else "",
        "gzip" in request.META.get("HTTP_ACCEPT_ENCODING", ""),
    )


def _may_be_kept(response):
    return (
        response.status_code == 200
        and not response.streaming
        and not response.cookies
        and "s-maxage" in response.headers.get("Cache-Control", "")
        and len(response.content) <= LARGEST
    )
