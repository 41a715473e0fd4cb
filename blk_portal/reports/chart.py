"""A report as bars: where each stands and how long it is, as attributes of SVG. The table has the numbers."""

from dataclasses import dataclass

WIDTH, BAR, STEP = 520, 18, 50
ROOM = WIDTH - 100  # what is left for the longest bar beside its number
LONGEST_NAME = 60  # characters above a bar; the table has it whole
MOST = 14  # bars that one still sees at a glance


@dataclass(frozen=True, slots=True)
class Bar:
    name: str
    number: int
    y: int
    width: int
    part: int  # of the width: how many of them came on to the end that is told in colour
    part_number: int

    @property
    def name_at(self):
        return self.y - 7

    @property
    def number_at(self):
        return self.y + BAR // 2

    @property
    def after(self):
        return self.width + 8


@dataclass(frozen=True, slots=True)
class Chart:
    bars: tuple
    width: int = WIDTH
    bar: int = BAR

    @property
    def height(self):
        return len(self.bars) * STEP


def chart(pairs):
    """`pairs` are (name, how many, how many of those came on); the largest first where there are too many."""
    pairs = list(pairs)
    if len(pairs) > MOST:
        pairs = sorted(pairs, key=lambda pair: -pair[1])[:MOST]
    most = max((number for _name, number, _part in pairs), default=0) or 1
    return Chart(tuple(_bar(at, *pair, most) for at, pair in enumerate(pairs)))


def _bar(at, name, number, part, most):
    short = name if len(name) <= LONGEST_NAME else f"{name[: LONGEST_NAME - 1]}…"
    return Bar(short, number, at * STEP + 26, _length(number, most), _length(part, most), part)


def _length(number, most):
    """Something is seen wherever there is somebody."""
    return max(round(ROOM * number / most), 2) if number else 0
