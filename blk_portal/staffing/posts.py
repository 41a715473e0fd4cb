"""Who may act on whom, and what is left of somebody's posts. One sentence for each no."""

from datetime import timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from audit.moves import Refused
from centers import roles
from centers.models import Membership


def posts_of(user, center_code=""):
    """What somebody works as, today or later; at that center only, if one is named."""
    posts = Membership.objects.not_over().filter(user=user).select_related("center").order_by("pk")
    return posts.filter(center__code=center_code) if center_code else posts


def refuse_oneself(user, *, by):
    if by.user is not None and by.user.pk == user.pk:
        raise Refused("own_account", _("Untuk akun sendiri, minta orang lain yang berwenang melakukannya."))


def refuse_unless_led(user, posts, *, by):
    """Every one of these posts must be the actor's to give; a superuser's account is only a superuser's business."""
    above = user.is_superuser and by.role != "superuser"
    if above or not all(roles.may_appoint(by, post.role, code_of(post.center)) for post in posts):
        raise Refused(
            "not_yours", _("Orang ini juga memegang peran yang bukan wewenang Anda. Minta pengelola sistem.")
        )


def code_of(center):
    return center.code if center else ""


def end(posts, last_day):
    """The day itself still counts; "now" is therefore yesterday."""
    for post in posts:
        if post.valid_to is None or post.valid_to > last_day:
            post.valid_to = last_day
            post.save(update_fields=["valid_to"])


def yesterday():
    return timezone.localdate() - timedelta(days=1)


def let_go(user):
    """Staff no longer, once no post remains. The account stays: the trail speaks of it."""
    if user.is_staff and not user.is_superuser and not posts_of(user).exists():
        user.is_staff = False
        user.save(update_fields=["is_staff"])
        return True
    return False
