"""Parts of pages that are fetched later: a whole page never comes in their place."""

import pytest
from django.urls import reverse

from centers.models import Role
from tests.factories.accounts import UserFactory
from tests.factories.centers import MembershipFactory, actor_at
from tests.factories.jobs import JobFactory

pytestmark = pytest.mark.django_db


def fragment(client, url, page="/admin/?antrean=periksa"):
    return client.get(url, headers={"HX-Request": "true", "HX-Current-URL": f"http://testserver{page}"})


def test_whoever_is_signed_out_meanwhile_signs_in_on_a_page_of_its_own(client):
    answer = fragment(client, reverse("jobs:progress", args=[JobFactory().pk]))

    assert (answer.status_code, answer["HX-Redirect"], answer.content) == (204, "/admin/?antrean=periksa", b"")


def test_without_the_address_of_the_page_it_is_the_one_they_are_sent_to(client):
    url = reverse("jobs:live")

    answer = client.get(url, headers={"HX-Request": "true"})

    assert answer["HX-Redirect"] == f"{reverse('account_login')}?next={url}"


def test_whole_pages_are_sent_on_as_ever(client):
    assert client.get(reverse("jobs:list")).status_code == 302


def test_a_fragment_that_may_be_seen_comes(client):
    actor = actor_at(MembershipFactory().center)
    client.force_login(actor.user)

    assert fragment(client, reverse("jobs:live")).status_code == 200


def test_the_header_counts_no_jobs_before_the_second_factor_is_set_up(client):
    """The number is fetched from a page that is closed until then."""
    newcomer = MembershipFactory(user=UserFactory(is_staff=True), role=Role.OFFICER).user
    client.force_login(newcomer)
    page = client.get(reverse("mfa_index"))

    assert (page.status_code, reverse("jobs:live") in page.content.decode()) == (200, False)
    client.force_login(actor_at(MembershipFactory().center).user)
    assert reverse("jobs:live") in client.get(reverse("admin:index")).content.decode()
