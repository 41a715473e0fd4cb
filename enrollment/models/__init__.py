from enrollment.models.appeals import Appeal, Decision
from enrollment.models.applications import Application, Choice, Score
from enrollment.models.calendars import CalendarLink
from enrollment.models.calls import Call
from enrollment.models.carrying import Carry
from enrollment.models.eligibility import EligibilityRule
from enrollment.models.enrollments import Enrollment
from enrollment.models.notes import Note
from enrollment.models.policies import SelectionPolicy
from enrollment.models.queues import QueueStep
from enrollment.models.rankings import Ranking, RankingRow, RankingTerms
from enrollment.models.reminders import Reminder
from enrollment.models.reviewing import PaperReason
from enrollment.models.sheets import ParticipantSheet, SheetHeading
from enrollment.models.sittings import Appointment, Criterion, CriterionScore, Sitting

__all__ = [
    "Appeal",
    "Application",
    "Appointment",
    "CalendarLink",
    "Call",
    "Carry",
    "Choice",
    "Criterion",
    "CriterionScore",
    "Decision",
    "EligibilityRule",
    "Enrollment",
    "Note",
    "PaperReason",
    "ParticipantSheet",
    "QueueStep",
    "Ranking",
    "RankingRow",
    "RankingTerms",
    "Reminder",
    "Score",
    "SelectionPolicy",
    "SheetHeading",
    "Sitting",
]
