"""What is offered, as the public sees it. Labels are derived from status and dates: nobody has to keep them right."""

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cohorts.models import Announcement, Faq, Offering
from cohorts.workflow import OfferingStatus

SOON, OPEN, QUEUE, FULL = "soon", "open", "queue", "full"
CLOSED, POSTPONED, CANCELLED = "closed", "postponed", "cancelled"
LABELS = {
    SOON: _("Segera dibuka"),
    OPEN: _("Dibuka"),
    QUEUE: _("Penuh: masuk antrean"),
    FULL: _("Penuh"),
    CLOSED: _("Ditutup"),
    POSTPONED: _("Ditunda"),
    CANCELLED: _("Dibatalkan"),
}
SHOWN = frozenset(OfferingStatus) - {OfferingStatus.PLANNED}
TAKES_PEOPLE = frozenset({OPEN, QUEUE})


def label(offering, now, *, applicants=0, free=None):
    """One of the words of LABELS. `applicants` counts towards the optional cap.

    `free` seats matter where one comes first: without any, people still come in, to wait. None: nobody has counted.
    """
    if offering.status == OfferingStatus.POSTPONED:
        return POSTPONED
    if offering.status == OfferingStatus.CANCELLED:
        return CANCELLED
    if offering.status != OfferingStatus.OPEN or now > offering.wave.closes_at:
        return CLOSED
    if now < offering.wave.opens_at:
        return SOON
    if offering.applicant_cap is not None and applicants >= offering.applicant_cap:
        return FULL
    return QUEUE if free == 0 and offering.mode == Offering.Mode.FIRST_COME else OPEN


def takes_applications(offering, now):
    return label(offering, now) == OPEN


def published_offerings():
    return (
        Offering.objects.filter(status__in=sorted(SHOWN))
        .select_related("wave__center__region__parent", "program__track", "program__education_min", "funding")
        .order_by("-wave__opens_at", "program__name", "pk")
    )


def domicile_prefix(offering):
    """The region code an applicant's address must begin with; "" where the money asks for none."""
    region = offering.wave.center.region_id
    match offering.funding.scope:
        case "province":
            return region[:2]
        case "regency":
            return region[:5]
        case _:
            return ""


def current_announcements():
    now = timezone.now()
    shown = Announcement.objects.filter(publish_at__lte=now).exclude(hide_at__lt=now)
    return shown.select_related("center").order_by("-publish_at", "-pk")


def answers(language):
    """[(name of the group, its questions)], in this language; in Indonesian where nobody has translated any."""
    shown = Faq.objects.filter(visible=True, language__in={language, "id"}).select_related("center")
    rows = list(shown.order_by("order", "pk"))
    rows = [row for row in rows if row.language == language] or rows
    groups = [(group.label, [row for row in rows if row.group == group]) for group in Faq.Group]
    return [(name, questions) for name, questions in groups if questions]
