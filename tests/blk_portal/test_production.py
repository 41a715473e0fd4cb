"""Production starts with everything named, or not at all; the refusal names the variable. Asked of real processes."""

import os
import subprocess
import sys

import pytest

from blk_portal.launch.check import production
from blk_portal.launch.folders import BASE_DIR
from blk_portal.settings import DEMO_INDEX_KEY, DEMO_NIK_KEY, DEMO_SECRET


def check(*arguments, **environment):
    kept = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    given = {name: value for name, value in environment.items() if value is not None}
    command = [sys.executable, "manage.py", "check", *arguments]
    return subprocess.run(command, cwd=BASE_DIR, env=kept | given, capture_output=True, text=True)


@pytest.mark.parametrize(
    ("variable", "value"),
    [
        ("SECRET_KEY", None),
        ("SECRET_KEY", DEMO_SECRET),
        ("NIK_KEYS", None),
        ("NIK_KEYS", f"d1:{DEMO_NIK_KEY}"),
        ("NIK_KEYS", f"p1:b3RoZXI=,d1:{DEMO_NIK_KEY}"),
        ("NIK_INDEX_KEY", None),
        ("NIK_INDEX_KEY", DEMO_INDEX_KEY),
        ("SITE_URL", None),
        ("ALLOWED_HOSTS", None),
        ("DATABASE_URL", None),
        ("REDIS_URL", None),
        ("DEBUG", "1"),
        ("DEMO_SECOND_FACTOR", "1"),
        ("PORTAL_PROFILE", "staging"),
        ("WHATSAPP_API", "http://graph.example"),
        ("CHANNEL_ORDER", "whatsapp,pigeon"),
        ("CHANNEL_ORDER", "whatsapp"),
        ("QUIET_HOURS", "21"),
        ("QUIET_HOURS", "21-24"),
        ("QUIET_HOURS", "07-07"),
        ("BOUNCE_ADDRESS", "bounce+x@portal.example.go.id"),
        ("BOUNCE_MAILBOX", "imap://portal:secret@mail.example.go.id/INBOX"),
    ],
)
def test_production_refuses_to_start(variable, value):
    answer = check(**production() | {variable: value})

    assert answer.returncode != 0
    last_line = answer.stderr.strip().splitlines()[-1]
    assert last_line.startswith("django.core.exceptions.ImproperlyConfigured: ")
    assert variable in last_line


def test_nothing_set_at_all_is_production():
    assert "SECRET_KEY is not set" in check().stderr


def test_only_the_demonstration_shows_second_factors():
    answer = check(PORTAL_PROFILE="test", DEMO_SECOND_FACTOR="1")

    assert "DEMO_SECOND_FACTOR" in answer.stderr.splitlines()[-1]
    assert check(PORTAL_PROFILE="demonstration").returncode == 0


def test_half_a_whatsapp_is_none_and_the_missing_half_is_named():
    whole = {f"WHATSAPP_{name}": "x" for name in ("TOKEN", "PHONE_ID", "ACCOUNT_ID", "APP_SECRET", "VERIFY_TOKEN")}

    assert check(**production() | whole | {"QUIET_HOURS": ""}).returncode == 0
    answer = check(**production() | whole | {"WHATSAPP_APP_SECRET": None, "WHATSAPP_PHONE_ID": ""})
    assert "WHATSAPP_PHONE_ID, WHATSAPP_APP_SECRET not set" in answer.stderr.splitlines()[-1]


def test_the_deployment_check_is_clean():
    answer = check("--deploy", "--fail-level", "WARNING", **production())

    assert (answer.returncode, answer.stderr) == (0, "")
