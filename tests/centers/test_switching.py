import pytest
from django.urls import reverse

from audit.moves import Actor
from centers import roles
from centers.models import Role
from tests.factories.centers import CenterFactory, MembershipFactory

pytestmark = pytest.mark.django_db
URL = "/akun/peran/"


@pytest.fixture
def two(client):
    """Somebody who is an officer here and a head there; the first one is active until they choose."""
    first = MembershipFactory(center=CenterFactory(code="sini", name="BLK Sini"))
    second = MembershipFactory(user=first.user, center=CenterFactory(code="sana", name="BLK Sana"), role=Role.HEAD)
    client.force_login(first.user)
    return first, second


def acting_as(client):
    actor = client.get(reverse("admin:index")).wsgi_request.actor
    return actor.role, actor.center_code


def test_one_membership_is_active_until_another_is_chosen(client, two):
    before = acting_as(client)
    client.post(URL, {"membership": two[1].pk})

    assert (before, acting_as(client)) == (("officer", "sini"), ("head", "sana"))


def test_somebody_else_s_membership_cannot_be_chosen(client, two):
    stranger = MembershipFactory(role=Role.HEAD)

    assert [client.post(URL, {"membership": given}).status_code for given in [stranger.pk, "x", ""]] == [404] * 3
    assert acting_as(client) == ("officer", "sini")


def test_looking_at_the_choice_changes_nothing(client, two):
    page = client.get(URL)

    assert [(one.pk, active) for one, active in page.context["offered"]] == [(two[0].pk, True), (two[1].pk, False)]
    assert acting_as(client) == ("officer", "sini")


def test_the_desk_offers_the_choice_to_those_who_have_one(client, two):
    with_two = client.get(reverse("admin:index")).content.decode()
    client.force_login(MembershipFactory().user)
    with_one = client.get(reverse("admin:index")).content.decode()

    assert (URL in with_two, URL in with_one) == (True, False)


def test_a_superuser_may_do_what_has_a_row_and_nothing_else():
    superuser = Actor(role="superuser")

    assert roles.may(superuser, "cohorts.wave", "add") is True
    assert roles.may(superuser, "enrollment.application", "delete") is False
    assert roles.may(superuser, "audit.auditentry", "change") is False
    assert roles.may(Actor(), "cohorts.wave", "view") is False


def test_a_superuser_with_a_post_acts_by_it_until_they_choose_to_stand_above(client, two):
    two[0].user.is_superuser = True
    two[0].user.save()

    before, offered = acting_as(client), 'value="superuser"' in client.get(reverse("admin:index")).content.decode()
    client.post(URL, {"membership": "superuser"})
    above, marked = acting_as(client), client.get(URL).context["is_superuser_now"]
    client.post(URL, {"membership": two[1].pk})

    assert (before, offered) == (("officer", "sini"), True)
    assert (above, marked) == (("superuser", ""), True)
    assert acting_as(client) == ("head", "sana")


def test_nobody_else_stands_above_the_centers_nor_a_superuser_who_is_one_no_longer(client, two):
    refused = client.post(URL, {"membership": "superuser"}).status_code
    two[0].user.is_superuser = True
    two[0].user.save()
    client.post(URL, {"membership": "superuser"})
    two[0].user.is_superuser = False
    two[0].user.save()

    assert (refused, acting_as(client)) == (404, ("officer", "sini"))
    assert 'value="superuser"' not in client.get(reverse("admin:index")).content.decode()
