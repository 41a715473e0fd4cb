"""A code that an officer gives by word of mouth to whoever stands at the desk and can be sent none.

It is kept as a keyed hash, opens nothing but the page of a new password, once, and only for half an hour.
"""

from datetime import timedelta

from django.utils import timezone
from django.utils.crypto import constant_time_compare, get_random_string, salted_hmac

LIFE = timedelta(minutes=30)


def give(user):
    """The code, said once. An earlier one is void."""
    code = get_random_string(8, "0123456789")
    user.desk_code, user.desk_code_until = _mark(user, code), timezone.now() + LIFE
    user.save(update_fields=["desk_code", "desk_code_until"])
    return f"{code[:4]}-{code[4:]}"


def opens(user, code):
    """Is this the code that was given to them, and still good?"""
    good = constant_time_compare(_mark(user, code), user.desk_code)
    return good and user.desk_code_until is not None and timezone.now() < user.desk_code_until


def void(user):
    user.desk_code, user.desk_code_until = "", None
    user.save(update_fields=["desk_code", "desk_code_until"])


def _mark(user, code):
    digits = "".join(character for character in code if character in "0123456789")
    return salted_hmac("accounts.desk_codes", f"{user.pk} {digits}", algorithm="sha256").hexdigest()
