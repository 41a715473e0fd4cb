from django.conf import settings
from django.db import models
from django.db.models import F, Func, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cohorts.models import Offering, Seat, Wave
from enrollment.workflow import FREES_THE_WAVE, HOLDS_SEAT, LIVE, ChoiceState, Status
from trainees.models import Trainee


class WibDate(Func):
    """The calendar day in Jakarta of a moment: the same for every session, so that a CHECK may use it."""

    template = "((%(expressions)s AT TIME ZONE 'Asia/Jakarta')::date)"
    output_field = models.DateField()


class ApplicationQuerySet(models.QuerySet):
    def live(self):
        return self.filter(status__in=LIVE)

    def sent(self):
        return self.exclude(status=Status.DRAFT)

    def known_to_the_desk(self):
        """What was sent, and the drafts that its counter has taken up."""
        return self.filter(~Q(status=Status.DRAFT) | Q(entered_by__isnull=False))

    def of_center(self, code):
        return self.filter(wave__center__code=code)

    def of_account(self, user):
        return self.filter(trainee__account=user)


class Application(models.Model):
    """One person's wish for a place in one wave. Its status changes only in `transitions`."""

    class Origin(models.TextChoices):
        ONLINE = "online", _("Daring")
        COUNTER = "counter", _("Loket")
        IMPORTED = "imported", _("Impor")
        CARRIED = "carried", _("Pindahan gelombang")

    trainee = models.ForeignKey(
        Trainee, on_delete=models.PROTECT, related_name="applications", verbose_name=_("peserta")
    )
    wave = models.ForeignKey(Wave, on_delete=models.PROTECT, related_name="applications", verbose_name=_("gelombang"))
    number = models.CharField(
        _("nomor pendaftaran"), max_length=20, null=True, unique=True, editable=False
    )  # given at submit
    status = models.CharField(_("status"), max_length=12, choices=Status, default=Status.DRAFT, editable=False)
    origin = models.CharField(_("asal"), max_length=8, choices=Origin, default=Origin.ONLINE, editable=False)
    seat = models.OneToOneField(
        Seat,
        on_delete=models.PROTECT,
        null=True,
        editable=False,
        related_name="application",
        verbose_name=_("kursi"),
    )
    adult_on = models.DateField(_("dewasa pada"), null=True, editable=False)
    consented_at = models.DateTimeField(_("persetujuan wali"), null=True, editable=False)
    submitted_at = models.DateTimeField(_("dikirim"), null=True, editable=False)
    verified_at = models.DateTimeField(_("berkas lolos"), null=True, editable=False)
    fix_by = models.DateTimeField(_("batas perbaikan"), null=True, editable=False)
    answer_by = models.DateTimeField(_("batas daftar ulang"), null=True, editable=False)
    confirmed_at = models.DateTimeField(_("daftar ulang"), null=True, editable=False)
    ended_at = models.DateTimeField(_("berakhir"), null=True, editable=False)
    reason = models.TextField(_("alasan yang dibaca peserta"), blank=True, editable=False)
    findings = models.JSONField(_("temuan pemeriksaan"), default=list, blank=True, editable=False)
    identity_claim = models.BooleanField(_("klaim identitas"), default=False, editable=False)
    officer = models.ForeignKey(  # whose file it is; anybody of the office may still work on it
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
        db_index=False,
        verbose_name=_("petugas"),
    )
    held_by = models.ForeignKey(  # who has its papers open in the queue, until `held_until` has passed
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
        db_index=False,
        verbose_name=_("sedang diperiksa oleh"),
    )
    held_until = models.DateTimeField(_("dipegang sampai"), null=True, editable=False)
    entered_by = models.ForeignKey(  # the officer of the counter who typed it, beside the person
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
        db_index=False,
        verbose_name=_("diinput oleh"),
    )
    entered_at = models.DateTimeField(_("diinput pada"), null=True, editable=False)
    created_at = models.DateTimeField(_("dibuat"), default=timezone.now, editable=False)
    saved_at = models.DateTimeField(_("disimpan"), default=timezone.now, editable=False)

    objects = ApplicationQuerySet.as_manager()

    class Meta:
        verbose_name = _("pendaftaran")
        verbose_name_plural = _("pendaftaran")
        ordering = ["-pk"]
        indexes = [
            models.Index(fields=["wave", "status", "submitted_at"], name="application_queue_idx"),
            models.Index(fields=["status", "answer_by"], name="application_deadline_idx"),
            models.Index(fields=["-submitted_at", "-id"], name="application_newest_idx"),
            models.Index(
                fields=["wave", "entered_at"], name="application_counter_idx", condition=Q(entered_at__isnull=False)
            ),
            models.Index(fields=["held_by"], name="application_held_idx", condition=Q(held_by__isnull=False)),
            models.Index(
                fields=["officer", "status"], name="application_officer_idx", condition=Q(officer__isnull=False)
            ),
        ]
        constraints = [
            models.CheckConstraint(
                name="application_holds_a_seat_exactly_when_its_status_says_so",
                condition=Q(status__in=sorted(HOLDS_SEAT), seat__isnull=False)
                | (~Q(status__in=sorted(HOLDS_SEAT)) & Q(seat=None)),
            ),
            models.UniqueConstraint(
                name="application_one_per_trainee_and_wave",
                fields=["trainee", "wave"],
                condition=~Q(status__in=sorted(FREES_THE_WAVE)),
                violation_error_message=_("Sudah ada pendaftaran orang ini pada gelombang ini."),
            ),
            models.CheckConstraint(
                name="application_of_a_minor_is_verified_with_consent",
                condition=Q(verified_at=None)
                | Q(origin="imported")
                | Q(adult_on__isnull=False, adult_on__lte=WibDate(F("verified_at")))
                | Q(consented_at__isnull=False, consented_at__lte=F("verified_at")),  # an unknown passes a CHECK
            ),
            models.CheckConstraint(
                name="application_verified_knows_when_adult",
                condition=Q(verified_at=None) | Q(origin="imported") | Q(adult_on__isnull=False),
            ),
            models.CheckConstraint(
                name="application_submitted_unless_draft",
                condition=Q(status="draft", submitted_at=None, number=None)
                | (~Q(status="draft") & Q(submitted_at__isnull=False, number__isnull=False)),
            ),
            models.CheckConstraint(
                name="application_returned_has_a_deadline", condition=~Q(status="returned") | Q(fix_by__isnull=False)
            ),
            models.CheckConstraint(
                name="application_seat_to_answer_has_a_deadline",
                condition=~Q(status__in=["accepted", "provisional"]) | Q(answer_by__isnull=False),
            ),
            models.CheckConstraint(
                name="application_refused_with_a_reason", condition=~Q(status="ineligible") | ~Q(reason="")
            ),
            models.CheckConstraint(
                name="application_with_identity_claim_is_not_verified",
                condition=Q(identity_claim=False) | Q(verified_at=None),
            ),
            models.CheckConstraint(
                name="application_is_entered_by_somebody_at_some_time",
                condition=Q(entered_by=None, entered_at=None) | Q(entered_by__isnull=False, entered_at__isnull=False),
            ),
            models.CheckConstraint(
                name="application_is_held_by_somebody_until_some_time",
                condition=Q(held_by=None, held_until=None) | Q(held_by__isnull=False, held_until__isnull=False),
            ),
        ]

    def __str__(self):
        return self.number or str(_("Draf"))

    def get_absolute_url(self):
        return reverse("journey:application", args=[self.pk])


