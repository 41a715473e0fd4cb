"""Reports of mail servers about our mail (RFC 3464), wherever they come from: the MTA's pipe or a mailbox.

The address a report was sent to names the message (bounce+<number>@…); failing that, the returned headers do. Nothing
else is believed: whatever is not such a report, an "I am on holiday" for example, is left alone.
"""

import email
import email.policy
import logging
import re
from uuid import UUID

from django.conf import settings
from django.utils import timezone

from notifications import receipts
from notifications.models import OutboxMessage
from notifications.workflow import Channel

logger = logging.getLogger(__name__)

LARGEST = 2_000_000
TO = ("Delivered-To", "X-Original-To", "Envelope-To", "To")
NUMBER = re.compile(r"\+([0-9a-f]{32})@", re.ASCII | re.IGNORECASE)
RETURNED = re.compile(rb"^Message-ID:[ \t\r\n]*<([0-9a-f-]{36})@", re.MULTILINE | re.IGNORECASE)
STATUS = re.compile(r"[245]\.\d{1,3}\.\d{1,3}", re.ASCII)


def take(raw, sent_to=""):
    """One mail as bytes. Answers what was made of it: bounced, late, arrived, unknown, or no_report."""
    if len(raw) > LARGEST:
        return "no_report"
    report = email.message_from_bytes(raw, policy=email.policy.compat32)
    about = verdict(report)
    if about is None:
        return "no_report"
    pk = _message(report, raw, sent_to)
    if pk is None:
        return "unknown"
    answer = _apply(pk, *about)
    logger.info("bounce: message %s %s", pk, answer)
    return answer


def verdict(report):
    """(action, reason) of the first recipient, or None when this is no delivery report."""
    if report.get_content_type() != "multipart/report":
        return None
    for part in report.walk():
        if part.get_content_type() == "message/delivery-status":
            return _of_recipient(part)
    return None


def _of_recipient(part):
    """A block of fields about the server, then one for each recipient; our letters have one."""
    blocks = part.get_payload() if part.is_multipart() else []
    for block in blocks:
        action = str(block.get("Action", "")).strip().lower()
        if action:
            status = STATUS.search(str(block.get("Status", "")))
            words = " ".join(str(block.get("Diagnostic-Code", "")).split())
            return action, f"{status[0] if status else '5.0.0'} {words}".strip()
    return None


def _apply(pk, action, reason):
    """`failed` with 4.x.x is a server that has given up: the letter is lost, the address may still be good."""
    now = timezone.now()
    if action == "failed":
        return "bounced" if receipts.came_back(pk, now, reason) else "known"
    if action == "delayed":
        return "late" if receipts.is_late(pk, reason) else "known"
    if action == "delivered":
        receipts.arrived(pk, now)
        return "arrived"
    return "no_report"  # relayed, expanded: nobody knows yet


def _message(report, raw, sent_to):
    number = _number([sent_to, *(str(value) for name in TO for value in report.get_all(name, []))])
    if number is None and (found := RETURNED.search(raw)):
        number = _uuid(found[1].decode("ascii"))
    if number is None:
        return None
    rows = OutboxMessage.objects.filter(message_id__startswith=f"<{number}@", channel=Channel.EMAIL)
    return rows.order_by("pk").values_list("pk", flat=True).first()


def _number(addresses):
    ours = settings.BOUNCE_ADDRESS.partition("@")[0]
    for address in addresses:
        found = NUMBER.search(address)
        if found and ours and f"{ours}+".lower() in address.lower():
            return _uuid(found[1])
    return None


def _uuid(text):
    try:
        return str(UUID(text))
    except ValueError:
        return None
