"""A cheap phone on a weak link: 360 px, a quarter of the desk's speed, 400 kbit/s, 400 ms. It notes what it costs."""

import time
from dataclasses import dataclass
from typing import ClassVar

from tests.e2e.visitor import Visitor

BYTES_A_SECOND = 400_000 / 8
LATENCY = 400  # ms
SLOWER = 4  # the processor, as Chromium's own tools call a low-end phone
WEAK = {"offline": False, "latency": LATENCY, "downloadThroughput": BYTES_A_SECOND, "uploadThroughput": BYTES_A_SECOND}
AT_THE_DESK = {"offline": False, "latency": 0, "downloadThroughput": -1, "uploadThroughput": -1}
PATIENCE = 60_000  # ms: a photo takes a quarter of a minute
PAPERS = "/berkas/"  # pictures of papers: what one has sent oneself, not what the portal weighs
NOTE_SHIFTS = """
    window.shifted = 0;
    new PerformanceObserver((list) => {
        for (const entry of list.getEntries()) if (!entry.hadRecentInput) window.shifted += entry.value;
    }).observe({ type: "layout-shift", buffered: true });
"""


@dataclass
class Cost:
    page: str
    seconds: float
    bytes: int
    shift: float = 0


class Phone(Visitor):
    """`costs` has a row for every page that was opened: waiting from the tap to the page at rest, never typing."""

    widths: ClassVar = {"narrow": 320, "desktop": 1280}

    def __init__(self, chromium, url, name, **options):
        phone = {"device_scale_factor": 2, "is_mobile": True, "has_touch": True}
        super().__init__(chromium, url, name, width=360, height=740, **phone | options)
        self.page.set_default_timeout(PATIENCE)
        self.costs, self.weighed, self.addresses = [], 0, {}
        self.page.add_init_script(NOTE_SHIFTS)
        self.tools = self.context.new_cdp_session(self.page)
        self.tools.send("Network.enable")
        self.tools.on("Network.responseReceived", self._answered)
        self.tools.on("Network.loadingFinished", self._loaded)
        self.goes_out()

    def _answered(self, event):
        self.addresses[event["requestId"]] = event["response"]["url"].removeprefix(self.url)

    def _loaded(self, event):
        if not self.addresses.get(event["requestId"], "").startswith(PAPERS):
            self.weighed += event["encodedDataLength"]

    def goes_out(self):
        self.tools.send("Network.emulateNetworkConditions", WEAK)
        self.tools.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
        return self

    def comes_home(self):
        self.tools.send("Network.emulateNetworkConditions", AT_THE_DESK)
        self.tools.send("Emulation.setCPUThrottlingRate", {"rate": 1})
        return self

    # --- what a page costs ---

    def goes(self, path):
        with Meter(self):
            return super().goes(path)

    def presses(self, name):
        self.notes_shift()
        with Meter(self):
            return super().presses(name)

    def notes_shift(self):
        """The page is left now: what moved by itself until here?"""
        if self.costs and self.page.evaluate("'shifted' in window"):
            self.costs[-1].shift = round(self.page.evaluate("shifted"), 4)

    # --- looking ---

    def _keeps_a_picture(self, name):
        """The whole page, as far down as it goes."""
        width = self.page.viewport_size["width"]
        height = self.page.evaluate("document.documentElement.scrollHeight")
        self.page.set_viewport_size({"width": width, "height": height})
        super()._keeps_a_picture(name)

    def table(self):
        rows = [
            f"{cost.page:<34}{cost.seconds:>6.1f} s{cost.bytes / 1000:>8.1f} kB{cost.shift:>8.3f}"
            for cost in self.costs
        ]
        total = f"{'together':<34}{sum(c.seconds for c in self.costs):>6.1f} s{self.weighed / 1000:>8.1f} kB"
        return "\n".join([*rows, total])


class Meter:
    def __init__(self, phone):
        self.phone = phone

    def __enter__(self):
        self.began, self.before = time.monotonic(), self.phone.weighed

    def __exit__(self, problem, *details):
        if problem:
            return
        phone = self.phone
        phone.page.wait_for_load_state("load")
        page = phone.page.url.removeprefix(phone.url)
        phone.costs.append(Cost(page, time.monotonic() - self.began, phone.weighed - self.before))
