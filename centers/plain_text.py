"""Words typed into a box, as headings, lists and paragraphs. No markup is trusted and none is made."""

from dataclasses import dataclass
from itertools import groupby

HEADING, ITEM, PARAGRAPH = "heading", "item", "paragraph"


@dataclass(frozen=True, slots=True)
class Block:
    kind: str
    lines: tuple


def blocks(text):
    """A line that begins with ## is a heading, lines that begin with - a list, what stands together a paragraph."""
    found = []
    for kind, lines in groupby((line.strip() for line in text.splitlines()), key=_kind):
        told = tuple(line.removeprefix("##").removeprefix("- ").strip() for line in lines)
        found += [Block(kind, (one,)) for one in told] if kind == HEADING else [Block(kind, told)]
    return [block for block in found if block.kind]


def _kind(line):
    if line.startswith("## "):
        return HEADING
    if line.startswith("- "):
        return ITEM
    return PARAGRAPH if line else ""
