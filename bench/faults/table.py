"""The one table: what was measured, its goal, what came out. A control is well when it is red."""

import json
from dataclasses import asdict, dataclass


@dataclass(frozen=True, slots=True)
class Row:
    story: str
    what: str
    seen: float
    goal: str
    well: bool
    control: bool = False
    unit: str = ""

    @property
    def verdict(self):
        if self.control:
            return "red, as it must" if self.well else "STAYED GREEN: it proves nothing"
        return "ok" if self.well else "MISSED"

    def line(self):
        what = f"  control: {self.what}" if self.control else self.what
        seen = f"{self.seen:,.0f}" if self.seen == int(self.seen) else f"{self.seen:,.2f}"
        return f"{what:<72} {seen:>9} {self.unit:<3} {self.goal:>10}  {self.verdict}"


class Table:
    """`leeway`: how much longer anything may take where a test suite shares the machine."""

    def __init__(self, leeway=1):
        self.rows, self.story, self.leeway = [], "", leeway

    def tell(self, story):
        self.story = story
        print(f"\n{story}", flush=True)

    def goal(self, what, seen, at_most=0, unit=""):
        at_most *= self.leeway if unit in {"s", "ms"} else 1
        goal = f"≤ {at_most:g}" if at_most else "0"
        self._add(Row(self.story, what, seen, goal, seen <= at_most, unit=unit))

    def least(self, what, seen, at_least, unit=""):
        self._add(Row(self.story, what, seen, f"≥ {at_least:g}", seen >= at_least, unit=unit))

    def wants(self, what, seen, exactly, unit=""):
        self._add(Row(self.story, what, seen, f"{exactly:g}", seen == exactly, unit=unit))

    def control(self, what, seen, above=0, unit=""):
        """With the protection taken away the fault must show."""
        self._add(Row(self.story, what, seen, f"> {above:g}", seen > above, control=True, unit=unit))

    def fact(self, what, seen, unit=""):
        self._add(Row(self.story, what, seen, "", True, unit=unit))

    def _add(self, row):
        self.rows.append(row)
        print(row.line(), flush=True)

    @property
    def well(self):
        return all(row.well for row in self.rows)

    def whole(self):
        lines = []
        for number, row in enumerate(self.rows):
            if not number or self.rows[number - 1].story != row.story:
                lines += ["", row.story]
            lines.append(row.line())
        return "\n".join(lines)

    def as_json(self):
        return json.dumps([asdict(row) for row in self.rows])
