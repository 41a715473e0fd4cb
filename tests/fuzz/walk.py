"""People wander about: they read a page, fill in one of its forms rightly, nearly or not at all, and look what comes.

One seed makes one walk. Every episode is one person with dice of their own, so that a fault can be seen again.
"""

import json
import random
from collections import Counter
from dataclasses import dataclass, field, replace
from itertools import cycle
from urllib.parse import urlsplit

from django.test import override_settings
from django.urls import Resolver404, resolve, reverse

from tests import whatsapp
from tests.fuzz import addresses, judging, pages
from tests.fuzz.asking import Ask, path_of, urlencoded
from tests.fuzz.grammar import meant, nearly, nonsense
from tests.fuzz.shrinking import shrunk
from tests.fuzz.spoiling import METHODS, QUERIES, spoilt

META = {
    "WHATSAPP_TOKEN": whatsapp.TOKEN,
    "WHATSAPP_APP_SECRET": whatsapp.APP_SECRET,
    "WHATSAPP_VERIFY_TOKEN": whatsapp.VERIFY_TOKEN,
}
WEBHOOK = "notifications:whatsapp"
SIDE_FORMS = ("/bahasa/setlang/", "/akun/logout/")  # on every page, and not what one came for


@dataclass
class Found:
    """A fault with the smallest request that still shows it."""

    fault: judging.Fault
    ask: Ask
    times: int = 1

    def __str__(self):
        return f"{self.fault.kind} at {self.fault.where} ({self.times} times)\n  {self.fault.told}\n{self.ask}"


@dataclass
class Tally:
    seed: str
    asked: int = 0
    forms: int = 0
    accepted: int = 0
    pages: int = 0
    statuses: Counter = field(default_factory=Counter)
    accepted_at: Counter = field(default_factory=Counter)
    visited: Counter = field(default_factory=Counter)
    found: dict = field(default_factory=dict)
    broken: dict = field(default_factory=dict)

    @property
    def share(self):
        return self.accepted / max(self.asked, 1)

    def __str__(self):
        lines = [
            f"seed {self.seed}: {self.asked} requests ({self.forms} forms) beside {self.pages} pages read, "
            f"{self.accepted} accepted ({self.share:.0%}), {len(self.found)} faults, broken: {self.broken or 0}",
            f"  answers: {dict(sorted(self.statuses.items()))}",
            f"  accepted at: {dict(self.accepted_at.most_common())}",
        ]
        return "\n".join([*lines, *map(str, self.found.values())])