class Choice(models.Model):
    """One of up to three offerings, in the person's order. `queue_place` is their place among its reserves."""

    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="choices")
    offering = models.ForeignKey(Offering, on_delete=models.PROTECT, related_name="choices", verbose_name=_("program"))
    order = models.PositiveSmallIntegerField(_("urutan"), default=1)
    queue_place = models.PositiveIntegerField(_("nomor cadangan"), null=True, editable=False)
    state = models.CharField(
        _("keadaan"), max_length=8, choices=ChoiceState, default=ChoiceState.WAITING, editable=False
    )
    reason = models.CharField(_("alasan"), max_length=200, blank=True, editable=False)

    class Meta:
        verbose_name = _("pilihan")
        verbose_name_plural = _("pilihan")
        ordering = ["order", "pk"]
        constraints = [
            models.UniqueConstraint(name="choice_order_once", fields=["application", "order"]),
            models.UniqueConstraint(name="choice_offering_once", fields=["application", "offering"]),
            models.CheckConstraint(name="choice_one_to_three", condition=Q(order__gte=1, order__lte=3)),
            models.UniqueConstraint(
                name="queue_place_once_per_offering",
                fields=["offering", "queue_place"],
                deferrable=models.Deferrable.DEFERRED,
            ),
        ]

    def __str__(self):
        return str(self.offering)


class Score(models.Model):
    """A mark from 0 to 100 and who gave it. It belongs to the application; offerings only weigh it."""

    class Part(models.TextChoices):
        TEST = "test", _("Tes tertulis")
        INTERVIEW = "interview", _("Wawancara")

    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="scores")
    part = models.CharField(_("bagian"), max_length=10, choices=Part)
    value = models.DecimalField(_("nilai"), max_digits=5, decimal_places=2)
    scored_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("dinilai oleh")
    )
    scored_at = models.DateTimeField(_("dinilai pada"), default=timezone.now)

    class Meta:
        verbose_name = _("nilai")
        verbose_name_plural = _("nilai")
        ordering = ["part", "pk"]
        constraints = [
            models.UniqueConstraint(name="score_once_per_part", fields=["application", "part"]),
            models.CheckConstraint(name="score_from_0_to_100", condition=Q(value__gte=0, value__lte=100)),
        ]

    def __str__(self):
        return f"{self.get_part_display()} {self.value}"
