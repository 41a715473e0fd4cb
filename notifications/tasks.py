"""Beat's ticks, one for each lane: every channel has its own, and what is urgent has one more.

In a worker of threads no lane waits for another: a mail server that takes ten seconds a letter holds up letters, not
WhatsApp, and not the next person's sign-in code.
"""

from threading import Semaphore

from celery import shared_task
from celery.signals import worker_shutting_down
from django.conf import settings

from notifications import delivery
from notifications.claims import EVERYTHING, URGENT, Lane

LANES = {"all": EVERYTHING, "urgent": URGENT, **{channel: Lane(channel=channel) for channel in settings.CHANNELS}}
TURNS = {name: Semaphore(2 if name == "urgent" else 1) for name in LANES}  # at once, in this process


@shared_task
def tick(lane="all"):
    """Send what is due in this lane. Running it twice or at once does no harm; one at a time is enough."""
    if not TURNS[lane].acquire(blocking=False):
        return
    try:
        delivery.deliver_due(lane=LANES[lane])
    finally:
        TURNS[lane].release()


@worker_shutting_down.connect
def stop(**_):
    delivery.stopping.set()
