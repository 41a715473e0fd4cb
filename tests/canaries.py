"""No NIK and no birth date of the people a test invents may turn up where nobody should read them.

Every NIK that is sealed and every birth date that is saved becomes a canary until the module ends. Looked at:
messages, what jobs are told and say, task arguments, addresses asked for and led to, names of files, keys of caches,
sessions, and all that reaches stderr, log lines included. What a page shows to whoever may see it is not.
"""

import re
from contextlib import contextmanager
from urllib.parse import unquote_plus

import pytest
from celery import Celery
from celery.app.task import Task
from django.contrib.sessions.backends.base import SessionBase
from django.core.cache.backends.base import BaseCache
from django.core.files.storage import Storage
from django.db.models import QuerySet
from django.db.models.signals import pre_save
from django.utils import timezone

from jobs.models import Job, JobResult
from notifications.models import OutboxMessage
from trainees.models import Trainee

LONG_NUMBER = re.compile(r"(?<!\d)(?:\d[ .-]?){15}\d(?!\d)")
DATE = re.compile(r"(?<!\d)(?:\d{4}-\d{1,2}-\d{1,2}|\d{1,2}[-/. ](?:\d{1,2}|[^\W\d]{3,9})[-/. ]\d{4})(?!\d)")
MONTHS = (
    "januari februari maret april mei juni juli agustus september oktober november desember",
    "january february march april may june july august september october november december",
    "jan feb mar apr mei jun jul agu sep okt nov des",
)
GROWN = 10  # years: a date of this decade is a deadline, not somebody's birthday
READ = {
    OutboxMessage: ["kind", "subject", "body", "values", "routes", "batch", "dedupe_key", "last_error"],
    Job: ["title", "params", "dedupe_key", "error"],
    JobResult: ["key", "label", "code", "reason"],
}


class Canaries:
    """Who is known, and where one of them was seen."""

    def __init__(self):
        self.known, self.seen = set(), []

    def learn(self, trainee):
        born = trainee.birth_date
        if hasattr(born, "year") and born.year <= timezone.localdate().year - GROWN:
            self.known |= written(born)

    def found_in(self, text):
        numbers = {re.sub(r"\D", "", number) for number in LONG_NUMBER.findall(text)}
        dates = {plain(date) for date in DATE.findall(text)}
        return sorted((numbers | dates) & self.known)

    def look(self, where, *words):
        """Nothing is raised here: whoever does the work may catch what is raised, and go on."""
        self.seen += [f"{where} shows {canary}" for canary in self.found_in(" ".join(map(str, words)))]

    def look_at(self, row):
        if isinstance(row, Trainee):
            return self.learn(row)
        for name in READ.get(type(row), []):
            self.look(f"{type(row).__name__}.{name}", getattr(row, name))
        return None

    def look_at_address(self, address):
        self.look("the address of a page", unquote_plus(address))

    def take(self):
        seen, self.seen = self.seen, []
        return seen


def plain(date):
    return re.sub(r"[-/. ]+", "-", date.lower())


def written(born):
    """The ways in which a date is written here: 2004-05-12, 12/05/2004, 12 Mei 2004 …"""
    names = [month.split()[born.month - 1] for month in MONTHS]
    days = (f"{born.day}", f"{born.day:02d}")
    months = (f"{born.month}", f"{born.month:02d}", *names)
    return {born.isoformat(), *(f"{day}-{month}-{born.year}" for day in days for month in months)}


canaries = Canaries()


# --- where they are met --------------------------------------------------------------------------------------------


@pytest.fixture(autouse=True, scope="session")
def _personal_data_is_followed():
    """Hooks at the narrow places that everything passes on its way out."""
    with pytest.MonkeyPatch.context() as patch, saved(*READ, Trainee):
        patch.setattr(Trainee, "nik", property(Trainee.nik.fget, learning(Trainee.nik.fset)))
        spy(patch, QuerySet, "bulk_create", lambda rows, *_, **__: [canaries.look_at(row) for row in rows])
        spy(patch, Celery, "send_task", lambda name, *rest, **more: canaries.look("a task", name, rest, more))
        spy(patch, Task, "apply_async", lambda *rest, **more: canaries.look("a task", rest, more))
        spy(patch, Storage, "save", lambda name, *_, **__: canaries.look("the name of a file", name))
        spy(patch, BaseCache, "make_key", lambda key, *_, **__: canaries.look("the key of a cache", key))
        spy(patch, SessionBase, "encode", lambda values: canaries.look("a session", values))
        yield


def learning(original):
    def fset(trainee, value):
        canaries.known.add(value)
        original(trainee, value)

    return fset


def spy(patch, owner, name, look):
    original = getattr(owner, name)

    def spied(this, *args, **kwargs):
        if name == "bulk_create":
            args = (list(args[0]), *args[1:])
        look(*args, **kwargs)
        return original(this, *args, **kwargs)

    patch.setattr(owner, name, spied)


@contextmanager
def saved(*models):
    def look(sender, instance, **_):
        canaries.look_at(instance)

    for model in models:
        pre_save.connect(look, sender=model)
    yield
    for model in models:
        pre_save.disconnect(look, sender=model)


# --- and what becomes of it ----------------------------------------------------------------------------------------


@pytest.fixture(autouse=True)
def _personal_data_stays_in():
    canaries.take()
    yield
    assert canaries.take() == []


@pytest.fixture
def leaks():
    """For the tests that trip the guard: what was seen so far; asking clears it."""
    return canaries.take


def pytest_runtest_setup(item):
    if canaries.known and getattr(item.session, "canaries_of", None) != item.path:
        canaries.known.clear()
    item.session.canaries_of = item.path


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item, call):
    report = yield
    return refuse_leaks(report)


def refuse_leaks(report):
    found = canaries.found_in(report.capstderr)
    if report.passed and found:
        report.outcome, report.longrepr = "failed", f"stderr shows {found}"
    return report
