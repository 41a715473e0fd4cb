"""The stories, each with the control that shows it counts. `docs/reliability.md` tells them in words."""

import random
import subprocess
import sys
import time
import uuid

from bench.faults import crowd, naive
from bench.faults.house import a_moment, wait_for
from bench.faults.load import Mailing, Readers, Works, forget_connection
from blk_portal.launch.folders import BASE_DIR
from notifications.workflow import State
from tests.mailserver import CUT, CUT_AFTER_DATA, HANG

SENDING = 0.02  # seconds the mail server takes for one message
SLOWER = 300  # milliseconds by which a fault may slow the pages


# --- a. the worker is killed ---------------------------------------------------------------------------------------


def kills(house, size, table):
    table.tell(f"{size.kills} × kill -9 of the messages worker while {size.messages:,} messages leave")
    house.post.delay = SENDING
    mailing = Mailing("kills", house.post)
    mailing.write(size.messages)
    house.start("beat", "messages")
    each = size.messages / (size.kills + 2) * SENDING
    for turn in range(size.kills):
        one_more(house, mailing)
        a_moment(each)
        strike(house, "messages", whole=turn % 2 == 0)
    mailing.drain(size.patience)
    table.goal("messages lost", mailing.lost())
    table.goal("seen twice, same Message-ID", 100 * mailing.seen_twice() / size.messages, at_most=size.twice, unit="%")
    control_early_acknowledgement(house, size, table)


def strike(house, name, whole):
    """Half of the time all of the worker, which is then started again; else its child, whom the parent replaces."""
    if whole or not house.kill_child(name):
        house.kill(name)
        house.start(name)


def one_more(house, mailing):
    arrived = len(house.post.mails)
    wait_for(lambda: len(house.post.mails) > arrived or not mailing.left(), 90, "one more message")


