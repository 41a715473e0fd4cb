from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.db.models import Q, Value
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class UserManager(BaseUserManager):
    def create_user(self, email=None, password=None, **fields):
        user = self.model(email=email, **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email, password=None, **fields):
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)

    def get_by_natural_key(self, email):
        return self.get(email__iexact=email)


class ContactField:
    """A contact that is absent is NULL, never "": two people without one do not collide."""

    def get_prep_value(self, value):
        return super().get_prep_value(value) or None


class EmailContact(ContactField, models.EmailField):
    pass


class PhoneContact(ContactField, models.CharField):
    pass


class User(AbstractBaseUser, PermissionsMixin):
    """Somebody who signs in. Who they are as a trainee or as staff is told elsewhere (Trainee, Membership)."""

    class Language(models.TextChoices):
        INDONESIAN = "id", "Bahasa Indonesia"
        ENGLISH = "en", "English"

    email = EmailContact(_("e-mail"), null=True, blank=True)
    phone = PhoneContact(_("nomor ponsel"), max_length=16, null=True, blank=True, db_index=True)
    phone_verified_at = models.DateTimeField(_("nomor dipastikan pada"), null=True, blank=True, editable=False)
    full_name = models.CharField(_("nama lengkap"), max_length=120, blank=True)
    language = models.CharField(  # in which they are written to: what they last chose by the button of the page
        _("bahasa"), max_length=2, choices=Language, default=Language.INDONESIAN, db_default="id", editable=False
    )
    is_staff = models.BooleanField(_("pegawai"), default=False, editable=False)
    is_active = models.BooleanField(_("aktif"), default=True)
    date_joined = models.DateTimeField(_("terdaftar sejak"), default=timezone.now, editable=False)
    desk_code = models.CharField(max_length=64, blank=True, default="", db_default="", editable=False)
    desk_code_until = models.DateTimeField(null=True, editable=False)
    slip_mark = models.CharField(max_length=64, null=True, unique=True, editable=False)  # of the code they sign in by
    session_round = models.PositiveIntegerField(_("putaran sesi"), default=0, editable=False)

    objects = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = []

    class Meta:
        verbose_name = _("akun")
        verbose_name_plural = _("akun")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(Lower("email"), name="account_email_is_one_persons"),
            models.CheckConstraint(
                name="account_has_a_name_to_sign_in_by",
                condition=Q(email__isnull=False) | Q(phone__isnull=False) | Q(slip_mark__isnull=False),
            ),
            models.CheckConstraint(
                name="account_contacts_are_null_not_empty",
                condition=(Q(email=None) | Q(email__gt=Value(""))) & (Q(phone=None) | Q(phone__gt=Value(""))),
            ),
            models.CheckConstraint(
                name="account_of_staff_has_an_email",
                condition=Q(is_staff=False) | Q(email__isnull=False),
            ),
            models.CheckConstraint(name="account_language_is_known", condition=Q(language__in=["id", "en"])),
            models.UniqueConstraint(  # nobody can take a number away by typing it first: only who holds it owns it
                name="account_verified_phone_is_one_persons",
                fields=["phone"],
                condition=Q(phone_verified_at__isnull=False),
            ),
            models.CheckConstraint(
                name="account_verifies_a_phone_it_has",
                condition=Q(phone_verified_at=None) | Q(phone__isnull=False),
            ),
        ]

    def __str__(self):
        return self.full_name or self.email or self.phone or str(_("Akun"))

    def _get_session_auth_hash(self, secret=None):
        """What every session of this account must still agree with: the password, and the round it began in."""
        plain = super()._get_session_auth_hash(secret)
        return f"{plain}.{self.session_round}" if self.session_round else plain

    def end_sessions(self):
        """Whoever is signed in with this account, anywhere, is a visitor at their next request."""
        type(self).objects.filter(pk=self.pk).update(session_round=models.F("session_round") + 1)
        self.refresh_from_db(fields=["session_round"])

    def clean(self):
        super().clean()
        self.email = UserManager.normalize_email(self.email) or None


class Rate(models.Model):
    """How often something was asked for since a window began; `limits` counts. The mark is a keyed hash."""

    mark = models.CharField(max_length=64, primary_key=True)
    hits = models.PositiveIntegerField()
    ends_at = models.DateTimeField(db_index=True)

    class Meta:
        verbose_name = _("hitungan pembatas")
        verbose_name_plural = _("hitungan pembatas")

    def __str__(self):
        return f"{self.mark[:8]} {self.hits}"
