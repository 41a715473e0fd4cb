from django.conf import settings

from centers import roles, telling
from centers.middleware import SECOND_FACTOR, SUPERUSER
from centers.models import Role

ROLES = dict(Role.choices)


def portal(request):
    """What every page may know: whether this is a demonstration, and who acts, also as words for the header."""
    actor = getattr(request, "actor", None)
    memberships = getattr(getattr(request, "user", None), "current_memberships", [])
    return {
        "demonstration": settings.DEMONSTRATION,
        "site_url": settings.SITE_URL,
        "actor": actor,
        "actor_label": label_of(actor),
        "memberships": memberships,
        "own_center": center_of(actor, memberships),
        "jobs_link": roles.may(actor, "page", "jobs") and SECOND_FACTOR in request.session,
    }


def center_of(actor, memberships):
    """The center one works for now, for its logo; the membership has brought it along."""
    centers = (one.center for one in memberships if one.center and actor)
    return next((center for center in centers if center.code == actor.center_code), None)


def label_of(actor):
    """ "Petugas · BLK-BTN" for staff; nothing for visitors and trainees."""
    if actor and actor.role == SUPERUSER:
        return telling.role_words(SUPERUSER)
    if not actor or actor.role not in ROLES:
        return ""
    return " · ".join(filter(None, [str(ROLES[actor.role]), actor.center_code]))
