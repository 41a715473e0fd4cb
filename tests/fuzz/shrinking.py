"""The smallest request that still shows a fault: parts are left out, texts are halved, while it stays the same."""

from dataclasses import replace

from tests.fuzz.asking import Upload

TRIES = 80


def shrunk(ask, shows):
    """`shows(ask)` sends it and answers whether the same fault came again."""
    left = TRIES
    smaller = True
    while smaller and left > 0:
        smaller = False
        for candidate in candidates(ask):
            left -= 1
            if left < 0:
                break
            if shows(candidate):
                ask, smaller = candidate, True
                break
    return ask


def candidates(ask):
    """Everything a little less than this, the most radical first."""
    plain = {"headers": (), "cookies": (), "query": "", "fields": ()}
    yield from (replace(ask, **{name: empty}) for name, empty in plain.items() if getattr(ask, name) != empty)
    if len(ask.fields) > 1:
        yield from (replace(ask, fields=ask.fields[:at] + ask.fields[at + 1 :]) for at in range(len(ask.fields)))
    for at, (name, value) in enumerate(ask.fields):
        for less in lesser(value):
            yield replace(ask, fields=(*ask.fields[:at], (name, less), *ask.fields[at + 1 :]))


def lesser(value):
    if isinstance(value, Upload) or len(value) < 2:
        return []
    return [value[: len(value) // 2], value[len(value) // 2 :]]
