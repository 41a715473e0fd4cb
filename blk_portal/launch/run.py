"""`make run`: the whole portal on a bare machine, and nothing left of it afterwards.

Starts the servers that the environment does not name, prepares the database, then web, two workers and beat; says what
runs where; on Ctrl-C or TERM stops all of it in order. Data stays, in one folder per user.
"""

import io
import os
import signal
import sys
import threading
import time
import urllib.error
import urllib.request

from blk_portal.launch import folders, servers
from blk_portal.launch.card import card
from blk_portal.launch.claims import StartLock, open_door
from blk_portal.launch.folders import Unusable
from blk_portal.launch.manage import ADDRESSES

PYTHON = sys.executable
CELERY = [PYTHON, "-m", "celery", "-A", "blk_portal", "--quiet"]
WORKER = [*CELERY, "worker", "--without-gossip", "--without-mingle"]
POOLS = {  # messages: a thread for each lane of notifications.tasks, so that none waits for another
    "messages": ["--pool", "threads", "--concurrency", "5"],
    "jobs": ["--concurrency", "1"],
}
CHILDREN = {name: [*WORKER, *pool, "--queues", name, "--hostname", f"{name}@%h"] for name, pool in POOLS.items()}
PLENTY = 5_000_000  # bytes of one log before it is put aside


def say(text=""):
    try:
        print(text, flush=True)
    except (BrokenPipeError, OSError):  # whoever read along has gone; the portal goes on
        sys.stdout = io.StringIO()


# --- the portal ----------------------------------------------------------------------------------------------------


