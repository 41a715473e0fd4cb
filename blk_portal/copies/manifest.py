"""What a copy says about itself, and how one knows that it says the truth.

The mark is an HMAC under a key made from NIK_INDEX_KEY: nobody else can have written or changed this manifest, and
through its hashes none of the files. Keys stand in it as fingerprints only.
"""

import hashlib
import json
import tomllib

from django.conf import settings
from django.db import connection
from django.db.migrations.loader import MigrationLoader

from blk_portal.copies import CopyRefused
from trainees import sealing

NAME, DUMP, MEDIA = "manifest.json", "database.dump", "media"
FORMAT = 1


def portal_version():
    return tomllib.loads((settings.BASE_DIR / "pyproject.toml").read_text())["project"]["version"]


def applied_migrations():
    return sorted(f"{app}.{name}" for app, name in MigrationLoader(connection).applied_migrations)


def unknown_migrations(listed):
    """Those of the copy that this version does not have: the copy is newer than the code."""
    known = {f"{app}.{name}" for app, name in MigrationLoader(None).disk_migrations}
    return sorted(set(listed) - known)


def key_marks(used):
    """Of the keys in use: the ids and fingerprints of sealing keys that rows need, of index keys, of SECRET_KEY."""
    ring = sealing.vault().ring
    prints = ring.fingerprints()
    return {
        "seals": {key: prints[key] for key in sorted({ring.current, *used} & set(prints))},
        "index": sealing.vault().index_fingerprints(),
        "secret_key": hashlib.sha256(b"blk-portal fingerprint\0" + settings.SECRET_KEY.encode()).hexdigest()[:16],
    }


def write(folder, content):
    content = content | {"format": FORMAT}
    (folder / NAME).write_text(json.dumps(content | {"mark": sealing.vault().mark(_words(content))}, indent=1))


def read(folder):
    """The manifest, once its keys are known to be ours and its mark to be right."""
    try:
        content = json.loads((folder / NAME).read_text())
        keys, mark = content["keys"], content.pop("mark")
    except FileNotFoundError:
        raise CopyRefused("no_copy", f"{folder} is no complete copy: it has no {NAME}.") from None
    except (ValueError, KeyError, TypeError):
        raise CopyRefused("manifest_changed", f"{folder / NAME} was altered or cut off.") from None
    if content.get("format") != FORMAT:
        raise CopyRefused(
            "other_format", f"This copy has format {content.get('format')}; this version reads {FORMAT}."
        )
    number = _check_keys(keys)
    if sealing.vault().mark(_words(content), number) != mark:
        raise CopyRefused("manifest_changed", f"{folder / NAME} was altered after the copy was made.")
    return content


def _check_keys(keys):
    """The place, among our index keys, of the one that marked the copy."""
    ours = sealing.vault().ring.fingerprints()
    missing = [f'"{key}" ({mark})' for key, mark in keys["seals"].items() if ours.get(key) != mark]
    if missing:
        raise CopyRefused(
            "other_keys",
            f"This copy was sealed with other keys: NIK_KEYS lacks {', '.join(missing)}. "
            "Give the keys of the portal it comes from.",
        )
    index_keys = sealing.vault().index_fingerprints()
    if not set(keys["index"]) <= set(index_keys):
        raise CopyRefused("other_keys", "This copy belongs to another NIK_INDEX_KEY. Give the one of its portal.")
    return index_keys.index(keys["index"][0])


def _words(content):
    return json.dumps(content, sort_keys=True, separators=(",", ":")).encode()
