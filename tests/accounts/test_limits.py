"""A limit holds whoever counts: two workers at once, after midnight, with nothing but PostgreSQL."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connection

from accounts import limits
from accounts.models import Rate

MINUTE = limits.MINUTE
pytestmark = pytest.mark.django_db


def outcome(key="ayu", limit=3):
    try:
        limits.hit("try", key, limit, MINUTE)
    except limits.TooMany as refusal:
        return refusal.wait
    return "let in"


def test_a_limit_lets_so_many_in_and_says_how_long_to_wait(time_machine):
    time_machine.move_to("2026-03-02 08:00+07:00", tick=False)

    assert [outcome() for _time in range(4)] == ["let in", "let in", "let in", MINUTE]
    time_machine.shift(20)
    assert outcome() == timedelta(seconds=40)


def test_a_window_ends_and_the_next_begins_with_the_next_hit(time_machine):
    time_machine.move_to("2026-03-02 08:00+07:00", tick=False)
    for _time in range(5):
        outcome()

    time_machine.shift(60)

    assert [outcome() for _time in range(4)] == ["let in", "let in", "let in", MINUTE]


def test_everybody_and_everything_has_a_count_of_its_own():
    limits.hit("try", "ayu", 1, MINUTE)
    limits.hit("try", "budi", 1, MINUTE)
    limits.hit("other", "ayu", 1, MINUTE)

    assert Rate.objects.count() == 3


def test_what_is_taken_back_does_not_count():
    limits.hit("try", "ayu", 1, MINUTE)
    limits.take_back("try", "ayu")

    limits.hit("try", "ayu", 1, MINUTE)
    with pytest.raises(limits.TooMany):
        limits.hit("try", "ayu", 1, MINUTE)


def test_whoever_is_forgotten_begins_anew():
    limits.hit("try", "ayu", 1, MINUTE)

    limits.forget("try", "ayu")

    assert outcome(limit=1) == "let in"


def test_a_number_is_not_kept_in_clear():
    limits.hit("try", "+6281234567890", 1, MINUTE)

    kept = Rate.objects.get()
    assert "81234567890" not in f"{kept.mark} {kept}"


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (0.2, "1 detik"),
        (59, "59 detik"),
        (60, "1 menit"),
        (3601, "61 menit"),
        (7201, "3 jam"),
    ],
)
def test_the_wait_is_said_in_words(seconds, words):
    refusal = limits.TooMany(timedelta(seconds=seconds))

    assert refusal.sentence == f"Terlalu banyak percobaan. Tunggu {words}, lalu coba lagi."


@pytest.mark.django_db(transaction=True)
def test_forty_at_once_over_eight_connections_and_just_ten_get_in():
    def attempt(_number):
        try:
            return outcome(limit=10)
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as workers:
        outcomes = list(workers.map(attempt, range(40)))

    assert outcomes.count("let in") == 10
    assert Rate.objects.get().hits == 40
