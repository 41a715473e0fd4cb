"""One timeline for each application: what the trail says happened, what is now, what comes. A few queries for all."""

from dataclasses import dataclass, field

from django.contrib.contenttypes.models import ContentType
from django.db.models import Prefetch
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from audit.models import AuditEntry
from blk_portal.journey.next_step import NextStep, next_step
from blk_portal.journey.words import DONE, ENROLLED, MOVES, PROBLEM, TONES
from certification.models import Certificate
from cohorts.models import Offering, Seat
from enrollment.models import Application, Choice, Enrollment
from enrollment.workflow import LIVE, EnrollmentStatus, Status

WAITS_FOR_RESULTS = frozenset({Status.SUBMITTED, Status.RETURNED, Status.VERIFIED})
BEFORE_VERIFIED = frozenset({Status.SUBMITTED, Status.RETURNED})
MAY_BE_ENROLLED = frozenset({Status.CONFIRMED, Status.LEFT, Status.CANCELLED})  # the others need not be asked about


@dataclass(slots=True)
class Event:
    """A line of the timeline, as components/timeline.html wants it."""

    title: str
    state: str = "next"
    when: str = ""
    text: str = ""


@dataclass(slots=True)
class Story:
    application: Application
    enrollment: Enrollment | None
    step: NextStep
    events: list = field(default_factory=list)

    @property
    def label(self):
        """Where one stands: in the class once there is one, else the application's status."""
        return ENROLLED[self.enrollment.status] if self.enrollment else self.application.get_status_display()

    @property
    def tone(self):
        return TONES.get(self.enrollment.status if self.enrollment else self.application.status, "neutral")

    @property
    def is_over(self):
        return _finished(self.enrollment) or self.application.status not in LIVE | {Status.DRAFT}


def stories(applications):
    """For applications with wave, seat's class and choices loaded; the same number of queries for any number."""
    enrollments = _enrollments(applications)
    past = _trail(applications, enrollments)
    for owner, event in _certificates(enrollments):
        past.setdefault(owner, []).append(event)
    return [
        _story(application, enrollments.get(application.pk), past.get(application.pk, []))
        for application in applications
    ]


def loaded(applications):
    """With all that a story reads of them: two statements, and one for the seats where somebody has one."""
    chosen = Choice.objects.select_related("offering__program").order_by("order", "pk")
    seats = Seat.objects.select_related("cohort__offering__program")
    rows = applications.select_related("wave__center", "trainee").order_by("-created_at", "-pk")
    return rows.prefetch_related(Prefetch("choices", chosen), Prefetch("seat", seats))


def _enrollments(applications):
    applications = [one for one in applications if one.status in MAY_BE_ENROLLED]
    of_these = Enrollment.objects.filter(application__in=applications).select_related("cohort__offering__program")
    return {enrollment.application_id: enrollment for enrollment in of_these.order_by("pk")}


def _trail(applications, enrollments):
    """What the trail tells about each application and its enrollment, oldest first: {application's id: events}."""
    types = ContentType.objects.get_for_models(Application, Enrollment)
    owners = {(types[Application].pk, application.pk): application.pk for application in applications}
    owners |= {(types[Enrollment].pk, one.pk): one.application_id for one in enrollments.values()}
    told = AuditEntry.objects.filter(
        subject_type__in=types.values(), subject_id__in=[pk for _type, pk in owners], action__in=MOVES
    )
    rows = {}
    for entry in told.oldest_first():
        owner = owners.get((entry.subject_type_id, entry.subject_id))
        rows.setdefault(owner, []).append(_told(entry))
    return rows


def _certificates(enrollments):
    """(application's id, event) for each paper issued, and for each that ended."""
    issued = Certificate.objects.filter(enrollment__in=enrollments.values()).select_related("enrollment")
    for certificate in issued.order_by("issued_at", "pk"):
        owner = certificate.enrollment.application_id
        title = _("%(kind)s terbit") % {"kind": certificate.get_kind_display()}
        yield owner, Event(title, DONE, _moment(certificate.issued_at), certificate.number)
        if certificate.ended_at:
            title = f"{certificate.get_kind_display()}: {certificate.get_status_display()}"
            yield owner, Event(title, PROBLEM, _moment(certificate.ended_at), certificate.end_reason)


def _story(application, enrollment, past):
    step, events = next_step(application, enrollment), list(past)
    if application.status == Status.DRAFT or (application.status in LIVE and not _finished(enrollment)):
        events += [_now(step), *_to_come(application, enrollment)]
    return Story(application, enrollment, step, events)


def _finished(enrollment):
    return enrollment is not None and enrollment.status != EnrollmentStatus.ACTIVE


def _told(entry):
    title, state, is_theirs = MOVES[entry.action]
    return Event(str(title), state, _moment(entry.at), entry.note if is_theirs else "")


def _now(step):
    if step.by:
        when = _("Paling lambat %(when)s WIB") % {"when": _moment(step.by)}
    else:
        when = _day(step.on) if step.on else ""
    return Event(step.title, "current", when)  # its words and its button stand above the timeline, once


def _to_come(application, enrollment):
    """What follows, with its dates. Nobody is promised what has not been decided: these are steps, not results."""
    status, wave = application.status, application.wave
    selection = any(choice.offering.mode == Offering.Mode.SELECTION for choice in application.choices.all())
    if status == Status.RESERVE:
        return _if_a_seat_falls_free(wave)
    rows = [
        (status == Status.DRAFT or status in BEFORE_VERIFIED, _("Berkas diperiksa petugas"), ""),
        (selection and (status == Status.DRAFT or status in BEFORE_VERIFIED), _("Tes dan wawancara"), ""),
        (
            selection and (status == Status.DRAFT or status in WAITS_FOR_RESULTS),
            _("Pengumuman hasil"),
            _day(wave.announce_on),
        ),
        (
            status != Status.CONFIRMED and status != Status.ACCEPTED,
            _("Daftar ulang bila diterima"),
            _by(wave.confirm_by),
        ),
        (status != Status.CONFIRMED, _("Pelatihan dimulai"), _day(wave.starts_on)),
        (enrollment is None, _("Pelatihan selesai, hasil, dan sertifikat"), _day(wave.ends_on)),
    ]
    skip = {_("Berkas diperiksa petugas")} if status == Status.SUBMITTED else set()
    return [Event(title, when=when) for is_ahead, title, when in rows if is_ahead and title not in skip]


def _if_a_seat_falls_free(wave):
    """The wave's day for confirming is not theirs: each offer brings a day of its own, up to the stop date."""
    until = _("Kursi kosong ditawarkan sampai %(day)s") % {"day": _day(wave.promote_until)}
    return [
        Event(_("Daftar ulang bila mendapat tawaran kursi"), when=until),
        Event(_("Pelatihan dimulai"), when=_day(wave.starts_on)),
        Event(_("Pelatihan selesai, hasil, dan sertifikat"), when=_day(wave.ends_on)),
    ]


def _moment(moment):
    return date_format(timezone.localtime(moment), "j F Y, H.i")


def _day(day):
    return date_format(day, "l, j F Y")


def _by(moment):
    return _("Sampai %(when)s WIB") % {"when": _moment(moment)}
