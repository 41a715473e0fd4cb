"""Somebody with a browser: goes, fills in by label, presses by name, and looks at pages as axe and a phone do."""

import os
import re
import time
from pathlib import Path

from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from allauth.mfa.utils import decrypt
from playwright.sync_api import TimeoutError

QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
ANSWERS = ("403", "404", "410")  # a page that says no is a page
AXE = (Path(__file__).parent / "axe.min.js").read_text()
RUN = "rules => axe.run({runOnly: {type: 'tag', values: rules}, resultTypes: ['violations', 'incomplete']})"
CHART_TEXT = (Path(__file__).parent / "chart_text.js").read_text()
SETTLED = """new Promise(done => {  // drawn at the new width; a page that is not shown draws nothing
    requestAnimationFrame(() => requestAnimationFrame(done));
    setTimeout(done, 500);
})"""
READABLE = 4.5  # contrast of text, WCAG 2.2, 1.4.3
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
PATIENCE = int(os.environ.get("PORTAL_PATIENCE", "10000"))  # ms: a crowded machine needs more
WIDTHS = {"phone": 390, "desktop": 1280}
WHOLE = 12_000  # px: high enough that nothing lies under a bar that sticks to the bottom while axe measures it


class Visitor:
    widths = WIDTHS  # that pages are looked at in
    whole_pictures = False  # of all of a page, not of what a screen shows of it

    def __init__(self, chromium, url, name, *, width=390, height=844, javascript=True, **device):
        self.url, self.name, self.faults, self.examining = url, name, [], False
        self.has_scripts = javascript
        self.context = chromium.new_context(
            viewport={"width": width, "height": height}, locale="id-ID", java_script_enabled=javascript, **device
        )
        self.page = self.context.new_page()
        self.page.set_default_timeout(PATIENCE)
        self.page.on("console", self._console)
        self.page.on("pageerror", lambda error: self.faults.append(f"{self.page.url}: {error.stack or error}"))
        self.page.on("response", self._response)

    def _console(self, message):
        if self.examining:  # axe tries styles of its own on pages of the admin
            return
        if message.type == "error" and not any(code in message.text for code in ANSWERS):
            self.faults.append(f"{self.page.url}: {message.text}")

    def _response(self, response):
        if response.status >= 500 or (response.status >= 400 and "/static/" in response.url):
            self.faults.append(f"{response.status} {response.url}")

    def close(self):
        self.context.close()

    # --- going and acting ---

    def goes(self, path):
        self.page.goto(path if path.startswith("http") else self.url + path)
        return self

    def fills(self, **fields):
        """Fill in by the control's name: text, date, choice or box."""
        for name, value in fields.items():
            controls = self.page.locator(f"[name='{name}']")
            self._waits_for(controls.first, name)
            if controls.first.get_attribute("type") == "radio":
                self.picks(self.page.locator(f"[name='{name}'][value='{value}']"))
            else:
                self.puts(controls.first, value)
        return self

    def puts(self, control, value):
        match control.evaluate("e => e.type || e.tagName"):
            case "select-one":
                control.select_option(value)
            case "checkbox":
                control.set_checked(value)
            case "file":
                control.set_input_files(value)
            case _:
                control.fill(str(value))
        return self

    def picks(self, radio):
        """By its label: the round button itself may be drawn by another element."""
        self.page.locator(f"label[for='{radio.get_attribute('id')}']").first.click()
        return self

    def ticks(self, label):
        return self.puts(self.page.get_by_label(re.compile(re.escape(label))).first, True)

    def ticks_everything(self):
        for box in self.page.locator("main input[type=checkbox]").all():
            self.puts(box, True)
        return self

    def chooses(self, name, words):
        """The option of that list, or the button of that group, whose words contain these."""
        controls = self.page.locator(f"[name='{name}']")
        self._waits_for(controls.first, name)
        if controls.first.get_attribute("type") == "radio":
            label = self.page.locator("label", has_text=words).first
            return self.picks(self.page.locator(f"[id='{label.get_attribute('for')}']"))
        option = controls.first.locator("option", has_text=words).first
        return self.puts(controls.first, option.get_attribute("value"))

    def chooses_any(self, *names):
        for name in names:
            controls = self.page.locator(f"[name='{name}']")
            if controls.last.get_attribute("type") == "radio":
                self.picks(controls.last)
            else:
                self.puts(controls.first, controls.first.locator("option").nth(1).get_attribute("value"))
        return self

    def presses(self, name):
        """The button or link of that name; waits for the page it leads to."""
        with self.page.expect_navigation():
            self.strikes(self._button(name))
        return self

    def strikes(self, control):
        control.click()

    def _button(self, name):
        pattern = re.compile(re.escape(name), re.IGNORECASE)
        everywhere = [
            place.get_by_role(role, name=pattern)
            for place in (self.page.locator("main"), self.page)
            for role in ("button", "link")
        ]
        found = next((one for one in everywhere if one.count()), None)
        assert found, f"{self.name} finds no {name!r} to press on {self.page.url}:\n{self.words()[:1500]}"
        return found.first

    def _waits_for(self, control, name):
        """A list may still be on its way; if it does not come, say what is there instead."""
        try:
            control.wait_for(state="attached")
        except TimeoutError as late:
            raise AssertionError(f"{self.name}: no {name!r} on {self.page.url}:\n{self.words()[:1500]}") from late

    def words(self):
        return self.page.locator("body").inner_text()

    def sees(self, text):
        found = self.words()
        assert text.lower() in found.lower(), f"{self.name} does not see {text!r} on {self.page.url}:\n{found[:1500]}"
        return self

    def sees_not(self, text):
        assert text.lower() not in self.page.locator("body").inner_text().lower()
        return self

    def signs_in(self, email, password):
        """Password, then for staff the code of their second factor."""
        self.goes("/akun/login/").fills(login=email, password=password).presses("Masuk")
        if "2fa/authenticate" in self.page.url:
            self.fills(code=totp_code(email))
            with self.page.expect_navigation():
                self.page.locator("[name='code']").press("Enter")
            self.presses("Tidak, tanyakan lagi")
        return self

    # --- looking ---

    def looks(self, name):
        """Axe at both widths, no sideways scrolling at 320 px, and a picture for the album if one is kept."""
        for label, width in self.widths.items():
            self.page.set_viewport_size({"width": width, "height": WHOLE})
            self.page.evaluate(SETTLED)
            self._axe(f"{name} ({label})")
            self.page.set_viewport_size({"width": width, "height": 844})
            self._keeps_a_picture(f"{name}-{label}.png")
        self.page.set_viewport_size({"width": 320, "height": 844})
        width = self.page.evaluate("document.documentElement.scrollWidth")
        if width > 320:
            self.faults.append(f"{name}: {width} px wide on a phone of 320")
        self.page.set_viewport_size({"width": 390, "height": 844})
        return self

    def _keeps_a_picture(self, name):
        """Into the folder that PORTAL_SCREENSHOTS names, as far as PORTAL_PICTURES wants it."""
        album, wanted = os.environ.get("PORTAL_SCREENSHOTS"), os.environ.get("PORTAL_PICTURES", "").split()
        if not album or (wanted and name not in wanted):
            return
        Path(album).mkdir(parents=True, exist_ok=True)
        self.page.evaluate("scrollTo(0, 0)")
        self.page.screenshot(path=f"{album}/{name}", full_page=self.whole_pictures)

    def _axe(self, where):
        self.examining = True
        if not self.page.evaluate("'axe' in window"):
            self.page.evaluate(AXE)
        found = self.page.evaluate(RUN, RULES)
        self.examining = False
        for violation in found["violations"]:
            nodes = [node["html"][:120] for node in violation["nodes"][:3]]
            self.faults.append(f"axe on {where}: {violation['id']} {nodes}")
        for incomplete in found["incomplete"]:
            nodes = [node["html"][:120] for node in incomplete["nodes"] if not is_measured(incomplete, node)][:3]
            if nodes:
                self.faults.append(f"axe is unsure on {where}: {incomplete['id']} {nodes}")
        pale = [words for words, contrast in self.page.evaluate(CHART_TEXT) if contrast < READABLE]
        if pale:
            self.faults.append(f"pale text in a chart on {where}: {pale[:3]}")


def is_measured(incomplete, node):
    """Axe finds no background behind the text of an SVG; chart_text.js does."""
    return incomplete["id"] == "color-contrast" and node["html"].startswith("<text")


def totp_code(email):
    authenticator = Authenticator.objects.get(user__email=email, type=Authenticator.Type.TOTP)
    return format_hotp_value(hotp_value(decrypt(authenticator.data["secret"]), int(time.time()) // 30))
