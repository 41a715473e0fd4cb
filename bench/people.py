"""Many people in no time, named as people are: common words, and one of each person's own."""

import random
from datetime import date

from django.db import connection
from django.utils import timezone

from trainees.models import Trainee

FIRST = ["Agus", "Siti", "Budi", "Dewi", "Rina", "Joko", "Ayu", "Eko", "Nur", "Adi", "Sri", "Dian"]
LAST = ["Santoso", "Wijaya", "Lestari", "Pratama", "Saputra", "Hidayat", "Utami", "Nugroho", "Kusuma", "Rahayu"]
LETTERS = "abdeghiklmnoprstuwy"


def write_down(count):
    """`count` people without an account or an application."""
    dice, now = random.Random(7), timezone.now()
    for start in range(0, count, 5000):
        Trainee.objects.bulk_create(_person(dice, start + at, now) for at in range(min(5000, count - start)))
    with connection.cursor() as cursor:  # what autovacuum does by itself a minute later
        cursor.execute("SELECT gin_clean_pending_list('trainee_search_idx')")
        cursor.execute("ANALYZE trainees_trainee")


def _person(dice, number, now):
    own_word = "".join(dice.choices(LETTERS, k=7)).title()
    return Trainee(
        full_name=f"{dice.choice(FIRST)} {own_word} {dice.choice(LAST)}",
        phone=f"+628{dice.randrange(10**9, 10**10)}",
        email=f"orang{number}@contoh.example",
        birth_date=date(2004, 1, 1),
        created_at=now,
    )
