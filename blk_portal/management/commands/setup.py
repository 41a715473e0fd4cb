import getpass
import os

from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management import BaseCommand, CommandError, call_command

from blk_portal import setting_up
from blk_portal.launch import keys
from blk_portal.setting_up import Unfit
from blk_portal.staffing import invitations
from centers.models import Center


class Command(BaseCommand):
    help = "Makes a real installation: checks settings, prepares the database, the center and the first superuser."
    requires_system_checks = ()

    def add_arguments(self, parser):
        parser.add_argument("--new-keys", action="store_true", help="print new keys, write nothing")
        parser.add_argument("--no-input", action="store_true", help="answers come from flags or SETUP_… variables")
        parser.add_argument("--no-prepare", action="store_true", help="migrations and reference data are done already")
        parser.add_argument("--set-password", action="store_true", help="ask for the superuser's password here")
        parser.add_argument("--no-link", action="store_true", help="send the invitation, do not print its link")
        for question in (*setting_up.CENTER, *setting_up.SUPERUSER):
            parser.add_argument(question.flag, help=f"{question.words} (or {question.variable})")

    def handle(self, *, new_keys, **options):
        if new_keys:
            self.stdout.write("\n".join(keys.lines()))
            return
        self.options = options
        self._check()
        self._center()
        self._superuser()
        for line in setting_up.channel_lines():
            self.stdout.write(f"Channel {line}.")
        self.stdout.write("Done. Whoever signs in first invites the others: Meja kerja > Akun > Undang pegawai.")

    def _check(self):
        call_command("check", deploy=settings.PRODUCTION, verbosity=0, stdout=self.stdout, stderr=self.stderr)
        self.stdout.write("Settings: no errors.")
        if not self.options["no_prepare"]:
            call_command("prepare")
            self.stdout.write("Database: migrated; regions and other lists are complete.")

    # --- center ---

    def _center(self):
        there = list(Center.objects.order_by("pk"))
        if there and not self._given(setting_up.CENTER[0]):
            self.stdout.write(f"Center: {there[0].code} is there already; left as it is.")
            return
        code = self._ask(setting_up.CENTER[0])
        if any(center.code.lower() == code.lower() for center in there):
            self.stdout.write(f"Center: {code} is there already; left as it is.")
            return
        center = setting_up.make_center({"center_code": code} | self._answers(setting_up.CENTER[1:]))
        self.stdout.write(f"Center: {center.code}, {center.name}. Deadlines, numbers, logo: Meja kerja > Balai.")

    # --- first superuser ---

    def _superuser(self):
        there = setting_up.superusers()
        if there:
            self.stdout.write(f"Superuser: there are {len(there)} who can sign in; left as it is.")
            return
        invitation = setting_up.make_superuser(self._answers(setting_up.SUPERUSER))
        if invitation is None:
            self.stdout.write("Superuser: that account has a password already and is a superuser now.")
        elif self.options["set_password"]:
            invitations.accept(invitations.token_of(invitation), self._password(invitation.user))
            self.stdout.write("Superuser: the password is set. Sign in to set up the second factor.")
        else:
            self._tell(invitation)

    def _tell(self, invitation):
        self.stdout.write(f"Superuser: an invitation waits for {invitation.user.email}, valid for seven days.")
        if not self.options["no_link"]:
            self.stdout.write("Whoever opens this link first sets the password; it works once:")
            self.stdout.write(invitations.link_of(invitation))

    def _password(self, user):
        if self.options["no_input"]:
            raise CommandError("--set-password asks at the keyboard; with --no-input use the invitation's link.")
        while True:
            password = getpass.getpass("Password: ")
            if password != getpass.getpass("Password, once more: "):
                self.stderr.write("The two are not the same.")
                continue
            try:
                validate_password(password, user)
            except ValidationError as refusal:
                self.stderr.write("\n".join(refusal.messages))
                continue
            return password

    # --- asking ---

    def _given(self, question):
        return self.options.get(question.name) or os.environ.get(question.variable)

    def _answers(self, questions):
        if self.options["no_input"]:
            missing = [one.flag for one in questions if one.required and not self._given(one)]
            if missing:
                raise CommandError(f"Missing, as flags or SETUP_… variables: {', '.join(missing)}.")
        return {question.name: self._ask(question) for question in questions}

    def _ask(self, question):
        """A given answer that does not fit stops the command; a typed one is asked again."""
        given = self._given(question)
        if given or self.options["no_input"]:
            try:
                return question.answer(given)
            except Unfit as refusal:
                raise CommandError(f"{question.flag}: {refusal}") from None
        while True:
            try:
                return question.answer(input(f"{question.words}{'' if question.required else ' (may be empty)'}: "))
            except Unfit as refusal:
                self.stderr.write(str(refusal))
