"""Somebody who uses no pointer: every control is reached by Tab, seen to have the focus, and worked by keys."""

from tests.e2e.visitor import Visitor

REACH = 400  # tabs before one gives up looking
HAS_FOCUS = "e => e === document.activeElement"
IN_SIGHT = """e => {
    const seen = e.labels && e.labels.length && e.getBoundingClientRect().width < 5 ? e.labels[0] : e;
    const box = seen.getBoundingClientRect();
    return box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth;
}"""
RING = """e => {
    const shown = [e, ...(e.labels || [])].map(one => getComputedStyle(one));
    shown.push(getComputedStyle(e.closest(".card-whole") || e));  // a stretched link rings its whole card
    return shown.some(style => style.outlineStyle !== "none" || style.boxShadow !== "none");
}"""


class KeyboardVisitor(Visitor):
    """Dates, lists and files are set once the control has the focus: how their pop-ups work is the browser's."""

    def looks(self, name):
        return self

    def reaches(self, control):
        element = control.element_handle()
        for _tab in range(REACH):
            if element.evaluate(HAS_FOCUS):
                break
            self.page.keyboard.press("Tab")
        assert element.evaluate(HAS_FOCUS), f"no Tab leads to {control} on {self.page.url}"
        for what, script in (("out of sight", IN_SIGHT), ("without a ring", RING)):
            if what and not element.evaluate(script):
                self.faults.append(f"{self.page.url}: focus {what} on {element.evaluate('e => e.outerHTML')[:160]}")
        return element

    def puts(self, control, value):
        kind = control.evaluate("e => e.type || e.tagName")
        if kind in {"text", "email", "tel", "password", "number", "search", "textarea"}:
            self.reaches(control)
            self.page.keyboard.press("Control+A")
            self.page.keyboard.type(str(value))
            return self
        if kind == "checkbox":
            self.reaches(control)
            if control.is_checked() is not value:
                self.page.keyboard.press("Space")
            assert control.is_checked() is value
            return self
        self.reaches(control)
        return super().puts(control, value)

    def picks(self, radio):
        """Tab goes to the group, the arrows go through it."""
        name = radio.get_attribute("name")
        group = self.page.locator(f"[name='{name}']")
        checked = self.page.locator(f"[name='{name}']:checked")
        self.reaches(checked.first if checked.count() else group.first)
        if not checked.count():
            self.page.keyboard.press("Space")
        for _arrow in range(group.count()):
            if radio.is_checked():
                break
            self.page.keyboard.press("ArrowDown")
        assert radio.is_checked(), f"the arrows do not reach {radio}"
        return self

    def strikes(self, control):
        self.reaches(control)
        self.page.keyboard.press("Enter")
