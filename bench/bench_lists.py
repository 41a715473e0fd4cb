"""The office's pages among 200,000 people: 95th percentiles, queries, and with PLANS=docs/plans.md the plans."""

import os
import time
from datetime import date
from pathlib import Path

import pytest

from bench.lists import measure, plan_of
from bench.province import Province
from centers.models import Role
from tests.factories.centers import MembershipFactory

PEOPLE, WAVES, ROUNDS = int(os.environ.get("PEOPLE", 200_000)), 100, 20
GOALS = {"NIK di peserta": 150, "NIK di cari orang": 250}  # ms, page and redirect; all others
GOAL = 500


@pytest.mark.django_db
@pytest.mark.timeout(3600)
def test_the_pages_of_an_office():
    began = time.perf_counter()
    province = Province(PEOPLE, WAVES)
    officer = MembershipFactory(center=province.center, role=Role.OFFICER).user
    print(f"\n{PEOPLE:,} people in {WAVES} waves written in {time.perf_counter() - began:.0f} s")
    pages = measure(officer, ROUNDS)
    print(f"{'ms':28}{'median':>9}{'p95':>9}{'queries':>9}")
    for page in pages:
        print(f"{page.name:28}{page.p(0.5):9.0f}{page.p(0.95):9.0f}{page.queries:9}")
    if "PLANS" in os.environ:
        Path(os.environ["PLANS"]).write_text(_plans(pages), encoding="utf-8")
    slow = {page.name: page.p(0.95) for page in pages if page.p(0.95) > GOALS.get(page.name, GOAL)}
    assert slow == {}


def _plans(pages):
    told = [
        "# Plans of the office's pages",
        "",
        f"The slowest statement of each page among {PEOPLE:,} people in {WAVES} waves of one centre,",
        f"{date.today():%d %B %Y}.",
        "Made by `make bench` of `bench/bench_lists.py` with `PLANS=docs/plans.md`; shortened, caches warm.",
    ]
    for page in pages:
        statement, lines = plan_of(page)
        told += ["", f"## {page.name}", "", f"{page.queries} statements, p95 {page.p(0.95):.0f} ms.", ""]
        told += ["```sql", statement, "```", "```", *(line[:150] for line in lines), "```"]
    return "\n".join(told) + "\n"
