from enrollment.models.applications import Application, Choice, Score
from enrollment.models.enrollments import Enrollment
from enrollment.models.rankings import Ranking, RankingRow

__all__ = ["Application", "Choice", "Enrollment", "Ranking", "RankingRow", "Score"]
