"""Those who may do everything: made by one of them, told of it, helped by another when a factor is lost."""

import pytest
from allauth.mfa.models import Authenticator
from django.urls import reverse

from accounts.models import User
from audit.models import AuditEntry
from audit.moves import Actor, Refused
from blk_portal.staffing import invitations
from centers.models import Invitation
from notifications.models import OutboxMessage
from tests.factories.accounts import SuperuserFactory, UserFactory
from tests.factories.centers import MembershipFactory
from tests.staffing.conftest import PASSWORD

pytestmark = pytest.mark.django_db
NEW = {"full_name": "Contoh Baru", "email": "baru@contoh.example"}


@pytest.fixture
def root():
    return Actor(user=SuperuserFactory(), role="superuser")


def make(by, email=NEW["email"]):
    return invitations.invite_another_superuser(full_name="Contoh Baru", email=email, by=by)


def refusal(function, *args, **kwargs):
    with pytest.raises(Refused) as refused:
        function(*args, **kwargs)
    return refused.value.code


def test_the_page_invites_somebody_new_who_comes_in_by_the_link(client, root):
    client.force_login(root.user)

    client.post(reverse("admin:staff_invite_superuser"), NEW)

    user, invitation = User.objects.get(email=NEW["email"]), Invitation.objects.get()
    actions = [one.action for one in AuditEntry.objects.about(user).oldest_first()]
    assert (user.is_superuser, user.is_staff, user.has_usable_password()) == (True, True, False)
    assert (invitation.user, invitation.membership, invitation.invited_by) == (user, None, root.user)
    assert actions == ["user.made_superuser", "user.invited"]
    assert invitations.accept(invitations.token_of(invitation), PASSWORD) == user


def test_whoever_signs_in_already_keeps_their_password_and_is_told(root):
    user = UserFactory(email=NEW["email"])
    user.set_password(PASSWORD)
    user.save()

    assert make(root) is None

    user.refresh_from_db()
    letter = OutboxMessage.objects.get()
    assert (user.is_superuser, user.check_password(PASSWORD)) == (True, True)
    assert (letter.kind, letter.to_address, "pengelola sistem" in letter.body) == (
        "staffing/new_role",
        user.email,
        True,
    )


def test_only_a_superuser_makes_another_and_nobody_twice(root, head):
    other = SuperuserFactory()

    assert refusal(make, head) == "not_yours"
    assert refusal(make, root, root.user.email) == "own_account"
    assert refusal(make, root, other.email) == "already_there"
    assert User.objects.filter(email=NEW["email"]).exists() is False


def test_a_superuser_acting_by_a_post_has_no_such_page(client, center):
    user = MembershipFactory(user=SuperuserFactory(), center=center).user
    client.force_login(user)

    assert client.post(reverse("admin:staff_invite_superuser"), NEW).status_code == 403


def test_a_withdrawn_invitation_leaves_nobody_above_the_centers(root):
    invitation = make(root)

    invitations.withdraw(invitation, by=root)

    user = User.objects.get(email=NEW["email"])
    assert (user.is_superuser, user.is_staff) == (False, False)
    assert refusal(invitations.resend, invitation, by=root) == "post_is_over"


def test_a_superuser_resets_another_ones_factor_and_never_their_own(client, root):
    other = SuperuserFactory()
    client.force_login(root.user)

    def pressed(user):
        address = reverse("admin:staff_reset_factor", args=[user.pk])
        return client.post(address, {"reason": "HP hilang, sudah bertemu langsung."}).status_code

    assert (pressed(other), pressed(root.user)) == (302, 200)
    assert Authenticator.objects.filter(user=other).exists() is False
    assert Authenticator.objects.filter(user=root.user).count() == 2
