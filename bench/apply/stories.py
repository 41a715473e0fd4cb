"""The two questions: what one costs, and what a rush does."""

import time
from dataclasses import dataclass
from statistics import median

from django.conf import settings

from bench.apply import bare_transaction, baseline, driver, journeys, offers, people, promises
from bench.apply.browser import percentile
from bench.apply.server import Web, cpu_of
from blk_portal.launch import folders

COUNTED = 100


def portal(house, **counted):
    """Its web process as in production: two workers, four threads each."""
    options = ["--logger-class", "blk_portal.logs.GunicornLogger"]
    environment = house.environment | counted
    log = house.log("web")
    return Web("blk_portal.wsgi", log, cwd=folders.BASE_DIR, environment=environment, path="/healthz", options=options)


def cookies(person):
    return {settings.SESSION_COOKIE_NAME: person.session}


@dataclass(frozen=True, slots=True)
class Side:
    """Who is measured, how one of its people applies, and who comes next."""

    name: str
    web: Web
    journey: object
    cookies: object
    people: object

    def run(self, count, database):
        """Milliseconds of processor time of web and of database for each of `count` people."""
        coming = self.people(count)
        web, data = self.web.cpu, cpu_of(database)
        seen = driver.closed(self.web.site, self.journey, coming, cookies=self.cookies)
        assert not seen.error_count, f"{self.name}: {dict(seen.errors.most_common(3))}"
        return (self.web.cpu - web) * 1000 / count, (cpu_of(database) - data) * 1000 / count


# --- what one costs ------------------------------------------------------------------------------------------------


def cost(house, options, table):
    table.tell("one application: check page, button, page of the result; processor time of the server")
    chosen = offers.open_wave("selection")
    sides = [Side("portal", portal(house), journeys.send, cookies, lambda count: people.prepare(count, chosen))]
    bare = baseline.Baseline(baseline.given(), house) if baseline.given() else None
    if bare:
        sides.append(Side("baseline", bare.start(), journeys.send_to_baseline, bare.cookies, bare.people))
    try:
        spent = rounds(sides, options, house.postgres.process.pid)
    finally:
        for side in sides:
            side.web.stop()
    told_cost(table, spent, bare)
    count_queries(house, table, chosen, bare)


def rounds(sides, options, database):
    """In turn, so that what else the machine does hits all of them; the first round only warms up."""
    spent = {side.name: [] for side in sides}
    for number in range(options.rounds + 1):
        for side in sides:
            web, data = side.run(options.each, database)
            if number:
                spent[side.name].append((web, data))
            print(f"  round {number} {side.name:<9} web {web:6.1f} ms, database {data:5.1f} ms", flush=True)
    return {name: [median(column) for column in zip(*each, strict=True)] for name, each in spent.items()}


def told_cost(table, spent, bare):
    for name, (web, data) in spent.items():
        table.fact(f"{name}: web, median", web, "ms")
        table.fact(f"{name}: database, median", data, "ms")
    if bare is None:
        return print("  no ratio was taken: LOADTEST names no folder with a baseline")
    for place, what in enumerate(["web alone", "web and database"], start=1):
        ratio = sum(spent["portal"][:place]) / sum(spent["baseline"][:place])
        table.goal(f"portal : baseline, {what}", ratio, at_most=1.5)
    return None


def count_queries(house, table, chosen, bare):
    web, coming = portal(house, COUNT_QUERIES="1"), people.prepare(COUNTED, chosen)
    try:
        driver.closed(web.site, journeys.look, coming[:20], cookies=cookies)  # both workers have met a page
        seen = driver.closed(web.site, journeys.send, coming, cookies=cookies)
    finally:
        web.stop()
    for step, mean in seen.mean_queries().items():
        table.fact(f"statements of {step}", mean)
    table.goal("statements of one application", sum(seen.mean_queries().values()), at_most=20)
    if bare:
        counted = bare.start(PERF_COUNT_QUERIES="1")
        seen = driver.closed(counted.site, journeys.send_to_baseline, bare.people(COUNTED), cookies=bare.cookies)
        counted.stop()
        table.fact("statements of one application at the baseline", sum(seen.mean_queries().values()))


