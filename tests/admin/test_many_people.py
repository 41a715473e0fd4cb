"""The pages of bench/bench_lists.py at a hundredth of its size: what each asks of the database, at two sizes.

Session, membership and the count of live jobs in the header are three of each. A NIK, and a name that is one person's,
lead on to that person: two pages.
"""

import pytest

from bench.lists import measure
from bench.province import Province
from centers.models import Role
from tests.factories.centers import MembershipFactory

ASKED = {
    "meja kerja": 31,
    "pendaftaran": 11,
    "pendaftaran, jauh ke belakang": 11,
    "pendaftaran terkirim": 11,
    "peserta": 8,
    "peserta kelas": 10,
    "pesan": 7,
    "tiga huruf di peserta": 8,
    "tiga huruf di pendaftaran": 11,
    "kata umum di pendaftaran": 11,
    "NIK di peserta": 15,
    "NIK di cari orang": 32,
    "nama di cari orang": 32,
    "tiga huruf di cari orang": 16,
    "laporan setahun": 9,
}


@pytest.mark.django_db
@pytest.mark.parametrize("people", [400, 2000])
def test_the_pages_of_an_office_ask_the_same_however_many_people_there_are(people):
    province = Province(people, waves=4)
    officer = MembershipFactory(center=province.center, role=Role.OFFICER).user

    assert {page.name: page.queries for page in measure(officer, rounds=1, deep=5)} == ASKED
