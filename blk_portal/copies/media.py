"""The files beside the database: listed, copied and hashed in one reading, put back by name."""

import hashlib
import os
import shutil
from pathlib import Path

from django.conf import settings

PIECE = 1 << 20


def root():
    return Path(settings.MEDIA_ROOT)


def listed(folder):
    """Paths in the folder, with slashes, in order; nothing that a link leads to."""
    for path in sorted(folder.rglob("*")):
        if path.is_file() and not path.is_symlink():
            yield path.relative_to(folder).as_posix()


def hashed(path, target=None):
    """{"bytes": …, "sha256": …} of a file, and a copy of it on the way if wanted."""
    digest, size = hashlib.sha256(), 0
    with open(path, "rb") as source, open(target or os.devnull, "wb") as copy:
        while piece := source.read(PIECE):
            digest.update(piece)
            copy.write(piece)
            size += len(piece)
    return {"bytes": size, "sha256": digest.hexdigest()}


def copied(target):
    """All files of the portal into `target`. One that retention removes this very moment is no longer ours."""
    found = {}
    for name in listed(root()):
        place = target / name
        place.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        try:
            found[name] = hashed(root() / name, place)
        except FileNotFoundError:
            place.unlink(missing_ok=True)
    return found


def put_back(source, names):
    """The copy's files under MEDIA_ROOT, each whole or not at all; gives what was written, hashed again."""
    found = {}
    for name in names:
        place = root() / name
        place.parent.mkdir(parents=True, exist_ok=True, mode=settings.FILE_UPLOAD_DIRECTORY_PERMISSIONS)
        scratch = place.with_name(f".{place.name}.restoring")
        found[name] = hashed(source / name, scratch)
        scratch.chmod(settings.FILE_UPLOAD_PERMISSIONS)
        scratch.replace(place)
    return found


def is_empty():
    return not root().exists() or next(listed(root()), None) is None


def clear():
    """MEDIA_ROOT itself stays: it may be a volume of its own."""
    for path in root().iterdir() if root().exists() else ():
        shutil.rmtree(path) if path.is_dir() and not path.is_symlink() else path.unlink()
