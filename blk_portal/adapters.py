"""How allauth meets the portal: its mails are outbox rows, its codes can be shown in a demonstration."""

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from django.conf import settings
from django.db import transaction
from django.utils import translation

from notifications.outbox import Priority, Recipient, enqueue_rendered


class AccountAdapter(DefaultAccountAdapter):
    def send_mail(self, template_prefix, email, context):
        """Render allauth's mail and leave it in the outbox; codes go first and are wiped once sent.

        In a demonstration they stay, for its mailbox to show: nobody has the mailbox of an invented person.
        """
        message = self.render_mail(template_prefix, email, context)
        with transaction.atomic():
            enqueue_rendered(
                template_prefix,
                to=Recipient(email=email, user=context.get("user"), language=translation.get_language() or "id"),
                subject=message.subject,
                body=message.body,
                priority=Priority.URGENT,
                is_secret=not settings.DEMONSTRATION,
            )

    def login(self, request, user):
        super().login(request, user)
        if user.is_staff:
            request.session.set_expiry(settings.STAFF_SESSION_AGE)


class SecondFactorAdapter(DefaultMFAAdapter):
    def get_totp_label(self, user):
        return user.email
