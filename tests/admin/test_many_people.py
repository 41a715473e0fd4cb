"""The pages of bench/bench_lists.py at a hundredth of its size: what each asks of the database, at two sizes.

Session and membership, and the count of live jobs in the header, are three of each.
"""

import pytest

from bench.lists import measure
from bench.province import Province
from centers.models import Role
from tests.factories.centers import MembershipFactory

ASKED = {}


@pytest.mark.django_db
@pytest.mark.parametrize("people", [400, 2000])
def test_the_pages_of_an_office_ask_the_same_however_many_people_there_are(people):
    province = Province(people, waves=4)
    officer = MembershipFactory(center=province.center, role=Role.OFFICER).user

    assert {page.name: page.queries for page in measure(officer, rounds=1)} == ASKED
