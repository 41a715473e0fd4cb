#!/usr/bin/env python3
"""install.py GROUP [ARGUMENTS]: makes the environment hold requirements/GROUP.txt, then runs its Python on ARGUMENTS.

Run by whatever python3 the machine has, so: the standard library only, and nothing that an old Python cannot parse.
"""

import fcntl
import hashlib
import os
import signal
import subprocess
import sys
from pathlib import Path

BASE_DIR = Path(__file__).resolve().parents[2]
LARGER = {"run": ["test", "quality", "e2e"], "test": ["quality", "e2e"]}  # these groups hold the named one whole


def say(sentence):
    sys.stderr.write(sentence + "\n")


def refuse_old_python():
    if sys.version_info < (3, 11):
        here = "%d.%d (%s)" % (sys.version_info[0], sys.version_info[1], sys.executable)
        say("The portal needs Python 3.11 or newer; this is " + here + ". Name another: make run PYTHON=python3.12")
        sys.exit(2)


def lock_digest(group):
    return hashlib.sha256((BASE_DIR / "requirements" / (group + ".txt")).read_bytes()).hexdigest()


def current(venv, group):
    """Whether the environment was last filled from this very lock, or from one that contains it."""
    if not (venv / "bin/python").exists():
        return False
    for name in [group, *LARGER.get(group, [])]:
        stamp = venv / (".installed-" + name)
        if stamp.exists() and stamp.read_text() == lock_digest(name):
            return True
    return False


def environment(group):
    """`.venv` in the checkout; where that is another user's and out of date, one of our own."""
    inside = BASE_DIR / ".venv"
    place = inside if inside.exists() else BASE_DIR
    if current(inside, group) or os.access(str(place), os.W_OK):
        return inside
    checkout = hashlib.sha256(str(BASE_DIR).encode()).hexdigest()[:8]
    outside = Path("/var/tmp/blk-portal-%d-%s/venv" % (os.getuid(), checkout))
    outside.parent.mkdir(mode=0o711, exist_ok=True)
    if outside.parent.stat().st_uid != os.getuid():
        sys.exit("%s belongs to somebody else; remove it." % outside.parent)
    return outside


def works(python):
    return (
        python.exists()
        and subprocess.call([str(python), "-c", "import sys; sys.exit(sys.version_info < (3, 11))"]) == 0
    )


def make(venv):
    """With ensurepip when the machine has it; Debian's python3 often comes without."""
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    for options in ([], ["--without-pip"]):
        if subprocess.call([sys.executable, "-m", "venv", "--clear", *options, str(venv)], **quiet) == 0:
            return
    sys.exit("python3 -m venv failed. On Debian: apt-get install python3-venv")


def pip(venv):
    python = str(venv / "bin/python")
    if subprocess.call([python, "-m", "pip", "--version"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) == 0:
        return [python, "-m", "pip"]
    return [sys.executable, "-m", "pip", "--python", python]


def fill(venv, group):
    if not works(venv / "bin/python"):
        say("Making the environment in %s …" % venv)
        make(venv)
    say("Installing requirements/%s.txt (the first time takes about half a minute) …" % group)
    lock = str(BASE_DIR / "requirements" / (group + ".txt"))
    options = ["install", "--quiet", "--disable-pip-version-check", "--no-input", "--require-hashes", "-r", lock]
    if subprocess.call(pip(venv) + options, env={**os.environ, "PIP_ROOT_USER_ACTION": "ignore"}) != 0:
        sys.exit("pip could not install requirements/%s.txt; its words stand above." % group)
    (venv / (".installed-" + group)).write_text(lock_digest(group))


def ensure(group):
    """One installation at a time: `make run` and `make test` may begin together."""
    venv = environment(group)
    if current(venv, group) and works(venv / "bin/python"):
        return venv
    guard = os.open(str(BASE_DIR), os.O_RDONLY)  # the folder itself is the lock: nothing is left behind
    fcntl.flock(guard, fcntl.LOCK_EX)
    if not (current(venv, group) and works(venv / "bin/python")):
        fill(venv, group)
    os.close(guard)
    return venv


if __name__ == "__main__":
    refuse_old_python()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # so that a running pip is ended too
    signal.signal(signal.SIGINT, lambda *_: sys.exit(130))
    python = str(ensure(sys.argv[1]) / "bin/python")
    if len(sys.argv) > 2:
        os.execv(python, [python, *sys.argv[2:]])
