from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from notifications.workflow import DUE, WITH_ERROR, Channel, Priority, State


class OutboxMessageQuerySet(models.QuerySet):
    def about(self, obj):
        return self.filter(subject_type=obj._meta.label_lower, subject_id=obj.pk)

    def due(self, now):
        return self.filter(state__in=sorted(DUE), not_before__lte=now)

    def abandoned(self, now):
        """In the hands of a worker that did not come back."""
        return self.filter(state=State.SENDING, claimed_until__lte=now)

    def most_urgent_first(self):
        return self.order_by("priority", "not_before", "pk")


class OutboxMessage(models.Model):
    """One message to one person, written in the transaction it announces and rendered there: it says what was true.

    Nothing but `outbox` writes rows and nothing but `delivery` changes them.
    """

    kind = models.CharField(_("jenis"), max_length=80)
    channel = models.CharField(_("saluran"), max_length=10, choices=Channel, default=Channel.EMAIL)
    to_address = models.CharField(_("alamat tujuan"), max_length=254, blank=True)
    to_user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("akun tujuan")
    )
    language = models.CharField(_("bahasa"), max_length=10, default="id")
    subject = models.CharField(_("perihal"), max_length=250)
    body = models.TextField(_("isi"), blank=True)
    is_secret = models.BooleanField(_("rahasia"), default=False)  # a sign-in code: never shown, wiped once sent
    subject_type = models.CharField(_("tentang"), max_length=100, blank=True)
    subject_id = models.BigIntegerField(_("nomor objek"), null=True)
    center_code = models.CharField(_("balai"), max_length=20, blank=True)
    state = models.CharField(_("keadaan"), max_length=10, choices=State, default=State.WAITING)
    priority = models.PositiveSmallIntegerField(_("urutan kirim"), choices=Priority, default=Priority.NORMAL)
    not_before = models.DateTimeField(_("kirim mulai"), default=timezone.now)
    attempts = models.PositiveSmallIntegerField(_("percobaan"), default=0)
    claimed_until = models.DateTimeField(_("dipegang sampai"), null=True)
    sent_at = models.DateTimeField(_("terkirim pada"), null=True)
    last_error = models.CharField(_("kesalahan terakhir"), max_length=300, blank=True)
    message_id = models.CharField(_("Message-ID"), max_length=150, unique=True)
    dedupe_key = models.CharField(_("kunci sekali kirim"), max_length=150, null=True, blank=True, unique=True)
    created_at = models.DateTimeField(_("dibuat pada"), default=timezone.now)

    objects = OutboxMessageQuerySet.as_manager()

    class Meta:
        verbose_name = _("pesan keluar")
        verbose_name_plural = _("pesan keluar")
        ordering = ["-created_at", "-pk"]
        indexes = [
            models.Index(
                fields=["priority", "not_before", "id"], name="outbox_claim_idx", condition=Q(state__in=sorted(DUE))
            ),
            models.Index(fields=["claimed_until"], name="outbox_lease_idx", condition=Q(state=State.SENDING)),
            models.Index(fields=["subject_type", "subject_id"], name="outbox_about_idx"),
            models.Index(fields=["center_code", "-created_at"], name="outbox_center_idx"),
        ]
        constraints = [
            models.CheckConstraint(name="outbox_state_is_known", condition=Q(state__in=sorted(State.values))),
            models.CheckConstraint(name="outbox_channel_is_known", condition=Q(channel__in=sorted(Channel.values))),
            models.CheckConstraint(
                name="outbox_sent_at_means_sent",
                condition=Q(state=State.SENT, sent_at__isnull=False) | (~Q(state=State.SENT) & Q(sent_at=None)),
            ),
            models.CheckConstraint(
                name="outbox_claimed_means_sending",
                condition=Q(state=State.SENDING, claimed_until__isnull=False)
                | (~Q(state=State.SENDING) & Q(claimed_until=None)),
            ),
            models.CheckConstraint(
                name="outbox_failure_says_why",
                condition=~Q(state__in=sorted(WITH_ERROR)) | ~Q(last_error=""),
            ),
            models.CheckConstraint(
                name="outbox_without_address_is_dead",
                condition=~Q(to_address="") | Q(state=State.DEAD),
            ),
            models.CheckConstraint(
                name="outbox_about_is_whole",
                condition=Q(subject_type="", subject_id=None) | (~Q(subject_type="") & Q(subject_id__isnull=False)),
            ),
            models.CheckConstraint(name="outbox_dedupe_key_is_null_not_empty", condition=~Q(dedupe_key="")),
        ]

    def __str__(self):
        return self.subject
