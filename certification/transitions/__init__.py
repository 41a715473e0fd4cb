"""Everything that changes results and certificates. Results are corrected by new rows; certificates never."""

from certification.transitions.bnsp import record_bnsp
from certification.transitions.completion import complete, complete_cohort
from certification.transitions.issuing import issue, replace, revoke
from certification.transitions.results import decide_overall, record, settle_overall

__all__ = [
    "complete",
    "complete_cohort",
    "decide_overall",
    "issue",
    "record",
    "record_bnsp",
    "replace",
    "revoke",
    "settle_overall",
]
