from datetime import timedelta

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from centers.models.institution import Center

INVITATION_DAYS = 7


class Role(models.TextChoices):
    INSTRUCTOR = "instructor", _("Instruktur")
    OFFICER = "officer", _("Petugas")
    HEAD = "head", _("Kepala")
    CERTIFICATION = "certification", _("Petugas sertifikasi")
    PLACEMENT = "placement", _("Petugas penempatan")
    WARDEN = "warden", _("Pengelola asrama")
    TREASURER = "treasurer", _("Bendahara")
    PROVINCE = "province", _("Provinsi")
    PROTECTION = "protection", _("Pejabat pelindungan data")


class MembershipQuerySet(models.QuerySet):
    def not_over(self):
        """Of today, and of those that begin later."""
        today = timezone.localdate()
        return self.filter(Q(valid_to=None) | Q(valid_to__gte=today) & Q(valid_to__gte=F("valid_from")))

    def current(self):
        return self.not_over().filter(valid_from__lte=timezone.localdate())


class Membership(models.Model):
    """Somebody works here as something, from when until when. Without a center: the whole province, reading only."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="memberships", verbose_name=_("akun")
    )
    center = models.ForeignKey(
        Center, on_delete=models.PROTECT, null=True, blank=True, related_name="memberships", verbose_name=_("balai")
    )
    role = models.CharField(_("peran"), max_length=20, choices=Role)
    valid_from = models.DateField(_("berlaku sejak"), default=timezone.localdate)
    valid_to = models.DateField(_("berlaku sampai"), null=True, blank=True)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        verbose_name = _("keanggotaan")
        verbose_name_plural = _("keanggotaan")
        ordering = ["center", "role", "pk"]
        constraints = [
            models.CheckConstraint(
                name="membership_without_center_is_the_province",
                condition=Q(center__isnull=False) & ~Q(role="province") | Q(center=None, role="province"),
                violation_error_message=_("Hanya peran Provinsi yang tanpa balai."),
            ),
            models.UniqueConstraint(
                name="membership_once_per_role",
                fields=["user", "center", "role", "valid_from"],
                nulls_distinct=False,
            ),
        ]

    def __str__(self):
        return f"{self.get_role_display()}, {self.center or _('Provinsi')}"

    def clean(self):
        super().clean()
        if self.valid_to and self.valid_from and self.valid_to < self.valid_from:
            raise ValidationError({"valid_to": _("Tanggal akhir tidak boleh sebelum tanggal awal.")})


class InvitationQuerySet(models.QuerySet):
    def open(self):
        """Neither accepted nor revoked; its time may be over all the same."""
        return self.filter(accepted_at=None, revoked_at=None)


def a_week_from_now():
    return timezone.now() + timedelta(days=INVITATION_DAYS)


class Invitation(models.Model):
    """A link that lets somebody set the first password of their account, once. The token is made from this row.

    Without a membership it is a superuser's.
    """

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="invitations", verbose_name=_("akun")
    )
    membership = models.ForeignKey(
        Membership, on_delete=models.PROTECT, null=True, related_name="invitations", verbose_name=_("keanggotaan")
    )
    invited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("diundang oleh"),
    )
    created_at = models.DateTimeField(_("diundang pada"), default=timezone.now)
    expires_at = models.DateTimeField(_("berlaku sampai"), default=a_week_from_now)
    accepted_at = models.DateTimeField(_("diterima pada"), null=True)
    revoked_at = models.DateTimeField(_("dicabut pada"), null=True)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        verbose_name = _("undangan")
        verbose_name_plural = _("undangan")
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                name="one_open_invitation_per_account",
                fields=["user"],
                condition=Q(accepted_at=None, revoked_at=None),
            ),
            models.CheckConstraint(
                name="invitation_ends_after_it_begins", condition=Q(expires_at__gt=F("created_at"))
            ),
            models.CheckConstraint(
                name="invitation_is_accepted_or_revoked",
                condition=Q(accepted_at=None) | Q(revoked_at=None),
            ),
        ]

    def __str__(self):
        return f"{self.user}, {self.membership or _('Pengelola sistem')}"

    @property
    def is_open(self):
        return self.accepted_at is None and self.revoked_at is None

    @property
    def state(self):
        if self.accepted_at:
            return _("Diterima")
        if self.revoked_at:
            return _("Dicabut")
        return _("Kedaluwarsa") if self.expires_at <= timezone.now() else _("Menunggu diterima")
