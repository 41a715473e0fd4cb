from datetime import timedelta

import pytest
from django.utils import timezone

from audit.moves import Actor
from centers import roles
from centers.middleware import MEMBERSHIP, actor_of
from centers.models import Role
from centers.transitions import appoint
from tests.factories.accounts import StaffFactory, SuperuserFactory, UserFactory
from tests.factories.centers import CenterFactory, MembershipFactory

pytestmark = pytest.mark.django_db


def test_a_person_without_a_membership_acts_as_a_trainee():
    user = UserFactory()

    assert actor_of(user, {}) == Actor(user=user, role="trainee")


def test_staff_act_by_the_membership_they_chose():
    user = StaffFactory()
    MembershipFactory(user=user, role=Role.OFFICER)
    chosen = MembershipFactory(user=user, role=Role.HEAD)

    assert actor_of(user, {MEMBERSHIP: chosen.pk}) == Actor(user, Role.HEAD, chosen.center.code)
    assert actor_of(user, {}).role == Role.OFFICER


@pytest.mark.parametrize(("starts", "ends", "counts"), [(0, 0, True), (1, None, False), (-9, -1, False)])
def test_a_membership_counts_from_its_first_day_to_its_last(starts, ends, counts):
    today = timezone.localdate()
    membership = MembershipFactory(
        valid_from=today + timedelta(days=starts),
        valid_to=None if ends is None else today + timedelta(days=ends),
    )

    assert (actor_of(membership.user, {}).role == Role.OFFICER) is counts


def test_a_membership_of_somebody_else_is_not_chosen():
    mine, other = MembershipFactory(role=Role.OFFICER), MembershipFactory(role=Role.HEAD)

    assert actor_of(mine.user, {MEMBERSHIP: other.pk}).role == Role.OFFICER


def test_a_superuser_without_membership_may_everything_and_staff_without_one_nothing():
    assert roles.may(actor_of(SuperuserFactory(), {}), "cohorts.wave", "add")
    assert not roles.may(actor_of(StaffFactory(), {}), "cohorts.wave", "view")


def test_nobody_may_what_no_row_says():
    assert not roles.may(Actor(role=Role.OFFICER), "enrollment.ranking", "publish")
    assert not roles.may(Actor(role="trainee"), "cohorts.wave", "view")
    assert not roles.may(None, "cohorts.wave", "view")


def test_appointing_makes_somebody_staff():
    user, center = UserFactory(), CenterFactory()

    appoint(user, Role.OFFICER, center, by=Actor(role="superuser"))

    user.refresh_from_db()
    assert user.is_staff
    assert actor_of(user, {}) == Actor(user, Role.OFFICER, center.code)


def test_staff_without_a_second_factor_get_only_as_far_as_setting_one_up(client):
    membership = MembershipFactory()
    membership.user.authenticator_set.all().delete()
    client.force_login(membership.user)

    assert client.get("/admin/").headers["Location"].endswith("/2fa/totp/activate/")


def test_a_signed_in_persons_pages_are_kept_by_no_cache(client):
    client.force_login(UserFactory())

    response = client.get("/perjalanan/")

    assert response.headers["Cache-Control"] == "private, no-store"
    assert "Cookie" in response.headers["Vary"]
