"""Who has a deadline, since when they know of it, and whom to remind of it now. A few queries, however many people."""

from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db.models import DateTimeField, Exists, ExpressionWrapper, F, Max, OuterRef, Q
from django.utils import timezone

from audit.models import AuditEntry
from cohorts.workflow import OfferingStatus
from enrollment.models import Application, Appointment, Choice
from enrollment.rules.deadlines import STAGES, last_moment, may_write_at, stage
from enrollment.selectors.minors import TO_FIX, of_guardians
from enrollment.workflow import AppointmentStatus, Status
from notifications.models import OutboxMessage
from trainees import guardian_link
from trainees.models import Consent, ConsentText, Document, Guardian

RETURNED, ACCEPTED, PROVISIONAL = "returned", "accepted", "provisional"
DRAFT, GUARDIAN, APPOINTMENT, COMING = "draft", "guardian", "appointment", "coming"
UNVERIFIED = (Status.DRAFT, Status.SUBMITTED, Status.RETURNED, Status.PROVISIONAL, Status.RESERVE)


@dataclass(frozen=True, slots=True)
class Due:
    """One person's deadline in one matter. `pk`: of the application, the guardian or the appointment it belongs to."""

    matter: str
    pk: int
    until: datetime
    told_at: datetime

    def stage(self, today):
        return stage(today, timezone.localdate(self.told_at), timezone.localdate(self.until))

    def key(self, days):
        """Each reminder has one for ever: whatever crashes or runs twice, a second one is not stored."""
        told, until = int(self.told_at.timestamp()), int(self.until.timestamp())
        return f"remind:{self.matter}:{self.pk}:{told}:{until}:{days}"


# --- who is waited for, each row with its `until` ---


def _returned():
    return Application.objects.filter(status=Status.RETURNED).annotate(until=F("fix_by"))


def _accepted():
    return Application.objects.filter(status=Status.ACCEPTED).annotate(until=F("answer_by"))


def _provisional():
    """A seat is held while papers are checked: the person is waited for only if something of theirs is lacking."""
    to_fix = Document.objects.current().filter(trainee=OuterRef("trainee"), state__in=TO_FIX)
    lacking = Exists(to_fix) | Q(consented_at=None, adult_on__gt=timezone.localdate())
    return Application.objects.filter(lacking, status=Status.PROVISIONAL).annotate(until=F("answer_by"))


def _drafts():
    """Begun and not sent, and something chosen may still be applied for."""
    open_now = Choice.objects.filter(application=OuterRef("pk"), offering__status=OfferingStatus.OPEN)
    return Application.objects.filter(Exists(open_now), status=Status.DRAFT).annotate(
        until=F("wave__closes_at"), told_at=F("created_at")
    )


def _guardians():
    """Asked by a link that they have not answered, for a minor who needs it. Without any other consent in force."""
    waiting = Application.objects.filter(
        trainee=OuterRef("trainee"), status__in=UNVERIFIED, verified_at=None, consented_at=None
    )
    consents = Consent.objects.filter(trainee=OuterRef("trainee"))
    answered = consents.filter(
        text__purpose=ConsentText.Purpose.GUARDIAN,
        channel=Consent.Channel.PORTAL,
        given_at__gte=OuterRef("asked_at"),
    )
    until = ExpressionWrapper(F("asked_at") + guardian_link.LASTS, output_field=DateTimeField())
    asked = Guardian.objects.filter(asked_at__isnull=False).annotate(until=until, told_at=F("asked_at"))
    return asked.filter(Exists(waiting), ~Exists(answered), ~Exists(of_guardians(consents)))


def _appointments():
    booked = Appointment.objects.filter(status=AppointmentStatus.BOOKED)
    return booked.annotate(until=F("sitting__starts_at"), told_at=F("booked_at"))


def _coming():
    """They have said that they will come."""
    confirmed = Appointment.objects.filter(status=AppointmentStatus.CONFIRMED)
    return confirmed.annotate(until=F("sitting__starts_at"), told_at=F("booked_at"))


ROWS = {
    RETURNED: _returned,
    ACCEPTED: _accepted,
    PROVISIONAL: _provisional,
    DRAFT: _drafts,
    GUARDIAN: _guardians,
    APPOINTMENT: _appointments,
    COMING: _coming,
}
THE_DAY_BEFORE = {COMING}  # matters in which nothing is left to do: one reminder is enough
BY_TRAIL = {RETURNED: Status.RETURNED, ACCEPTED: Status.ACCEPTED, PROVISIONAL: Status.PROVISIONAL}


def waited_for(matter):
    """The rows of a matter, whenever their deadline. Asked again under their locks before anything is written."""
    return ROWS[matter]()


def coming(matter, now, days, rows=None):
    """[Due] of those whose deadline lies within so many days from today, the next first."""
    rows = waited_for(matter) if rows is None else rows
    rows = rows.filter(until__gt=now, until__lt=last_moment(timezone.localdate(now), days)).order_by("until", "pk")
    if matter not in BY_TRAIL:
        return [Due(matter, *values) for values in rows.values_list("pk", "until", "told_at")]
    found = list(rows.values_list("pk", "until", "submitted_at"))
    told = _told_at([pk for pk, _until, _sent in found], BY_TRAIL[matter])
    return [Due(matter, pk, until, told.get(pk, sent)) for pk, until, sent in found]


def _told_at(pks, status):
    """When each came into its status, by the trail."""
    if not pks:
        return {}
    entries = AuditEntry.objects.filter(
        subject_type=ContentType.objects.get_for_model(Application), subject_id__in=pks, to_status=status
    )
    return dict(entries.order_by().values("subject_id").annotate(last=Max("at")).values_list("subject_id", "last"))


# --- whom to remind ---


def to_remind(now):
    """{matter: [(Due, days)]} of the reminders that are due and not written yet; nothing outside the hours for it."""
    if not may_write_at(now, settings.REMINDER_HOURS):
        return {}
    today = timezone.localdate(now)
    due = [(one, one.stage(today)) for matter in ROWS for one in coming(matter, now, _earliest(matter))]
    due = [(one, days) for one, days in due if days]
    written = _written([one.key(days) for one, days in due])
    left = {}
    for one, days in due:
        if one.key(days) not in written:
            left.setdefault(one.matter, []).append((one, days))
    return left


def _earliest(matter):
    return min(STAGES) if matter in THE_DAY_BEFORE else max(STAGES)


def _written(keys):
    if not keys:
        return set()
    return set(OutboxMessage.objects.filter(dedupe_key__in=keys).values_list("dedupe_key", flat=True))
