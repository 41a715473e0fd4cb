"""New keys for 100,000 people while others write: rows a second, what the writers felt of it."""

import time

import pytest
from django.core.management import call_command

from tests.keys import test_rotation as rotation
from tests.keys.test_rotation import Writers, new_first, old_keys, people
from trainees.models import Trainee

pytestmark = pytest.mark.django_db(transaction=True)
PEOPLE, MINUTES = 100_000, 5
__all__ = ["old_keys"]


@pytest.mark.usefixtures("old_keys")
def test_the_keys_of_a_hundred_thousand_people_move_under_writers(settings, figure):
    pks = [row.pk for row in people(PEOPLE)]
    new_first(settings)

    began = time.monotonic()
    with Writers(pks) as writers:
        call_command("rotate_keys")
        seconds = time.monotonic() - began

    figure("seals and indexes of 100,000 people", seconds / 60, MINUTES, "minutes")
    print(
        f"\nrotation: {PEOPLE / seconds:,.0f} people/s; {len(writers.last):,} rows written meanwhile, "
        f"{len(writers.errors)} errors"
    )
    assert writers.errors == []
    settings.NIK_KEYS = [rotation.NEW]
    assert sum(1 for row in Trainee.objects.iterator() if row.nik) == PEOPLE
