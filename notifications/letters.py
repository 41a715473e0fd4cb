"""A message and those that followed it, as a page tells them."""

from dataclasses import dataclass, field

from notifications import outbox, selectors, wording
from notifications.models import OutboxMessage
from notifications.workflow import DUE, Channel, State


@dataclass(slots=True)
class Letter:
    """One row in words; `later` are the rows that followed it, in their order."""

    row: OutboxMessage
    later: list = field(default_factory=list)

    @property
    def state(self):
        return wording.state(self.row)

    @property
    def tone(self):
        return wording.tone(self.row)

    @property
    def reason(self):
        return wording.reason(self.row)

    @property
    def next_try(self):
        return self.row.not_before if self.row.state in DUE else None

    @property
    def last(self):
        return self.later[-1] if self.later else self

    @property
    def may_be_resent(self):
        return self.row.center_code != "" and outbox.may_be_resent(self.row)


def chains(rows):
    """`rows` the newest first. One Letter for each that follows nothing here, with its followers."""
    letters = {row.pk: Letter(row) for row in rows}
    heads = []
    for letter in sorted(letters.values(), key=lambda letter: letter.row.pk):
        before = _head_of(letter, letters)
        before.later.append(letter) if before else heads.append(letter)
    return heads[::-1]


def readable(obj):
    """What was written about this object, for the person's own page, the newest first.

    Not what was taken back or may still be. WhatsApp carries only a notice of a letter; here the letter stands whole.
    """
    rows = selectors.about(obj).filter(follows=None, is_secret=False).exclude(state=State.WITHDRAWN)
    shown = [*rows.exclude(state=State.WAITING, batch__gt="")]
    for row in shown:
        row.body = row.body if row.channel == Channel.EMAIL else row.values.get("isi") or row.body
    return shown


def undelivered(rows):
    """What nobody has received and nothing is on its way for."""
    return rows.filter(state__in=[State.DEAD, State.BOUNCED], followed_by=None)


def _head_of(letter, letters):
    """The first of the chain, as far as it is on this page."""
    head = None
    while letter := letters.get(letter.row.follows_id):
        head = letter
    return head
