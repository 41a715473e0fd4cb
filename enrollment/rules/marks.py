"""A part's mark from the points of its criteria: each as a share of the most it can be, weighed, out of a hundred.

Decimal with two places, half rounded up, as one would on paper. Plain values in and out.
"""

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

HUNDREDTH = Decimal("0.01")
LOWEST, HIGHEST = Decimal(0), Decimal(100)


@dataclass(frozen=True, slots=True)
class Points:
    """What was given of `maximum`; the weights of a part are any numbers: 3 and 2 mean the same as 60 and 40."""

    value: Decimal
    maximum: Decimal
    weight: Decimal

    @property
    def is_in_range(self):
        return 0 <= self.value <= self.maximum


def mark_of(points):
    """0 to 100. There is at least one criterion, and each weighs something: the database holds that."""
    points = list(points)
    gained = sum(one.value / one.maximum * one.weight for one in points)
    return (gained / sum(one.weight for one in points) * HIGHEST).quantize(HUNDREDTH, ROUND_HALF_UP)


def plain(mark):
    """79 and 87.5, not 79.00 and 87.50, and never 7E+1."""
    return mark.to_integral_value() if mark == mark.to_integral_value() else mark.normalize()


def is_mark(value):
    return LOWEST <= value <= HIGHEST
