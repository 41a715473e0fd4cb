from celery import shared_task

from notifications import delivery


@shared_task
def tick():
    """Every two seconds, on the queue `messages`: send what is due. Running it twice or at once does no harm."""
    delivery.deliver_due()
