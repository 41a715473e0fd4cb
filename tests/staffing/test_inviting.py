"""Letting people in: who may invite whom, whom the link belongs to, and what becomes of earlier links."""

from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from audit.models import AuditEntry
from audit.moves import Actor, Refused
from blk_portal.staffing import invitations
from centers.models import Invitation, Membership, Role
from notifications.models import OutboxMessage
from tests.factories.accounts import SuperuserFactory, UserFactory
from tests.factories.centers import CenterFactory, InvitationFactory
from tests.staffing.conftest import PASSWORD

pytestmark = pytest.mark.django_db
SUPERUSER = Actor(role="superuser")


def invite(by, center, role=Role.OFFICER, email="baru@contoh.example", **more):
    return invitations.invite(full_name="Contoh Baru", email=email, role=role, center=center, by=by, **more)


def refusal(function, *args, **kwargs):
    with pytest.raises(Refused) as refused:
        function(*args, **kwargs)
    return refused.value.code


def test_an_invitation_makes_an_account_that_nobody_gets_into_yet(head, center):
    membership = invite(head, center)

    user = membership.user
    assert (user.full_name, user.is_staff, user.has_usable_password()) == ("Contoh Baru", True, False)
    assert (membership.role, membership.center) == (Role.OFFICER, center)
    assert [one.action for one in AuditEntry.objects.about(user).oldest_first()] == ["user.invited"]


def test_the_letter_carries_the_link_and_production_wipes_it(head, center, settings):
    invite(head, center)
    letter = OutboxMessage.objects.get(kind="staffing/invited")

    assert invitations.link_of(Invitation.objects.get()) in letter.body
    assert (letter.to_address, letter.is_secret, letter.center_code) == ("baru@contoh.example", True, "sini")

    settings.DEMONSTRATION = True
    invite(head, center, email="lain@contoh.example")
    assert OutboxMessage.objects.filter(is_secret=False).count() == 1


@pytest.mark.parametrize("role", [Role.HEAD, Role.PROTECTION, Role.PROVINCE])
def test_a_head_gives_no_post_of_those_above_or_watching_over_them(head, center, role):
    place = None if role == Role.PROVINCE else center

    assert refusal(invite, head, place, role=role) == "not_yours"


def test_a_head_fills_no_post_elsewhere_and_an_officer_none_at_all(head, center, elsewhere):
    officer = Actor(user=head.user, role=Role.OFFICER, center_code="sini")

    assert refusal(invite, head, elsewhere) == "not_yours"
    assert refusal(invite, officer, center) == "not_yours"
    assert User.objects.filter(email="baru@contoh.example").exists() is False


def test_nobody_invites_themselves_or_twice_to_the_same_post(head, center, officer):
    assert refusal(invite, head, center, email=head.user.email.upper()) == "own_account"
    assert refusal(invite, head, center, email=officer.email) == "already_there"


def test_a_closed_account_is_opened_by_a_superuser_not_by_an_invitation(head, center):
    UserFactory(email="tutup@contoh.example", is_active=False)

    assert refusal(invite, head, center, email="tutup@contoh.example") == "inactive_account"


def test_whoever_can_sign_in_keeps_the_password_and_is_told_of_the_post(head, center):
    trainee = UserFactory(email="Peserta@contoh.example", full_name="Nama Lama", password="x")

    invite(head, center, email="peserta@CONTOH.example")

    trainee.refresh_from_db()
    assert (trainee.full_name, trainee.password, trainee.is_staff) == ("Nama Lama", "x", True)
    assert list(OutboxMessage.objects.values_list("kind", flat=True).order_by("pk")) == ["staffing/new_role"]
    assert Invitation.objects.exists() is False


def test_a_password_set_on_an_unproven_address_is_worth_nothing(head, center):
    squatter = User.objects.create_user("baru@contoh.example", PASSWORD, full_name="Bukan Orangnya")
    EmailAddress.objects.create(user=squatter, email=squatter.email, verified=False, primary=True)

    invite(head, center)

    squatter.refresh_from_db()
    assert (squatter.full_name, squatter.has_usable_password()) == ("Contoh Baru", False)
    assert Invitation.objects.get().user == squatter


