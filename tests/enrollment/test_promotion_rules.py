from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from enrollment.rules.promotion import Decision, Waiting, decide

TODAY = date(2025, 7, 10)
CONSENT = "persetujuan wali belum ada."


def outcomes(queue, free_seats, *, stop_on=None):
    return [(made.key, made.code) for made in decide(queue, free_seats, today=TODAY, stop_on=stop_on)]


def test_a_free_seat_goes_to_the_lowest_place_and_everyone_learns_why():
    queue = [Waiting("citra", 3), Waiting("ani", 1), Waiting("budi", 2)]

    assert decide(queue, 1, today=TODAY, stop_on=None) == [
        Decision("ani", True, "offered", "Ada kursi kosong dan giliran cadangan nomor 1 tiba."),
        Decision("budi", False, "no_seat", "Belum ada kursi kosong. Kursi kosong berikutnya untuk cadangan ini."),
        Decision("citra", False, "no_seat", "Belum ada kursi kosong. Masih ada 1 cadangan di depan."),
    ]


def test_who_cannot_take_it_now_is_passed_over_with_the_reason():
    queue = [Waiting("ani", 1, CONSENT), Waiting("budi", 2)]

    assert decide(queue, 1, today=TODAY, stop_on=None) == [
        Decision("ani", False, "blocked", "Cadangan nomor 1 dilewati: persetujuan wali belum ada."),
        Decision("budi", True, "offered", "Ada kursi kosong dan giliran cadangan nomor 2 tiba."),
    ]


@pytest.mark.parametrize(
    ("stop_on", "code"),
    [(None, "offered"), (date(2025, 7, 11), "offered"), (TODAY, "offered"), (date(2025, 7, 9), "stopped")],
)
def test_seats_are_offered_until_the_stop_date_and_on_it(stop_on, code):
    assert outcomes([Waiting("ani", 1)], 1, stop_on=stop_on) == [("ani", code)]


def test_after_the_stop_date_the_day_is_named():
    (made,) = decide([Waiting("ani", 1, CONSENT)], 5, today=TODAY, stop_on=date(2025, 7, 9))

    assert made == Decision("ani", False, "stopped", "Pengisian kursi kosong sudah ditutup pada 9 Juli 2025.")


@pytest.mark.parametrize("free_seats", [0, -1])
def test_no_seat_no_offer(free_seats):
    assert outcomes([Waiting("ani", 1), Waiting("budi", 2)], free_seats) == [("ani", "no_seat"), ("budi", "no_seat")]


def test_an_empty_queue_needs_no_decision():
    assert outcomes([], 3) == []


QUEUES = st.lists(
    st.builds(Waiting, st.integers(), st.integers(1, 99), st.sampled_from(["", "", CONSENT])),
    unique_by=(lambda waiting: waiting.place, lambda waiting: waiting.key),
    max_size=12,
)


@given(QUEUES, st.integers(0, 12), st.randoms())
def test_nobody_waits_beside_a_free_seat_and_nobody_is_overtaken(queue, free_seats, random):
    made = decide(queue, free_seats, today=TODAY, stop_on=TODAY)
    offered = [decision.key for decision in made if decision.offered]
    ready = [waiting.key for waiting in sorted(queue, key=lambda waiting: waiting.place) if not waiting.blocked_reason]

    assert offered == ready[:free_seats]
    assert sorted(decision.key for decision in made) == sorted(waiting.key for waiting in queue)
    assert all(decision.reason.endswith(".") for decision in made)
    assert made == decide(random.sample(queue, len(queue)), free_seats, today=TODAY, stop_on=TODAY)
