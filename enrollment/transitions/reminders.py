"""Reminders: asked for, confirmed by the link, sent once, given up. Nobody hears what they did not ask for twice."""

from django.conf import settings
from django.db import transaction
from django.utils import timezone, translation

from enrollment import reminder_link
from enrollment.models import Reminder
from notifications.outbox import Recipient, enqueue

ASKED, DUE = "enrollment/reminder_asked", "enrollment/reminder_due"


@transaction.atomic
def ask_reminder(*, kind, offering, from_on, email="", phone="", language=settings.LANGUAGE_CODE):
    """The first message goes out until the link is used; who is already waiting is not written to again."""
    is_later = kind == Reminder.Kind.LATER
    reminder, is_new = Reminder.objects.select_for_update(of=("self",)).get_or_create(
        kind=kind,
        email=email,
        phone=phone,
        offering=None if is_later else offering,
        track=offering.program.track if is_later else None,
        defaults={"from_on": from_on, "language": language},
    )
    if reminder.confirmed_at and reminder.sent_at is None and reminder.from_on == from_on:
        return reminder
    if not is_new:
        _begin_anew(reminder, from_on, language)
    _write(reminder, ASKED, {})
    return reminder


def _begin_anew(reminder, from_on, language):
    reminder.round += 1
    reminder.from_on, reminder.language = from_on, language
    reminder.created_at, reminder.confirmed_at, reminder.sent_at = timezone.now(), None, None
    reminder.save()


@transaction.atomic
def confirm_reminder(token):
    """The reminder, or None for a void link. Confirming twice changes nothing."""
    reminder = _held(token)
    if reminder and reminder.confirmed_at is None:
        reminder.confirmed_at = timezone.now()
        reminder.save(update_fields=["confirmed_at"])
    return reminder


@transaction.atomic
def forget_reminder(token):
    """The row goes at once: nothing is kept of who does not want to be reminded."""
    reminder = _held(token)
    if reminder:
        reminder.delete()
    return reminder


def _held(token):
    found = reminder_link.find(token)
    if found is None:
        return None
    Reminder.objects.select_for_update().filter(pk=found.pk).first()
    return reminder_link.find(token)


@transaction.atomic
def send_reminder(reminder, offering):
    """Once: whoever holds the row already, or finds it sent, lets it be."""
    waiting = Reminder.objects.select_for_update(skip_locked=True, of=("self",)).filter(pk=reminder.pk, sent_at=None)
    held = waiting.exclude(confirmed_at=None).first()
    if held is None:
        return False
    held.sent_at = timezone.now()
    held.save(update_fields=["sent_at"])
    _write(held, DUE, {"tautan": f"{settings.SITE_URL}{offering.get_absolute_url()}", "gelombang": str(offering.wave)})
    return True


def _write(reminder, event, more):
    """Of the person the message says nothing: whose address it is, is not known yet."""
    link = reminder_link.address_of(reminder)
    with translation.override(reminder.language):
        values = {"program": str(reminder), "tautan": link} | more
    if event == DUE:
        values["berhenti"] = link
    to = Recipient(email=reminder.email, phone=reminder.phone, language=reminder.language)
    enqueue(event, to=to, values=values, about=reminder)
