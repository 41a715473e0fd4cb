"""Writing messages. A message is a row in the transaction it announces: both are kept or neither is.

The person's words (a name like "{{ 7 }}") are values and never templates, so they arrive as typed.
"""

import uuid
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from audit import trail
from audit.moves import Refused, lock
from notifications import channels, rules, texts
from notifications.models import OutboxMessage
from notifications.workflow import DUE, Channel, Priority, State

NO_ADDRESS = "no_address"
SURELY_ENDED = timedelta(minutes=10)  # by then a bounce of a message that left has mostly come back
RESENDS_AN_HOUR = 5
GONE = frozenset({State.SENDING, State.SENT, State.BOUNCED})


@dataclass(frozen=True, slots=True)
class Recipient:
    """To whom: the address of today, the account if there is one, and the language they read.

    `passes_on_to`: whom the words are for, when it is `name` who reads them there.
    """

    email: str = ""
    user: object = None
    language: str = "id"
    name: str = ""
    phone: str = ""
    passes_on_to: str = ""

    def greeted(self, values):
        """With both names where a text says whom it greets: a phone may be a mother's, and she may have two."""
        if not self.passes_on_to or "nama" not in values:
            return values
        with translation.override(self.language):
            both = _("%(name)s (untuk %(person)s)") % {"name": self.name, "person": self.passes_on_to}
        return values | {"nama": both}

    @classmethod
    def of(cls, user):
        told = {"language": user.language, "name": user.full_name, "phone": user.phone or ""}
        return cls(email=user.email or "", user=user, **told)


@dataclass(frozen=True, slots=True)
class Hold:
    batch: str
    until: datetime


_held = ContextVar("held", default=None)


# --- writing ---


def enqueue(kind, *, to, values, **options):
    """Write the event "<app>/<event>" to one person, on the first of the channels they can be reached by.

    It is filled with `values`, a flat dict of strings, which stay with the row for the next channel. `options` are
    about, center_code, priority, not_before, dedupe_key and is_secret.

    Without any address the row is stored all the same, dead with the reason `no_address`, for an officer to see.
    With a `dedupe_key` that was used before, the earlier row is answered and nothing is written.
    """
    return _store(compose(kind, to=to, values=values, library=texts.recent(), **options))


def compose(kind, *, to, values, library=texts, **options):
    """The row as `enqueue` would write it, for whoever writes to thousands: `write_all` stores them in one statement.

    They work out the `routes` for many at once and bring a `library` that remembers texts.
    """
    if not texts.is_known(kind):
        raise LookupError(f"No event {kind!r} in settings.MESSAGE_EVENTS.")
    message = _new(kind, to, **options)
    _write(message, to.greeted(values), library)
    return message


def write_all(messages):
    """Every one of them has a `dedupe_key`; what was written before stays as it is."""
    if not all(message.dedupe_key for message in messages):
        raise ValueError("Many at once are repeated after a crash: each needs its dedupe_key.")
    OutboxMessage.objects.bulk_create(messages, ignore_conflicts=True)


def enqueue_rendered(kind, *, to, subject, body, is_secret=False, dedupe_key=None, **options):
    """Store a message that was written elsewhere. `is_secret`: shown to nobody, and wiped when it has left."""
    message = _new(kind, to, dedupe_key=dedupe_key, is_secret=is_secret, **options)
    message.subject = texts.one_line(subject)
    message.body = "" if is_secret and not message.to_address else body
    return _store(message)


def routes_for(to, kind, priority=Priority.NORMAL):
    """[[channel, address], …] in the order of trying. A code that somebody waits for is sent whatever came back."""
    return channels.routes_for(to, kind, even_bounced=priority == Priority.URGENT)


def _new(
    kind,
    to,
    *,
    about=None,
    center_code="",
    priority=Priority.NORMAL,
    not_before=None,
    dedupe_key=None,
    routes=None,
    is_secret=False,
):
    if not connection.in_atomic_block:
        raise RuntimeError(f"{kind}: a message must commit or vanish with what it announces")
    known = routes_for(to, kind, priority) if routes is None else routes
    (channel, address), *rest = known or [[Channel.EMAIL.value, ""]]
    held = _held.get()
    return OutboxMessage(
        kind=kind,
        channel=channel,
        to_address=address,
        routes=rest,
        to_user=to.user,
        language=to.language,
        subject_type=about._meta.label_lower if about else "",
        subject_id=about.pk if about else None,
        center_code=center_code,
        state=State.WAITING if address else State.DEAD,
        last_error="" if address else NO_ADDRESS,
        priority=priority,
        not_before=_moment(not_before, priority, held),
        batch=held.batch if held else "",
        message_id=new_message_id(),
        dedupe_key=dedupe_key or None,
        is_secret=is_secret,
    )


def _moment(not_before, priority, held):
    moment = not_before or timezone.now()
    return rules.not_in_quiet_hours(max(moment, held.until) if held else moment, priority)


