from cohorts.models.catalogue import Funding, Program, ProgramTopic, ProgramUnit, Track, Unit
from cohorts.models.offerings import Cohort, Offering, OfferingDocument, Seat, Wave
from cohorts.models.schedule import Announcement, Booking, Holiday, Resource, Session

__all__ = [
    "Announcement",
    "Booking",
    "Cohort",
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
