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
    "pendaftaran": 13,
    "pendaftaran, jauh ke belakang": 13,
    "pendaftaran terkirim": 13,
    "peserta": 10,
    "peserta kelas": 10,
    "pesan": 9,
    "tiga huruf di peserta": 10,
    "tiga huruf di pendaftaran": 13,
    "kata umum di pendaftaran": 13,
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
