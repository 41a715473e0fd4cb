"""A lost second factor: another authorised person takes it off, and it is said why, to whom and by whom."""

from allauth.mfa.models import Authenticator
from django.db import transaction
from django.utils.translation import gettext as _

from audit import trail
from audit.moves import Refused, lock
from blk_portal.staffing import letters, posts
from notifications.outbox import Priority


@transaction.atomic
def reset_factor(user, *, reason, by):
    """No factor, no recovery codes, no session. Devices that were trusted named the old factor, so they are strangers.

    allauth's cookie of a trusted device is bound to the ids of the authenticators, and an id is never given twice.
    """
    lock(user)
    posts.refuse_oneself(user, by=by)
    held = list(posts.posts_of(user))
    if not (held or user.is_superuser):
        raise Refused("not_staff", _("Orang ini tidak lagi bertugas di sini."))
    posts.refuse_unless_led(user, held, by=by)
    removed, _per_model = Authenticator.objects.filter(user=user).delete()
    if not removed:
        raise Refused("no_factor", _("Akun ini belum punya langkah kedua; tidak ada yang perlu diatur ulang."))
    user.end_sessions()
    trail.write("user.factor_reset", by=by, about=user, note=reason)
    letters.send(
        "staffing/factor_reset",
        user,
        priority=Priority.URGENT,
        center_code=by.center_code,
        reset_by=by.name,
        reason=reason,
    )
