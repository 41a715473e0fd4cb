"""What a file that leaves the portal is called: words and a day, no name of a person."""

from django.utils import timezone
from django.utils.text import slugify


def file_name(*words):
    """Moments become Jakarta's days; anything else its letters and digits."""
    parts = [f"{timezone.localtime(one):%Y-%m-%d-%H%M}" if hasattr(one, "tzinfo") else str(one) for one in words]
    return "-".join(slugify(part) for part in parts)


def initials(full_name):
    """How a public list names somebody: S.A. of Siti Aminah. Nobody is found by it who is not looked for."""
    return "".join(f"{word[0].upper()}." for word in full_name.split() if word[0].isalpha())
