"""Any machine with Python 3.11, make and pip: what is installed, where, and when not again."""

import shutil
import subprocess
import sys

import pytest

from blk_portal.launch import install
from blk_portal.launch.folders import BASE_DIR


@pytest.fixture
def checkout(tmp_path, monkeypatch):
    shutil.copytree(BASE_DIR / "requirements", tmp_path / "requirements")
    monkeypatch.setattr(install, "BASE_DIR", tmp_path)
    return tmp_path


def stamped(venv, group):
    (venv / "bin").mkdir(parents=True, exist_ok=True)
    (venv / "bin/python").symlink_to(sys.executable)
    (venv / f".installed-{group}").write_text(install.lock_digest(group))


def test_a_lock_that_was_installed_is_not_installed_again(checkout):
    venv = checkout / ".venv"
    assert not install.current(venv, "run")

    stamped(venv, "run")
    assert install.current(venv, "run")
    assert not install.current(venv, "test")


def test_a_larger_group_holds_the_smaller_ones(checkout):
    stamped(checkout / ".venv", "test")

    assert install.current(checkout / ".venv", "run")
    assert not install.current(checkout / ".venv", "e2e")


def test_a_changed_lock_is_installed_anew(checkout):
    stamped(checkout / ".venv", "run")
    (checkout / "requirements/run.txt").write_text("changed")

    assert not install.current(checkout / ".venv", "run")


def test_without_ensurepip_the_machines_own_pip_fills_the_environment(checkout):
    venv = checkout / ".venv"
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", venv], check=True)

    assert install.pip(venv) == [sys.executable, "-m", "pip", "--python", str(venv / "bin/python")]


def test_an_old_python_is_refused_with_a_sentence(monkeypatch, capsys):
    monkeypatch.setattr(install.sys, "version_info", (3, 9, 2))

    with pytest.raises(SystemExit) as refused:
        install.refuse_old_python()

    assert refused.value.code == 2
    assert capsys.readouterr().err.startswith("The portal needs Python 3.11 or newer; this is 3.9 (")


def test_any_old_python_can_read_the_installer():
    compile((BASE_DIR / "blk_portal/launch/install.py").read_text(), "install.py", "exec", 0, True, 0)


def test_make_finds_its_own_folder_from_anywhere(tmp_path):
    answers = [
        subprocess.run(["make", *flags, "-n", "run"], cwd=tmp_path, capture_output=True, text=True, check=True).stdout
        for flags in (["-C", BASE_DIR], ["-f", BASE_DIR / "Makefile"])
    ]

    assert all(f'cd "{BASE_DIR}" && exec' in answer for answer in answers)
