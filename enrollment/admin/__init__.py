from enrollment.admin.appeals import AppealAdmin
from enrollment.admin.applications import ApplicationAdmin
from enrollment.admin.criteria import CriterionAdmin
from enrollment.admin.people import ConsentAdmin, ConsentGapAdmin, ConsentTextAdmin, TraineeAdmin
from enrollment.admin.reasons import PaperReasonAdmin
from enrollment.admin.results import EnrollmentAdmin, RankingAdmin, RankingRowAdmin
from enrollment.admin.rules import EligibilityRuleAdmin
from enrollment.admin.sittings import AppointmentAdmin, SittingAdmin
from enrollment.admin.waves import CohortAdmin, OfferingAdmin, WaveAdmin

__all__ = [
    "AppealAdmin",
    "ApplicationAdmin",
    "AppointmentAdmin",
    "CohortAdmin",
    "ConsentAdmin",
    "ConsentGapAdmin",
    "ConsentTextAdmin",
    "CriterionAdmin",
    "EligibilityRuleAdmin",
    "EnrollmentAdmin",
    "OfferingAdmin",
    "PaperReasonAdmin",
    "RankingAdmin",
    "RankingRowAdmin",
    "SittingAdmin",
    "TraineeAdmin",
    "WaveAdmin",
]
