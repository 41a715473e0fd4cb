"""Codes that the desk gives to whoever stands there: one said by word of mouth, one printed on a slip.

Both are kept as keyed hashes. The spoken one opens nothing but the page of a new password, once, and only for half an
hour. The printed one is long enough to be looked up by itself: it opens the way to an account of one's own, and is
then the name that this account signs in by. What either of them is about is the caller's.
"""

import re
from datetime import timedelta

from django.utils import timezone
from django.utils.crypto import constant_time_compare, get_random_string, salted_hmac

LIFE = timedelta(minutes=30)
LETTERS = "ACDEFGHJKMNPQRTUVWXY34679"  # none that looks like another on thermal paper
LONG = 12
PRINTED = re.compile(f"[{LETTERS}]{{{LONG}}}")


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


# --- on paper ---


def printed():
    """A new one, in three groups that are easy to copy: KQ7F-3MXA-HT9P."""
    code = get_random_string(LONG, LETTERS)
    return "-".join(code[at : at + 4] for at in range(0, LONG, 4))


def as_printed(text):
    """The same however it was typed, or "": nothing that could be one."""
    letters = re.sub(r"[\s-]", "", text).upper()
    return letters if PRINTED.fullmatch(letters) else ""


def mark_of(code):
    """What is kept of it. Of something that is no code as well, so that looking it up takes as long."""
    return salted_hmac("accounts.desk_codes.printed", as_printed(code), algorithm="sha256").hexdigest()
