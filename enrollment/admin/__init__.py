from enrollment.admin.applications import ApplicationAdmin
from enrollment.admin.people import ConsentAdmin, ConsentGapAdmin, ConsentTextAdmin, TraineeAdmin
from enrollment.admin.results import EnrollmentAdmin, RankingAdmin, RankingRowAdmin
from enrollment.admin.rules import EligibilityRuleAdmin
from enrollment.admin.waves import CohortAdmin, OfferingAdmin, WaveAdmin

__all__ = [
    "ApplicationAdmin",
    "CohortAdmin",
    "ConsentAdmin",
    "ConsentGapAdmin",
    "ConsentTextAdmin",
    "EligibilityRuleAdmin",
    "EnrollmentAdmin",
    "OfferingAdmin",
    "RankingAdmin",
    "RankingRowAdmin",
    "TraineeAdmin",
    "WaveAdmin",
]
