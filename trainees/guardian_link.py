"""The link by which a parent or guardian answers for a minor: only to their own phone or e-mail, never to the trainee.

Nothing of it is stored: it is made from the guardian's row. Asking again (a new round) or changing the phone or the
address makes every earlier one void.
"""

from datetime import timedelta

from django.utils import timezone
from django.utils.crypto import constant_time_compare, salted_hmac

from trainees.models import Guardian

SALT = "trainees.guardian_link"
LASTS = timedelta(days=14)
LONG = 40  # hexadecimal digits: it has to fit into a short message


def token_of(guardian):
    state = f"{guardian.pk}|{guardian.link_round}|{guardian.phone}|{guardian.email}"
    return f"{guardian.pk}-{salted_hmac(SALT, state, algorithm='sha256').hexdigest()[:LONG]}"


def find(token):
    """The guardian whose newest link this is, however old, or None."""
    number, _dash, _rest = token.partition("-")
    if not (number.isascii() and number.isdecimal() and len(number) < 19):
        return None
    guardian = Guardian.objects.filter(pk=number, asked_at__isnull=False).select_related("trainee__account").first()
    return guardian if guardian and constant_time_compare(token, token_of(guardian)) else None


def ends_at(guardian):
    return guardian.asked_at + LASTS


def is_in_time(guardian):
    return guardian.asked_at is not None and timezone.now() < ends_at(guardian)
