"""A real installation, made by answering questions: each answer is checked, and asking twice changes nothing."""

import base64
import io
import os
import re
import subprocess
import sys

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from accounts.models import User
from blk_portal.staffing import invitations
from centers.models import Center, Invitation
from notifications.models import OutboxMessage
from tests.factories.centers import CenterFactory, RegionFactory
from tests.staffing.conftest import PASSWORD

ANSWERS = {
    "center_code": "BLK-TNG",
    "center_name": "BLK Tangerang",
    "agency": "Dinas Tenaga Kerja",
    "address": "Jl. Contoh 1",
    "city": "Tangerang",
    "region": "36.74",
    "superuser_email": "pengelola@instansi.example",
    "superuser_name": "Contoh Pengelola",
}


@pytest.fixture(autouse=True)
def _place(db):
    RegionFactory(code="36.74")


def setup(**options):
    out = io.StringIO()
    call_command("setup", no_prepare=True, stdout=out, stderr=io.StringIO(), **options)
    return out.getvalue()


def test_it_makes_the_center_and_a_superuser_who_sets_the_password_alone():
    words = setup(no_input=True, **ANSWERS)

    center, user = Center.objects.get(), User.objects.get()
    link = re.search(r"http://\S+/undangan/\S+", words)[0]
    assert (center.code, center.region_id) == ("BLK-TNG", "36.74")
    assert (user.is_superuser, user.has_usable_password()) == (True, False)
    assert invitations.find(link.rstrip("/").rpartition("/")[2]) == Invitation.objects.get()
    assert OutboxMessage.objects.get().to_address == "pengelola@instansi.example"


def test_a_second_run_leaves_everything_as_it_is():
    setup(no_input=True, **ANSWERS)
    invitations.accept(invitations.token_of(Invitation.objects.get()), PASSWORD)

    words = setup(no_input=True, **ANSWERS | {"center_code": "blk-tng"})

    assert "is there already; left as it is" in words
    assert "there are 1 who can sign in" in words
    assert [model.objects.count() for model in (Center, User, Invitation)] == [1, 1, 1]


def test_a_superuser_who_never_came_gets_a_new_link():
    first = re.search(r"/undangan/(\S+)/", setup(no_input=True, **ANSWERS))[1]

    second = re.search(r"/undangan/(\S+)/", setup(no_input=True, **ANSWERS))[1]

    assert (invitations.find(first), invitations.find(second).is_open) == (None, True)


def test_the_link_may_stay_out_of_the_log():
    assert "/undangan/" not in setup(no_input=True, no_link=True, **ANSWERS)


def test_answers_may_come_from_the_environment(monkeypatch):
    for name, value in ANSWERS.items():
        monkeypatch.setenv(f"SETUP_{name.upper()}", value)

    setup(no_input=True)

    assert Center.objects.get().name == "BLK Tangerang"


def test_a_script_hears_of_everything_that_is_missing():
    CenterFactory()

    with pytest.raises(CommandError, match="--superuser-email, --superuser-name"):
        setup(no_input=True)


@pytest.mark.parametrize(
    ("name", "answer", "sentence"),
    [
        ("center_code", "BLK TNG", "Letters, digits"),
        ("center_code", "x" * 21, "At most 20 characters; these are 21"),
        ("region", "Banten", "write its code, for example 36.74"),
        ("center_email", "balai", "is no e-mail address"),
        ("center_whatsapp", "0812", "begins with \\+62"),
        ("superuser_email", "saya", "is no e-mail address"),
    ],
)
def test_an_answer_that_does_not_fit_is_said_with_its_flag(name, answer, sentence):
    flag = "--" + name.replace("_", "-")

    with pytest.raises(CommandError, match=f"{flag}: .*{sentence}"):
        setup(no_input=True, **ANSWERS | {name: answer})


def test_at_the_keyboard_it_asks_until_the_answer_fits(monkeypatch):
    typed = iter(["", "BLK TNG", "BLK-TNG", *list(ANSWERS.values())[1:6], "", "", "", "x@y.example", "Contoh"])
    monkeypatch.setattr("builtins.input", lambda words: next(typed))
    secrets = iter(["pendek", "pendek", PASSWORD, "lain", PASSWORD, PASSWORD])
    monkeypatch.setattr("getpass.getpass", lambda words: next(secrets))

    setup(set_password=True)

    assert Center.objects.get().code == "BLK-TNG"
    assert User.objects.get().check_password(PASSWORD)


def test_new_keys_need_no_settings_and_are_new_each_time():
    environment = {"PATH": os.environ["PATH"], "PYTHONDONTWRITEBYTECODE": "1"}
    command = [sys.executable, "manage.py", "setup", "--new-keys"]

    def said():
        return subprocess.check_output(command, cwd=settings.BASE_DIR, env=environment, text=True)

    first, second = said(), said()

    keys = dict(line.split("=", 1) for line in first.splitlines() if not line.startswith("#"))
    assert list(keys) == ["SECRET_KEY", "NIK_KEYS", "NIK_INDEX_KEY"]
    assert len(keys["SECRET_KEY"]) > 50
    assert [len(base64.b64decode(keys[name].rpartition(":")[2])) for name in ("NIK_KEYS", "NIK_INDEX_KEY")] == [32, 32]
    assert first != second
