from django.db.models import Q
from django.utils import timezone

from centers.models import Center, Membership, Official, PrivacyNotice, Region


def memberships_of(user):
    return Membership.objects.current().filter(user=user).select_related("center").order_by("pk")


def scoped(queryset, actor, path):
    """The rows of the actor's center. `path` is the lookup to the center ("" for what belongs to everyone).

    The province and superusers have no center and see all.
    """
    if not path or actor.role in {"province", "superuser"}:
        return queryset
    return queryset.filter(**{f"{path}__code": actor.center_code})


def regencies_near_centers():
    """Every kabupaten and kota of the provinces that have a center: where training may take place."""
    provinces = Center.objects.values("region__parent")
    return Region.objects.filter(level=Region.Level.REGENCY, parent__in=provinces).order_by("code")


def privacy_notices(language, day=None):
    """Every version that holds or held, the one in force first, each in this language or else in Indonesian."""
    notices = PrivacyNotice.objects.in_force_order(day or timezone.localdate())
    told = {}
    for notice in notices.filter(language__in={language, "id"}):
        if notice.version not in told or notice.language == language:
            told[notice.version] = notice
    return list(told.values())


def official_of(center, day=None):
    """Who signs for the center on that day (Jakarta), the latest appointment first; None if nobody does."""
    day = day or timezone.localdate()
    valid = Official.objects.filter(Q(valid_to=None) | Q(valid_to__gte=day), center=center, valid_from__lte=day)
    return valid.order_by("-valid_from", "-pk").first()


def also_definitive(official):
    """Other definitive officials of the center whose time overlaps: then only the later appointment signs."""
    if official.acting:
        return Official.objects.none()
    others = Official.objects.filter(center=official.center, acting="").exclude(pk=official.pk)
    others = others.filter(Q(valid_to=None) | Q(valid_to__gte=official.valid_from))
    if official.valid_to:
        others = others.filter(valid_from__lte=official.valid_to)
    return others.order_by("valid_from", "pk")
