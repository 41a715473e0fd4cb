"""A lost second factor, taken off by somebody else: nothing that opened the account before opens it afterwards."""

import pytest
from allauth.mfa.internal.flows.trust import create_config_fingerprint
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.urls import reverse

from audit.models import AuditEntry
from audit.moves import Actor, Refused
from blk_portal.second_factor import code_of
from blk_portal.staffing.factor import reset_factor
from centers.models import Role
from notifications.models import OutboxMessage
from tests.factories.accounts import SuperuserFactory, UserFactory, with_codes
from tests.factories.centers import MembershipFactory
from tests.guards import PortalClient
from tests.staffing.conftest import PASSWORD

pytestmark = pytest.mark.django_db


def refusal(user, by):
    with pytest.raises(Refused) as refused:
        reset_factor(user, reason="HP hilang.", by=by)
    return refused.value.code


def test_a_reset_removes_the_factor_and_the_codes_and_says_why(head, officer):
    reset_factor(officer, reason="HP hilang, sudah bertemu langsung.", by=head)

    entry = AuditEntry.objects.about(officer).get()
    letter = OutboxMessage.objects.get()
    assert Authenticator.objects.filter(user=officer).exists() is False
    assert (entry.action, entry.note, entry.user) == (
        "user.factor_reset",
        "HP hilang, sudah bertemu langsung.",
        head.user,
    )
    assert (letter.kind, letter.to_address) == ("staffing/factor_reset", officer.email)


def test_every_session_of_the_person_ends_at_its_next_request(client, head, officer):
    other = PortalClient()
    client.force_login(officer)
    other.force_login(officer)
    mine = PortalClient()
    mine.force_login(head.user)

    mine.post(reverse("admin:staff_reset_factor", args=[officer.pk]), {"reason": "HP hilang."})

    doors = [one.get("/admin/").url.split("?")[0] for one in (client, other)]
    assert doors == [reverse("admin:login")] * 2
    assert mine.get("/admin/").status_code == 200


def test_a_device_that_was_trusted_is_a_stranger_to_the_new_factor(client, head):
    user = UserFactory(is_staff=True)
    user.set_password(PASSWORD)
    user.save()
    MembershipFactory(user=user, center__code="lain")
    TOTP.activate(user, generate_totp_secret())
    with_codes(user)
    credentials = {"login": user.email, "password": PASSWORD}
    client.post(reverse("account_login"), credentials)
    client.post(reverse("mfa_authenticate"), {"code": code_of(user)})
    client.post(reverse("mfa_trust"), {"action": "trust"})
    client.post(reverse("account_logout"))
    trusted = client.post(reverse("account_login"), credentials).url
    client.post(reverse("account_logout"))
    before = create_config_fingerprint(user)

    reset_factor(user, reason="HP hilang.", by=Actor(role="superuser"))
    TOTP.activate(user, generate_totp_secret())
    with_codes(user)

    assert trusted == reverse("home_after_sign_in")
    assert create_config_fingerprint(user) != before
    assert client.post(reverse("account_login"), credentials).url == reverse("mfa_authenticate")


def test_nobody_resets_their_own(head):
    assert refusal(head.user, head) == "own_account"
    superuser = SuperuserFactory()
    assert refusal(superuser, Actor(user=superuser, role="superuser")) == "own_account"


def test_a_head_resets_nobody_who_holds_more_than_a_head_may_give(head, center, elsewhere):
    second_head = MembershipFactory(center=center, role=Role.HEAD).user
    of_two = MembershipFactory(center=center).user
    MembershipFactory(user=of_two, center=elsewhere)
    superuser = MembershipFactory(center=center, user=SuperuserFactory()).user

    assert [refusal(one, head) for one in (second_head, of_two, superuser)] == ["not_yours"] * 3


def test_there_is_nothing_to_reset_for_trainees_and_for_those_without_a_factor(head, officer):
    assert refusal(UserFactory(), head) == "not_staff"
    Authenticator.objects.filter(user=officer).delete()
    assert refusal(officer, head) == "no_factor"


def test_the_page_wants_a_reason(client, head, officer):
    client.force_login(head.user)

    page = client.post(reverse("admin:staff_reset_factor", args=[officer.pk]), {"reason": " "})

    assert list(page.context["form"].errors) == ["reason"]
    assert Authenticator.objects.filter(user=officer).count() == 2
