"""What one person does, at the portal and at the bare baseline: three pages, and what the last one told them."""

import random
import re

from bench.apply.browser import Wrong, form_with_boxes

SEAT = "Diterima sementara"
PLACE = re.compile(r'id="cadangan">\s*<span class="stat-value">(?P<place>\d+)<')
BASELINE = re.compile(r'data-status="(\w+)" data-position="(\d+)" data-id="(\d+)"')


async def send(browser, person):
    """The check page, the button, the page it leads to. Answers ("seat" | "queue" | "sent", place in the queue)."""
    path = f"/pendaftaran/{person.application}/periksa/"
    page = (await browser.get("check", path)).text
    action, fields = form_with_boxes(page, path)
    answer = await browser.post("submit", action, fields)
    way = answer.headers.get("location", "")
    if answer.status != 302 or f"/{person.application}/" not in way:
        raise Wrong("submit: the page came again")
    return told((await browser.get("result", way)).text)


async def look(browser, person):
    """Only the first of the three pages."""
    await browser.get("check", f"/pendaftaran/{person.application}/periksa/")


def told(page):
    if queued := PLACE.search(page):
        return "queue", int(queued["place"])
    return ("seat", None) if SEAT in page else ("sent", None)


def _of_baseline(number):
    return f"/apply/{random.Random(number).randint(1, 13)}/"


async def look_at_baseline(browser, number):
    await browser.get("check", _of_baseline(number))


async def send_to_baseline(browser, number):
    path = _of_baseline(number)
    page = (await browser.get("check", path)).text
    action, fields = form_with_boxes(page, path)
    answer = await browser.post("submit", action, fields)
    if answer.status != 302:
        raise Wrong(f"submit: {answer.text[:40]}")
    found = BASELINE.search((await browser.get("result", answer.headers["location"])).text)
    if not found:
        raise Wrong("result: nothing told")
    return found.group(1), int(found.group(2))
