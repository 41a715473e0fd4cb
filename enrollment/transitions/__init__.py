"""Everything that changes an application, a ranking, an enrollment, or who sits where; nothing else does.

Each function is one transaction: it locks, checks, moves, leaves an audit entry, and queues the message that
announces it. Whatever takes or frees a seat, or enters or leaves a queue, locks the wave first and then the
application, so that two of them never wait for each other.
"""

from enrollment.transitions.answers import cancel_by_centre, confirm, lapse, lapse_returned, leave, withdraw
from enrollment.transitions.appeals import decline_appeal, file_appeal, grant_appeal
from enrollment.transitions.carrying import agree_to_carry, decline_carry, place_carry
from enrollment.transitions.classes import complete_enrollment, dismiss, import_history, start_class
from enrollment.transitions.corrections import correct_person
from enrollment.transitions.drafts import begin, choose, discard
from enrollment.transitions.files import assign, write_note
from enrollment.transitions.history import take_back_history
from enrollment.transitions.identity import link_claim
from enrollment.transitions.intake import (
    give_score,
    miss_test,
    refuse,
    reopen,
    resubmit,
    return_for_fixing,
    undo_miss_test,
    verify,
)
from enrollment.transitions.ordering import reorder
from enrollment.transitions.policies import change_policy, lock_policies
from enrollment.transitions.requests import ask, decline, fulfil
from enrollment.transitions.results import propose, publish, retract
from enrollment.transitions.rules import copy_offerings, copy_rules
from enrollment.transitions.seats import close_queue, fill_free_seats, resize
from enrollment.transitions.submitting import submit

__all__ = [
    "agree_to_carry",
    "ask",
    "assign",
    "begin",
    "cancel_by_centre",
    "change_policy",
    "choose",
    "close_queue",
    "complete_enrollment",
    "confirm",
    "copy_offerings",
    "copy_rules",
    "correct_person",
    "decline",
    "decline_appeal",
    "decline_carry",
    "discard",
    "dismiss",
    "file_appeal",
    "fill_free_seats",
    "fulfil",
    "give_score",
    "grant_appeal",
    "import_history",
    "lapse",
    "lapse_returned",
    "leave",
    "link_claim",
    "lock_policies",
    "miss_test",
    "place_carry",
    "propose",
    "publish",
    "refuse",
    "reopen",
    "reorder",
    "resize",
    "resubmit",
    "retract",
    "return_for_fixing",
    "start_class",
    "submit",
    "take_back_history",
    "undo_miss_test",
    "verify",
    "withdraw",
    "write_note",
]
