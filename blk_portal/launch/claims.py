"""What only one start at a time may hold: a data folder and a port."""

import fcntl
import os
import socket

from blk_portal.launch.folders import Unusable

# --- the one start per data folder ---------------------------------------------------------------------------------


class StartLock:
    """Held while the portal runs; the kernel lets go of it even when we are killed."""

    def __init__(self, folder):
        self.path = folder / "running.lock"

    def __enter__(self):
        while True:
            self.file = open(self.path, "a+")
            try:
                fcntl.flock(self.file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError as taken:
                self.file.seek(0)
                pid = self.file.read().strip() or "unknown"
                self.file.close()
                raise Unusable(
                    f"The portal already runs from {self.path.parent} (process {pid}). "
                    "Stop that one, or give this one a folder of its own: make run PORTAL_DATA=/some/folder"
                ) from taken
            if self.path.exists() and os.fstat(self.file.fileno()).st_ino == self.path.stat().st_ino:
                break  # else the holder removed the file between our open and our lock
        self.file.truncate(0)
        self.file.write(str(os.getpid()))
        self.file.flush()
        return self

    def __exit__(self, *_):
        self.path.unlink(missing_ok=True)
        self.file.close()


# --- the door ------------------------------------------------------------------------------------------------------


def listen(bind, port):
    family = socket.AF_INET6 if ":" in bind else socket.AF_INET
    door = socket.socket(family, socket.SOCK_STREAM)
    door.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        door.bind((bind, port))
        door.listen(128)
    except OSError:
        door.close()
        raise
    return door


def open_door(bind, wanted):
    """A listening socket: on PORT or not at all, else on the first free one from 8000."""
    if wanted:
        try:
            return listen(bind, int(wanted))
        except ValueError:
            raise Unusable(f"PORT must be a number, not {wanted!r}.") from None
        except (OSError, OverflowError) as refused:
            raise Unusable(f"PORT={wanted} cannot be used on {bind}: {refused}. Name another, or none.") from None
    for port in range(8000, 8200):
        try:
            return listen(bind, port)
        except OSError as refused:
            trouble = refused
    raise Unusable(f"No port from 8000 to 8199 is free on {bind}: {trouble}.")