def control_early_acknowledgement(house, size, table):
    """A task per message, acknowledged as it begins, no row. What is in the dead worker's hands stays unsent for an
    hour, Celery's time limit for the unacknowledged; what it had begun, for ever."""
    ids, turns = publish(house, naive.send, size.tasks), max(2, size.kills // 10)
    house.start("naive")
    for _ in range(turns):
        five_more(house, ids)
        house.kill("naive")
        house.start("naive")
    missing = missing_behind_marker(house, ids)
    house.kill("naive")
    table.control(f"a task per message, acknowledged early; {size.tasks:,} tasks, {turns} kills: lost", missing)


def five_more(house, ids):
    """Of these very messages: the portal's own may still be leaving."""
    asked = set(ids)
    arrived = len(asked & set(house.post.ids))
    wait_for(lambda: len(asked & set(house.post.ids)) >= arrived + 5, 60, "five more messages")


def new_ids(count):
    return [f"<{uuid.uuid4()}@naive.test>" for _ in range(count)]


def publish(house, task, count):
    ids = new_ids(count)
    with naive.app.connection_for_write(house.valkey.url) as line:
        for message_id in ids:
            task.apply_async([*house.post.address, message_id], connection=line)
    return ids


def missing_behind_marker(house, ids):
    """The queue is served in order: once a task that was queued last has arrived, the others are not coming.

    Celery's own consumer does not always come back from a lost broker; then it is started again.
    """
    try:
        serve_a_marker(house)
    except AssertionError:
        house.kill("naive")
        house.start("naive")
        serve_a_marker(house)
    return len(set(ids) - set(house.post.ids))


def serve_a_marker(house):
    before = len(house.post.mails)
    (marker,) = publish(house, naive.send, 1)
    wait_for(lambda: marker in {mail["Message-ID"] for mail in house.post.mails[before:]}, 90, "the last task")


# --- and the other worker, in the middle of a long job --------------------------------------------------------------


def jobs(house, size, table):
    table.tell(f"{size.job_kills} × kill -9 of the jobs worker during one job of {size.steps} items")
    house.post.delay = SENDING
    house.start("beat", "messages", "jobs")
    works, mailing = Works(), Mailing("jobs", house.post)
    works.begin(size.steps)
    for turn in range(size.job_kills):
        works.wait_for_more(3, seconds=120)
        a_moment(0.3)
        strike(house, "jobs", whole=turn % 2 == 0)
    works.wait_for_more(1, seconds=120)
    mailing.write(1)
    left = mailing.drain(60)
    running = works.left()
    works.drain(size.patience)
    table.goal("items of jobs lost, repeated or miscounted", works.broken())
    table.goal("a message leaves while the job runs, after", left, at_most=5, unit="s")
    table.wants("jobs still running when it had left", running, exactly=1)
    control_one_long_task(house, size, table)


def control_one_long_task(house, size, table):
    """The whole work in one task, as Celery comes: what was not done when its worker died is nowhere."""
    ids = new_ids(size.tasks)
    with naive.app.connection_for_write(house.valkey.url) as line:
        naive.send_all.apply_async([*house.post.address, ids], connection=line)
    house.start("naive")
    five_more(house, ids)
    house.kill("naive")
    house.start("naive")
    missing = missing_behind_marker(house, ids)
    house.kill("naive")
    table.control(f"one task of {size.tasks:,} items without a checkpoint, 1 kill: lost", missing)


# --- b. the broker loses its memory --------------------------------------------------------------------------------


def losses(house, size, table):
    table.tell(f"{size.losses} × Valkey killed and restarted empty, while messages, jobs and readers go on")
    house.post.delay = SENDING
    house.start("beat", "messages", "jobs", "web")
    calm = quiet_pages(house, size)
    mailing, works, before = Mailing("losses", house.post), Works(), house.pids()
    with Readers(house) as readers:
        for turn in range(size.losses):
            mailing.write(size.batch)
            if turn % 4 == 0:
                works.begin(size.items)
            a_moment(size.between)
            house.lose_valkey(away=0.5 if turn % 3 else size.away)
    drained = max(mailing.drain(size.patience), works.drain(size.patience))
    table.goal("messages lost", mailing.lost())
    table.goal("messages seen twice", mailing.seen_twice())
    table.goal("items of jobs lost, repeated or miscounted", works.broken())
    told_pages(table, readers, calm)
    table.goal("drained after healing", drained, at_most=60, unit="s")
    table.goal("processes that had to be started again", len(set(before.items()) - set(house.pids().items())))
    control_broker_only(house, size, table)


def quiet_pages(house, size):
    """How the pages are while nothing is wrong."""
    with Readers(house) as readers:
        time.sleep(size.calm)
    return readers.p95


def told_pages(table, readers, calm):
    table.goal("pages answered with an error", readers.errors)
    table.goal(f"pages, 95th percentile above the calm {calm:.0f} ms", max(0, readers.p95 - calm), SLOWER, "ms")


def control_broker_only(house, size, table):
    """Acknowledged late, so no kill of a worker loses it; but the broker alone knows of the work."""
    ids = publish(house, naive.send_late, size.tasks)
    house.start("naive")
    five_more(house, ids)
    house.lose_valkey(away=0)
    missing = missing_behind_marker(house, ids)
    house.kill("naive")
    table.control(f"{size.tasks:,} tasks only in the broker, acknowledged late, 1 loss: lost", missing)


# --- c. the broker takes everything and answers nothing ------------------------------------------------------------


def hole(house, size, table):
    table.tell(f"{size.hole} s black hole between the portal and Valkey: it accepts and never answers")
    house.start("beat", "messages", "jobs", "web")
    calm = quiet_pages(house, size)
    mailing, works, before = Mailing("hole", house.post), Works(), house.pids()
    house.wire.hole = True
    with Readers(house) as readers:
        mailing.write(size.batch)
        works.begin(size.items)
        time.sleep(size.hole)
        waited = default_publish(house, limit=size.hang)
        house.wire.hole = False
        drained = max(mailing.drain(size.patience), works.drain(size.patience))
    table.goal("messages lost", mailing.lost())
    table.goal("items of jobs lost, repeated or miscounted", works.broken())
    told_pages(table, readers, calm)
    table.goal("drained after healing", drained, at_most=60, unit="s")
    table.goal("processes that had to be started again", len(set(before.items()) - set(house.pids().items())))
    table.control(f"publishing in the request, default client: still waiting after {size.hang} s", waited, 2, "s")


def default_publish(house, limit):
    """Seconds that a request would hang; the limit is ours, not the client's."""
    began = time.monotonic()
    command = [sys.executable, "-m", "bench.faults.naive"]
    environment = house.environment | {"REDIS_URL": house.wire.url}
    try:
        subprocess.run(command, cwd=BASE_DIR, env=environment, capture_output=True, timeout=limit, check=False)
    except subprocess.TimeoutExpired:
        return limit
    return time.monotonic() - began


# --- d. PostgreSQL restarts ----------------------------------------------------------------------------------------


def restarts(house, size, table):
    table.tell(f"{size.restarts} × PostgreSQL stopped `immediate` and started, while {size.people} people apply")
    house.post.delay = 0
    house.start("beat", "messages", "jobs", "web")
    before = house.pids()
    people, outages = torment(house, size, crowd.drafts(size.applications), size.restarts)
    lost, half = people.judged()
    table.fact("applications acknowledged", len(people.told))
    table.fact("of those that met an error first", len(people.untold & {pk for _when, pk in people.told}))
    table.goal("acknowledged and not there exactly once, whole", lost)
    table.goal("not acknowledged and there by half or twice", half)
    table.goal("error pages that were not kind", len(people.unkind))
    table.goal("connections dropped without an answer", people.errors[0])
    table.goal("longest from the stop to the next acknowledged application", max(outages), at_most=10, unit="s")
    mailing = Mailing("restarts", house.post)
    mailing.write(10)
    table.goal("until messages leave again", mailing.drain(90), at_most=10, unit="s")
    table.goal("processes that had to be started again", len(set(before.items()) - set(house.pids().items())))
    control_asynchronous_commit(house, size, table)


def torment(house, size, applications, times):
    people, outages = crowd.Crowd(house.port, applications, size.people), []
    with people:
        for _ in range(times):
            time.sleep(1)
            a_moment(1)
            stopped = time.monotonic()
            house.restart_postgres()
            outages.append(acknowledged_after(people, time.monotonic()) - stopped)
    forget_connection()
    return people, outages


def acknowledged_after(people, moment):
    wait_for(lambda: people.told and people.told[-1][0] > moment, 60, "an acknowledged application")
    return next(when for when, _pk in people.told if when > moment)


def control_asynchronous_commit(house, size, table):
    """The commit is acknowledged before it is on disk: what a careless setting would do."""
    careful, applications = dict(house.postgres.settings), crowd.drafts(size.applications)
    house.postgres.settings |= {"synchronous_commit": "off", "wal_writer_delay": "10s"}
    house.restart_postgres()
    forget_connection()
    people, _outages = torment(house, size, applications, max(2, size.restarts // 3))
    house.postgres.settings = careful
    house.restart_postgres()
    forget_connection()
    lost, _half = people.judged()
    table.control("commits acknowledged before they are on disk: lost", lost)


# --- e. the mail server misbehaves ---------------------------------------------------------------------------------


def post_office(house, size, table):
    table.tell(f"six failures of the mail server over {size.mails:,} messages")
    house.post.delay = 0
    house.start("beat", "messages", "jobs", "web")
    calm = quiet_pages(house, size)
    mailing, before = Mailing("post", house.post), house.pids()
    with Readers(house) as readers:
        kinds = misbehave(house, mailing, size)
        drained = mailing.drain(size.patience)
    rows, counted = mailing.rows, mailing.counted()
    dead = rows.filter(state=State.DEAD, attempts=1, to_address__in=kinds["550"]).count()
    twice = {address for address, one in rows.values_list("to_address", "message_id") if counted[one] > 1}
    table.goal("messages lost", mailing.lost())
    table.wants("refused for good, dead at their first try", dead, len(kinds["550"]))
    table.goal("others dead", rows.filter(state=State.DEAD).exclude(to_address__in=kinds["550"]).count())
    table.fact("cut after DATA: came twice, same Message-ID", len(twice & kinds[CUT_AFTER_DATA]))
    table.goal("others that came twice", len(twice - kinds[CUT_AFTER_DATA]))
    told_pages(table, readers, calm)
    table.fact("all at their end after healing", drained, "s")
    table.goal("processes that had to be started again", len(set(before.items()) - set(house.pids().items())))
    control_sending_in_the_request(house, size, table)


def misbehave(house, mailing, size):
    """Turned away at the door, answers by address, then the server falls over in the middle. Who got which answer."""
    post = house.post
    post.greeting = "421 come back later"
    mailing.write(size.mails)
    kinds = script(post, [*mailing.rows.order_by("pk").values_list("to_address", flat=True)])
    knocks = post.connections
    wait_for(lambda: post.connections > knocks, 60, "somebody knocks")
    post.greeting = ""
    arrived = len(post.mails)
    wait_for(lambda: len(post.mails) > arrived + size.mails // 5, 150, "a fifth of them")
    post.door.close()
    time.sleep(size.shut)
    post.door.open()
    return kinds


def script(post, addresses):
    """Of every hundred ten are put off, five refused for good, one cut before and two after DATA, one in 200 hangs."""
    share = {"451": 10, "550": 20, CUT: 100, CUT_AFTER_DATA: 50, HANG: 200}
    words = {"451": "451 try later", "550": "550 no such user"}
    kinds, free = {}, iter(random.sample(addresses, len(addresses)))  # three broken lines in a row close a channel
    for kind, every in share.items():
        kinds[kind] = {next(free) for _ in range(max(1, len(addresses) // every))}
        post.answers |= {address: [words.get(kind, kind)] for address in kinds[kind]}
    return kinds


def control_sending_in_the_request(house, size, table):
    """The view sends, once; what the server does not take there and then nobody remembers."""
    count = max(40, size.mails // 10)
    addresses = [f"langsung{n}@example.test" for n in range(count)]
    script(house.post, addresses)
    ids = new_ids(count)
    for message_id, address in zip(ids, addresses, strict=True):
        try_once(house, message_id, address)
    came = set(house.post.ids)
    table.control(f"{count} sent in the request, without an outbox: lost", sum(one not in came for one in ids))


def try_once(house, message_id, address):
    try:
        naive.send(*house.post.address, message_id, address)
    except OSError:
        return


STORIES = {"kills": kills, "jobs": jobs, "losses": losses, "hole": hole, "restarts": restarts, "post": post_office}