# --- a rush --------------------------------------------------------------------------------------------------------


def burst(house, options, table):
    table.tell(f"{options.people:,} people within {options.within:g} s for 13 × 16 first-come seats")
    chosen = offers.open_wave("first_come")
    coming = people.prepare(options.people, chosen)
    side = Side("portal", portal(house), journeys.send, cookies, None)
    seen = _burst(side, house, coming, journeys.look, options, table)
    told_burst(table, seen, chosen, options)
    if baseline.given():
        bare = baseline.Baseline(baseline.given(), house)
        side = Side("baseline", bare.start(), journeys.send_to_baseline, bare.cookies, None)
        seen = _burst(side, house, bare.people(options.people), journeys.look_at_baseline, options, table)
        table.fact("errors of the baseline", seen.error_count)
        table.fact("baseline: whole, 99th percentile, as well", seen.percentile(0.99) * 1000, "ms")


def _burst(side, house, coming, look, options, table):
    """What they met; what it cost is told."""
    web, database = side.web, house.postgres.process.pid
    try:
        driver.closed(web.site, look, coming[:40], cookies=side.cookies)  # both workers have met each page
        before = web.cpu, cpu_of(database), time.process_time()
        seen = driver.burst(web.site, side.journey, coming, cookies=side.cookies, within=options.within)
        after = web.cpu, cpu_of(database), time.process_time()
    finally:
        web.stop()
    for what, began, ended in zip(["web", "database", "the driver itself"], before, after, strict=True):
        table.fact(f"{side.name}: {what}, processor time of one", (ended - began) * 1000 / len(coming), "ms")
    return seen


def told_burst(table, seen, chosen, options):
    told_rush(table, seen, chosen, options)
    for step, seconds in seen.seconds.items():
        table.fact(f"{step}, 99th percentile", percentile(seconds, 0.99) * 1000, "ms")
    table.fact("whole, median, from the moment they were due", seen.percentile(0.5) * 1000, "ms")
    table.goal("whole, 99th percentile, from the moment they were due", seen.percentile(0.99) * 1000, 500, "ms")


def told_rush(table, seen, chosen, options):
    table.goal("errors", seen.error_count)
    for words, count in seen.errors.most_common(5):
        table.fact(f"  {words}", count)
    table.wants("seats given", promises.seats_taken(chosen), exactly=min(options.people, len(chosen) * offers.SEATS))
    for name in promises.BROKEN:
        table.goal(name, promises.broken().get(name, 0))
    table.wants("told what became of them", len(seen.told), exactly=options.people)
    table.goal("told otherwise than the database says", promises.told_otherwise(seen.told))


# --- 64 at a time --------------------------------------------------------------------------------------------------

AT_ONCE = 64


def rush(house, options, table):
    """How many a second, beside the bare Django and beside the same transaction without any."""
    table.tell(f"{options.people:,} people, {AT_ONCE} at a time, for 13 × 16 first-come seats")
    chosen = offers.open_wave("first_come")
    coming = people.prepare(options.people, chosen)
    seen, portals = _at_once(portal(house), journeys.send, coming, cookies)
    told_rush(table, seen, chosen, options)
    table.fact("portal: people a second", portals)
    if baseline.given():
        bare = baseline.Baseline(baseline.given(), house)
        seen, bares = _at_once(bare.start(), journeys.send_to_baseline, bare.people(options.people), bare.cookies)
        table.goal("errors of the baseline", seen.error_count)
        table.fact("baseline: people a second", bares)
        table.least("portal : baseline, people a second", portals / bares, at_least=0.6)
    signed = people.prepare(options.people, offers.open_wave("first_come"))
    table.fact("the same transaction under pgbench, a second", bare_transaction.rate(house, signed))


def _at_once(web, journey, coming, cookies):
    """(what they met, people a second)."""
    try:
        began = time.perf_counter()
        seen = driver.closed(web.site, journey, coming, cookies=cookies, at_once=AT_ONCE)
        return seen, len(coming) / (time.perf_counter() - began)
    finally:
        web.stop()


STORIES = {"cost": cost, "burst": burst, "rush": rush}
