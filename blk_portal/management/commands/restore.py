import time
from pathlib import Path

from django.conf import settings
from django.core.management import BaseCommand, CommandError, call_command, get_commands

from audit.models import RetentionRule
from blk_portal.copies import CopyRefused, manifest, restoring
from blk_portal.retention import engine
from notifications.models import OutboxMessage
from notifications.workflow import DUE


class Command(BaseCommand):
    help = "Brings a copy back into an empty database and folder, and proves that both are what they were."

    def add_arguments(self, parser):
        parser.add_argument("folder", type=Path)
        parser.add_argument("--check", action="store_true", help="only read the copy and say whether it is whole")
        parser.add_argument(
            "--replace", default="", metavar="DATABASE", help="empty this database first; type its name"
        )
        parser.add_argument(
            "--reapply-retention", action="store_true", help="destroy again what was due since the copy was made"
        )

    def handle(self, *, folder, check, replace, reapply_retention, **_):
        began, act = time.monotonic(), restoring.check if check else self._restore(replace)
        try:
            content = act(folder.absolute(), tell=self.stdout.write)
        except CopyRefused as refusal:
            raise CommandError(str(refusal)) from None
        rows = sum(rows for rows, _digest in content["database"]["tables"].values())
        state = "whole" if check else "whole and in place"
        self.stdout.write(
            f"Copy of {content['created_at']}, portal {content['made_by']}: {rows:,} rows and "
            f"{len(content['files']):,} files are {state}, {time.monotonic() - began:.0f} s."
        )
        if not check:
            self._afterwards(content, reapply_retention)

    def _restore(self, replace):
        return lambda folder, tell: restoring.restore(folder, replace=replace, tell=tell)

    def _afterwards(self, content, reapply_retention):
        if "verify_trail" in get_commands():
            call_command("verify_trail", stdout=self.stdout, stderr=self.stderr)
        if reapply_retention:
            self._reapply_retention()
        else:
            self.stdout.write(
                "What retention destroyed since then is back until its next run (--reapply-retention: now)."
            )
        waiting = OutboxMessage.objects.filter(state__in=DUE).count()
        if waiting:
            self.stdout.write(
                f"{waiting:,} messages were waiting when the copy was made: the worker will send them (again)."
            )
        if manifest.key_marks(())["secret_key"] != content["keys"]["secret_key"]:
            self.stdout.write("SECRET_KEY is another one: links in messages sent before no longer work.")

    def _reapply_retention(self):
        """Rules look at dates, so what went since the copy is due again; what somebody erased by hand is not."""
        active = RetentionRule.objects.filter(active=True, code__in=settings.RETENTION).order_by("pk")
        for code in active.values_list("code", flat=True):
            rows = 0
            while (gone := engine.run_batch(code)) is not None:
                rows += gone
            self.stdout.write(f"retention, {code}: {rows:,} rows destroyed")
