"""The sealed sheet: everything a result follows from, as text that is the same whoever writes it down again.

Registration numbers, marks, ranks and outcomes, no name. The seal is the SHA-256 of the whole text, whose first line
is a random salt, so that nobody can find a mark by trying. Saved as a file, `sha256sum` says the seal.
"""

from hashlib import sha256

COLUMNS = ("number", "order", "submitted", "test", "interview", "total", "rank", "outcome")


def sheet(salt, parts):
    """`parts` are (heading, lines) an offering; a line is a dict of COLUMNS. Their order is settled here."""
    written = [f"salt {salt}"]
    for heading, lines in sorted(parts, key=lambda part: part[0]):
        written += ["", heading, "\t".join(COLUMNS)]
        written += sorted("\t".join(_cell(line[name]) for name in COLUMNS) for line in lines)
    return "\n".join([*written, ""])


def seal_of(text):
    return sha256(text.encode()).hexdigest()


def _cell(value):
    return "-" if value is None else str(value)
