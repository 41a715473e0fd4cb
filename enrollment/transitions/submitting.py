"""Sending an application: once, complete, and for an offering that is open and whose conditions are met."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from audit.moves import Refused, lock, moving
from cohorts import selectors as offered
from cohorts.models import Offering, Wave
from enrollment import selectors, workflow
from enrollment.announcements import announce
from enrollment.models import Choice
from enrollment.transitions import seats
from enrollment.wording import stored_words
from enrollment.workflow import ChoiceState
from trainees import identity
from trainees.models import Consent, Trainee
from trainees.transitions import agree

PORTAL = Consent.Channel.PORTAL


@dataclass(frozen=True, slots=True)
class Read:
    """All that sending looks at. Every save of a page moves `saved_at`: it tells whether this is still so."""

    saved_at: datetime
    trainee: Trainee
    wave: Wave
    choices: list
    findings: list
    consented_at: datetime | None

    @property
    def offerings(self):
        return [choice.offering for choice in self.choices]


@transaction.atomic
def submit(application, *, by, texts=(), ip=None, channel=PORTAL):
    """Send it, and keep with it that the person agreed to `texts`: by ticking, or to the officer who sends it.

    A selection offering takes no lock but the application's; a first-come one gives its seat now.
    What is only looked at is looked at before any lock: two thousand people may be waiting for the one of the wave.
    Raises Refused: closed, full (the cap on applicants), incomplete, not_eligible, changed, wrong_status.
    """
    read = _read(application, by=by)
    keep_agreement(application, texts, by=by, ip=ip, channel=channel)
    if read.offerings[0].mode == Offering.Mode.FIRST_COME:
        return _submit_first_come(application, read, by=by)
    with moving(application, workflow.SUBMIT, by=by):
        _fill(application, _still(application, read, by=by))
    announce(application, "submitted")
    return application


def keep_agreement(application, texts, *, by, ip, channel):
    trainee, witness = application.trainee, None if channel == PORTAL else witness_of(by)
    agree(trainee, texts, given_by=trainee.full_name, ip=ip, channel=channel, witness=witness)


def witness_of(actor):
    """Whoever types for somebody else; nobody where people type for themselves."""
    return None if actor.role == "trainee" else actor.user


def _submit_first_come(application, read, *, by):
    """The seat is given at once, provisionally, until the papers are verified; when full, a place in the queue."""
    lock(Wave(pk=read.wave.pk))  # to hold it; what it says was read, with its center
    (choice,), (offering,) = read.choices, read.offerings
    offering.refresh_from_db(fields=["status"])  # whoever held the wave may have been calling it off
    seat = seats.next_free(offering)
    with moving(application, workflow.SUBMIT_TO_SEAT if seat else workflow.SUBMIT_TO_QUEUE, by=by):
        if _still(application, read, by=by).offerings != [offering]:
            raise Refused("changed", _("Pilihan Anda baru saja berubah. Periksa sekali lagi, lalu kirim."))
        _fill(application, read)
        event, told = _seated(application, choice, seat) if seat else _queued(choice)
    announce(application, event, offering=offering, choice=choice, **told)
    return application


def _seated(application, choice, seat):
    application.seat = seat
    application.answer_by = first_deadline(application.wave)
    choice.state = ChoiceState.TAKEN
    choice.save(update_fields=["state"])
    return "seat_held", {}


def first_deadline(wave):
    """By when the papers of a seat held provisionally have to be good."""
    return timezone.now() + timedelta(days=wave.center.fix_days)


def _queued(choice):
    choice.queue_place, position = seats.end_of_queue(choice.offering)
    choice.save(update_fields=["queue_place"])
    return "queued", {"position": position}


def _read(application, *, by):
    """Refused if it can't be sent as it stands."""
    now, trainee = timezone.now(), application.trainee
    today = timezone.localdate(now)
    if by.user and by.user.pk == trainee.account_id:
        trainee.account = by.user
    lacking = selectors.missing(application, today)
    if lacking:
        raise Refused("incomplete", " ".join(sentence for _step, sentence in lacking))
    choices, offerings = selectors.choices_of(application), selectors.offerings_of(application)
    for offering in offerings:
        _check_open(offering, now)
    consent = selectors.guardian_consent(trainee) if trainee.is_minor(today) else None
    return Read(
        saved_at=application.saved_at,
        trainee=trainee,
        wave=application.wave,
        choices=choices,
        findings=findings_of(application, offerings, today),
        consented_at=consent.given_at if consent else None,
    )


def _still(application, read, *, by):
    """What was read before the row was locked; read again if another tab saved something in between."""
    if application.saved_at != read.saved_at:
        return _read(application, by=by)
    application.trainee, application.wave = read.trainee, read.wave
    return read


def _fill(application, read):
    now = timezone.now()
    for offering in sorted(read.offerings, key=lambda offering: offering.pk):
        _check_open(offering, now)
        _check_cap(offering)
    application.findings, application.consented_at = read.findings, read.consented_at
    application.adult_on = application.trainee.adult_on
    application.identity_claim = not identity.take(application.trainee)
    application.number = f"{now:%y}{application.pk:07d}"
    application.submitted_at = application.saved_at = now


def _check_open(offering, now):
    if not offered.takes_applications(offering, now):
        raise Refused("closed", _("Pendaftaran %(program)s sudah ditutup.") % {"program": offering.program})


def _check_cap(offering):
    """Counted under the offering's lock, so that the cap is not passed."""
    if offering.applicant_cap is None:
        return
    lock(offering)
    sent = Choice.objects.filter(offering=offering).exclude(application__status="draft").count()
    if offering.applicant_cap is not None and sent >= offering.applicant_cap:
        raise Refused("full", _("Jumlah pendaftar %(program)s sudah penuh.") % {"program": offering.program})


def findings_of(application, offerings, today):
    """What the officer should look at, per offering. Refused("not_eligible") where one is blocked."""
    return [_check_eligible(application.trainee, offering, today) for offering in offerings]


def _check_eligible(trainee, offering, today):
    """Blocked is refused with every reason; what only an officer can judge is kept for the officer."""
    verdict = selectors.verdict(trainee, offering, today)
    if not verdict.may_apply:
        raise Refused("not_eligible", " ".join(finding.sentence for finding in verdict.blockers))
    return {"offering": offering.pk, "look": _to_look_at(trainee, offering, today) if verdict.to_look_at else []}


def _to_look_at(trainee, offering, today):
    with stored_words():
        return [finding.sentence for finding in selectors.verdict(trainee, offering, today).to_look_at]
