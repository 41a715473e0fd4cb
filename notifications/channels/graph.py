"""Meta's Graph API: one pool of connections, explicit patience, and its error codes sorted by what they ask of us.

Codes: developers.facebook.com/docs/whatsapp/cloud-api/support/error-codes. Its words go into the row and never into a
log: they may hold a number.
"""

from datetime import timedelta

import httpx
from django.conf import settings

from notifications.failures import ChannelDown, NotNow, Undeliverable

PATIENCE = httpx.Timeout(10, connect=3, pool=3)
NEVER_ARRIVED = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout, httpx.UnsupportedProtocol)

NOT_ALLOWED = frozenset({0, 3, 10, 33, 190, 368, 131005, 131031, 131042, 131045, 133010, *range(200, 300)})
TOO_MUCH = frozenset({4, 80007, 130429, 131048})  # of all we send, not of this message
LATER = frozenset({1, 2, 131000, 131016, 131056, 131057, 133004})
RATE_PAUSE = timedelta(seconds=15)


def client():
    headers = {"Authorization": f"Bearer {settings.WHATSAPP_TOKEN}"}
    return httpx.Client(base_url=settings.WHATSAPP_API, headers=headers, timeout=PATIENCE)


def call(http, method, path, **what):
    """The answer as a dict; everything else is a failure."""
    try:
        response = http.request(method, path, **what)
    except NEVER_ARRIVED as error:
        raise ChannelDown(type(error).__name__) from error
    except httpx.TransportError as error:  # asked, and no answer came: it may have been done
        raise NotNow(type(error).__name__, line_broken=True, unsure=True) from error
    if not response.is_success:
        raise refusal(response)
    return _json(response)


def refusal(response):
    """What a refused request asks of us. Codes count, not the status or the title (Meta's own advice)."""
    said = _json(response, strict=False).get("error")
    said = said if isinstance(said, dict) else {}
    code = said.get("code")
    if not isinstance(code, int):
        return _without_code(response.status_code)
    return of_code(code, said.get("message", ""))


def of_code(code, words=""):
    reason = f"{code} {words}".strip()
    if code in NOT_ALLOWED:
        return ChannelDown(reason, code)
    if code in TOO_MUCH:
        return ChannelDown(reason, code, pause=RATE_PAUSE)
    if code in LATER:
        return NotNow(reason, code)
    return Undeliverable(reason, code)


def _without_code(status):
    reason = f"HTTP {status}"
    if status == 429:
        return ChannelDown(reason, pause=RATE_PAUSE)
    if status >= 500:
        return NotNow(reason, line_broken=True, unsure=True)
    return ChannelDown(reason)  # a wrong address or a proxy that wants something: not this message's fault


def _json(response, strict=True):
    try:
        answer = response.json()
    except ValueError:
        answer = None
    if isinstance(answer, dict):
        return answer
    if strict:
        raise NotNow("answer_not_understood", unsure=True)
    return {}
