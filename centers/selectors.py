from django.db.models import Q
from django.utils import timezone

from centers.models import Membership, Official


def memberships_of(user):
    return Membership.objects.current().filter(user=user).select_related("center").order_by("pk")


def scoped(queryset, actor, path):
    """The rows of the actor's center. `path` is the lookup to the center ("" for what belongs to everyone).

    The province and superusers have no center and see all.
    """
    if not path or actor.role in {"province", "superuser"}:
        return queryset
    return queryset.filter(**{f"{path}__code": actor.center_code})


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
