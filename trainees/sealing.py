"""The NIK at rest: sealed with AES-256-GCM, so that a copied database tells nothing, and found again by a keyed hash.

A seal is `key id : nonce, ciphertext, tag`. It opens only with that key and with the same `aad`, which names the row
it belongs to (`trainee:17`), so a seal moved to another row does not open. Both kinds of keys rotate: the first of
each list is the one used now, the others still read. No NIK and no key ever gets into an exception or a repr.
"""

import base64
import binascii
import hmac
import re
import secrets
from functools import lru_cache
from hashlib import sha256

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from trainees.rules.nik import clean_nik

KEY_BYTES = 32
NONCE_BYTES = 12
TAG_BYTES = 16
KEY_ID = re.compile(r"[A-Za-z0-9_-]{1,16}", re.ASCII)
INDEX_PURPOSE = b"blk-portal nik index 1\0"


class SealError(Exception):
    """A seal that can't be opened. `code`: unknown_key, or broken (another row, another key, altered bytes)."""

    def __init__(self, code, message):
        super().__init__(message)
        self.code = code


class Vault:
    """Seals and opens with the keys given: `keys` are "id:base64", `index_keys` base64; the first is current."""

    __slots__ = ("_current", "_index_keys", "_keys")

    def __init__(self, keys, index_keys):
        named = [_named_key(key) for key in keys]
        if not named or not index_keys:
            raise ValueError("At least one sealing key and one index key are needed.")
        self._keys = {key_id: AESGCM(key) for key_id, key in named}
        if len(self._keys) != len(named):
            raise ValueError("Two sealing keys have the same id.")
        self._current = named[0][0]
        self._index_keys = [_decoded(key, "index key") for key in index_keys]

    def seal(self, nik, *, aad: bytes) -> bytes:
        nonce = secrets.token_bytes(NONCE_BYTES)
        key = self._keys[self._current]
        return self._prefix + nonce + key.encrypt(nonce, clean_nik(nik).encode(), _bound(self._current, aad))

    def unseal(self, blob, *, aad: bytes) -> str:
        key_id, sealed = _split(bytes(blob))
        if key_id not in self._keys:
            raise SealError("unknown_key", "The key that sealed this NIK is not among NIK_KEYS.")
        try:
            return self._keys[key_id].decrypt(sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], _bound(key_id, aad)).decode()
        except InvalidTag:
            raise SealError(
                "broken", "This seal was altered, moved from another row or made with another key."
            ) from None

    def is_current(self, blob) -> bool:
        """False for a seal that a rotation still has to renew."""
        return bytes(blob).startswith(self._prefix)

    def blind_index(self, nik) -> str:
        return self.blind_indexes(nik)[0]

    def blind_indexes(self, nik) -> list[str]:
        """The index under every key, the current one first: what to look for while a rotation is under way."""
        nik = clean_nik(nik).encode()
        return [hmac.new(key, INDEX_PURPOSE + nik, sha256).hexdigest() for key in self._index_keys]

    @property
    def _prefix(self):
        return f"{self._current}:".encode()


def seal(nik, *, aad: bytes) -> bytes:
    return _vault().seal(nik, aad=aad)


def unseal(blob, *, aad: bytes) -> str:
    return _vault().unseal(blob, aad=aad)


def is_current(blob) -> bool:
    return _vault().is_current(blob)


def blind_index(nik) -> str:
    """64 hexadecimal digits, the same for every spelling of one NIK, worthless without the key."""
    return _vault().blind_index(nik)


def blind_indexes(nik) -> list[str]:
    return _vault().blind_indexes(nik)


def _vault():
    """The vault of the settings. `NIK_INDEX_KEY` is one key, or several with commas between (the first is current)."""
    return _made(tuple(settings.NIK_KEYS), tuple(settings.NIK_INDEX_KEY.split(",")))


@lru_cache(maxsize=4)
def _made(keys, index_keys):
    try:
        return Vault(keys, index_keys)
    except ValueError as problem:
        raise ImproperlyConfigured(f"NIK_KEYS or NIK_INDEX_KEY: {problem}") from None


def _named_key(text):
    key_id, colon, key = text.strip().partition(":")
    if not colon or not KEY_ID.fullmatch(key_id):
        raise ValueError('A sealing key is written "id:base64", its id up to 16 letters, digits, - or _.')
    return key_id, _decoded(key, f'sealing key "{key_id}"')


def _decoded(text, name):
    try:
        key = base64.b64decode(text.strip(), validate=True)
    except binascii.Error:
        raise ValueError(f"The {name} is not base64.") from None
    if len(key) != KEY_BYTES:
        raise ValueError(f"The {name} must be {KEY_BYTES} bytes, not {len(key)}. Make one: openssl rand -base64 32.")
    return key


def _split(blob):
    key_id, colon, sealed = blob.partition(b":")
    if not colon or len(sealed) <= NONCE_BYTES + TAG_BYTES or not KEY_ID.fullmatch(key_id.decode("latin-1")):
        raise SealError("broken", "This is not a seal.")
    return key_id.decode(), sealed


def _bound(key_id, aad):
    if not aad:
        raise ValueError("A seal must be bound to its row: aad is empty.")
    return key_id.encode() + b"\0" + aad