class Walk:
    """`land.person(dice)` says who comes next; `only` keeps to the addresses of those names."""

    def __init__(self, land, seed, *, only=None):
        self.land, self.tally = land, Tally(str(seed))
        self.seed, self.episode, self.person = seed, 0, None
        names = list(only or addresses.names())
        random.Random(f"{seed} addresses").shuffle(names)
        self.names, self.left = cycle(names), 0

    def run(self, count, *, look_every=500):
        """`count` requests; the land is asked what is broken after every so many."""
        while self.tally.asked < count:
            self.step()
            if self.tally.asked % look_every == 0 or self.tally.asked == count:
                self.tally.broken |= self.land.broken()
        return self.tally

    def step(self):
        if self.left == 0:
            self.begin()
        self.left -= 1
        ask = self.next_ask()
        response = self.send(ask)
        self.tally.asked += 1
        self.tally.visited[ask.where] += 1
        self.tally.forms += "form" in ask.how
        if response is not None:
            self.count(ask, response)
            self.follow(ask, response)

    def begin(self):
        self.episode += 1
        self.dice = random.Random(f"{self.seed} {self.episode}")
        self.person = self.land.person(self.dice)
        self.left = self.dice.randint(8, 24)
        self.open(self.dice.choice(self.person.starts))

    def count(self, ask, response):
        self.tally.statuses[response.status_code] += 1
        if judging.is_accepted(ask, response):
            self.tally.accepted += 1
            self.tally.accepted_at[ask.where] += 1

    # --- what is asked next ---

    def next_ask(self):
        chance = self.dice.random()
        if chance < 0.72:
            form = self.a_form() or self.a_form_elsewhere()
            if form is not None:
                return self.filled(form)
        return self.bare()

    def a_form(self):
        """One of those one came for; the language and the way out are on every page and rarely pressed."""
        forms = self.person.page or []
        if self.dice.random() < 0.03:
            return self.dice.choice(forms) if forms else None
        own = [form for form in forms if not form.action.startswith(SIDE_FORMS)]
        return self.dice.choice(own) if own else None

    def a_form_elsewhere(self):
        self.open(self.dice.choice(self.person.starts))
        return self.a_form()

    def filled(self, form):
        """A form as it is meant (6 of 10), with one slip (2), or with nonsense; some are spoilt on the way."""
        manner = self.dice.choices(["good", "near", "garbage"], [62, 20, 18])[0]
        values = self.values_of(form, manner)
        fields = tuple((name, value) for name, listed in values for value in listed)
        if form.buttons:
            fields += (self.dice.choice(form.buttons),)
        parts = urlsplit(form.action)
        ask = Ask(form.method, path_of(parts.path) or "/", parts.query, fields, form.is_multipart)
        ask = replace(ask, how=("form", manner), where=name_of(parts.path))
        if form.method == "GET":
            ask = replace(ask, query=urlencoded(fields), fields=())
        return spoilt(ask, self.dice) if manner != "near" and self.dice.random() < 0.14 else ask

    def values_of(self, form, manner):
        values, taken = [], []
        slip = self.dice.choice([one.name for one in form.controls if one.kind != "hidden"] or [""])
        for control in form.controls:
            given = meant(control, self.person, self.dice, taken)
            taken += given
            if manner == "near" and control.name == slip:
                given = nearly(control, given, self.person, self.dice)
            if manner == "garbage" and control.name != "csrfmiddlewaretoken" and self.dice.random() < 0.5:
                given = [nonsense(self.dice) for _ in range(self.dice.choice([0, 1, 1, 1, 2]))]
            values.append((control.name, given))
        return values

    def bare(self):
        """An address from the resolver, whoever it belongs to."""
        name = next(self.names)
        if name == WEBHOOK and self.dice.random() < 0.8:
            return a_report(self.dice)
        path, whose = addresses.address(name, self.person, self.land, self.dice)
        method = self.dice.choices(["GET", "POST", "HEAD", self.dice.choice(METHODS)], [50, 30, 8, 12])[0]
        fields = ()
        if method not in {"GET", "HEAD"}:
            keys = sorted({name for form in self.person.page or [] for name in form.names}) or ["x"]
            fields = tuple((self.dice.choice(keys), nonsense(self.dice)) for _ in range(self.dice.randrange(4)))
        query = self.dice.choice(QUERIES) if self.dice.random() < 0.4 else ""
        ask = Ask(method, path, query, fields, self.dice.random() < 0.3, how=("address", whose), where=name)
        return spoilt(ask, self.dice) if self.dice.random() < 0.2 else ask

    # --- what comes of it ---

    def send(self, ask):
        """The answer; None if the guards stopped it. A fault is kept with the smallest request that shows it."""
        response, fault = self.attempt(ask)
        if fault is None:
            return response
        known = self.tally.found.get(fault.key)
        if known:
            known.times += 1
        else:
            self.tally.found[fault.key] = Found(fault, shrunk(ask, lambda one: self.shows(one, fault)))
        return response

    def shows(self, ask, fault):
        found = self.attempt(ask)[1]
        return found is not None and found.key == fault.key

    def attempt(self, ask):
        try:
            with override_settings(**(META if ask.where == WEBHOOK else {})):
                response = ask.send(self.person.client, self.person.ip)
        except AssertionError as problem:  # a guard of the suite
            return None, judging.of_exception(problem)
        fault = judging.fault(ask, response, is_private=addresses.is_private(ask.where))
        if response.streaming:
            b"".join(response.streaming_content)  # read to its end it closes its file
        return response, fault

    def follow(self, ask, response):
        """On to where it leads; a page that was answered is the one that is filled in next."""
        if 300 <= response.status_code < 400:
            self.person.page = None
            return self.open(response["Location"])
        if is_page(response) and response.status_code < 400:
            return self.keep(response, ask.path)
        return None

    def open(self, location):
        """Read a page of ours, two redirects far. Pages that were only read are not counted as requests."""
        for _ in range(3):
            parts = urlsplit(location)
            if parts.netloc not in {"", "testserver"}:
                return
            ask = Ask("GET", path_of(parts.path) or "/", parts.query, how=("read",), where=name_of(parts.path))
            response = self.send(ask)
            self.tally.pages += 1
            if response is None:
                return
            if not 300 <= response.status_code < 400:
                break
            location = response["Location"]
        if is_page(response):
            self.keep(response, ask.path)

    def keep(self, response, path):
        forms, links = pages.read(response.content.decode(), path)
        self.person.page = forms
        if links and self.dice.random() < 0.3:
            self.person.starts.append(self.dice.choice(links))


def is_page(response):
    return not response.streaming and response.get("Content-Type", "").startswith("text/html") and response.content


def name_of(path):
    try:
        return resolve(path).view_name or "?"
    except (Resolver404, ValueError):
        return "?"


def a_report(dice):
    """What Meta might send: signed, with one part that is not what it says."""
    status = {"id": "wamid.1", "status": "delivered", "timestamp": "1", "biz_opaque_callback_data": "1"}
    update = {"event": "APPROVED", "message_template_name": "x", "message_template_language": "id"}
    field = dice.choice(["messages", "message_template_status_update"])
    value = {"statuses": [status], **update}
    place = dice.choice([status, value, value])
    place[dice.choice(sorted(place))] = dice.choice([None, [], {}, 1.5, -(10**30), True, [[]], nonsense(dice)])
    body = json.dumps({"entry": [{"changes": [{"field": field, "value": value}]}]}).encode()
    if dice.random() < 0.2:
        body = body[: dice.randrange(len(body))] + dice.choice([b"", b"\xff", b"]" * 9_000, b"[" * 9_000])
    signed = whatsapp.signature(body)
    headers = (("X-Hub-Signature-256", signed),)
    how = ("webhook",)
    return Ask("POST", reverse(WEBHOOK), "", (), False, "application/json", body, headers, how=how, where=WEBHOOK)
