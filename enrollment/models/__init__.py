from enrollment.models.applications import Application, Choice, Score
from enrollment.models.eligibility import EligibilityRule
from enrollment.models.enrollments import Enrollment
from enrollment.models.rankings import Ranking, RankingRow
from enrollment.models.reminders import Reminder

__all__ = [
    "Application",
    "Choice",
    "EligibilityRule",
    "Enrollment",
    "Ranking",
    "RankingRow",
    "Reminder",
    "Score",
]
