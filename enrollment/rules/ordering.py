"""Somebody is moved by hand in a queue: which numbers change. Values in, values out."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Shift:
    """The number `left` becomes `taken`; numbers from `first` to `last` move by `by`; `passed` people are passed."""

    left: int
    taken: int
    first: int
    last: int
    by: int
    passed: int


def shift(numbers, number, position):
    """`numbers` of all who wait, in order; `number` comes to stand at `position` (1 is the head). None if there."""
    at = numbers.index(number) + 1
    taken = numbers[position - 1]
    if position == at:
        return None
    if position < at:
        return Shift(number, taken, first=taken, last=number - 1, by=1, passed=at - position)
    return Shift(number, taken, first=number + 1, last=taken, by=-1, passed=position - at)
