from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from centers.models import Center
from notifications.workflow import DUE, HAS_LEFT, WITH_ERROR, Channel, Priority, State

LANGUAGES = [("id", "Bahasa Indonesia"), ("en", "English")]


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
    routes = models.JSONField(_("saluran berikutnya"), default=list, blank=True)  # [[channel, address]] still untried
    follows = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, related_name="followed_by", verbose_name=_("pengganti dari")
    )
    language = models.CharField(_("bahasa"), max_length=10, default="id")
    subject = models.CharField(_("perihal"), max_length=250)
    body = models.TextField(_("isi"), blank=True)
    values = models.JSONField(_("isian"), default=dict, blank=True)  # the flat placeholders it was written with
    text_version = models.ForeignKey(
        "MessageText", on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("versi teks")
    )
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
    delivered_at = models.DateTimeField(_("sampai pada"), null=True)
    read_at = models.DateTimeField(_("dibaca pada"), null=True)
    batch = models.CharField(_("kumpulan"), max_length=60, blank=True)  # "job:17": withdrawn together
    message_id = models.CharField(_("Message-ID"), max_length=150, unique=True)
    provider_id = models.CharField(_("nomor di penyedia"), max_length=200, null=True, blank=True, unique=True)
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
            models.Index(fields=["to_address", "channel"], name="outbox_address_idx"),
            models.Index(fields=["batch"], name="outbox_batch_idx", condition=~Q(batch="")),
        ]
        constraints = [
            models.CheckConstraint(name="outbox_state_is_known", condition=Q(state__in=sorted(State.values))),
            models.CheckConstraint(name="outbox_channel_is_known", condition=Q(channel__in=sorted(Channel.values))),
            models.CheckConstraint(
                name="outbox_sent_at_means_sent",
                condition=Q(state__in=sorted(HAS_LEFT), sent_at__isnull=False)
                | (~Q(state__in=sorted(HAS_LEFT)) & Q(sent_at=None)),
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
                name="outbox_only_what_left_arrives",
                condition=Q(state__in=sorted(HAS_LEFT)) | Q(delivered_at=None, read_at=None),
            ),
            models.CheckConstraint(name="outbox_provider_id_is_null_not_empty", condition=~Q(provider_id="")),
            models.CheckConstraint(
                name="outbox_about_is_whole",
                condition=Q(subject_type="", subject_id=None) | (~Q(subject_type="") & Q(subject_id__isnull=False)),
            ),
            models.CheckConstraint(name="outbox_dedupe_key_is_null_not_empty", condition=~Q(dedupe_key="")),
        ]

    def __str__(self):
        return self.subject


class MessageText(models.Model):
    """One version of a center's own words for one event, channel and language; the newest is used.

    Versions are never changed: a sent message names the one it was written with. A version with an empty `body`
    returns to the portal's own words.
    """

    center = models.ForeignKey(Center, on_delete=models.PROTECT, related_name="+", verbose_name=_("balai"))
    kind = models.CharField(_("peristiwa"), max_length=80)
    channel = models.CharField(_("saluran"), max_length=10, choices=Channel, default=Channel.EMAIL)
    language = models.CharField(_("bahasa"), max_length=10, choices=LANGUAGES, default="id")
    version = models.PositiveIntegerField(_("versi"))
    subject = models.CharField(_("perihal"), max_length=250, blank=True)
    body = models.TextField(_("isi"), blank=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("ditulis oleh")
    )
    created_at = models.DateTimeField(_("ditulis pada"), default=timezone.now)

    class Meta:
        verbose_name = _("teks pesan")
        verbose_name_plural = _("teks pesan")
        ordering = ["kind", "channel", "language", "-version"]
        constraints = [
            models.UniqueConstraint(
                name="message_text_version_once", fields=["center", "kind", "channel", "language", "version"]
            ),
            models.CheckConstraint(name="message_text_channel_is_known", condition=Q(channel__in=Channel.values)),
        ]

    def __str__(self):
        return f"{self.kind} ({self.version})"


class WhatsAppTemplate(models.Model):
    """Which approved template of the provider carries an event: WhatsApp takes nothing else as a first word.

    `parameters` are names of the message's placeholders, in the order in which the template counts them.
    """

    class Approval(models.TextChoices):
        DRAFT = "draft", _("Belum diajukan")
        PENDING = "pending", _("Menunggu persetujuan")
        APPROVED = "approved", _("Disetujui")
        REJECTED = "rejected", _("Ditolak")
        PAUSED = "paused", _("Dihentikan sementara")

    kind = models.CharField(_("peristiwa"), max_length=80)
    language = models.CharField(_("bahasa"), max_length=10, choices=LANGUAGES, default="id")
    name = models.CharField(_("nama templat"), max_length=120)
    parameters = models.JSONField(_("isian berurutan"), default=list, blank=True)
    approval = models.CharField(_("persetujuan"), max_length=10, choices=Approval, default=Approval.DRAFT)
    checked_at = models.DateTimeField(_("diperiksa pada"), null=True, blank=True)

    class Meta:
        verbose_name = _("templat WhatsApp")
        verbose_name_plural = _("templat WhatsApp")
        ordering = ["kind", "language"]
        constraints = [
            models.UniqueConstraint(name="whatsapp_template_once_per_event", fields=["kind", "language"]),
            models.CheckConstraint(
                name="whatsapp_template_approval_is_known",
                condition=Q(approval__in=["draft", "pending", "approved", "rejected", "paused"]),
            ),
        ]

    def __str__(self):
        return self.name
