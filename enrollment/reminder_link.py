"""The link in a reminder: it opens a page with two buttons. Nobody can make one up, and a newer one voids it."""

from django.conf import settings
from django.urls import reverse
from django.utils.crypto import constant_time_compare, salted_hmac

from enrollment.models import Reminder

LENGTH = 32


def token_of(reminder):
    said = salted_hmac("enrollment.reminder_link", f"{reminder.pk}:{reminder.round}", algorithm="sha256")
    return f"{reminder.pk}-{said.hexdigest()[:LENGTH]}"


def find(token):
    """The reminder, or None for a link that is void or was never given."""
    number, _dash, _rest = token.partition("-")
    if not (number.isascii() and number.isdecimal() and len(number) < LENGTH // 2):
        return None
    told = Reminder.objects.select_related("offering__program", "offering__wave", "track")
    reminder = told.filter(pk=number).first()
    return reminder if reminder and constant_time_compare(token, token_of(reminder)) else None


def address_of(reminder):
    return f"{settings.SITE_URL}{reverse('reminder', args=[token_of(reminder)])}"
