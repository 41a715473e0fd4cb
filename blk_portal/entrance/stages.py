"""What stands between a right password and the portal, beside allauth's own stages."""

from allauth.account.stages import EmailVerificationStage


class EmailStage(EmailVerificationStage):
    """An account without e-mail has none to verify: its number is verified by a code or at the desk, its slip is."""

    def handle(self):
        user = self.login.user
        without_email = user and (user.phone or user.slip_mark) and not self.login.email
        return (None, True) if without_email else super().handle()
