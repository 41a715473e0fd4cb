"""A minor's guardian: may they be asked by a link, have they been, what have they said."""

from dataclasses import dataclass
from datetime import datetime

from enrollment.announcements import GUARDIAN_ASKED, recipient_of_guardian
from enrollment.models import Application
from enrollment.workflow import LIVE, Status
from notifications.outbox import routes_for
from trainees import guardian_link
from trainees import selectors as people

TO_FIX = ("fix", "invalid")  # states of a paper that must be sent anew
AGREED, WAITING, DECLINED, EXPIRED, OPEN = "agreed", "waiting", "declined", "expired", "open"


@dataclass(frozen=True, slots=True)
class Standing:
    """How far the guardian's consent has come; `at` the moment of it, `until` for a link that waits."""

    name: str
    at: datetime | None = None
    until: datetime | None = None
    by: str = ""

    @property
    def is_settled(self):
        """Nothing more to do now: they have agreed, or their answer is awaited."""
        return self.name in {AGREED, WAITING}


def guardian_consent(trainee):
    """The guardian's consent in force, the latest one, or None."""
    return of_guardians(trainee.consents).order_by("-given_at", "-pk").first()


def of_guardians(consents):
    """Those in force. A letter sent back proves nothing."""
    given = consents.filter(text__purpose="guardian", withdrawn_at=None)
    return given.exclude(document__state__in=TO_FIX)


def guardian_standing(trainee):
    """Three queries at most: the guardian, a consent in force, the answer to the newest link."""
    consent = guardian_consent(trainee)
    if consent:
        return Standing(AGREED, at=consent.given_at, by=consent.given_by)
    guardian = getattr(trainee, "guardian", None)
    if guardian is None or guardian.asked_at is None:
        return Standing(OPEN)
    answer = people.answer_by_link(guardian)
    if answer:
        return Standing(DECLINED, at=answer.withdrawn_at or answer.given_at, by=answer.given_by)
    until = guardian_link.ends_at(guardian)
    return Standing(WAITING if guardian_link.is_in_time(guardian) else EXPIRED, at=guardian.asked_at, until=until)


def reaches_guardian(trainee, phone, email):
    """Is there a way to them that is not also the trainee's own?"""
    return bool(routes_for(recipient_of_guardian(trainee, phone, email), GUARDIAN_ASKED))


def of_minor(trainee):
    """The applications a guardian's answer is about, newest first: drafts and those under way."""
    rows = Application.objects.filter(trainee=trainee, status__in=sorted(LIVE | {Status.DRAFT}))
    return rows.select_related("trainee__account", "wave__center").order_by("-pk")
