"""Somebody leaves: what still hangs on them is shown first, then given to a colleague, and the door is shut behind.

The account stays, since the trail speaks of it; so do their past classes, results and decisions.
"""

from dataclasses import dataclass

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import User
from audit import trail
from audit.moves import Refused, lock
from blk_portal.staffing import letters, posts
from centers.models import Invitation, Membership, Role
from cohorts import handing_over
from jobs.models import Job


@dataclass(frozen=True, slots=True)
class Open:
    """One thing that still hangs on the person. `is_given` ones go to the colleague, others run on by themselves."""

    words: str
    url: str
    is_given: bool


@dataclass(frozen=True, slots=True)
class Leaving:
    """Everything the act does, asked before and told after it."""

    user: User
    center_code: str
    posts: list
    work: list

    @property
    def needs_a_successor(self):
        return any(one.is_given for one in self.work)


def leaving_of(user, *, by):
    """A head sees the posts and the classes of their own center; a superuser all of them."""
    code = _reach_of(by)
    return Leaving(user, code, list(posts.posts_of(user, code)), _open_work(user, code))


def successors_for(user, *, by):
    """Colleagues of today at the same place. Only who may teach takes classes over; the act says so."""
    here = Membership.objects.current().filter(user__is_active=True).exclude(user=user)
    codes = [posts.code_of(post.center) for post in posts.posts_of(user, _reach_of(by))]
    return User.objects.filter(pk__in=here.filter(center__code__in=codes).values("user")).order_by("full_name", "pk")


@transaction.atomic
def leave(user, *, last_day, reason, by, successor=None, without_successor=False):
    """`last_day` None means now: no page opens for them after this."""
    lock(user)
    going = leaving_of(user, by=by)
    refuse(going, by=by)
    at_once = last_day is None
    day = posts.yesterday() if at_once else last_day
    _refuse_day(user, None if at_once else day)
    _hand_over(going, successor, without_successor, day, at_once, by)
    posts.end(going.posts, day)
    _close(user, by, at_once)
    facts = {"last_day": str(day), "successor": successor.pk if successor else None, "posts": len(going.posts)}
    trail.write("user.left", by=by, about=user, note=reason, facts=facts)
    letters.send("staffing/left", user, center_code=going.center_code, last_day=None if at_once else day)
    return going


def refuse(going, *, by):
    """Why this person cannot be let go by this actor, before anything is asked."""
    posts.refuse_oneself(going.user, by=by)
    posts.refuse_unless_led(going.user, going.posts, by=by)
    if not going.posts and not going.user.is_superuser:
        raise Refused("nothing_to_leave", _("Orang ini sudah tidak bertugas di sini."))


# --- parts ---


def _reach_of(by):
    """The code of the center whose posts and classes this actor deals with; "" for all."""
    return "" if by.role == "superuser" else by.center_code


def _open_work(user, code):
    return [*_classes(user, code), *_jobs(user, code), *_invitations(user)]


def _classes(user, code):
    for cohort in handing_over.unfinished_classes(user, code):
        count = handing_over.bookings_after(user, timezone.localdate(), code).filter(session__cohort=cohort).count()
        ahead = ngettext("%(count)d pertemuan lagi", "%(count)d pertemuan lagi", count) % {"count": count}
        words = f"{_('Kelas')} {cohort} ({cohort.offering.wave}): {ahead}"
        yield Open(words, reverse("admin:cohorts_cohort_change", args=[cohort.pk]), is_given=True)


def _jobs(user, code):
    jobs = Job.objects.live().filter(created_by=user).order_by("pk")
    for job in jobs.filter(center_code=code) if code else jobs:
        words = _("Pekerjaan “%(job)s” tetap berjalan sampai selesai.") % {"job": job}
        yield Open(words, job.get_absolute_url(), is_given=False)


def _invitations(user):
    for invitation in Invitation.objects.open().filter(invited_by=user).select_related("user").order_by("pk"):
        words = _("Undangan kepada %(name)s tetap berlaku.") % {"name": invitation.user}
        yield Open(words, reverse("admin:centers_invitation_change", args=[invitation.pk]), is_given=False)


def _refuse_day(user, last_day):
    if last_day and last_day < timezone.localdate():
        raise Refused("in_the_past", _("Hari terakhir tidak boleh sudah lewat."))
    if last_day and user.is_superuser:
        raise Refused("superusers_leave_now", _("Pengelola sistem hanya bisa dihentikan sekarang juga."))


def _hand_over(going, successor, without, day, at_once, by):
    if not going.needs_a_successor:
        return
    if successor is None:
        if not without:
            raise Refused("nobody_takes_over", _("Pilih rekan yang mengambil alih kelasnya."))
        return
    _refuse_unless_colleague(going, successor)
    handing_over.hand_over(going.user, successor, after=day, stays=not at_once, by=by, center_code=going.center_code)


def _refuse_unless_colleague(going, successor):
    codes = {
        cohort.offering.wave.center.code for cohort in handing_over.unfinished_classes(going.user, going.center_code)
    }
    teaches = Membership.objects.current().filter(user=successor, role=Role.INSTRUCTOR, center__code__in=codes)
    if successor == going.user or set(teaches.values_list("center__code", flat=True)) != codes:
        raise Refused("not_a_colleague", _("Kelas hanya bisa diambil alih instruktur dari balai yang sama."))


def _close(user, by, at_once):
    """Sessions end at once, or with the last day: from then on the membership no longer counts."""
    if not at_once:
        return
    if by.role == "superuser" and user.is_superuser:
        user.is_superuser = False
        user.save(update_fields=["is_superuser"])
    posts.let_go(user)
    Invitation.objects.open().filter(user=user).update(revoked_at=timezone.now())
    user.end_sessions()
