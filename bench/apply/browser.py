"""An applicant's browser: cookies of its own, a connection of its own, the forms it is shown and no others."""

import re
import time
from collections import Counter, defaultdict
from html.parser import HTMLParser
from urllib.parse import urlencode, urljoin

from bench.apply import wire
from bench.apply.counting import HEADER


class Wrong(Exception):
    """What came is not the page that had to come."""


class Seen:
    """What all of them met: seconds by step, statuses, statements, and what went wrong."""

    def __init__(self):
        self.seconds, self.statuses, self.queries = defaultdict(list), Counter(), defaultdict(list)
        self.errors, self.whole, self.told, self.requests = Counter(), [], {}, 0

    def note(self, step, answer):
        self.requests += 1
        self.statuses[step, answer.status] += 1
        if HEADER in answer.headers:
            self.queries[step].append(int(answer.headers[HEADER]))

    @property
    def error_count(self):
        return self.errors.total()

    def percentile(self, share):
        return percentile(self.whole, share)

    def mean_queries(self):
        """By step, and of all steps of one applicant together."""
        return {step: sum(each) / len(each) for step, each in self.queries.items()}


def percentile(seconds, share):
    ordered = sorted(seconds)
    return ordered[min(len(ordered) - 1, int(len(ordered) * share))] if ordered else 0.0


class Browser:
    """One person at one site, with cookies of their own."""

    def __init__(self, site, seen, cookies):
        self.site, self.seen, self.cookies = site, seen, dict(cookies)

    async def get(self, step, path):
        return await self._ask(step, "GET", path, {})

    async def post(self, step, path, fields):
        """Send a form; the page it leads to is another step of the person's."""
        return await self._ask(step, "POST", path, {"Referer": self.site}, urlencode(fields).encode())

    async def _ask(self, step, method, path, headers, body=b""):
        headers = headers | {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        began = time.perf_counter()
        try:
            answer = await wire.ask(self.site, method, path, headers=headers, body=body)
        except OSError as error:
            raise Wrong(f"{step}: {type(error).__name__}") from error
        finally:
            self.seen.seconds[step].append(time.perf_counter() - began)
        self._keep(answer.set_cookies)
        self.seen.note(step, answer)
        if answer.status >= 400:
            raise Wrong(f"{step}: {answer.status}")
        return answer

    def _keep(self, set_cookies):
        for cookie in set_cookies:
            name, _, value = cookie.partition(";")[0].partition("=")
            self.cookies[name] = value


FORM = re.compile(r"<form\b.*?</form>", re.DOTALL)


class Forms(HTMLParser):
    """The forms of a page: where each leads, what its fields say when nobody touches them, its boxes to tick."""

    def __init__(self, page):
        super().__init__()
        self.forms, self.select, self.text = [], None, None
        self.feed(page)

    def handle_starttag(self, tag, attributes):
        found = dict(attributes)
        if tag == "form":
            self.forms.append({"action": found.get("action") or "", "fields": {}, "boxes": []})
        elif self.forms:
            getattr(self, f"_{tag}", self._other)(found)

    def _other(self, found):
        """No field."""

    def _input(self, found):
        form, name = self.forms[-1], found.get("name")
        if found.get("type") == "checkbox":
            form["boxes"].append(name)
        elif name and found.get("type") not in {"submit", "button", "file"}:
            form["fields"][name] = found.get("value") or ""

    def _select(self, found):
        self.select = found["name"]

    def _option(self, found):
        fields = self.forms[-1]["fields"]
        if self.select not in fields or "selected" in found:
            fields[self.select] = found.get("value") or ""

    def _textarea(self, found):
        self.text = found["name"]
        self.forms[-1]["fields"][self.text] = ""

    def handle_data(self, data):
        if self.text:
            self.forms[-1]["fields"][self.text] += data.removeprefix("\n")

    def handle_endtag(self, tag):
        self.text = None if tag == "textarea" else self.text


def form_with_boxes(page, path):
    """(where it leads, its fields with every box ticked): the form somebody agrees to things in."""
    for form in Forms("".join(FORM.findall(page))).forms:
        if form["boxes"]:
            ticked = dict.fromkeys(form["boxes"], "on")
            return urljoin(path, form["action"]) or path, form["fields"] | ticked
    raise Wrong("no form to agree in")
