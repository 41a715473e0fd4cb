"""The secrets of the second factor at rest: sealed with keys made from NIK_KEYS for this one purpose.

allauth asks only "seal this text", not whose it is, so a seal here is bound to its purpose and not to its row. Texts
from before are read as they are until `rotate_keys` seals them.
"""

import base64
import binascii

from trainees import sealing
from trainees.sealing import SealError

PURPOSE = b"blk-portal second factor 1"
MARK = "sealed:"  # no base32 secret and no hexadecimal seed holds a colon
PLAIN = ""
FIELDS = ("secret", "seed")  # of an app's secret, of the recovery codes


def seal(text):
    key_id, _colon, sealed = sealing.ring_for(PURPOSE).seal(text, aad=PURPOSE).partition(b":")
    return f"{MARK}{key_id.decode()}:{base64.b64encode(sealed).decode()}"


def unseal(text):
    if not text.startswith(MARK):
        return text
    key_id, _colon, sealed = text.removeprefix(MARK).partition(":")
    try:
        blob = key_id.encode() + b":" + base64.b64decode(sealed, validate=True)
    except binascii.Error:
        raise SealError("broken", "This is not a seal.") from None
    return sealing.ring_for(PURPOSE).unseal(blob, aad=PURPOSE)


def key_of(text):
    """The id of the key that sealed this text; "" for one that nobody sealed yet."""
    return text.removeprefix(MARK).partition(":")[0] if text.startswith(MARK) else PLAIN


def texts(data):
    """The secrets in one authenticator's data: (field, text); allauth keeps codes of another app as a list."""
    yield from ((field, data[field]) for field in FIELDS if field in data)
    yield from (("migrated_codes", code) for code in data.get("migrated_codes") or ())


def resealed(data):
    """The same data under the current key."""
    fresh = data | {field: seal(unseal(data[field])) for field in FIELDS if field in data}
    if data.get("migrated_codes"):
        fresh["migrated_codes"] = [seal(unseal(code)) for code in data["migrated_codes"]]
    return fresh
