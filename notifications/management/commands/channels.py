from django.core.management.base import BaseCommand
from django.utils import timezone

from notifications.channels import health


class Command(BaseCommand):
    help = "How each channel of messages fares: configured or not, what waits, and what stands in the way."

    def handle(self, **_):
        for fare in health.of_each():
            self.stdout.write(f"{fare.channel:9} {self._words(fare)}")

    def _words(self, fare):
        words = ["configured" if fare.configured else "not configured", f"{fare.waiting} waiting"]
        if fare.oldest:
            words.append(f"oldest for {(timezone.now() - fare.oldest).total_seconds() / 60:.0f} min")
        if fare.last_sent:
            words.append(f"last sent {timezone.localtime(fare.last_sent):%Y-%m-%d %H:%M}")
        return ", ".join(words) + (f"; DOWN: {fare.trouble}" if fare.trouble else "")
