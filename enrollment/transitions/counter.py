"""The counter: an officer enters an application for somebody who is present with their card.

The card has been seen, so the NIK is taken at once, not only when the form is sent: whoever presses twice, or asks two
officers, has one record and one application.
"""

from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from audit import trail
from audit.moves import Refused, lock
from enrollment.models import Application
from enrollment.transitions import drafts
from enrollment.transitions.filling import may_fill
from enrollment.workflow import Status
from trainees import identity, sealing
from trainees.models import Trainee
from trainees.rules.likeness import plain_words
from trainees.transitions import erase

SAME, OTHER = "same", "other"


@dataclass(frozen=True, slots=True)
class Card:
    """What the officer reads on the card of somebody whom this center does not know."""

    full_name: str
    birth_date: date

    def is_of(self, trainee):
        """What is not on record contradicts nothing."""
        name = not trainee.full_name or plain_words(trainee.full_name) == plain_words(self.full_name)
        return name and trainee.birth_date in {None, self.birth_date}


@transaction.atomic
def enter(nik, offering, *, by, decision="", card=None):
    """The application of whoever has this NIK for the offering's wave, begun or taken up at the counter.

    `decision`: what the officer found of somebody who is known by this NIK: the same person, or another one, whose
    claim is settled like any. Of somebody who is known only elsewhere nothing is shown: their `card` has to agree.
    Raises Refused: other_center, known, known_elsewhere, other_card, already_sent, closed.
    """
    if by.center_code not in {"", offering.wave.center.code}:
        raise Refused("other_center", _("Program ini milik balai lain."))
    trainee = _who(nik, offering.wave, decision, card)
    application = drafts.begin(trainee, offering, by=by, origin=Application.Origin.COUNTER)
    return _take_up(application, by=by)


def _who(nik, wave, decision, card):
    """Under the lock of the number: a second click finds what the first has begun."""
    holder = identity.reserve(nik)
    if holder is None:
        return _new(nik)
    if _begun_here(holder, wave):
        return holder
    if decision == OTHER:
        return _claimant(nik, wave) or _new(nik)
    if not is_known_at(holder, wave.center):
        return _by_card(holder, card)
    if decision == SAME:
        return holder
    raise Refused("known", _("NIK ini sudah tercatat. Cocokkan dahulu dengan orang yang hadir."))


def is_known_at(trainee, center):
    """Has this center an application of theirs? Only then may its officers see who they are."""
    return Application.objects.known_to_the_desk().filter(trainee=trainee, wave__center=center).exists()


def _by_card(holder, card):
    if card is None:
        raise Refused("known_elsewhere", _("NIK ini sudah tercatat di luar balai ini. Cocokkan dengan kartunya."))
    if not card.is_of(holder):
        raise Refused("other_card", _("Nama atau tanggal lahir ini tidak sama dengan yang tercatat untuk NIK itu."))
    return holder


def _new(nik):
    trainee = Trainee()
    trainee.nik = nik
    trainee.save()
    identity.take(trainee)
    return trainee


def _begun_here(trainee, wave):
    """Nobody but the counter knows this person, and it is entering them right now."""
    begun = Application.objects.filter(trainee=trainee, wave=wave, origin=Application.Origin.COUNTER)
    return trainee.account_id is None and begun.filter(status=Status.DRAFT, entered_by__isnull=False).exists()


def _claimant(nik, wave):
    """Somebody else whom the counter is entering with the same number."""
    claims = Trainee.objects.filter(claimed_index__in=sealing.blind_indexes(nik), account=None).order_by("pk")
    return next((one for one in claims if _begun_here(one, wave)), None)


def _take_up(application, *, by):
    lock(application)
    if not (may_fill(application, "person") or may_fill(application, "documents")):
        raise Refused(
            "already_sent",
            _("Orang ini sudah mendaftar pada gelombang ini: nomor %(number)s, %(status)s.")
            % {"number": application.number, "status": application.get_status_display().lower()},
        )
    if application.entered_by_id is None:
        application.entered_by, application.entered_at = by.user, timezone.now()
        application.save(update_fields=["entered_by", "entered_at"])
        trail.write("application.enter", by=by, about=application)
    return application


@transaction.atomic
def abandon(application, *, by):
    """Throw away a draft that began at the counter, and the person with it if nothing else is known of them.

    Raises Refused: not_of_counter (it is the person's own), wrong_status.
    """
    if application.origin != Application.Origin.COUNTER:
        raise Refused("not_of_counter", _("Draf ini dibuat orangnya sendiri; hanya orangnya yang dapat menghapusnya."))
    trainee = lock(application.trainee)
    drafts.discard(application, by=by)
    if trainee.account_id is None and not trainee.applications.exists() and not trainee.enrollments.exists():
        erase(trainee)
