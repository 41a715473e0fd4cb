"""Letters of days gone by, to the few who can sign in: rendered by the portal's templates, sent long ago."""

from datetime import timedelta

from blk_portal.demo.days import at
from certification import announcements as of_certification
from certification.models import Certificate
from enrollment import announcements as of_enrollment
from enrollment.models import Application, RankingRow
from notifications.models import OutboxMessage
from notifications.workflow import State

SOON = timedelta(seconds=4)


def write(login):
    """Everything that was written to somebody who got a seat: from the receipt to the certificate."""
    application = Application.objects.select_related("wave__center", "trainee__account", "seat__cohort", "enrollment")
    one = application.get(trainee__account__email=login.email)
    row = RankingRow.objects.select_related("choice__offering__program").get(
        choice__application=one, outcome=RankingRow.Outcome.ACCEPTED
    )
    _tell(one, "submitted", one.submitted_at)
    _tell(one, "verified", one.verified_at)
    _tell(one, "accepted", row.ranking.published_at, row=row, rows=[row])
    _tell(one, "confirmed", one.confirmed_at, cohort=one.seat.cohort)
    _tell(one, "enrolled", at(one.enrollment.started_on, 7, 30), cohort=one.seat.cohort)
    for certificate in Certificate.objects.filter(enrollment=one.enrollment).order_by("pk"):
        of_certification.announce(certificate.enrollment, "issued", certificate=certificate)
        _was_sent(certificate, certificate.issued_at)


def _tell(application, event, when, **more):
    of_enrollment.announce(application, event, **more)
    _was_sent(application, when)


def _was_sent(about, when):
    letter = OutboxMessage.objects.about(about).filter(state=State.WAITING)
    letter.update(state=State.SENT, attempts=1, created_at=when, not_before=when, sent_at=when + SOON)
