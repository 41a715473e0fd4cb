"""Writing messages. A message is a row in the transaction it announces: both are kept or neither is.

The person's words (a name like "{{ 7 }}") are values of the context and never templates, so they arrive as typed.
"""

import uuid
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.conf import settings
from django.db import connection
from django.template import Context
from django.template.loader import get_template
from django.utils import timezone, translation

from notifications.models import OutboxMessage
from notifications.workflow import Priority, State

NO_ADDRESS = "no_address"


@dataclass(frozen=True, slots=True)
class Recipient:
    """To whom: the address of today, the account if there is one, and the language they read."""

    email: str = ""
    user: object = None
    language: str = "id"
    name: str = ""
    phone: str = ""

    @classmethod
    def of(cls, user, language="id"):
        return cls(email=user.email or "", user=user, language=language, name=user.full_name, phone=user.phone or "")


def enqueue(
    kind, *, to, context, about=None, center_code="", priority=Priority.NORMAL, not_before=None, dedupe_key=None
):
    """Render "<app>/<event>" from templates/<app>/messages/<event>_{subject,body}.txt and store it.

    Without any address the row is stored all the same, dead with the reason `no_address`, for an officer to see.
    With a `dedupe_key` that was used before, the earlier row is answered and nothing is written.
    """
    subject, body = _render(kind, to, context)
    return enqueue_rendered(
        kind,
        to=to,
        subject=subject,
        body=body,
        about=about,
        center_code=center_code,
        priority=priority,
        not_before=not_before,
        dedupe_key=dedupe_key,
    )


def enqueue_rendered(
    kind,
    *,
    to,
    subject,
    body,
    about=None,
    center_code="",
    priority=Priority.NORMAL,
    not_before=None,
    dedupe_key=None,
    is_secret=False,
):
    """Store a message that was written elsewhere. `is_secret`: shown to nobody, and wiped when it has left."""
    if not connection.in_atomic_block:
        raise RuntimeError(f"{kind}: a message must commit or vanish with what it announces")
    message = OutboxMessage(
        kind=kind,
        to_address=to.email or "",
        to_user=to.user,
        language=to.language,
        subject=_one_line(subject),
        body="" if is_secret and not to.email else body,
        is_secret=is_secret,
        subject_type=about._meta.label_lower if about else "",
        subject_id=about.pk if about else None,
        center_code=center_code,
        state=State.WAITING if to.email else State.DEAD,
        last_error="" if to.email else NO_ADDRESS,
        priority=priority,
        not_before=not_before or timezone.now(),
        message_id=f"<{uuid.uuid4()}@{urlsplit(settings.SITE_URL).hostname}>",
        dedupe_key=dedupe_key or None,
    )
    return _store(message)


def _store(message):
    if message.dedupe_key is None:
        message.save(force_insert=True)
        return message
    OutboxMessage.objects.bulk_create([message], ignore_conflicts=True)
    return OutboxMessage.objects.get(dedupe_key=message.dedupe_key)


def _render(kind, to, context):
    app, event = kind.split("/")
    values = {"recipient": to, "site_url": settings.SITE_URL, **context}
    with translation.override(to.language):
        subject = _plain(f"{app}/messages/{event}_subject.txt", values)
        body = _plain(f"{app}/messages/{event}_body.txt", values)
    return subject, body.strip() + "\n"


def _plain(name, values):
    """Text is not HTML: "Siti & Rekan" must not become "Siti &amp; Rekan", whatever the template forgot."""
    return get_template(name).template.render(Context(values, autoescape=False))


def _one_line(text):
    """A line break in a subject would begin a header of the writer's choice."""
    return " ".join(text.split())[:250]
