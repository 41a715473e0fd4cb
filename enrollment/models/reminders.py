from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cohorts.models import Offering, Track


class Reminder(models.Model):
    """Somebody asked to be told once. Confirmed by the link in the first message; erased soon after the second.

    `from_on` is the day from which it makes sense: of a birth date only that day remains. A newer `round` voids the
    links of older messages.
    """

    class Kind(models.TextChoices):
        OPENS = "opens", _("Pendaftaran dibuka")
        SEATS = "seats", _("Ada tempat lagi")
        LATER = "later", _("Ada program yang syaratnya sudah dipenuhi")

    kind = models.CharField(_("tentang"), max_length=8, choices=Kind)
    offering = models.ForeignKey(
        Offering, on_delete=models.CASCADE, null=True, related_name="reminders", verbose_name=_("program")
    )
    track = models.ForeignKey(
        Track, on_delete=models.CASCADE, null=True, related_name="reminders", verbose_name=_("kejuruan")
    )
    from_on = models.DateField(_("sejak"))
    email = models.EmailField(_("e-mail"), blank=True)
    phone = models.CharField(_("nomor ponsel"), max_length=16, blank=True)
    language = models.CharField(_("bahasa"), max_length=2, default="id")
    round = models.PositiveIntegerField(_("putaran tautan"), default=0)
    created_at = models.DateTimeField(_("diminta"), default=timezone.now)
    confirmed_at = models.DateTimeField(_("dipastikan"), null=True)
    sent_at = models.DateTimeField(_("dikirim"), null=True)

    class Meta:
        verbose_name = _("pengingat")
        verbose_name_plural = _("pengingat")
        ordering = ["pk"]
        indexes = [
            models.Index(
                fields=["from_on"],
                name="reminder_waiting_idx",
                condition=Q(sent_at__isnull=True, confirmed_at__isnull=False),
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                name="reminder_once_per_contact_and_matter",
                fields=["email", "phone", "kind", "offering", "track"],
                nulls_distinct=False,
            ),
            models.CheckConstraint(
                name="reminder_reaches_one_address",
                condition=(Q(email="") & ~Q(phone="")) | (~Q(email="") & Q(phone="")),
            ),
            models.CheckConstraint(
                name="reminder_of_an_offering_or_later_of_a_track",
                condition=Q(kind__in=["opens", "seats"], offering__isnull=False, track__isnull=True)
                | Q(kind="later", offering__isnull=True, track__isnull=False),
            ),
            models.CheckConstraint(
                name="reminder_sent_only_if_confirmed",
                condition=Q(sent_at__isnull=True) | Q(confirmed_at__isnull=False),
            ),
        ]

    def __str__(self):
        return str(self.offering.program if self.offering else self.track)
