"""What a page offers: its forms with every field, and its links. Read from the HTML: a new field needs no line."""

from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import urlsplit

TYPED = {"text", "search", "tel", "email", "number", "date", "password", "url", "month", "time", "datetime-local"}
BUTTONS = {"submit", "image"}
WITHOUT_VALUE = {"button", "reset"}


@dataclass
class Control:
    """One name of a form: a text, a list, the buttons of a group, a file."""

    name: str
    kind: str
    value: str = ""
    options: list = field(default_factory=list)
    is_checked: bool = False
    attributes: dict = field(default_factory=dict)

    @property
    def longest(self):
        given = self.attributes.get("maxlength") or ""
        return int(given) if given.isdigit() else 200


@dataclass
class Form:
    action: str
    method: str
    is_multipart: bool
    controls: list = field(default_factory=list)
    buttons: list = field(default_factory=list)

    @property
    def names(self):
        return {control.name for control in self.controls}


class Reader(HTMLParser):
    """Fields outside a form belong to nobody, save those that name one with form=."""

    def __init__(self, path):
        super().__init__()
        self.path, self.forms, self.links, self.by_id = path, [], [], {}
        self.form = self.select = self.area = None
        self.waits = []

    def handle_starttag(self, tag, attributes):
        given = dict(attributes)
        reader = getattr(self, f"read_{tag}", None)
        if reader:
            reader(given)

    def handle_startendtag(self, tag, attributes):
        self.handle_starttag(tag, attributes)

    def handle_endtag(self, tag):
        if tag == "form":
            self.form = None
        elif tag == "select":
            self.select = None
        elif tag == "textarea":
            self.area = None

    def handle_data(self, text):
        if self.area:
            self.area.value += text

    def read_a(self, given):
        self.links.append(given.get("href") or "")

    def read_form(self, given):
        action = given.get("action") or self.path
        method = (given.get("method") or "get").upper()
        self.form = Form(action, method, given.get("enctype") == "multipart/form-data")
        self.forms.append(self.form)
        self.by_id[given.get("id")] = self.form

    def read_input(self, given):
        kind, name = given.get("type") or "text", given.get("name")
        value = given.get("value")
        if kind in BUTTONS:
            self.add_button(given)
        elif name and kind == "radio":
            self.add_radio(given)
        elif name and kind not in WITHOUT_VALUE:
            default = "on" if kind == "checkbox" else ""
            self.add(Control(name, kind, default if value is None else value, [], "checked" in given, given), given)

    def read_button(self, given):
        if (given.get("type") or "submit") == "submit":
            self.add_button(given)

    def read_select(self, given):
        self.select = Control(given.get("name") or "", "select", "", [], False, given)
        self.add(self.select, given)

    def read_option(self, given):
        if self.select is not None:
            self.select.options.append(given.get("value") or "")
            if "selected" in given:
                self.select.value = given.get("value") or ""

    def read_textarea(self, given):
        self.area = Control(given.get("name") or "", "textarea", "", [], False, given)
        self.add(self.area, given)

    def add(self, control, given):
        if control.name:
            self.waits.append((control, given.get("form"), self.form))

    def add_radio(self, given):
        group = next((one for one, _id, form in self.waits if one.name == given["name"] and form is self.form), None)
        if group is None:
            group = Control(given["name"], "radio", "", [], False, given)
            self.add(group, given)
        group.options.append(given.get("value") or "on")
        if "checked" in given:
            group.value = given.get("value") or "on"

    def add_button(self, given):
        form = self.form
        if form is not None and given.get("name"):
            form.buttons.append((given["name"], given.get("value") or ""))

    def finish(self):
        for control, named, around in self.waits:
            form = self.by_id.get(named) if named else around
            if form is not None:
                form.controls.append(control)
        return self.forms, [link for link in map(self.here, self.links) if link]

    def here(self, link):
        """The address within the portal, or "": other people's computers are not asked."""
        parts = urlsplit(link)
        if parts.scheme or parts.netloc or not parts.path.startswith("/") or parts.path.startswith("/static/"):
            return ""
        return f"{parts.path}?{parts.query}" if parts.query else parts.path


def read(html, path):
    """(forms, links) of a page that was found at `path`."""
    reader = Reader(path)
    reader.feed(html)
    return reader.finish()
