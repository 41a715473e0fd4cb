"""The NIK at rest: sealed with AES-256-GCM, so that a copied database tells nothing, and found again by a keyed hash.

A seal is `key id : nonce, ciphertext, tag`. It opens only with that key and with the same `aad`, which names the row
it belongs to (`trainee:17`), so a seal moved to another row does not open. Both kinds of keys rotate: the first of
each list is the one used now, the others still read. No NIK and no key ever gets into an exception or a repr.

Other secrets have a ring of their own, made from the same keys: `ring_for(purpose)`. What one sealed no other opens.
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
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from trainees.rules.nik import clean_nik

KEY_BYTES = 32
NONCE_BYTES = 12
TAG_BYTES = 16
KEY_ID = re.compile(r"[A-Za-z0-9_-]{1,16}", re.ASCII)
INDEX_PURPOSE = b"blk-portal nik index 1\0"
FINGERPRINT_PURPOSE = b"blk-portal key fingerprint 1"
MARK_PURPOSE = b"blk-portal copy mark 1"


class SealError(Exception):
    """A seal that can't be opened. `code`: unknown_key, or broken (another row, another key, altered bytes)."""

    def __init__(self, code, message):
        super().__init__(message)
        self.code = code


class Ring:
    """Keys by their ids, the current one first: seals with that one, opens with any."""

    __slots__ = ("_ciphers", "_secrets", "current")

    def __init__(self, named):
        self._secrets = dict(named)
        if len(self._secrets) != len(named):
            raise ValueError("Two sealing keys have the same id.")
        self._ciphers = {key_id: AESGCM(secret) for key_id, secret in named}
        self.current = named[0][0]

    def ids(self):
        return list(self._ciphers)

    def seal(self, text, *, aad: bytes) -> bytes:
        nonce = secrets.token_bytes(NONCE_BYTES)
        sealed = self._ciphers[self.current].encrypt(nonce, text.encode(), _bound(self.current, aad))
        return self.prefix + nonce + sealed

    def unseal(self, blob, *, aad: bytes) -> str:
        key_id, sealed = _split(bytes(blob))
        if key_id not in self._ciphers:
            raise SealError("unknown_key", "The key that made this seal is not among NIK_KEYS.")
        try:
            cipher = self._ciphers[key_id]
            return cipher.decrypt(sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], _bound(key_id, aad)).decode()
        except InvalidTag:
            raise SealError(
                "broken", "This seal was altered, moved from another row or made with another key."
            ) from None

    @property
    def prefix(self):
        return f"{self.current}:".encode()

    def derived(self, purpose: bytes):
        """The ring for another purpose: the same ids, keys that tell nothing of these."""
        return Ring([(key_id, _derived(secret, purpose)) for key_id, secret in self._secrets.items()])

    def fingerprints(self):
        """What a copy may say about its keys: enough to know them again, of no use without them."""
        return {key_id: _derived(secret, FINGERPRINT_PURPOSE).hex()[:16] for key_id, secret in self._secrets.items()}


class Vault:
    """Seals and opens with the keys given: `keys` are "id:base64", `index_keys` base64; the first is current."""

    __slots__ = ("_index_keys", "ring")

    def __init__(self, keys, index_keys):
        named = [_named_key(key) for key in keys]
        if not named or not index_keys:
            raise ValueError("At least one sealing key and one index key are needed.")
        self.ring = Ring(named)
        self._index_keys = [_decoded(key, "index key") for key in index_keys]

    def seal(self, nik, *, aad: bytes) -> bytes:
        return self.ring.seal(clean_nik(nik), aad=aad)

    def unseal(self, blob, *, aad: bytes) -> str:
        return self.ring.unseal(blob, aad=aad)

    def is_current(self, blob) -> bool:
        """False for a seal that a rotation still has to renew."""
        return bytes(blob).startswith(self.ring.prefix)

    def blind_index(self, nik) -> str:
        return self.blind_indexes(nik)[0]

    def blind_indexes(self, nik) -> list[str]:
        """The index under every key, the current one first: what to look for while a rotation is under way."""
        nik = clean_nik(nik).encode()
        return [hmac.new(key, INDEX_PURPOSE + nik, sha256).hexdigest() for key in self._index_keys]

    def index_fingerprints(self):
        return [_derived(key, FINGERPRINT_PURPOSE).hex()[:16] for key in self._index_keys]

    def mark(self, words: bytes, number=0) -> str:
        """A mark under what only this portal can have written, made with its index key of that number."""
        return hmac.new(_derived(self._index_keys[number], MARK_PURPOSE), words, sha256).hexdigest()


def seal(nik, *, aad: bytes) -> bytes:
    return vault().seal(nik, aad=aad)


def unseal(blob, *, aad: bytes) -> str:
    return vault().unseal(blob, aad=aad)


def is_current(blob) -> bool:
    return vault().is_current(blob)


def blind_index(nik) -> str:
    """64 hexadecimal digits, the same for every spelling of one NIK, worthless without the key."""
    return vault().blind_index(nik)


def blind_indexes(nik) -> list[str]:
    return vault().blind_indexes(nik)


def ring_for(purpose: bytes) -> Ring:
    """A ring of its own for secrets that are no NIK. `purpose` is a constant of whoever asks."""
    return vault().ring.derived(purpose)


def vault() -> Vault:
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


def _derived(secret, purpose):
    return HKDF(algorithm=SHA256(), length=KEY_BYTES, salt=None, info=purpose).derive(secret)


def _bound(key_id, aad):
    if not aad:
        raise ValueError("A seal must be bound to its row: aad is empty.")
    return key_id.encode() + b"\0" + aad