class Portal:
    def __init__(self, environment):
        self.given = environment
        self.bind = environment.get("BIND") or "127.0.0.1"
        self.home = folders.data_home()
        self.logs = self.home / "log"
        self.stopping = threading.Event()
        self.environment, self.started, self.sockets = dict(environment), {}, None
        self.postgres = self.valkey = None

    # starting

    def start(self):
        self.choose_port().close()  # a taken PORT is refused before any slow step
        self.prepare_folders()
        self.start_servers()
        say("Preparing the database and the demonstration (half a minute the first time) …")
        wanted = [] if self.given.get("PORTAL_DEMO") == "no" else ["--demo"]
        self.manage("prepare", *wanted, "--logins", self.home / "demo-logins.txt")
        self.start_children(self.choose_port())
        self.write_addresses()
        self.wait_for_first_page()
        say(card(self))

    def choose_port(self):
        door = open_door(self.bind, self.given.get("PORT"))
        self.port = door.getsockname()[1]
        self.environment |= self.addresses()
        return door

    def prepare_folders(self):
        self.logs.mkdir(exist_ok=True)
        for log in self.logs.glob("*.log"):
            if log.stat().st_size > PLENTY:
                log.replace(log.with_suffix(".log.1"))
        self.sockets = folders.short_folder()
        self.environment |= {
            "PORTAL_PROFILE": self.given.get("PORTAL_PROFILE", "demonstration"),
            "DJANGO_SETTINGS_MODULE": "blk_portal.settings",
            "MEDIA_ROOT": self.given.get("MEDIA_ROOT") or str(self.home / "media"),
            "STATIC_ROOT": self.given.get("STATIC_ROOT") or str(self.home / "static"),
            "EMAIL_URL": self.given.get("EMAIL_URL") or f"filemail:///{self.home / 'mail'}",
            "PYTHONUNBUFFERED": "1",
        }

    def start_servers(self):
        if not self.given.get("DATABASE_URL"):
            folder = self.sockets / "pg"
            folder.mkdir()
            self.sockets.chmod(0o711)
            self.postgres = servers.Postgres(self.home / "postgres", folder, self.logs / "postgres.log")
            self.check_stop()
            self.postgres.start()
            self.postgres.ensure_database("portal")
            self.environment["DATABASE_URL"] = self.postgres.url("portal")
        if not self.given.get("REDIS_URL"):
            self.valkey = servers.Valkey(self.sockets, self.logs / "valkey.log")
            self.valkey.start()
            self.environment["REDIS_URL"] = self.valkey.url

    def addresses(self):
        loopback = self.bind in {"127.0.0.1", "localhost", "::1"}
        hosts = "127.0.0.1,localhost,[::1]" if loopback else "*"
        return {
            "SITE_URL": self.given.get("SITE_URL") or f"http://127.0.0.1:{self.port}",
            "ALLOWED_HOSTS": self.given.get("ALLOWED_HOSTS") or hosts,
        }

    def manage(self, *arguments):
        """One management command; its words go to the screen only when it fails."""
        log = self.logs / "prepare.log"
        log.unlink(missing_ok=True)
        command = [PYTHON, "manage.py", *map(str, arguments)]
        process = self.started["prepare"] = servers.spawn(command, log, cwd=folders.BASE_DIR, env=self.environment)
        while process.poll() is None:
            self.check_stop()
            time.sleep(0.05)
        del self.started["prepare"]
        if process.returncode:
            raise Unusable(f"manage.py {arguments[0]} failed:\n{servers.last_lines(log, 25)}")

    def write_addresses(self):
        """For `make manage`: the same database, media and keys as the running portal's."""
        theirs = {name: value for name, value in self.environment.items() if self.given.get(name) != value}
        with open(self.home / ADDRESSES, "w", opener=lambda path, flags: os.open(path, flags, 0o600)) as file:
            file.writelines(f"{name}={value}\n" for name, value in theirs.items())

    def start_children(self, door):
        gunicorn = [PYTHON, "-m", "gunicorn", "blk_portal.wsgi", "--bind", f"fd://{door.fileno()}", "--workers", "2"]
        gunicorn += ["--worker-class", "gthread", "--threads", "4", "--timeout", "60", "--graceful-timeout", "5"]
        gunicorn += ["--logger-class", "blk_portal.logs.GunicornLogger", "--no-control-socket"]
        self.child("web", gunicorn, pass_fds=[door.fileno()])
        door.close()
        for name, command in CHILDREN.items():
            self.child(name, command)
        schedule = self.home / "beat"
        self.child("beat", [*CELERY, "beat", "--schedule", schedule, "--pidfile="])

    def child(self, name, command, **options):
        self.check_stop()
        log = self.logs / f"{name}.log"
        self.started[name] = servers.spawn(command, log, cwd=folders.BASE_DIR, env=self.environment, **options)

    def wait_for_first_page(self, patience=60):
        limit = time.monotonic() + patience
        host = "127.0.0.1" if self.bind in {"0.0.0.0", ""} else f"[{self.bind}]" if ":" in self.bind else self.bind
        while time.monotonic() < limit:
            self.check_stop()
            self.refuse_dead("web")
            try:
                with urllib.request.urlopen(f"http://{host}:{self.port}/healthz", timeout=10):
                    return
            except urllib.error.HTTPError:
                return  # it answers; what it answers is the page's business
            except OSError:
                time.sleep(0.1)
        raise Unusable(f"The web server did not answer in {patience} s:\n{servers.last_lines(self.logs / 'web.log')}")

    # running

    def check_stop(self):
        if self.stopping.is_set():
            raise KeyboardInterrupt

    def refuse_dead(self, name):
        if self.started[name].poll() is not None:
            raise Unusable(f"{name} stopped. Its last words:\n{servers.last_lines(self.logs / f'{name}.log')}")

    def watch(self):
        """Without web or database there is no portal; a worker or beat that dies is started again."""
        while not self.stopping.wait(0.5):
            self.refuse_dead("web")
            for server in filter(None, (self.postgres, self.valkey)):
                if server.process.poll() is not None and server is self.postgres:
                    raise Unusable(f"PostgreSQL stopped. Its last words:\n{servers.last_lines(server.log)}")
                if server.process.poll() is not None:
                    say("Valkey stopped; starting it again (nothing is lost: all work stands in the database).")
                    server.start()
            for name in ("messages", "jobs", "beat"):
                self.revive(name)

    def revive(self, name):
        dead = self.started[name]
        if dead.poll() is None:
            return
        servers.kill_group(dead)
        say(f"{name} stopped (exit {dead.returncode}); starting it again. Its last words:")
        say(servers.last_lines(self.logs / f"{name}.log", 5))
        self.stopping.wait(2)
        if not self.stopping.is_set():
            self.child(name, dead.args)

    # stopping

    def stop(self):
        """Whoever takes new work first, the database last; ten seconds at most."""
        for process in self.started.values():
            if process.poll() is None:
                process.terminate()
        for process in self.started.values():
            servers.end(process, patience=6)
        for server in filter(None, (self.valkey, self.postgres)):
            server.stop()
        (self.home / ADDRESSES).unlink(missing_ok=True)
        folders.remove(self.sockets)


def deaf_from_now_on():
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)


def main():
    began = time.monotonic()
    try:
        portal = Portal(dict(os.environ))
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            if number != signal.SIGHUP or signal.getsignal(number) != signal.SIG_IGN:  # nohup make run
                signal.signal(number, lambda *_: portal.stopping.set())
        with StartLock(portal.home):
            return run(portal, began)
    except Unusable as refusal:
        print(refusal, file=sys.stderr)
        return 1


def run(portal, began):
    try:
        portal.start()
        say(f"  Ready after {time.monotonic() - began:.0f} s.")
        portal.watch()
        return 0
    except KeyboardInterrupt:
        return 130
    except Unusable as refusal:
        print(refusal, file=sys.stderr)
        return 1
    finally:
        deaf_from_now_on()
        if portal.sockets:
            say("Stopping …")
            portal.stop()
            say("Stopped. The data stays for the next start.")


if __name__ == "__main__":
    sys.exit(main())
