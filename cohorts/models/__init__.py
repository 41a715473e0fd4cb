from cohorts.models.catalogue import Funding, Program, ProgramTopic, ProgramUnit, Track, Unit
from cohorts.models.offerings import Cohort, Offering, OfferingDocument, Seat, Wave
from cohorts.models.publishing import Announcement, Faq
from cohorts.models.schedule import Booking, Holiday, Resource, Session

__all__ = [
    "Announcement",
    "Booking",
    "Cohort",
    "Faq",
    "Funding",
    "Holiday",
    "Offering",
    "OfferingDocument",
    "Program",
    "ProgramTopic",
    "ProgramUnit",
    "Resource",
    "Seat",
    "Session",
    "Track",
    "Unit",
    "Wave",
]
