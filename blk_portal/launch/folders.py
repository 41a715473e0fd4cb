"""Where servers keep their data, and short folders for their sockets (a socket's path may have 107 bytes at most)."""

import hashlib
import os
import shutil
import tempfile
from pathlib import Path

BASE_DIR = Path(__file__).resolve().parents[2]


class Unusable(Exception):
    """What the machine lacks or holds in another's hands, as a sentence for the person at the keyboard."""


def private_folder(path, mode=0o700):
    """A folder of this user's own; one that another user laid in wait under /var/tmp is refused."""
    path.mkdir(mode=mode, parents=True, exist_ok=True)
    found = path.lstat()
    if path.is_symlink() or found.st_uid != os.getuid():
        raise Unusable(f"{path} belongs to somebody else. Remove it, or name another folder in PORTAL_DATA.")
    path.chmod(mode)
    return path


def public_path(path):
    """Whether any user may walk to this file and run it: as root, PostgreSQL runs as nobody."""
    path = path.resolve()
    return bool(path.stat().st_mode & 0o005 == 0o005 and all(folder.stat().st_mode & 0o001 for folder in path.parents))


def fallback_home(base=BASE_DIR):
    checkout = hashlib.sha256(str(base).encode()).hexdigest()[:8]
    return Path(f"/var/tmp/blk-portal-{os.getuid()}-{checkout}")


def data_home(base=BASE_DIR):
    """One folder per user: in the checkout when that is writable (and, for root, walkable by nobody)."""
    if os.environ.get("PORTAL_DATA"):
        return named_home(Path(os.environ["PORTAL_DATA"]).absolute())
    inside = base / "var" / str(os.getuid())
    try:
        inside.parent.mkdir(exist_ok=True)
        usable = os.getuid() != 0 or public_path(inside.parent)
        return private_folder(inside if usable else fallback_home(base), mode=0o711)
    except OSError:
        return private_folder(fallback_home(base), mode=0o711)


def named_home(folder):
    private_folder(folder, mode=0o711)
    if os.getuid() == 0 and not public_path(folder.parent):
        raise Unusable(f"PORTAL_DATA={folder} is closed to nobody, whom PostgreSQL runs as. Name a folder under /var.")
    return folder


def short_folder(prefix="blk-"):
    for parent in ("/tmp", "/var/tmp", tempfile.gettempdir()):
        if os.access(parent, os.W_OK | os.X_OK):
            return Path(tempfile.mkdtemp(prefix=prefix, dir=parent))
    raise Unusable("No temporary folder is writable: /tmp, /var/tmp and TMPDIR all refuse.")


def remove(path):
    shutil.rmtree(path, ignore_errors=True)
