"""The control: sending as it is usually done. The task is acknowledged as it begins, the row marked, then sent."""

from celery import shared_task
from django.core import mail
from django.utils import timezone

from notifications.models import OutboxMessage
from notifications.workflow import State


@shared_task(acks_late=False)
def tick():
    batch = [*OutboxMessage.objects.due(timezone.now()).most_urgent_first()[:20]]
    OutboxMessage.objects.filter(pk__in=[m.pk for m in batch]).update(state=State.SENT, sent_at=timezone.now())
    with mail.get_connection() as line:
        for message in batch:
            headers = {"Message-ID": message.message_id}
            to = [message.to_address]
            mail.EmailMessage(message.subject, message.body, to=to, headers=headers, connection=line).send()
