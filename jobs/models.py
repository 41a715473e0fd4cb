from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from audit.moves import Actor
from jobs.workflow import LIVE, OVER, TONES, Outcome, State


class JobQuerySet(models.QuerySet):
    def live(self):
        return self.filter(state__in=sorted(LIVE))

    def due(self, now):
        """Waiting, or left behind by a worker whose lease is over."""
        return self.filter(Q(state=State.QUEUED) | Q(state=State.RUNNING, lease_until__lte=now))

    def in_turn(self):
        """Whoever was served longest ago: a short job does not wait for the end of a long one."""
        return self.order_by(F("heartbeat").asc(nulls_first=True), "pk")


class Job(models.Model):
    """Long work that somebody started: what, for whom, how far. Its items report in JobResult rows.

    `params` holds ids only, never a person's data. The lease says which worker is at it until when.
    """

    kind = models.CharField(_("jenis"), max_length=50)
    title = models.CharField(_("judul"), max_length=200)
    params = models.JSONField(_("parameter"), default=dict, blank=True)
    center_code = models.CharField(_("balai"), max_length=20, blank=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("dimulai oleh")
    )
    actor_role = models.CharField(_("sebagai"), max_length=20, blank=True)
    state = models.CharField(_("keadaan"), max_length=10, choices=State, default=State.QUEUED)
    total = models.PositiveIntegerField(_("seluruhnya"), default=0)
    done = models.PositiveIntegerField(_("berhasil"), default=0)
    skipped = models.PositiveIntegerField(_("dilewati"), default=0)
    failed = models.PositiveIntegerField(_("bermasalah"), default=0)
    error = models.CharField(_("sebab terhenti"), max_length=300, blank=True)
    cancel_asked_at = models.DateTimeField(_("diminta batal pada"), null=True)
    lease_token = models.UUIDField(_("tanda pegang"), null=True)
    lease_until = models.DateTimeField(_("dipegang sampai"), null=True)
    heartbeat = models.DateTimeField(_("tanda hidup terakhir"), null=True)
    attempts = models.PositiveSmallIntegerField(_("percobaan tanpa kemajuan"), default=0)
    undoes = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, related_name="undone_by", verbose_name=_("membatalkan")
    )
    dedupe_key = models.CharField(_("kunci tunggal"), max_length=150, blank=True)
    created_at = models.DateTimeField(_("dibuat pada"), default=timezone.now)
    started_at = models.DateTimeField(_("mulai pada"), null=True)
    finished_at = models.DateTimeField(_("berakhir pada"), null=True)

    objects = JobQuerySet.as_manager()

    class Meta:
        verbose_name = _("pekerjaan")
        verbose_name_plural = _("pekerjaan")
        ordering = ["-created_at", "-pk"]
        indexes = [
            models.Index(fields=["heartbeat", "id"], name="job_claim_idx", condition=Q(state__in=sorted(LIVE))),
            models.Index(fields=["center_code", "-created_at"], name="job_center_idx"),
        ]
        constraints = [
            models.UniqueConstraint(
                name="job_once_per_key_while_live",
                fields=["dedupe_key"],
                condition=Q(state__in=sorted(LIVE)) & ~Q(dedupe_key=""),
            ),
            models.CheckConstraint(
                name="job_finished_at_means_over",
                condition=Q(state__in=sorted(OVER), finished_at__isnull=False)
                | (Q(state__in=sorted(LIVE)) & Q(finished_at=None)),
            ),
            models.CheckConstraint(
                name="job_lease_means_running",
                condition=Q(state=State.RUNNING, lease_token__isnull=False, lease_until__isnull=False)
                | (~Q(state=State.RUNNING) & Q(lease_token=None, lease_until=None)),
            ),
            models.CheckConstraint(name="job_failed_says_why", condition=~Q(state=State.FAILED) | ~Q(error="")),
            models.CheckConstraint(
                name="job_counts_fit_the_total",
                condition=Q(total__gte=F("done") + F("skipped") + F("failed")),
            ),
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("jobs:progress", args=[self.pk])

    @cached_property
    def actor(self):
        """Who acts in every item: whoever started the job, in the role they had then."""
        return Actor(user=self.created_by, role=self.actor_role, center_code=self.center_code)

    @property
    def handled(self):
        return self.done + self.skipped + self.failed

    @property
    def tone(self):
        """Of the badge that shows the state."""
        return TONES[self.state]

    @property
    def is_over(self):
        return self.state in OVER


class JobResult(models.Model):
    """What became of one item, written in the transaction of its effect: one cannot be without the other."""

    job = models.ForeignKey(Job, on_delete=models.CASCADE, related_name="results", verbose_name=_("pekerjaan"))
    key = models.CharField(_("kunci"), max_length=100)
    label = models.CharField(_("butir"), max_length=200)
    outcome = models.CharField(_("hasil"), max_length=10, choices=Outcome)
    code = models.CharField(_("kode"), max_length=60, blank=True)
    reason = models.CharField(_("sebab"), max_length=500, blank=True)
    at = models.DateTimeField(_("waktu"), default=timezone.now)

    class Meta:
        verbose_name = _("hasil pekerjaan")
        verbose_name_plural = _("hasil pekerjaan")
        ordering = ["job", "pk"]
        constraints = [
            models.UniqueConstraint(name="job_result_once_per_item", fields=["job", "key"]),
            models.CheckConstraint(name="job_result_outcome_known", condition=Q(outcome__in=sorted(Outcome.values))),
            models.CheckConstraint(
                name="job_result_not_done_says_why",
                condition=Q(outcome=Outcome.DONE) | (~Q(outcome=Outcome.DONE) & ~Q(code="") & ~Q(reason="")),
            ),
        ]

    def __str__(self):
        return self.label


class Heartbeat(models.Model):
    """When something that must keep ticking was last seen. `beat` is read by /readyz."""

    name = models.CharField(_("nama"), max_length=30, primary_key=True)
    at = models.DateTimeField(_("waktu"))

    class Meta:
        verbose_name = _("tanda hidup")
        verbose_name_plural = _("tanda hidup")

    def __str__(self):
        return self.name

    @classmethod
    def beat(cls, name):
        """One UPSERT; two at once do not quarrel."""
        row = cls(name=name, at=timezone.now())
        cls.objects.bulk_create([row], update_conflicts=True, unique_fields=["name"], update_fields=["at"])


class DutyRun(models.Model):
    """How one of settings.DUTIES fares: when it last went well, and if not, since when and why.

    `busy_until` keeps two workers from doing it at once; it lapses when the worker dies.
    """

    name = models.CharField(_("tugas"), max_length=100, primary_key=True)
    busy_until = models.DateTimeField(_("sedang dikerjakan sampai"), null=True)
    started_at = models.DateTimeField(_("mulai terakhir"), null=True)
    ok_at = models.DateTimeField(_("terakhir berhasil"), null=True)
    took_ms = models.PositiveIntegerField(_("lama (milidetik)"), default=0)
    failed_at = models.DateTimeField(_("terakhir bermasalah"), null=True)
    failures = models.PositiveIntegerField(_("bermasalah berturut-turut"), default=0)
    error = models.CharField(_("masalah terakhir"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("tugas terjadwal")
        verbose_name_plural = _("tugas terjadwal")
        ordering = ["-failures", "name"]
        constraints = [
            models.CheckConstraint(
                name="duty_failure_says_why",
                condition=Q(failures=0) | (Q(failed_at__isnull=False) & ~Q(error="")),
            ),
        ]

    def __str__(self):
        return self.name
