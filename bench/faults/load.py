"""What the portal is doing meanwhile: messages that leave, jobs that run, people who read pages."""

import http.client
import statistics
import threading
import time
from collections import Counter

from django.db import connection

from audit.moves import Actor
from bench.faults.house import wait_for
from jobs import queue
from jobs.models import Heartbeat, Job, JobResult
from jobs.workflow import LIVE
from notifications.models import OutboxMessage
from notifications.workflow import State
from tests.factories.notifications import OutboxMessageFactory

FINAL = (State.SENT, State.DEAD)


class Mailing:
    """Messages of one story, and what became of them at the other end."""

    def __init__(self, kind, post):
        self.kind, self.post, self.before = f"faults/{kind}", post, len(post.mails)

    def write(self, count, **values):
        messages = OutboxMessageFactory.build_batch(count, kind=self.kind, **values)
        OutboxMessage.objects.bulk_create(messages)
        return [message.message_id for message in messages]

    @property
    def rows(self):
        return OutboxMessage.objects.filter(kind=self.kind)

    def left(self):
        return self.rows.exclude(state__in=FINAL).count()

    def drain(self, seconds):
        """How long until every message is at its end."""
        return wait_for(lambda: not self.left(), seconds, f"{self.kind}: an empty outbox", pause=0.2)

    def counted(self):
        """How often each message of ours arrived."""
        ours = set(self.rows.values_list("message_id", flat=True))
        return Counter(dict.fromkeys(ours, 0)) + Counter(one for one in self.post.ids if one in ours)

    def lost(self):
        """Neither arrived nor known to be undeliverable."""
        due = self.rows.exclude(state=State.DEAD).values_list("message_id", flat=True)
        return len(set(due) - set(self.post.ids))

    def seen_twice(self):
        return sum(times - 1 for times in self.counted().values())


class Works:
    """Long jobs, and whether each item was done exactly once."""

    def __init__(self):
        self.jobs = []

    def begin(self, items):
        self.jobs.append(queue.start("slow", title="Lama", params={"upto": items}, by=Actor(role="clock")).pk)

    @property
    def rows(self):
        return Job.objects.filter(pk__in=self.jobs)

    def wait_for_more(self, items, seconds):
        goal = self.reported() + items
        wait_for(lambda: self.reported() >= goal or not self.left(), seconds, f"{items} more items")

    def reported(self):
        return JobResult.objects.filter(job__in=self.jobs).count()

    def left(self):
        return self.rows.filter(state__in=sorted(LIVE)).count()

    def drain(self, seconds):
        return wait_for(lambda: not self.left(), seconds, "every job over", pause=0.2)

    def broken(self):
        """Items without their effect or their row, or jobs that miscounted."""
        return sum(self._broken(job) for job in self.rows)

    def _broken(self, job):
        wanted = job.params["upto"]
        effects = Heartbeat.objects.filter(name__startswith=f"{job.pk}:").count()
        return abs(wanted - effects) + abs(wanted - job.results.count()) + abs(wanted - job.done)


class Reader(threading.Thread):
    """Somebody who opens one page after another, five a second, and never stops for an error."""

    def __init__(self, port, pages, cookie=""):
        super().__init__(daemon=True)
        self.port, self.pages, self.headers = port, pages, {"Cookie": cookie} if cookie else {}
        self.seen, self.over = [], threading.Event()

    def run(self):
        turn = 0
        while not self.over.wait(0.15):
            path = self.pages[turn % len(self.pages)]
            began = time.monotonic()
            self.seen.append((began, self._status(path), time.monotonic() - began))
            turn += 1

    def _status(self, path):
        line = http.client.HTTPConnection("127.0.0.1", int(self.port), timeout=60)
        try:
            line.request("GET", path, headers=self.headers)
            answer = line.getresponse()
            answer.read()
            return answer.status
        except OSError:
            return 0
        finally:
            line.close()


class Readers:
    """As a context: read while the block runs; then `p95` in milliseconds and `errors`."""

    def __init__(self, house, cookie="", people=2):
        pages = ["/", "/bantuan/", "/perjalanan/"] if cookie else ["/", "/bantuan/"]
        self.people = [Reader(house.port, pages, cookie) for _ in range(people)]

    def __enter__(self):
        for reader in self.people:
            reader.start()
        return self

    def __exit__(self, *_):
        for reader in self.people:
            reader.over.set()
        for reader in self.people:
            reader.join(70)

    @property
    def seen(self):
        return [one for reader in self.people for one in reader.seen]

    @property
    def errors(self):
        return sum(1 for _began, status, _took in self.seen if status != 200)

    @property
    def p95(self):
        times = [took * 1000 for _began, _status, took in self.seen]
        return statistics.quantiles(times, n=20)[-1] if len(times) > 1 else 0.0


def forget_connection():
    """After PostgreSQL was restarted, this process needs a new line as well."""
    connection.close()
