"""5,000 notices to a local relay, by the real worker and beat: how many a second, how much memory, how many lines.

Beside it a bare loop of smtplib over one line: what the relay and Python's own SMTP allow. And in the middle a sign-in
code, which must not wait for the notices.
"""

import os
import smtplib
import subprocess
import sys
import time
from email.message import EmailMessage
from pathlib import Path

import pytest
from django.conf import settings

from bench.faults.house import children, wait_for
from blk_portal.launch import folders, servers
from blk_portal.launch.run import CELERY, CHILDREN
from notifications.models import OutboxMessage
from notifications.workflow import Priority, State
from tests.factories.notifications import OutboxMessageFactory
from tests.reliability.conftest import database_url

pytestmark = pytest.mark.django_db(transaction=True)
NOTICES = int(os.environ.get("NOTICES", 5000))


class Relay:
    def __init__(self):
        self.process = subprocess.Popen([sys.executable, "bench/relay.py"], stdout=subprocess.PIPE, text=True)
        self.port = int(self.process.stdout.readline())

    def counted(self):
        """(connections, mails) so far, this one not counted."""
        with smtplib.SMTP("127.0.0.1", self.port) as line:
            connections, mails = map(int, line.noop()[1].split())
        return connections - 1, mails

    def stop(self):
        self.process.terminate()
        self.process.wait(5)
        self.process.stdout.close()


@pytest.fixture
def relay():
    relay = Relay()
    yield relay
    relay.stop()


@pytest.fixture
def start(relay):
    """Starts Valkey, beat and as many workers of messages as asked; answers their processes."""
    folder, started = folders.short_folder("blk-notices-"), []
    valkey = servers.Valkey(folder, folder / "log")
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "bench.faults.settings",
        "DATABASE_URL": database_url(),
        "REDIS_URL": valkey.url,
        "EMAIL_URL": f"smtp://127.0.0.1:{relay.port}",
        "LOG_LEVEL": "WARNING",
    }

    def begin(workers):
        valkey.start()
        beat = [*CELERY, "beat", "--schedule", folder / "schedule", "--pidfile="]
        commands = [beat, *([*CHILDREN["messages"][:-1], f"m{n}"] for n in range(workers))]
        for command in commands:
            started.append(servers.spawn(command, folder / "log", cwd=settings.BASE_DIR, env=environment))
        return started[1:]

    yield begin
    for process in started:
        servers.kill_group(process)
        process.wait(5)
    valkey.stop()
    folders.remove(folder)


def write_notices():
    rows = OutboxMessageFactory.build_batch(NOTICES, priority=Priority.BULK, body="Isi pengumuman.\n" * 20)
    OutboxMessage.objects.bulk_create(rows)


def sent():
    return OutboxMessage.objects.filter(state=State.SENT).count()


def megabytes(process):
    """The most memory that the worker and its children ever held."""
    peaks = (Path(f"/proc/{pid}/status").read_text() for pid in (process.pid, *children(process.pid)))
    return sum(int(status.split("VmHWM:")[1].split()[0]) for status in peaks) / 1024


def bare_loop(relay):
    """Mails a second of smtplib alone."""
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = "portal@blk.example", "peserta@example.test", "Halo"
    mail.set_content("Isi pengumuman.\n" * 20)
    began = time.perf_counter()
    with smtplib.SMTP("127.0.0.1", relay.port) as line:
        for _ in range(NOTICES):
            line.send_message(mail)
    return NOTICES / (time.perf_counter() - began)


def seconds_of_a_code():
    """Written in the middle of the notices; until it has left."""
    code = OutboxMessageFactory(priority=Priority.URGENT)
    return wait_for(lambda: OutboxMessage.objects.get(pk=code.pk).state == State.SENT, 60, "the code leaves")


def deliver(relay, start, workers):
    write_notices()
    lines, _mails = relay.counted()
    processes = start(workers)
    wait_for(lambda: sent() > NOTICES // 50, 60, "the notices begin to leave")
    began, already = time.perf_counter(), sent()
    wait_for(lambda: sent() > NOTICES // 2, 300, "half of the notices")
    code = seconds_of_a_code()
    wait_for(lambda: sent() > NOTICES, 300, "all of the notices")
    rate = (NOTICES - already) / (time.perf_counter() - began)
    after, _mails = relay.counted()
    return rate, code, max(map(megabytes, processes)), after - lines - 1


@pytest.mark.parametrize("workers", [1, 4])
def test_five_thousand_notices(relay, start, figure, workers):
    bare = bare_loop(relay)

    rate, code, memory, lines = deliver(relay, start, workers)

    print(f"\n{NOTICES} notices, {workers} worker(s): {rate:.0f} a second over {lines} connections", end="")
    print(f"; a bare loop of smtplib {bare:.0f}, {bare / rate:.1f} times as fast", end="")
    figure("a sign-in code in the middle of them, until it left", code, 3, "s")
    figure("peak memory of one worker", memory, 300, "MB")
