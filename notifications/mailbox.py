"""Fetches bounces from a mailbox over IMAP. What was read is marked as seen and never deleted."""

import imaplib
import logging
import ssl
from contextlib import contextmanager, suppress
from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.db import DatabaseError

from notifications import bounces

logger = logging.getLogger(__name__)

PATIENCE = 10  # seconds for each answer
A_TURN = 100  # mails; the rest comes with the next minute


def take_all():
    """Every mail not seen yet, to `bounces.take`. Answers how many were looked at."""
    with _opened() as box:
        numbers = _answer(box.uid("SEARCH", None, "UNSEEN"))[0].split()[:A_TURN]
        for number in numbers:
            _take(box, number)
    return len(numbers)


def _take(box, number):
    """One mail that cannot be read does not stop the others; it too is marked, or it would come back each minute."""
    if _size(box, number) <= bounces.LARGEST:
        parts = _answer(box.uid("FETCH", number, "(BODY.PEEK[])"))
        _read(next((part[1] for part in parts if isinstance(part, tuple)), b""))
    _answer(box.uid("STORE", number, "+FLAGS.SILENT", r"(\Seen)"))


def _read(raw):
    try:
        bounces.take(raw)
    except DatabaseError:
        raise  # not the mail's fault: it stays unseen
    except Exception:
        logger.exception("a mail in the bounce mailbox could not be read")


def _size(box, number):
    answer = b" ".join(part for part in _answer(box.uid("FETCH", number, "(RFC822.SIZE)")) if isinstance(part, bytes))
    digits = answer.rpartition(b"RFC822.SIZE ")[2].split(b")")[0].split()
    return int(digits[0]) if digits and digits[0].isdigit() else 0


def _answer(said):
    status, parts = said
    if status != "OK":
        raise imaplib.IMAP4.error(f"mailbox: {status}")
    return parts


@contextmanager
def _opened():
    address = urlsplit(settings.BOUNCE_MAILBOX)
    box = _connect(address)
    try:
        box.login(unquote(address.username or ""), unquote(address.password or ""))
        _answer(box.select(f'"{unquote(address.path.strip("/")) or "INBOX"}"'))
        yield box
    finally:
        with suppress(OSError, imaplib.IMAP4.error):
            box.logout()


def _connect(address):
    if address.scheme == "imap":  # settings allow it to this machine only
        return imaplib.IMAP4(address.hostname, address.port or 143, timeout=PATIENCE)
    context = ssl.create_default_context()
    return imaplib.IMAP4_SSL(address.hostname, address.port or 993, ssl_context=context, timeout=PATIENCE)
