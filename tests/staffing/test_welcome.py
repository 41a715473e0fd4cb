"""The page behind the link: looking changes nothing, it works once, and it tells nobody what they don't know."""

import re
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from audit.moves import Refused
from blk_portal.staffing import invitations
from centers.models import Invitation
from tests.factories.centers import InvitationFactory
from tests.staffing.conftest import PASSWORD


def page_of(invitation):
    return reverse("staff_invitation", args=[invitations.token_of(invitation)])


def set_password(client, invitation, password=PASSWORD, again=PASSWORD, **options):
    return client.post(page_of(invitation), {"password": password, "again": again}, **options)


@pytest.fixture
def invitation(db):
    return InvitationFactory()


def test_the_way_in_goes_from_the_password_to_the_factor_and_its_codes(client, invitation):
    response = set_password(client, invitation)
    second = client.get(response.url)
    third = client.get(second.url)

    assert response.url == reverse("home_after_sign_in")
    assert second.url == reverse("mfa_activate_totp")
    assert third.status_code == 200  # nobody is asked for the password they have just set
    assert EmailAddress.objects.get(user=invitation.user).verified is True


def test_looking_ten_times_changes_nothing(client, invitation):
    answers = {client.get(page_of(invitation)).status_code for _time in range(10)}

    invitation.refresh_from_db()
    assert (answers, invitation.is_open) == ({200}, True)


def test_a_link_works_once(client, invitation):
    page = page_of(invitation)
    set_password(client, invitation)

    assert client.get(page).status_code == 410
    assert client.post(page, {"password": "lain-sekali-77-y", "again": "lain-sekali-77-y"}).status_code == 410
    invitation.user.refresh_from_db()
    assert invitation.user.check_password(PASSWORD)


def test_used_revoked_old_forged_and_unknown_links_look_the_same(client, invitation, time_machine):
    accepted, withdrawn = InvitationFactory(), InvitationFactory()
    used, revoked, old = (page_of(one) for one in (accepted, withdrawn, invitation))
    invitations.accept(invitations.token_of(accepted), PASSWORD)
    Invitation.objects.filter(pk=withdrawn.pk).update(revoked_at=timezone.now())
    time_machine.move_to(timezone.now() + timedelta(days=8))
    forged = [f"/undangan/{invitation.pk}-{'0' * 64}/", "/undangan/x/", "/undangan/9999999-1/", "/undangan/²-1/"]

    answers = [client.get(url) for url in [used, revoked, old, *forged]]

    assert {one.status_code for one in answers} == {410}
    assert len({bare(one) for one in answers}) == 1


def bare(response):
    """Without the address and without the form's own token, which is another one each time."""
    return re.sub(r"[A-Za-z0-9]{64}", "", response.content.decode().replace(response.wsgi_request.get_full_path(), ""))


def test_the_token_of_another_row_opens_nothing(client, invitation):
    other = InvitationFactory()
    _number, _dash, rest = invitations.token_of(other).partition("-")

    assert client.get(f"/undangan/{invitation.pk}-{rest}/").status_code == 410


def test_a_password_set_in_any_other_way_ends_the_link(client, invitation):
    page = page_of(invitation)
    invitation.user.set_password("dari-jalan-lain-9")
    invitation.user.save()

    assert client.get(page).status_code == 410


@pytest.mark.parametrize(
    ("password", "again", "field"),
    [("pendek", "pendek", "password"), ("password123", "password123", "password"), (PASSWORD, "beda", "again")],
)
def test_a_weak_or_mistyped_password_is_said_where_it_is(client, invitation, password, again, field):
    page = set_password(client, invitation, password, again)

    invitation.refresh_from_db()
    assert (list(page.context["form"].errors), invitation.is_open) == ([field], True)


def test_somebody_else_s_browser_becomes_the_invited_person_s(client, invitation, officer):
    client.force_login(officer)

    set_password(client, invitation)

    assert client.session["_auth_user_id"] == str(invitation.user.pk)


@pytest.mark.django_db(transaction=True)
def test_two_who_press_at_once_set_one_password():
    token = invitations.token_of(InvitationFactory())

    def press(password):
        try:
            invitations.accept(token, password)
        except Refused as refusal:
            return refusal.code
        finally:
            connection.close()
        return "accepted"

    with ThreadPoolExecutor(2) as pool:
        answers = list(pool.map(press, ["kata-pertama-11-a", "kata-kedua-22-b"]))

    assert sorted(answers) == ["accepted", "invitation_over"]
    user = Invitation.objects.select_related("user").get().user
    winner = ["kata-pertama-11-a", "kata-kedua-22-b"][answers.index("accepted")]
    assert user.check_password(winner)


# --- recovery codes ---


def test_staff_get_no_further_before_they_keep_their_codes(client, officer):
    codes = officer.authenticator_set.get(type="recovery_codes")
    codes.data = {"seed": codes.data["seed"], "used_mask": 0}
    codes.save()
    client.force_login(officer)

    assert client.get("/admin/").url == reverse("mfa_view_recovery_codes")
    codes.delete()
    assert client.get("/admin/").url == reverse("mfa_generate_recovery_codes")


def test_keeping_the_codes_is_a_press_not_a_look(client, officer):
    officer.set_password(PASSWORD)
    officer.save()
    codes = officer.authenticator_set.get(type="recovery_codes")
    codes.data = {"seed": codes.data["seed"], "used_mask": 0}
    codes.save()
    client.force_login(officer)
    page = reverse("mfa_view_recovery_codes")
    session = client.session
    session["account_authentication_methods"] = [{"method": "password", "at": time.time(), "reauthenticated": True}]
    session["account_authentication_methods_user"] = str(officer.pk)
    session.save()

    seen = client.get(page)
    taken = client.get(reverse("mfa_download_recovery_codes"))
    before = client.get("/admin/").url
    client.post(page)

    assert len(seen.context["unused_codes"]) == 10
    assert taken.content.decode().split() == seen.context["unused_codes"]
    assert (before, client.get("/admin/").status_code) == (page, 200)
