"""What people who work here are told by e-mail. A link that opens an account is a credential: wiped once sent."""

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation

from notifications.outbox import Priority, Recipient, enqueue_rendered


def send(kind, user, *, is_secret=False, priority=Priority.NORMAL, center_code="", **values):
    """`kind` is "staffing/<event>", its words lie in templates/staffing/messages. Call it in the act's transaction.

    In a demonstration secrets stay for its mailbox to show: nobody has the mailbox of an invented person.
    """
    app, event = kind.split("/")
    context = {"recipient": user, "site_url": settings.SITE_URL, **values}
    with translation.override(user.language):
        subject = render_to_string(f"{app}/messages/{event}_subject.txt", context)
        body = render_to_string(f"{app}/messages/{event}_body.txt", context).strip() + "\n"
    return enqueue_rendered(
        kind,
        to=Recipient.of(user),
        subject=subject,
        body=body,
        about=user,
        center_code=center_code,
        priority=priority,
        is_secret=is_secret and not settings.DEMONSTRATION,
    )
