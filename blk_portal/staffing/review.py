"""Who may do what here, for somebody to look over twice a year and say so on record."""

from dataclasses import dataclass, field
from datetime import timedelta

from allauth.mfa.models import Authenticator
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models import Exists, Max, OuterRef
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from audit import trail
from audit.models import AuditEntry
from centers.models import Center, Membership
from centers.selectors import scoped

QUIET_DAYS = 90
ENDING_DAYS = 14
REVIEWED = "center.access_reviewed"
NEVER_CAME = _("belum pernah masuk")
QUIET = _("tidak masuk lebih dari 90 hari")
ENDING = _("berakhir dalam 14 hari")
NO_FACTOR = _("belum memasang langkah kedua")


@dataclass(slots=True)
class Row:
    user: User
    posts: list
    has_factor: bool
    marks: list = field(default_factory=list)


def rows_for(actor, center_code=""):
    """One row a person, three queries whatever their number."""
    posts = scoped(Membership.objects.not_over(), actor, "center")
    if center_code:
        posts = posts.filter(center__code=center_code)
    people = User.objects.filter(pk__in=posts.values("user"))
    if actor.role == "superuser" and not center_code:
        people = people | User.objects.filter(is_superuser=True)
    factor = Authenticator.objects.filter(user=OuterRef("pk"), type=Authenticator.Type.TOTP)
    by_person = {}
    for post in posts.select_related("center").order_by("valid_from", "pk"):
        by_person.setdefault(post.user_id, []).append(post)
    people = people.annotate(has_factor=Exists(factor)).order_by("full_name", "pk")
    return [_row(person, by_person.get(person.pk, [])) for person in people]


def _row(person, posts):
    return Row(person, posts, person.has_factor, [str(mark) for mark in _marks(person, posts)])


def _marks(person, posts):
    now, today = timezone.now(), timezone.localdate()
    if person.last_login is None:
        yield NEVER_CAME
    elif person.last_login < now - timedelta(days=QUIET_DAYS):
        yield QUIET
    if any(post.valid_to and post.valid_to <= today + timedelta(days=ENDING_DAYS) for post in posts):
        yield ENDING
    if not person.has_factor:
        yield NO_FACTOR


def centers_of(actor, center_code=""):
    """The centers whose list is shown, each with the day it was last looked over."""
    centers = Center.objects.order_by("name")
    if actor.center_code or center_code:
        centers = centers.filter(code=actor.center_code or center_code)
    centers = list(centers)
    told = AuditEntry.objects.filter(
        subject_type=ContentType.objects.get_for_model(Center),
        subject_id__in=[center.pk for center in centers],
        action=REVIEWED,
    )
    last = dict(told.order_by("subject_id").values_list("subject_id").annotate(Max("at")))
    return [(center, last.get(center.pk)) for center in centers]


@transaction.atomic
def confirm(actor, center_code=""):
    """One entry for each center, about that center: the next reader finds it there."""
    for center, _last in centers_of(actor, center_code):
        people = len(rows_for(actor, center.code))
        trail.write(REVIEWED, by=actor, about=center, facts={"people": people})
