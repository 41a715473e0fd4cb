"""What a browser would send: the fields of a page's form as the page filled them in."""

from html.parser import HTMLParser

LISTS = {"checkbox", "radio"}
UNSENT = {"submit", "button", "file", "image", "reset"}


class _Fields(HTMLParser):
    """The fields of the page's last form that is no search and no sign-out: the one in the content."""

    def __init__(self):
        super().__init__()
        self.forms, self.select, self.area = [], None, None

    def handle_starttag(self, tag, attrs):
        attrs = dict(attrs)
        if tag == "form":
            self.forms.append((attrs, {}))
        elif self.forms and not ("disabled" in attrs and tag != "option"):
            getattr(self, f"_{tag}", lambda attrs: None)(attrs)

    def handle_endtag(self, tag):
        if tag == "select":
            self._end_select()
        elif tag == "textarea" and self.area:
            self.put(self.area[0], self.area[1].removeprefix("\n"))
            self.area = None

    def handle_data(self, data):
        if self.area:
            self.area = (self.area[0], self.area[1] + data)

    def put(self, name, value):
        self.forms[-1][1].setdefault(name, []).append(value)

    def _input(self, attrs):
        kind = attrs.get("type", "text")
        if not attrs.get("name") or kind in UNSENT or (kind in LISTS and "checked" not in attrs):
            return
        self.put(attrs["name"], attrs.get("value", "on" if kind in LISTS else "") or "")

    def _textarea(self, attrs):
        if attrs.get("name"):
            self.area = (attrs["name"], "")

    def _select(self, attrs):
        self.select = (attrs.get("name"), "multiple" in attrs, [], [])

    def _option(self, attrs):
        if self.select:
            self.select[3].append(attrs.get("value", ""))
            if "selected" in attrs:
                self.select[2].append(attrs.get("value", ""))

    def _end_select(self):
        if self.select is None:
            return
        name, multiple, chosen, offered = self.select
        for value in chosen or ([] if multiple else offered[:1]):
            self.put(name, value)
        self.select = None


def filled(response, ending="_form"):
    """The fields of the form whose id ends so; of the last form of the content if none does."""
    parser = _Fields()
    parser.feed(response.content.decode())
    named = [fields for attrs, fields in parser.forms if (attrs.get("id") or "").endswith(ending)]
    return (named or [fields for _attrs, fields in parser.forms])[-1]


def opened(client, url):
    """The note of what the page at `url` shows, as its form carries it; goes with whatever else a test sends."""
    fields = filled(client.get(url))
    return {name: values for name, values in fields.items() if name.endswith("_dibuka")}
