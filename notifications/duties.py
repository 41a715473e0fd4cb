"""What is due each minute besides sending. Each asks first, so a minute without news costs one query or nothing."""

from django.conf import settings

from notifications import approvals, mailbox


def sync_whatsapp_templates():
    approvals.sync_if_due()


def take_bounces():
    if settings.BOUNCE_MAILBOX:
        mailbox.take_all()
