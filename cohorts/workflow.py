"""The lives of an offering, a class and a session. `transitions.py` here and in `enrollment` say what they do."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from audit.moves import Move


class OfferingStatus(models.TextChoices):
    PLANNED = "planned", _("Rencana")
    OPEN = "open", _("Dibuka")
    SELECTION = "selection", _("Seleksi")
    ANNOUNCED = "announced", _("Diumumkan")
    FINISHED = "finished", _("Selesai")
    POSTPONED = "postponed", _("Ditunda")
    CANCELLED = "cancelled", _("Dibatalkan")


class CohortStatus(models.TextChoices):
    PLANNED = "planned", _("Rencana")
    RUNNING = "running", _("Berjalan")
    TESTING = "testing", _("Uji kompetensi")
    FINISHED = "finished", _("Selesai")
    POSTPONED = "postponed", _("Ditunda")
    CANCELLED = "cancelled", _("Dibatalkan")


class SessionStatus(models.TextChoices):
    PLANNED = "planned", _("Terjadwal")
    HELD = "held", _("Terlaksana")
    CANCELLED = "cancelled", _("Dibatalkan balai")


# What was planned as open is shown as opening soon or closed by its dates: see `selectors.label`.
OPEN_OFFERING = Move(
    "open", frozenset({OfferingStatus.PLANNED, OfferingStatus.POSTPONED}), OfferingStatus.OPEN, _("Buka")
)
CLOSE_OFFERING = Move("close", frozenset({OfferingStatus.OPEN}), OfferingStatus.SELECTION, _("Mulai seleksi"))
ANNOUNCE_OFFERING = Move(
    "announce", frozenset({OfferingStatus.OPEN, OfferingStatus.SELECTION}), OfferingStatus.ANNOUNCED, _("Umumkan")
)
FINISH_OFFERING = Move("finish", frozenset({OfferingStatus.OPEN, OfferingStatus.ANNOUNCED}), OfferingStatus.FINISHED)
POSTPONE_OFFERING = Move(
    "postpone",
    frozenset({OfferingStatus.PLANNED, OfferingStatus.OPEN, OfferingStatus.SELECTION, OfferingStatus.ANNOUNCED}),
    OfferingStatus.POSTPONED,
    _("Tunda"),
)
CANCEL_OFFERING = Move(
    "cancel",
    frozenset(
        {
            OfferingStatus.PLANNED,
            OfferingStatus.OPEN,
            OfferingStatus.SELECTION,
            OfferingStatus.ANNOUNCED,
            OfferingStatus.POSTPONED,
        }
    ),
    OfferingStatus.CANCELLED,
    _("Batalkan"),
)
OFFERING_MOVES = (
    OPEN_OFFERING,
    CLOSE_OFFERING,
    ANNOUNCE_OFFERING,
    FINISH_OFFERING,
    POSTPONE_OFFERING,
    CANCEL_OFFERING,
)

START_COHORT = Move("start", frozenset({CohortStatus.PLANNED}), CohortStatus.RUNNING, _("Mulai kelas"))
TEST_COHORT = Move("test", frozenset({CohortStatus.RUNNING}), CohortStatus.TESTING, _("Uji kompetensi"))
FINISH_COHORT = Move(
    "finish", frozenset({CohortStatus.RUNNING, CohortStatus.TESTING}), CohortStatus.FINISHED, _("Selesaikan kelas")
)
CANCEL_COHORT = Move(
    "cancel",
    frozenset({CohortStatus.PLANNED, CohortStatus.POSTPONED, CohortStatus.RUNNING, CohortStatus.TESTING}),
    CohortStatus.CANCELLED,
    _("Batalkan kelas"),
)
POSTPONE_COHORT = Move("postpone", frozenset({CohortStatus.PLANNED}), CohortStatus.POSTPONED, _("Tunda kelas"))
RESUME_COHORT = Move("resume", frozenset({CohortStatus.POSTPONED}), CohortStatus.PLANNED, _("Rencanakan lagi"))
COHORT_MOVES = (START_COHORT, TEST_COHORT, FINISH_COHORT, CANCEL_COHORT, POSTPONE_COHORT, RESUME_COHORT)

HOLD_SESSION = Move("hold", frozenset({SessionStatus.PLANNED}), SessionStatus.HELD)
CANCEL_SESSION = Move("cancel", frozenset({SessionStatus.PLANNED}), SessionStatus.CANCELLED, _("Batalkan pertemuan"))
SESSION_MOVES = (HOLD_SESSION, CANCEL_SESSION)
