"""How allauth meets the portal: its mails are outbox rows, its codes can be shown in a demonstration."""

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from django.conf import settings
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from blk_portal.keys import second_factor
from notifications.outbox import Priority, Recipient, enqueue_rendered


class AccountAdapter(DefaultAccountAdapter):
    error_messages = DefaultAccountAdapter.error_messages | {
        "account_inactive": _("Akun ini tidak aktif."),
        "cannot_remove_primary_email": _("Alamat e-mail utama tidak bisa dihapus."),
        "duplicate_email": _("Alamat e-mail ini sudah ada di akun Anda."),
        "email_password_mismatch": _("Alamat e-mail atau kata sandi tidak cocok. Periksa lagi keduanya."),
        "email_taken": _("Alamat e-mail ini sudah dipakai sebuah akun."),
        "enter_current_password": _("Tulis kata sandi Anda yang sekarang."),
        "incorrect_password": _("Kata sandi tidak cocok."),
        "invalid_or_expired_key": _("Tautan ini sudah tidak berlaku."),
        "invalid_password_reset": _("Tautan ganti kata sandi ini sudah tidak berlaku. Minta yang baru."),
        "too_many_login_attempts": _("Terlalu banyak percobaan masuk. Tunggu beberapa menit, lalu coba lagi."),
        "unknown_email": _("Alamat e-mail ini belum punya akun."),
        "unverified_primary_email": _("Alamat e-mail utama perlu dipastikan dulu."),
        "same_as_current": _("Ini sama dengan yang sekarang."),
        "rate_limited": _("Terlalu banyak permintaan. Tunggu beberapa menit, lalu coba lagi."),
    }

    def send_mail(self, template_prefix, email, context):
        """Render allauth's mail and leave it in the outbox; codes go first and are wiped once sent.

        In a demonstration they stay, for its mailbox to show: nobody has the mailbox of an invented person.
        """
        user = context.get("user")
        language = language_for(user)
        with translation.override(language):
            message = self.render_mail(template_prefix, email, context)
        with transaction.atomic():
            enqueue_rendered(
                template_prefix,
                to=Recipient(email=email, user=user, language=language),
                subject=message.subject,
                body=message.body,
                priority=Priority.URGENT,
                is_secret=not settings.DEMONSTRATION,
            )

    def save_user(self, request, user, form, commit=True):
        """Whoever signs up on a page in English is written to in English."""
        user.language = language_for(user)
        return super().save_user(request, user, form, commit)

    def login(self, request, user):
        super().login(request, user)
        if user.is_staff:
            request.session.set_expiry(settings.STAFF_SESSION_AGE)


def language_for(user):
    """Of a mail about signing in: what was chosen on the device in their hand, else what their account remembers."""
    here = translation.get_language() or settings.LANGUAGE_CODE
    return user.language if user and here == settings.LANGUAGE_CODE else here


class SecondFactorAdapter(DefaultMFAAdapter):
    """What lets a person in is sealed at rest: a copied database alone makes no codes."""

    def get_totp_label(self, user):
        return user.email

    def encrypt(self, text):
        return second_factor.seal(text)

    def decrypt(self, encrypted_text):
        return second_factor.unseal(encrypted_text)
