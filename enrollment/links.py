"""Links by which somebody acts without signing in: each for one application and one act, and only for a while.

What is signed names the occasion as well, so a link dies with it: the deadline of one offer, one time of being sent
back, one place at one sitting. Nothing is stored. Whoever follows a link has done nothing yet; only a POST acts.
"""

from django.core import signing

from audit.models import AuditEntry
from enrollment.models import Application, Appointment, Carry
from enrollment.workflow import Status

ANSWER, FIX, APPOINTMENT = "enrollment.answer", "enrollment.fix", "enrollment.appointment"
CHOICE, CARRY = "enrollment.choice", "enrollment.carry"
SENT_BACK = "application.return"


def answer_token(application):
    """Says yes or no to the offer of a seat, until its deadline."""
    return _signed(ANSWER, application.pk, _offer(application))


def asked_by(token):
    """The application whose present offer this link is about, or None: forged, cut short, or of an earlier offer."""
    return _found(ANSWER, token, _offer)


def fix_token(application):
    """Mends the papers that were sent back, until the deadline or the next time they are sent back."""
    return _signed(FIX, application.pk, _sending_back(application))


def fix_tokens(applications):
    """The same for many, in one query: {application's id: token}."""
    entries = {one.subject_id: one.pk for one in times_sent_back(applications)}
    return {one.pk: _signed(FIX, one.pk, entries.get(one.pk, 0)) for one in applications}


def asked_to_fix(token):
    """The application that was sent back with this link and not once more since then, or None."""
    return _found(FIX, token, _sending_back)


def appointment_token(appointment):
    """Says whether somebody comes to this sitting; moved to another, or to another hour, the link is dead."""
    return _signed(APPOINTMENT, appointment.pk, _place_at(appointment))


def asked_to_come(token):
    """The appointment as it was when this link was made, or None."""
    pk, stamp = _read(APPOINTMENT, token)
    appointment = Appointment.objects.with_place().select_related("application__trainee").filter(pk=pk).first()
    return appointment if appointment and stamp == _place_at(appointment) else None


def choice_token(application, part):
    """Chooses a time for this part, as long as the application is a candidate's."""
    return _signed(CHOICE, application.pk, part)


def asked_to_choose(token):
    """(application, part), or (None, None)."""
    pk, part = _read(CHOICE, token)
    along = ("trainee__account", "wave__center")
    application = Application.objects.filter(pk=pk, status=Status.VERIFIED).select_related(*along).first()
    return (application, part) if application else (None, None)


def carry_token(application):
    """Says whether the place in a postponed program is to be kept for the next wave."""
    return _signed(CARRY, application.pk, application.carry.pk)


def asked_to_carry(token):
    """The Carry that this link is about, or None."""
    pk, stamp = _read(CARRY, token)
    along = ("application__trainee__account", "application__wave__center", "offering__program", "placed__wave")
    return Carry.objects.filter(pk=stamp, application=pk).select_related(*along).first()


def times_sent_back(applications):
    """The trail's entry of the last time each was sent back."""
    entries = AuditEntry.objects.filter(action=SENT_BACK, subject_id__in=[one.pk for one in applications])
    entries = entries.filter(subject_type__app_label="enrollment", subject_type__model="application")
    return list(entries.order_by("subject_id", "-pk").distinct("subject_id"))


def _signed(act, *said):
    return signing.Signer(salt=act).sign_object(list(said))


def _found(act, token, occasion):
    pk, stamp = _read(act, token)
    along = ("trainee__account", "wave__center", "seat__cohort__offering__program")
    application = Application.objects.filter(pk=pk).select_related(*along).first()
    return application if application and stamp == occasion(application) else None


def _read(act, token):
    try:
        pk, stamp = signing.Signer(salt=act).unsign_object(token)
    except (signing.BadSignature, ValueError, TypeError):
        return None, None
    return pk, stamp


def _place_at(appointment):
    return f"{appointment.sitting_id} {int(appointment.sitting.starts_at.timestamp())}"


def _offer(application):
    return int(application.answer_by.timestamp()) if application.answer_by else 0


def _sending_back(application):
    return next((entry.pk for entry in times_sent_back([application])), 0)
