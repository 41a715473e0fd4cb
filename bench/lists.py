"""The pages that an officer opens all day, asked again and again: how long each takes, what it asks, and the plans."""

import re
import time
from dataclasses import dataclass, field

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from bench.province import nik_of
from blk_portal.collector import settle
from trainees.models import Trainee

SHOWN = 12  # lines of a plan
THREE = "san"  # letters that many names have


@dataclass
class Page:
    """`ask` gets a client and answers a response."""

    name: str
    ask: object
    queries: int = 0
    took: list = field(default_factory=list)
    statements: list = field(default_factory=list)

    def p(self, share):
        return sorted(self.took)[min(len(self.took) - 1, int(len(self.took) * share))]


def pages(deep):
    person = Trainee.objects.order_by("pk").only("pk", "full_name", "birth_date")[7]
    own_word = person.full_name.split()[1]
    nik = nik_of(7, person.birth_date)
    return [
        Page("meja kerja", _get("admin:index")),
        Page("pendaftaran", _get("admin:enrollment_application_changelist")),
        Page("pendaftaran, jauh ke belakang", _get("admin:enrollment_application_changelist", p=deep)),
        Page("pendaftaran terkirim", _get("admin:enrollment_application_changelist", status__exact="submitted")),
        Page("peserta", _get("admin:trainees_trainee_changelist")),
        Page("peserta kelas", _get("admin:enrollment_enrollment_changelist")),
        Page("pesan", _get("admin:notifications_outboxmessage_changelist")),
        Page("tiga huruf di peserta", _get("admin:trainees_trainee_changelist", q=THREE)),
        Page("tiga huruf di pendaftaran", _get("admin:enrollment_application_changelist", q=THREE)),
        Page("kata umum di pendaftaran", _get("admin:enrollment_application_changelist", q="santoso")),
        Page("NIK di peserta", _post("admin:trainees_trainee_search", nik)),
        Page("NIK di cari orang", _post("admin:find_person", nik)),
        Page("nama di cari orang", _post("admin:find_person", own_word)),
        Page("tiga huruf di cari orang", _post("admin:find_person", THREE)),
        Page("laporan setahun", _get("admin:reports")),
    ]


def _get(name, **query):
    return lambda client: client.get(reverse(name), query)


def _post(name, typed):
    return lambda client: client.post(reverse(name), {"q": typed}, follow=True)


def measure(user, rounds, deep=100):
    """Each page once to count and warm, then so often by the clock."""
    client, asked = Client(), pages(deep)
    client.force_login(user)
    settle()  # as a web process does
    for page in asked:
        page.ask(client)
        with CaptureQueriesContext(connection) as captured:
            answer = page.ask(client)
        assert answer.status_code == 200, (page.name, answer.status_code)
        page.queries = len(captured)
        page.statements = [(float(one["time"]), one["sql"]) for one in captured.captured_queries]
        for _round in range(rounds):
            began = time.perf_counter()
            page.ask(client)
            page.took.append((time.perf_counter() - began) * 1000)
    return asked


def plan_of(page):
    """(the slowest statement of the page, how PostgreSQL carries it out), both cut to what one reads."""
    slowest = max((one for one in page.statements if one[1].lstrip().startswith("SELECT")), default=(0, ""))[1]
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN (ANALYZE, BUFFERS, COSTS OFF) {slowest.replace('%', '%%')}")
        lines = [line for (line,) in cursor.fetchall()]
    return _shortened(slowest), lines[:SHOWN] + [line for line in lines[SHOWN:] if line.startswith("Execution")]


def _shortened(sql):
    sql = re.sub(r'"(\w+)"\."(\w+)"', r"\2", sql)
    sql = re.sub(r"SELECT (?:DISTINCT )?(.{60}).*? FROM", r"SELECT \1… FROM", sql, count=1)
    return sql if len(sql) < 500 else f"{sql[:480]}…"
