from enrollment.models.applications import Application, Choice, Score
from enrollment.models.eligibility import EligibilityRule
from enrollment.models.enrollments import Enrollment
from enrollment.models.rankings import Ranking, RankingRow
from enrollment.models.reminders import Reminder
from enrollment.models.sittings import Appointment, Criterion, CriterionScore, Sitting

__all__ = [
    "Application",
    "Appointment",
    "Choice",
    "Criterion",
    "CriterionScore",
    "EligibilityRule",
    "Enrollment",
    "Ranking",
    "RankingRow",
    "Reminder",
    "Score",
    "Sitting",
]
