"""When to try again, and when to stop. Plain values in, plain values out.

Refused for now: 1, 2, 4 … minutes, at most 6 hours, up to 20 tries (about three days). Refused for good: never again.
"""

import random
from datetime import timedelta
from smtplib import SMTPRecipientsRefused

FIRST_PAUSE = timedelta(minutes=1)
LONGEST_PAUSE = timedelta(hours=6)
SERVER_DOWN_PAUSE = timedelta(minutes=1)
MAX_ATTEMPTS = 20


def pause_after(attempts, spread=random.uniform):
    """How long to leave a message alone after its nth failure: doubled each time, ±20 % so that they do not march."""
    pause = min(FIRST_PAUSE * 2 ** min(attempts - 1, 20), LONGEST_PAUSE)
    return min(pause * spread(0.8, 1.2), LONGEST_PAUSE)


def is_for_good(error):
    """The server knows no such recipient, or the message can't even be written: trying again changes nothing."""
    if isinstance(error, SMTPRecipientsRefused):
        return all(code >= 500 for code, _reply in error.recipients.values())
    return isinstance(error, ValueError)  # a header with a line break, an address no mail can carry


def said(error):
    """What went wrong, short enough for a column."""
    if isinstance(error, SMTPRecipientsRefused):
        code, reply = next(iter(error.recipients.values()))
        return f"{code} {_text(reply)}"[:300]
    return f"{type(error).__name__}: {error}"[:300]


def _text(reply):
    return reply.decode("utf-8", "replace") if isinstance(reply, bytes) else str(reply)
