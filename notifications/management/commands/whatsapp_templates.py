from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from notifications import approvals
from notifications.failures import Failure
from notifications.models import WhatsAppTemplate


class Command(BaseCommand):
    help = "Lists the WhatsApp templates; with --submit sends drafts to Meta, with --sync asks what became of them."

    def add_arguments(self, parser):
        parser.add_argument("--submit", action="store_true", help="draft what is missing and ask Meta to approve it")
        parser.add_argument("--sync", action="store_true", help="ask Meta now; the portal does so once an hour")

    def handle(self, *, submit, sync, **_):
        if (submit or sync) and not settings.WHATSAPP_TOKEN:
            raise CommandError("WhatsApp is not configured: see docs/operations.md for its five variables.")
        try:
            if submit:
                self._submit()
            if sync:
                approvals.sync()
        except Failure as failure:
            raise CommandError(f"Meta did not do it: {failure.reason}") from failure
        self._list()

    def _submit(self):
        approvals.draft()
        for template, answer in approvals.submit():
            self.stdout.write(f"{template.name} ({template.language}): {answer}")

    def _list(self):
        for template in WhatsAppTemplate.objects.order_by("kind", "language"):
            checked = template.checked_at.isoformat(timespec="minutes") if template.checked_at else "never"
            name = f"{template.name} ({', '.join(template.parameters)})"
            self.stdout.write(f"{template.approval:9} {template.language} {name}, asked {checked}")
