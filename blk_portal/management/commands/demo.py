from django.conf import settings
from django.core.management import BaseCommand, CommandError

from blk_portal.demo import filling, logins

ALLOWED = {"demonstration", "test"}


class Command(BaseCommand):
    help = "Fills the database with an invented institution: two centres, five waves, some 1,300 people."

    def add_arguments(self, parser):
        parser.add_argument("--print-logins", action="store_true", help="role, e-mail and password of each sign-in")

    def handle(self, *, print_logins=False, **_):
        if settings.PROFILE not in ALLOWED:
            raise CommandError("Demonstration data are for PORTAL_PROFILE=demonstration; this is a production site.")
        if print_logins:
            self.stdout.writelines(f"{line}\n" for line in logins.lines())
        elif filling.is_there():
            self.stdout.write("The demonstration data are there already; nothing was changed.")
        else:
            filling.fill()
            self.stdout.write("The demonstration data are ready. Sign-ins: manage.py demo --print-logins")