def new_message_id():
    return f"<{uuid.uuid4()}@{urlsplit(settings.SITE_URL).hostname}>"


def _write(message, values, library=texts):
    """The words of this channel, filled; the values stay with the row for the next one."""
    words = library.words_for(message.kind, message.channel, message.language, message.center_code)
    message.subject, message.body = words.filled(values)
    message.text_version, message.values = words.version, values


def _store(message):
    if message.dedupe_key is None:
        message.save(force_insert=True)
        return message
    OutboxMessage.objects.bulk_create([message], ignore_conflicts=True)
    return OutboxMessage.objects.get(dedupe_key=message.dedupe_key)


# --- the next channel ---


@transaction.atomic
def follow(message):
    """The same message on the person's next channel, once: a second call answers the row of the first.

    None when no channel is left, and for what is secret: a code that did not arrive is asked for anew.
    """
    if not message.routes or message.is_secret:
        return None
    (channel, address), *rest = message.routes
    return _follower(message, channel=channel, to_address=address, routes=rest)


def _follower(message, *, channel, to_address, routes):
    copied = ("kind", "language", "subject", "body", "values", "text_version", "priority", "batch", "center_code")
    copy = {name: getattr(message, name) for name in (*copied, "to_user_id", "subject_type", "subject_id")}
    follower = OutboxMessage(
        **copy,
        channel=channel,
        to_address=to_address,
        routes=routes,
        follows=message,
        not_before=_moment(None, message.priority, None),
        message_id=new_message_id(),
    )
    if texts.is_known(message.kind) and channel != message.channel:
        _write(follower, message.values)
    OutboxMessage.objects.bulk_create([follower], ignore_conflicts=True)
    return OutboxMessage.objects.get(follows=message)


# --- once more, because an officer asks ---


@transaction.atomic
def resend(message, *, to, by):
    """Send it again to `to`, the person as they can be reached today. The old row stays; a new one follows it.

    The words are the same, unless another channel needs its own.
    Raises Refused: secret, still_going, already_followed, no_address, too_often.
    """
    lock(message)
    _refuse_resending(message)
    routes = channels.routes_for(to, message.kind, even_bounced=True)
    if not routes:
        raise Refused("no_address", _("Orang ini tidak punya alamat yang bisa dipakai. Lengkapi dulu datanya."))
    if _sent_again_lately(routes) >= RESENDS_AN_HOUR:
        raise Refused("too_often", _("Sudah beberapa kali dikirim ulang. Tunggu satu jam."))
    (channel, address), *rest = routes
    follower = _follower(message, channel=channel, to_address=address, routes=rest)
    trail.write("outboxmessage.resend", by=by, about=message, facts={"channel": channel})
    return follower


def may_be_resent(message):
    """As far as its own row tells, without asking who follows it."""
    ended = message.state in {State.DEAD, State.BOUNCED} or (
        message.state == State.SENT and message.sent_at <= timezone.now() - SURELY_ENDED
    )
    return ended and not message.is_secret


def _refuse_resending(message):
    if message.is_secret:
        raise Refused("secret", _("Kode tidak dikirim ulang. Orangnya meminta kode baru di halaman masuk."))
    if OutboxMessage.objects.filter(follows=message).exists():
        raise Refused("already_followed", _("Pesan ini sudah dikirim ulang."))
    if not may_be_resent(message):
        raise Refused("still_going", _("Pesan ini masih dalam perjalanan. Tunggu sepuluh menit."))


def _sent_again_lately(routes):
    lately = timezone.now() - timedelta(hours=1)
    addresses = [address for _channel, address in routes]
    rows = OutboxMessage.objects.filter(to_address__in=addresses, follows__isnull=False, created_at__gt=lately)
    return rows.count()


# --- holding and taking back ---


@contextmanager
def held(batch, until):
    """Everything written inside waits until then and can be withdrawn together: `held(f"job:{job.pk}", soon)`."""
    token = _held.set(Hold(batch, until))
    try:
        yield
    finally:
        _held.reset(token)


@transaction.atomic
def withdraw(batch, by):
    """Take back what has not left: (withdrawn, already left). A row in a worker's hands counts as left.

    Both this and a claim lock the row and look at its state again, so each message goes exactly one way.
    """
    rows = OutboxMessage.objects.filter(batch=batch)
    withdrawn = rows.filter(state__in=sorted(DUE)).update(state=State.WITHDRAWN)
    left = rows.filter(state__in=sorted(GONE)).count()
    trail.write("message.withdraw", by=by, facts={"batch": batch, "withdrawn": withdrawn, "left": left})
    return withdrawn, left


def hold_on(batches, until):
    """What still waits of these batches waits until then, for example until nobody can undo the act any more."""
    waiting = OutboxMessage.objects.filter(batch__in=batches, state=State.WAITING, not_before__lt=until)
    return waiting.update(not_before=until)
