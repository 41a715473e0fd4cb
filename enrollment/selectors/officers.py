"""Who of the office may have a file."""

from centers.models import Membership, Role


def officers_of(center_code):
    """Officers of that center today, by name."""
    of_center = {"center__code": center_code, "role": Role.OFFICER, "user__is_active": True}
    current = Membership.objects.current().filter(**of_center)
    return current.select_related("user").order_by("user__full_name", "user__pk")
