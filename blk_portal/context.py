from django.conf import settings

from centers.models import Role

ROLES = dict(Role.choices)


def portal(request):
    """What every page may know: whether this is a demonstration, and who acts, also as words for the header."""
    actor = getattr(request, "actor", None)
    return {"demonstration": settings.DEMONSTRATION, "actor": actor, "actor_label": label_of(actor)}


def label_of(actor):
    """ "Petugas · BLK-BTN" for staff; nothing for visitors and trainees."""
    if not actor or actor.role not in ROLES:
        return ""
    return " · ".join(filter(None, [str(ROLES[actor.role]), actor.center_code]))
