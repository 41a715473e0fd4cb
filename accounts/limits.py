"""How often something may be asked for: one statement on one row in PostgreSQL, so any number of processes agree.

`hit` counts first and asks afterwards, so attempts made at the same moment are all counted. A window begins with its
first hit and ends after `per`. The key (an address, a phone number, an account) is only ever kept as a keyed hash.
Count outside of a transaction that may be rolled back, or a refused attempt is forgotten.
"""

from datetime import timedelta

from allauth.core.internal.ratelimit import get_ip
from django.db import connection
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import Rate

COUNT = """
    INSERT INTO accounts_rate AS r (mark, hits, ends_at) VALUES (%(mark)s, 1, %(ends_at)s)
    ON CONFLICT (mark) DO UPDATE SET
        hits = CASE WHEN r.ends_at <= %(now)s THEN 1 ELSE r.hits + 1 END,
        ends_at = CASE WHEN r.ends_at <= %(now)s THEN EXCLUDED.ends_at ELSE r.ends_at END
    RETURNING hits, ends_at
"""
HOUR = timedelta(hours=1)
MINUTE = timedelta(minutes=1)


class TooMany(Exception):
    """Asked too often. `wait` is until when it is refused; `sentence` is for the person."""

    def __init__(self, wait):
        super().__init__("too_many")
        self.wait = wait

    @property
    def sentence(self):
        return _("Terlalu banyak percobaan. Tunggu %(wait)s, lalu coba lagi.") % {"wait": in_words(self.wait)}


def hit(name, key, limit, per):
    """Count one more of `name` by `key`; raises TooMany beyond `limit` of them in the window of `per`."""
    now = timezone.now()
    with connection.cursor() as cursor:
        cursor.execute(COUNT, {"mark": _mark(name, key), "now": now, "ends_at": now + per})
        hits, ends_at = cursor.fetchone()
    if hits > limit:
        raise TooMany(ends_at - now)


def take_back(name, key):
    """The last hit does not count after all: somebody signed in with the right password."""
    with connection.cursor() as cursor:
        cursor.execute("UPDATE accounts_rate SET hits = hits - 1 WHERE mark = %s AND hits > 0", [_mark(name, key)])


def forget(name, key):
    """Whoever has just proved who they are begins anew."""
    Rate.objects.filter(mark=_mark(name, key)).delete()


def address(request):
    """Where a visitor comes from, as a key: the proxies in front are seen through, an IPv6 network counts as one."""
    return get_ip(request)


def in_words(wait):
    seconds = max(1, -(-wait // timedelta(seconds=1)))
    if seconds < 60:
        return ngettext("%(number)d detik", "%(number)d detik", seconds) % {"number": seconds}
    if seconds <= 5400:
        minutes = -(-seconds // 60)
        return ngettext("%(number)d menit", "%(number)d menit", minutes) % {"number": minutes}
    hours = -(-seconds // 3600)
    return ngettext("%(number)d jam", "%(number)d jam", hours) % {"number": hours}


def _mark(name, key):
    return salted_hmac("accounts.limits", f"{name}\0{key}", algorithm="sha256").hexdigest()
