"""What Meta reports: what became of messages, and of templates. Signed by Meta, but read as if it were not.

Unknown ids, unknown statuses and other numbers of the same account are none of our business and are passed over.
"""

import hashlib
import hmac
from datetime import UTC, datetime

from django.conf import settings
from django.utils import timezone
from django.utils.crypto import constant_time_compare

from notifications import approvals, receipts
from notifications.channels import whatsapp


def is_signed(body, header):
    """X-Hub-Signature-256: HMAC of the raw bytes under the app's secret, compared in constant time."""
    digest = hmac.new(settings.WHATSAPP_APP_SECRET.encode(), body, hashlib.sha256).hexdigest()
    return constant_time_compare(f"sha256={digest}", header)


def take(report):
    for change in _changes(report):
        value = _dict(change.get("value"))
        if change.get("field") == "messages":
            for status in _dicts(value.get("statuses")):
                _take_status(status)
        elif change.get("field") == "message_template_status_update":
            approvals.take_update(value)


def _take_status(status):
    provider_id, ours = _text(status.get("id")), _text(status.get("biz_opaque_callback_data"))
    pk = receipts.of_provider(provider_id, ours) if provider_id else None
    if pk is None:
        return
    at = _moment(status.get("timestamp"))
    match status.get("status"):
        case "sent":
            receipts.left(pk, at, provider_id)
        case "delivered":
            receipts.arrived(pk, at, provider_id)
        case "read":
            receipts.was_read(pk, at, provider_id)
        case "failed":
            _take_failure(pk, at, provider_id, status)


def _take_failure(pk, at, provider_id, status):
    error = next(_dicts(status.get("errors")), {})
    code = error.get("code") if isinstance(error.get("code"), int) else 0
    receipts.came_back(pk, at, f"{code} {_text(error.get('title'))}".strip(), provider_id)
    whatsapp.note_by_message(pk, code)


def _changes(report):
    for entry in _dicts(_dict(report).get("entry")):
        yield from _dicts(entry.get("changes"))


def _dicts(value):
    return (item for item in value if isinstance(item, dict)) if isinstance(value, list) else iter(())


def _dict(value):
    return value if isinstance(value, dict) else {}


def _text(value):
    return value[:200].replace("\x00", "") if isinstance(value, str) else ""


def _moment(seconds):
    """Meta's clock may be ahead of ours; nothing arrives in the future."""
    now = timezone.now()
    try:
        return min(datetime.fromtimestamp(int(seconds), UTC), now)
    except (TypeError, ValueError, OverflowError, OSError):
        return now