def test_sending_anew_kills_the_earlier_link(head, center):
    invite(head, center)
    first = Invitation.objects.get()

    second = invitations.resend(first, by=head)

    assert invitations.find(invitations.token_of(first)) is None
    assert invitations.find(invitations.token_of(second)) == second


def test_a_withdrawn_invitation_leaves_neither_link_nor_post(head, center):
    membership = invite(head, center)
    invitation = Invitation.objects.get()

    invitations.withdraw(invitation, by=head)

    membership.user.refresh_from_db()
    assert invitations.find(invitations.token_of(invitation)) is None
    assert Membership.objects.not_over().filter(pk=membership.pk).exists() is False
    assert membership.user.is_staff is False
    assert refusal(invitations.resend, invitation, by=head) == "post_is_over"


def test_nobody_is_invited_again_who_has_come(head, center):
    invite(head, center)
    invitation = Invitation.objects.get()
    invitations.accept(invitations.token_of(invitation), PASSWORD)

    assert refusal(invitations.resend, invitation, by=head) == "already_accepted"
    assert refusal(invitations.withdraw, invitation, by=head) == "already_accepted"


def test_a_head_touches_no_invitation_of_a_superuser_or_of_another_head(head, center):
    of_a_head = InvitationFactory(membership__center=center, membership__role=Role.HEAD)
    of_a_superuser = invitations.invite_superuser(full_name="X", email="super@contoh.example", by=SUPERUSER)

    assert refusal(invitations.resend, of_a_head, by=head) == "not_yours"
    assert refusal(invitations.withdraw, of_a_superuser, by=head) == "not_yours"


def test_the_database_keeps_one_open_invitation_for_an_account(head, center):
    invite(head, center)
    invite(head, center, role=Role.TREASURER)

    assert [one.is_open for one in Invitation.objects.order_by("pk")] == [False, True]


# --- the page of the desk ---


def post(client, **more):
    values = {"full_name": "Contoh Baru", "email": "baru@contoh.example", "role": "officer"}
    return client.post(reverse("admin:staff_invite"), {**values, "valid_from": timezone.localdate(), **more})


def test_a_head_invites_from_the_desk_and_hears_the_same_whoever_it_is(client, head):
    client.force_login(head.user)
    UserFactory(email="peserta@contoh.example", password="x")

    told = []
    for email in ["baru@contoh.example", "peserta@contoh.example"]:
        page = client.get(post(client, email=email).url)
        told.append([str(one).replace(email, "…") for one in page.context["messages"]])

    assert told[0] == told[1] == ["Undangan dikirim ke …. Tautannya berlaku tujuh hari."]


def test_the_form_offers_a_head_the_posts_that_are_theirs(client, head):
    client.force_login(head.user)

    form = client.get(reverse("admin:staff_invite")).context["form"]

    offered = {value for value, _words in form.fields["role"].choices}
    assert offered == {"instructor", "officer", "certification", "placement", "warden", "treasurer"}
    assert "center" not in form.fields


def test_a_head_who_forges_the_form_is_refused(client, head):
    client.force_login(head.user)

    assert post(client, role="head").status_code == 200
    assert Membership.objects.filter(role=Role.HEAD).count() == 1


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"role": "province", "center": "here"}, "center"),
        ({"role": "officer"}, "center"),
        ({"role": "officer", "center": "here", "valid_to": "2020-01-01"}, "valid_to"),
        ({"role": "officer", "center": "here", "email": "bukan"}, "email"),
    ],
)
def test_a_superuser_is_told_what_does_not_fit(client, values, field):
    center = CenterFactory()
    client.force_login(SuperuserFactory())

    page = post(client, **{name: center.pk if value == "here" else value for name, value in values.items()})

    assert list(page.context["form"].errors) == [field]


def test_an_invitation_is_old_after_seven_days(head, center, time_machine):
    time_machine.move_to(timezone.now(), tick=False)
    invite(head, center)
    token = invitations.token_of(Invitation.objects.get())

    time_machine.shift(timedelta(days=7, seconds=-5))
    assert invitations.find(token) is not None
    time_machine.shift(timedelta(seconds=6))
    assert invitations.find(token) is None
