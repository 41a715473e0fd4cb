"""Whose message it is, and which messages are somebody's. Messages name an object; the way to the person is here."""

from django.db.models import Q

from centers.scoped import EVERYWHERE
from certification.models import Certificate
from enrollment.announcements import recipient_of
from enrollment.models import Application, Enrollment
from notifications.models import OutboxMessage
from notifications.outbox import Recipient
from trainees.models import Trainee

SHOWN = 200
PATHS = {  # what a message may be about → the way from a trainee to it
    "trainees.trainee": "pk",
    "enrollment.application": "applications",
    "enrollment.enrollment": "enrollments",
    "certification.certificate": "enrollments__certificates",
}


def written_to(trainee, actor):
    """The newest first, over all channels: of the actor's center, and what the account itself was told."""
    about = Q(subject_type="trainees.trainee", subject_id=trainee.pk)
    for model, mine in (
        (Application, Q(trainee=trainee)),
        (Enrollment, Q(trainee=trainee)),
        (Certificate, Q(enrollment__trainee=trainee)),
    ):
        pks = [*model.objects.filter(mine).order_by().values_list("pk", flat=True)]
        about |= Q(subject_type=model._meta.label_lower, subject_id__in=pks)
    if trainee.account_id:
        about |= Q(to_user=trainee.account_id)
    rows = OutboxMessage.objects.filter(about).select_related("text_version").order_by("-pk")
    if actor.role not in EVERYWHERE:
        rows = rows.filter(center_code__in=["", actor.center_code])
    return rows[:SHOWN]


def person_of(message):
    """The trainee a message speaks to, or None: it was written to somebody who works here."""
    if path := PATHS.get(message.subject_type):
        return Trainee.objects.filter(**{path: message.subject_id}).select_related("account").first()
    if message.to_user_id:
        return Trainee.objects.filter(account=message.to_user_id).select_related("account").first()
    return None


def today(message):
    """How the person can be reached today; for staff, their account."""
    if person := person_of(message):
        return recipient_of(person)
    return Recipient.of(message.to_user) if message.to_user else Recipient()
