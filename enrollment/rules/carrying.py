"""A place is carried to the next wave: how somebody stands there. Values in, values out.

Who held a seat gets one again, as long as there are any; who waited waits before everybody new; who was in the middle
goes on from where they were. Marks are not carried: one test ranks all.
"""

from enrollment.workflow import HOLDS_SEAT, Status

S = Status
TURNS = (S.CONFIRMED, S.ACCEPTED, S.PROVISIONAL, S.RESERVE, S.VERIFIED, S.SUBMITTED, S.RETURNED)


def turn(was, place, number):
    """Whose place is carried first: by how they stood, then by their place in the queue, then by their number."""
    return TURNS.index(was), place or 0, number


def standing(was, *, is_verified, first_come, seat_is_free):
    """The status in the next wave. One of HOLDS_SEAT is only answered where a seat is free."""
    if first_come:
        held = S.ACCEPTED if is_verified else S.PROVISIONAL
        return held if seat_is_free else S.RESERVE
    if not is_verified:
        return S.SUBMITTED
    if was in HOLDS_SEAT:
        return S.ACCEPTED if seat_is_free else S.RESERVE
    return S.RESERVE if was == S.RESERVE else S.VERIFIED
