"""When a session ends by itself, and when a membership does."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.urls import reverse

from blk_portal.staffing.duties import close_the_door
from tests.factories.accounts import SuperuserFactory
from tests.factories.centers import MembershipFactory
from tests.factories.cohorts import CohortFactory
from tests.filled import opened
from tests.guards import PortalClient

JAKARTA = ZoneInfo("Asia/Jakarta")
pytestmark = pytest.mark.django_db


def door(client):
    response = client.get("/admin/")
    return response.status_code, response.headers.get("Location", "").split("?")[0]


def test_a_new_password_ends_the_other_sessions(client, officer):
    client.force_login(officer)
    officer.set_password("kata-sandi-baru-55")
    officer.save()

    assert door(client) == (302, reverse("admin:login"))


def test_an_account_that_is_switched_off_is_out_at_once_and_stays_out(client, officer):
    client.force_login(officer)
    superuser = PortalClient()
    superuser.force_login(SuperuserFactory())
    page = reverse("admin:accounts_user_change", args=[officer.pk])

    def save(**values):
        form = {"full_name": officer.full_name, "phone": "", **values}
        superuser.post(page, form | opened(superuser, page))
        officer.refresh_from_db()

    save()
    off = officer.is_active, door(client)
    save(is_active="on")

    assert off == (False, (302, reverse("admin:login")))
    assert (officer.is_active, door(client)) == (True, (302, reverse("admin:login")))


def test_a_post_that_ends_today_ends_at_midnight_in_jakarta(client, center, time_machine):
    time_machine.move_to(datetime(2026, 3, 10, 9, tzinfo=JAKARTA), tick=False)
    membership = MembershipFactory(center=center, valid_from=date(2026, 1, 1), valid_to=date(2026, 3, 10))
    client.force_login(membership.user)

    answers = []
    for hour, minute in [(9, 0), (23, 59)]:
        time_machine.move_to(datetime(2026, 3, 10, hour, minute, tzinfo=JAKARTA), tick=False)
        answers.append(door(client)[0])
    time_machine.move_to(datetime(2026, 3, 11, 0, 0, tzinfo=JAKARTA), tick=False)
    answers.append(door(client)[0])

    assert answers == [200, 200, 403]


def test_the_next_tick_makes_them_a_person_without_a_post(client, center, time_machine):
    time_machine.move_to(datetime(2026, 3, 10, 9, tzinfo=JAKARTA))
    last = MembershipFactory(center=center, valid_from=date(2026, 1, 1), valid_to=date(2026, 3, 10))
    later = MembershipFactory(center=center, valid_from=date(2026, 4, 1))
    together = CohortFactory(offering__wave__center=center)
    together.instructors.add(last.user, later.user)
    client.force_login(last.user)
    close_the_door()
    last.user.refresh_from_db()
    before = last.user.is_staff

    time_machine.shift(timedelta(days=1))
    close_the_door()

    last.user.refresh_from_db()
    later.user.refresh_from_db()
    assert (before, last.user.is_staff, later.user.is_staff) == (True, False, True)
    assert door(client) == (302, reverse("admin:login"))
    assert list(together.instructors.all()) == [later.user]


def test_the_switch_stands_in_both_headers_and_leads_to_that_role_s_desk(client, center, elsewhere):
    first = MembershipFactory(center=center)
    second = MembershipFactory(user=first.user, center=elsewhere, role="instructor")
    client.force_login(first.user)

    offered = [f'value="{second.pk}"' in client.get(url).content.decode() for url in ("/admin/", "/kontak/")]
    chosen = client.post(reverse("choose_membership"), {"membership": second.pk})

    assert offered == [True, True]
    assert client.get(chosen.url).url == reverse("teaching:today")
