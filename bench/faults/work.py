"""A long job whose every effect can be counted."""

import time

from django.utils import timezone

from jobs.handlers import Done, Handler
from jobs.models import Heartbeat


class Slow(Handler):
    """Most of an item's time lies between its effect and the commit, where a kill hurts most."""

    def items(self):
        return [(str(n), f"Butir {n}") for n in range(self.job.params["upto"])]

    def perform(self, key):
        Heartbeat.objects.create(name=f"{self.job.pk}:{key}", at=timezone.now())
        time.sleep(0.05)
        return Done()
