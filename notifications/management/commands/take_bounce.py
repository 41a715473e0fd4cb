"""For the mail server's pipe: one delivery report on stdin. Postfix, in master.cf and transport:

bounce unix - n n - 1 pipe flags=R user=portal argv=/…/python /…/manage.py take_bounce ${recipient}
"""

import sys

from django.core.management.base import BaseCommand
from django.db import DatabaseError

from notifications import bounces

TRY_AGAIN = 75  # sysexits.h EX_TEMPFAIL: the mail server keeps the report and comes again


class Command(BaseCommand):
    help = "Takes one delivery report (RFC 3464) from stdin: what came back is told on the person's next channel."
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument("sent_to", nargs="?", default="", help="the address the report was sent to")

    def handle(self, *, sent_to, **_):
        raw = sys.stdin.buffer.read(bounces.LARGEST + 1)
        try:
            answer = bounces.take(raw, sent_to)
        except DatabaseError as error:
            self.stderr.write(f"database: {type(error).__name__}")
            sys.exit(TRY_AGAIN)
        self.stdout.write(answer)
