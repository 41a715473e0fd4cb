import os
import signal
import subprocess
import sys
import time

import pytest

from blk_portal.launch import folders, servers
from blk_portal.launch.claims import StartLock, open_door
from blk_portal.launch.folders import Unusable
from blk_portal.launch.sizes import over_budget


@pytest.fixture
def short():
    folder = folders.short_folder("blk-server-test-")
    folder.chmod(0o711)
    yield folder
    folders.remove(folder)


def test_postgres_starts_keeps_its_data_and_leaves_no_socket(short):
    for _ in range(2):
        (short / "s").mkdir(exist_ok=True)
        server = servers.Postgres(short / "data", short / "s", short / "log", **servers.FAST_AND_FORGETFUL)
        server.start()
        server.ensure_database("portal")
        assert server.run("psql", "-h", short / "s", "-U", "portal", "-Atc", "SELECT 1", "portal").stdout == "1\n"
        server.stop()

        assert server.process.returncode == 0
        assert list((short / "s").iterdir()) == []


def test_a_server_whose_launcher_was_killed_outright_is_taken_over(short):
    (short / "s").mkdir()
    first = servers.Postgres(short / "data", short / "s", short / "log", **servers.FAST_AND_FORGETFUL)
    first.start()

    second = servers.Postgres(short / "data", short / "s", short / "log", **servers.FAST_AND_FORGETFUL)
    second.start()
    second.stop()

    assert first.process.wait(5) == 0


def test_data_of_another_version_is_refused_with_a_sentence(short):
    (short / "data").mkdir()
    (short / "data/PG_VERSION").write_text("9.6\n")

    with pytest.raises(Unusable, match=r"made by PostgreSQL 9\.6"):
        servers.Postgres(short / "data", short, short / "log").start()


def test_valkey_starts_and_leaves(short):
    server = servers.Valkey(short, short / "log")
    server.start()
    server.stop()

    assert server.url == f"redis+socket://{short}/valkey.sock"
    assert server.process.returncode == 0


def test_a_child_that_will_not_go_is_made_to(short):
    stubborn = (
        "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print('up', flush=True); time.sleep(60)"
    )
    process = servers.spawn([sys.executable, "-c", stubborn], short / "log")
    while not (short / "log").read_text():
        time.sleep(0.02)

    servers.end(process, patience=0.3)

    assert process.returncode == -signal.SIGKILL


def test_no_server_survives_a_launcher_that_was_killed(short):
    program = (
        "import sys, time; from blk_portal.launch import servers; "
        f"print(servers.spawn([sys.executable, '-c', 'import time; time.sleep(60)'], '{short}/log').pid, flush=True); "
        "time.sleep(60)"
    )
    launcher = subprocess.Popen(
        [sys.executable, "-c", program], cwd=folders.BASE_DIR, stdout=subprocess.PIPE, text=True
    )
    child = int(launcher.stdout.readline())
    launcher.kill()
    launcher.communicate()

    assert gone(child)


def gone(pid, patience=5):
    limit = time.monotonic() + patience
    while time.monotonic() < limit:
        try:
            os.kill(pid, 0)
        except ProcessLookupError:
            return True
        time.sleep(0.05)
    return False


def test_only_one_start_holds_a_folder(tmp_path):
    second = StartLock(tmp_path)
    with (
        StartLock(tmp_path),
        pytest.raises(Unusable, match=rf"already runs from {tmp_path} \(process {os.getpid()}\)"),
    ):
        second.__enter__()

    assert list(tmp_path.iterdir()) == []


def test_the_next_free_port_is_taken_when_none_was_named():
    with open_door("127.0.0.1", None) as first, open_door("127.0.0.1", None) as second:
        assert 8000 <= first.getsockname()[1] < second.getsockname()[1]


def test_a_folder_that_another_user_laid_in_wait_is_refused(tmp_path):
    (tmp_path / "theirs").symlink_to(tmp_path)

    with pytest.raises(Unusable, match="belongs to somebody else"):
        folders.private_folder(tmp_path / "theirs")


def test_a_folder_closed_to_others_is_not_public(tmp_path):
    inner = tmp_path / "closed/inner"
    inner.mkdir(parents=True)
    (tmp_path / "closed").chmod(0o700)

    assert not folders.public_path(inner)


def test_the_size_budget_counts_what_is_too_long(tmp_path):
    (tmp_path / "app").mkdir()
    (tmp_path / "app/long.py").write_text("def long():\n" + "    x = 1\n" * 50 + "\n" * 350)
    (tmp_path / "app/short.py").write_text('def short():\n    """' + "words\n" * 60 + '    """\n')

    assert list(over_budget(tmp_path)) == ["app/long.py: 401 lines", "app/long.py: long() has 51 lines"]
