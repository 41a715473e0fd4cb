"""The secret address of somebody's calendar. The database alone does not tell it: it is made with the portal's key."""

from django.utils.crypto import constant_time_compare, salted_hmac

from enrollment.models import CalendarLink

SALT = "enrollment.calendar_link"
LONG = 40  # hexadecimal digits


def token_of(link):
    return f"{link.pk}-{salted_hmac(SALT, f'{link.pk}|{link.key}', algorithm='sha256').hexdigest()[:LONG]}"


def find(token):
    """The link this is the present address of, or None."""
    number, _dash, _rest = token.partition("-")
    if not (number.isascii() and number.isdecimal() and len(number) < 19):
        return None
    link = CalendarLink.objects.filter(pk=number).select_related("trainee").first()
    return link if link and constant_time_compare(token, token_of(link)) else None
