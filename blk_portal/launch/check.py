"""`make check`: every gate is run, each says so in one line, and one that fails shows why."""

import os
import secrets
import subprocess
import sys
import time
from base64 import b64encode
from pathlib import Path

from blk_portal.launch.folders import BASE_DIR

BIN = Path(sys.executable).parent
TEST = {"PORTAL_PROFILE": "test"}


def production():
    """What a production site would set, with secrets made for this one check."""
    return {
        "PORTAL_PROFILE": "production",
        "SECRET_KEY": secrets.token_urlsafe(64),
        "NIK_KEYS": f"c1:{b64encode(secrets.token_bytes(32)).decode()}",
        "NIK_INDEX_KEY": b64encode(secrets.token_bytes(32)).decode(),
        "SITE_URL": "https://portal.example.go.id",
        "ALLOWED_HOSTS": "portal.example.go.id",
        "DATABASE_URL": "postgres://portal@/portal",
        "REDIS_URL": "redis://valkey/0",
    }


def manage(*arguments):
    return [sys.executable, "-W", "ignore", "manage.py", *arguments]


def gates():
    return {
        "format": ([BIN / "ruff", "format", "--check", "--no-cache", "."], {}),
        "lint": ([BIN / "ruff", "check", "--no-cache", "--quiet", "."], {}),
        "templates": ([sys.executable, "-m", "djlint", "templates", "--lint", "--quiet"], {}),
        "imports": ([BIN / "lint-imports", "--no-cache"], {}),
        "migrations": (manage("makemigrations", "--check", "--dry-run"), TEST),
        "deployment": (manage("check", "--deploy", "--fail-level", "WARNING"), production()),
        "sizes": ([sys.executable, "-m", "blk_portal.launch.sizes"], {}),
    }


def clean_environment(extra):
    """Nothing from the caller's portal leaks into a check of another profile."""
    kept = ("PATH", "HOME", "LANG", "LC_ALL", "TMPDIR", "VIRTUAL_ENV")
    return {name: os.environ[name] for name in kept if name in os.environ} | {"PYTHONDONTWRITEBYTECODE": "1"} | extra


def passes(name, command, extra):
    began = time.monotonic()
    answer = subprocess.run(command, cwd=BASE_DIR, env=clean_environment(extra), capture_output=True, text=True)
    words = (answer.stdout + answer.stderr).strip()
    print(f"{'ok  ' if answer.returncode == 0 else 'FAIL'} {name} ({time.monotonic() - began:.1f} s)", flush=True)
    if answer.returncode or name == "sizes":
        print(words, flush=True)
    return answer.returncode == 0


def fix():
    for command in (["check", "--fix", "--no-cache", "."], ["format", "--no-cache", "."]):
        subprocess.run([BIN / "ruff", *command], cwd=BASE_DIR, check=False)
    return 0


def main():
    answers = [passes(name, command, extra) for name, (command, extra) in gates().items()]
    return 0 if all(answers) else 1


if __name__ == "__main__":
    sys.exit(fix() if "--fix" in sys.argv else main())
