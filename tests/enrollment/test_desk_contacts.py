"""At the desk: a number is verified, a lost password replaced, by an officer who sees the person."""

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts import desk_codes
from audit.models import AuditEntry
from audit.moves import Refused
from enrollment.transitions.contacts import give_code, is_unproved, verify_phone
from tests.factories.accounts import StaffFactory, UserFactory
from tests.factories.trainees import TraineeFactory
from trainees.transitions import describe, of_account

pytestmark = pytest.mark.django_db
PHONE, OTHER = "+6281234567890", "+6281234567891"
PASSWORD = "kebun-mangga-88-x"


def person(phone=PHONE, **fields):
    return TraineeFactory(phone=phone, account=UserFactory(**{"email": None, "phone": phone} | fields))


def test_a_number_is_verified_for_the_person_and_their_account(officer):
    trainee = person()

    verify_phone(trainee, by=officer, phone=PHONE)

    trainee.account.refresh_from_db()
    entry = AuditEntry.objects.about(trainee).get()
    assert (trainee.phone_verified_at, trainee.account.phone_verified_at) != (None, None)
    assert (entry.action, entry.user) == ("trainee.phone_verified", officer.user)
    assert not is_unproved(trainee)


def test_a_number_mistyped_is_put_right_where_they_sign_in_too(officer):
    trainee = person(OTHER)

    verify_phone(trainee, by=officer, phone=PHONE)

    trainee.account.refresh_from_db()
    assert (trainee.phone, trainee.account.phone) == (PHONE, PHONE)


def test_a_number_is_verified_once(officer):
    trainee = person()
    verify_phone(trainee, by=officer, phone=PHONE)

    with pytest.raises(Refused, match="already_verified"):
        verify_phone(trainee, by=officer, phone=PHONE)


def test_a_number_of_another_account_stays_there(officer):
    owner = UserFactory(email=None, phone=PHONE, phone_verified_at=timezone.now())

    with pytest.raises(Refused, match="phone_of_another"):
        verify_phone(person(), by=officer, phone=PHONE)

    owner.refresh_from_db()
    assert owner.phone_verified_at is not None


def test_a_number_goes_to_whoever_holds_it_now(officer):
    owner = UserFactory(email=None, phone=PHONE, phone_verified_at=timezone.now())
    trainee = person()

    verify_phone(trainee, by=officer, phone=PHONE, moved=True)

    owner.refresh_from_db()
    trainee.account.refresh_from_db()
    assert (owner.phone, owner.phone_verified_at) == (PHONE, None)
    assert trainee.account.phone_verified_at is not None
    assert AuditEntry.objects.about(owner).get().action == "user.phone_released"


def test_a_family_shares_a_number_and_one_signs_in_with_it(officer):
    UserFactory(email=None, phone=PHONE, phone_verified_at=timezone.now())
    sister = TraineeFactory(phone=PHONE, account=UserFactory())

    verify_phone(sister, by=officer, phone=PHONE)

    assert (sister.phone_verified_at is not None, sister.account.phone) == (True, None)


def test_another_number_has_to_be_verified_again(officer):
    trainee = person()
    verify_phone(trainee, by=officer, phone=PHONE)

    describe(trainee, phone=PHONE)
    assert trainee.phone_verified_at is not None
    describe(trainee, phone=OTHER)
    assert trainee.phone_verified_at is None


def test_a_draft_begins_with_the_number_of_the_account():
    moment = timezone.now()

    trainee = of_account(UserFactory(email=None, phone=PHONE, phone_verified_at=moment))

    assert (trainee.phone, trainee.phone_verified_at) == (PHONE, moment)


# --- a lost password ---


def test_the_desk_gives_a_code_and_the_person_a_new_password(officer):
    trainee, client = person(), Client()
    code = give_code(trainee, by=officer, note="KTP cocok").desk_code

    client.post(reverse("account_reset_password"), {"login": PHONE})
    client.post(reverse("account_code"), {"code": code})
    client.post(reverse("account_complete_password_reset"), {"password1": PASSWORD, "password2": PASSWORD})

    trainee.account.refresh_from_db()
    assert trainee.account.check_password(PASSWORD)
    assert trainee.account.phone_verified_at is None  # who they are is not what they hold
    assert not desk_codes.opens(trainee.account, code)


def test_a_code_of_the_desk_lives_half_an_hour(officer, time_machine):
    time_machine.move_to("2026-03-02 08:00+07:00", tick=False)
    trainee = person()
    code = give_code(trainee, by=officer, note="KTP cocok").desk_code

    time_machine.shift(30 * 60)

    trainee.account.refresh_from_db()
    assert not desk_codes.opens(trainee.account, code)


def test_a_code_is_kept_nowhere_in_clear(officer):
    trainee = person()
    code = give_code(trainee, by=officer, note="KTP cocok").desk_code

    trainee.account.refresh_from_db()
    kept = [trainee.account.desk_code, *AuditEntry.objects.values_list("note", flat=True)]
    assert [one for one in kept if code in one or code.replace("-", "") in one] == []


@pytest.mark.parametrize(("account", "refused"), [(None, "no_account"), ("staff", "staff")])
def test_a_code_is_for_accounts_of_trainees(officer, account, refused):
    trainee = TraineeFactory(account=StaffFactory() if account else None)

    with pytest.raises(Refused, match=refused):
        give_code(trainee, by=officer, note="KTP cocok")
