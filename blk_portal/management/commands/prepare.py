import hashlib
import io
import os
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import BaseCommand, call_command, get_commands
from django.db import connection

from accounts.models import User

ONE_AT_A_TIME = 2_026_112_1  # any number; two machines that start together must not both migrate


class Command(BaseCommand):
    help = "Makes catalogues, database and static files ready for this version of the portal, in one go."
    requires_system_checks = ()

    def add_arguments(self, parser):
        parser.add_argument("--demo", action="store_true", help="fill an empty database with the demonstration")
        parser.add_argument("--logins", type=Path, help="write the demonstration's sign-ins to this file")

    def handle(self, *, demo, logins, **_):
        if os.access(settings.LOCALE_PATHS[0], os.W_OK):  # in an image they were compiled when it was built
            self.call_if_known("messages_compile")
        self.migrate()
        self.call_if_known("load_reference")
        self.collect_static()
        if demo and settings.DEMONSTRATION and "demo" in get_commands():
            if not User.objects.exists():
                call_command("demo")
            if logins:
                words = io.StringIO()
                call_command("demo", print_logins=True, stdout=words)
                logins.write_text(words.getvalue())

    def call_if_known(self, name):
        if name in get_commands():
            call_command(name, verbosity=0)

    def migrate(self):
        with connection.cursor() as cursor:
            cursor.execute("SET statement_timeout = 0")
            cursor.execute("SELECT pg_advisory_lock(%s)", [ONE_AT_A_TIME])
            try:
                call_command("migrate", interactive=False, verbosity=0)
                call_command("createcachetable", verbosity=0)
            finally:
                cursor.execute("SELECT pg_advisory_unlock(%s)", [ONE_AT_A_TIME])

    def collect_static(self):
        """Skipped when nothing changed (compressing again is most of a start's time) or when an image has them."""
        if Path(settings.STATIC_ROOT).exists() and not os.access(settings.STATIC_ROOT, os.W_OK):
            return
        stamp, digest = Path(settings.STATIC_ROOT) / ".digest", self.static_digest()
        if not stamp.exists() or stamp.read_text() != digest:
            call_command("collectstatic", interactive=False, clear=True, verbosity=0)
            stamp.write_text(digest)

    def static_digest(self):
        digest = hashlib.sha256()
        for finder in get_finders():
            for path, storage in sorted(finder.list([]), key=lambda found: found[0]):
                digest.update(f"{path} {storage.size(path)} {storage.get_modified_time(path)}\n".encode())
        return digest.hexdigest()
