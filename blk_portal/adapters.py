"""How allauth meets the portal: its mails are outbox rows, its codes can be shown in a demonstration."""

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from accounts import limits
from blk_portal.entrance import finding
from blk_portal.entrance.forms import PhoneField
from blk_portal.keys import second_factor
from blk_portal.language import of_letter
from notifications.outbox import Priority, Recipient, enqueue_rendered

MISMATCH = _("E-mail, nomor ponsel, atau kata sandi tidak cocok. Periksa lagi semuanya.")
PATIENCE = 5 * limits.MINUTE


class AccountAdapter(DefaultAccountAdapter):
    error_messages = DefaultAccountAdapter.error_messages | {
        "account_inactive": _("Akun ini tidak aktif."),
        "cannot_remove_primary_email": _("Alamat e-mail utama tidak bisa dihapus."),
        "duplicate_email": _("Alamat e-mail ini sudah ada di akun Anda."),
        "email_password_mismatch": MISMATCH,
        "phone_password_mismatch": MISMATCH,
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
        language = of_letter(user)
        with translation.override(language):
            message = self.render_mail(template_prefix, email, {"email": email, **context})
        with transaction.atomic():
            enqueue_rendered(
                template_prefix,
                to=Recipient(email=email, user=user, language=language),
                subject=message.subject,
                body=message.body,
                priority=Priority.URGENT,
                is_secret=not settings.DEMONSTRATION,
            )

    def is_safe_url(self, url):
        """Where `next` may lead: a path of ours. A bare word would be taken for the name of a page."""
        return bool(url) and url.startswith("/") and super().is_safe_url(url)

    def can_delete_email(self, email_address):
        """The last way in stays, and staff are reached by e-mail."""
        user = email_address.user
        others = user.emailaddress_set.exclude(pk=email_address.pk).exists()
        by_phone = bool(user.phone) and not user.is_staff
        return super().can_delete_email(email_address) and (others or by_phone)

    # --- signing in ---

    def pre_authenticate(self, request, **credentials):
        """Every attempt counts, by contact and by address, before the password is looked at."""
        try:
            for name, key, limit in _attempts(request, credentials):
                limits.hit(name, key, limit, PATIENCE)
        except limits.TooMany as refusal:
            raise ValidationError(refusal.sentence, code="too_many") from None
        self._attempted = _attempts(request, credentials)

    def _rollback_login_failed_rl_usage(self):
        for name, key, _limit in self._attempted:
            limits.take_back(name, key)

    def _delete_login_attempts_cached_email(self, request, **credentials):
        limits.forget("sign_in", credentials.get("email", "").lower())

    def get_login_stages(self):
        ours = {"allauth.account.stages.EmailVerificationStage": "blk_portal.entrance.stages.EmailStage"}
        return [ours.get(stage, stage) for stage in super().get_login_stages()]

    # --- numbers ---

    def get_phone(self, user):
        return (user.phone, bool(user.phone_verified_at)) if user.phone else None

    def phone_form_field(self, **kwargs):
        return PhoneField(**kwargs)

    def get_user_by_phone(self, phone):
        return next(iter(finding.by_phone(phone)), None)

    def login(self, request, user):
        super().login(request, user)
        if user.is_staff:
            request.session.set_expiry(settings.STAFF_SESSION_AGE)


def _attempts(request, credentials):
    contact = credentials.get("email") or credentials.get("phone") or ""
    return [("sign_in", contact.lower(), 5), ("sign_in_from", limits.address(request), 100)]


class SecondFactorAdapter(DefaultMFAAdapter):
    """What lets a person in is sealed at rest: a copied database alone makes no codes."""

    def get_totp_label(self, user):
        return user.email

    def encrypt(self, text):
        return second_factor.seal(text)

    def decrypt(self, encrypted_text):
        return second_factor.unseal(encrypted_text)
