"""The slip: a code that is printed once, opens once, and is then the name somebody signs in by."""

import re
import threading
from datetime import date, timedelta

import pytest
from django.db import connection
from django.urls import reverse
from django.utils import timezone
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from accounts import desk_codes
from accounts.models import User
from audit.models import AuditEntry
from audit.moves import Refused
from blk_portal.counter import continuing, slips
from tests.counter.conftest import BORN, entered, fills, opens, sends, slip_of
from tests.factories.accounts import UserFactory
from tests.factories.centers import actor_at
from tests.factories.enrollment import EnteredFactory
from tests.factories.trainees import TraineeFactory
from tests.guards import PortalClient
from trainees.models import Slip

CODE = re.compile(r"[A-Z34679]{4}(-[A-Z34679]{4}){2}")
PASSWORD = "kereta pagi ke Serang"
DAY = {"birth_date_day": "12", "birth_date_month": "5", "birth_date_year": "2004"}


@pytest.fixture
def application(desk, offering):
    application = fills(desk, entered(desk, offering))
    sends(desk, application)
    return application


# --- on paper ---


@pytest.mark.django_db
def test_the_paper_says_who_what_and_how_to_go_on(desk, application):
    response = desk.post(reverse("admin:counter_slip", args=[application.pk]))

    code = response.context["code"]
    assert CODE.fullmatch(code)
    for words in (application.number, "Contoh Siti", code, "Langkah berikutnya", "tidak dipungut biaya"):
        assertContains(response, words)
    assert response.context["link"].endswith(f"/lanjut/{code}/")
    assert response.context["qr"].startswith("data:image/svg+xml")


@pytest.mark.django_db
def test_the_paper_holds_nothing_that_a_finder_could_use(desk, application):
    response = desk.post(reverse("admin:counter_slip", args=[application.pk]))

    for secret in (application.trainee.nik, "12 Mei 2004", "Kp. Contoh", application.trainee.phone, "0812 3456"):
        assertNotContains(response, secret)


@pytest.mark.django_db
def test_the_code_is_kept_as_a_hash_only(desk, application):
    code = slip_of(desk, application)

    slip = Slip.objects.get()
    assert code not in (slip.mark, code.replace("-", ""))
    assert slip.mark == desk_codes.mark_of(code)
    assert code not in "".join(map(str, AuditEntry.objects.values_list("facts", flat=True)))


@pytest.mark.django_db
def test_looking_at_an_entry_shows_no_code(desk, application):
    code = slip_of(desk, application)

    assertNotContains(desk.get(reverse("admin:counter_entry", args=[application.pk])), code)
    assert desk.get(reverse("admin:counter_slip", args=[application.pk])).status_code == 405


@pytest.mark.django_db
def test_a_new_slip_voids_the_one_before(desk, phone, application):
    first = slip_of(desk, application)
    second = slip_of(desk, application)

    opens(phone, first)
    assert User.objects.filter(trainee=application.trainee).exists() is False
    opens(phone, second)
    assert User.objects.filter(trainee=application.trainee).exists() is True


@pytest.mark.django_db
def test_without_a_birth_date_there_is_nothing_to_open_it_by(desk, offering):
    application = entered(desk, offering)

    response = desk.post(reverse("admin:counter_slip", args=[application.pk]), follow=True)

    assertContains(response, "tanggal lahir membuka kode di slip")
    assert Slip.objects.count() == 0


@pytest.mark.django_db
def test_whoever_has_an_account_gets_a_paper_without_a_code(desk, center):
    application = EnteredFactory(cohort__offering__wave__center=center, trainee=TraineeFactory())

    response = desk.post(reverse("admin:counter_slip", args=[application.pk]))

    assert (response.context["code"], Slip.objects.count()) == ("", 0)
    assert response.context["link"].endswith(reverse("account_login"))


@pytest.mark.django_db
@pytest.mark.parametrize("days", [1, 30])
def test_how_long_it_is_good_is_the_center_s(desk, application, center, days):
    center.slip_days = days
    center.save()

    slip_of(desk, application)

    left = Slip.objects.get().until - timezone.now()
    assert timedelta(days=days) - timedelta(minutes=1) < left <= timedelta(days=days)


# --- on one's own phone ---


@pytest.mark.django_db
def test_the_code_and_the_day_of_birth_open_an_account_that_goes_on(desk, phone, application):
    response = opens(phone, slip_of(desk, application), PASSWORD)

    account = User.objects.get(trainee=application.trainee)
    assertRedirects(response, application.get_absolute_url())
    assert phone.session["_auth_user_id"] == str(account.pk)
    assert (account.email, account.phone, account.full_name) == (None, None, "Contoh Siti")
    assert AuditEntry.objects.filter(action="trainee.slip_used", user=account).count() == 1


@pytest.mark.django_db
def test_a_draft_goes_on_where_something_is_missing(desk, phone, offering):
    application = fills(desk, entered(desk, offering))

    response = opens(phone, slip_of(desk, application))

    assertRedirects(response, reverse("application", args=[application.pk]), target_status_code=302)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "typed", [str.lower, lambda code: code.replace("-", ""), lambda code: f" {code.replace('-', ' ')} "]
)
def test_afterwards_they_sign_in_by_the_code_however_it_is_typed(desk, phone, application, typed):
    code = slip_of(desk, application)
    opens(phone, code, PASSWORD)
    later = PortalClient()

    later.post(reverse("account_login"), {"login": typed(code), "password": PASSWORD})

    assert later.session["_auth_user_id"] == str(User.objects.get(trainee=application.trainee).pk)


@pytest.mark.django_db
def test_it_opens_once(desk, phone, application):
    code = slip_of(desk, application)
    opens(phone, code, PASSWORD)
    finder = PortalClient()

    response = opens(finder, code, "kata sandi si penemu")

    assertRedirects(response, reverse("slip"))
    assert "_auth_user_id" not in finder.session
    assert User.objects.get(trainee=application.trainee).check_password(PASSWORD)


@pytest.mark.django_db
def test_opening_the_address_ten_times_changes_nothing(desk, phone, application):
    code = slip_of(desk, application)

    for _time in range(10):
        assertContains(phone.get(reverse("slip_code", args=[code])), code)

    assert Slip.objects.get().used_at is None
    assert opens(phone, code).status_code == 302


def answers(phone, code, **born):
    response = phone.post(reverse("slip"), {"code": code, **DAY, **born})
    return response.status_code, [one.code for one in response.context["form"].non_field_errors().as_data()]


@pytest.mark.django_db
@pytest.mark.parametrize("what", ["unknown", "other day", "used", "too old"])
def test_a_code_that_opens_nothing_is_answered_alike(desk, phone, application, what, time_machine):
    code = slip_of(desk, application)
    if what == "used":
        opens(PortalClient(), code)
    if what == "too old":
        time_machine.move_to(Slip.objects.get().until + timedelta(seconds=1))

    answer = answers(
        phone,
        "KQ7F-3MXA-HT9P" if what == "unknown" else code,
        **{"birth_date_day": "13"} if what == "other day" else {},
    )

    assert answer == (200, ["no_slip"])
    assert "slip" not in phone.session


@pytest.mark.django_db
def test_a_day_of_birth_is_not_to_be_guessed(desk, application):
    code = slip_of(desk, application)
    statuses = []
    for day in range(1, continuing.TRIES + 2):
        statuses.append(
            PortalClient()
            .post(reverse("slip"), {"code": code, **DAY, "birth_date_month": "6", "birth_date_day": str(day)})
            .status_code
        )

    assert statuses == [200] * continuing.TRIES + [429]


@pytest.mark.django_db
@pytest.mark.parametrize("url", ["slip", "slip_account"])
def test_nobody_comes_to_the_password_without_the_code(phone, url):
    assert phone.post(reverse(url), {"password1": PASSWORD}).status_code == {"slip": 200, "slip_account": 302}[url]
    assert User.objects.count() == 0


@pytest.mark.django_db
def test_a_quarter_of_an_hour_later_one_begins_anew(desk, phone, application, time_machine):
    phone.post(reverse("slip"), {"code": slip_of(desk, application), **DAY})
    time_machine.move_to(timezone.now() + timedelta(seconds=continuing.LIFE + 1))

    response = phone.post(reverse("slip_account"), {"password1": PASSWORD})

    assertRedirects(response, reverse("slip"))


@pytest.mark.django_db
@pytest.mark.parametrize("password", ["", "12345678", "contohsiti"])
def test_a_weak_password_is_refused_at_its_field(desk, phone, application, password):
    phone.post(reverse("slip"), {"code": slip_of(desk, application), **DAY})

    response = phone.post(reverse("slip_account"), {"password1": password})

    assert [*response.context["form"].errors] == ["password1"]


@pytest.mark.django_db
def test_whoever_lost_the_password_gets_a_new_slip_and_the_old_sessions_end(desk, phone, application):
    opens(phone, slip_of(desk, application), PASSWORD)
    other = PortalClient()

    opens(other, slip_of(desk, application), "bus sore ke Cilegon")

    assert User.objects.filter(trainee=application.trainee).count() == 1
    assertRedirects(phone.get(reverse("journey:home")), f"{reverse('account_login')}?next=/perjalanan/")
    assert other.get(reverse("journey:home")).status_code == 200


@pytest.mark.django_db
@pytest.mark.parametrize("contact", ["email", "phone"])
def test_with_a_contact_of_their_own_no_slip_leads_in_any_more(application, contact):
    account = UserFactory(
        **{"email": None, contact: {"email": "s@contoh.example", "phone": "+6281233334444"}[contact]}
    )
    application.trainee.account = account
    application.trainee.save()

    with pytest.raises(Refused) as refusal:
        slips.give(application, by=actor_at(application.wave.center))

    assert refusal.value.code == "has_account"


@pytest.mark.django_db
def test_a_slip_from_before_the_account_leads_to_signing_in(desk, phone, application):
    code = slip_of(desk, application)
    phone.post(reverse("slip"), {"code": code, **DAY})
    application.trainee.account = UserFactory()
    application.trainee.save()

    response = phone.post(reverse("slip_account"), {"password1": PASSWORD})

    assertRedirects(response, reverse("account_login"))


# --- two at once ---


@pytest.fixture
def two_hands(transactional_db):
    """Two phones with the same code, both before the password."""
    trainee = TraineeFactory(account=None, birth_date=BORN)
    application = EnteredFactory(trainee=trainee)
    mark = desk_codes.mark_of(slips.give(application, by=actor_at(application.wave.center)))
    barrier, outcomes = threading.Barrier(2, timeout=20), []

    def hand():
        try:
            barrier.wait()
            slips.use(mark, password=PASSWORD, language="id")
            outcomes.append("in")
        except Refused as refusal:
            outcomes.append(refusal.code)
        except Exception as trouble:
            outcomes.append(type(trouble).__name__)
        finally:
            connection.close()

    def run():
        threads = [threading.Thread(target=hand) for _ in range(2)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        return sorted(outcomes)

    return run


def test_of_two_at_once_one_is_late(two_hands):
    assert two_hands() == ["in", "slip_over"]
    assert User.objects.filter(slip_mark__isnull=False).count() == 1


def test_without_the_lock_both_would_go_through(two_hands, monkeypatch):
    """The control: what keeps them apart is the lock on the slip, not luck."""
    both = threading.Barrier(2, timeout=20)

    class Unlocked:
        objects = Slip.objects

        def select_for_update(self, **_options):
            return self

        def filter(self, **which):
            return self

        def first(self):
            slip = Slip.objects.get()
            both.wait()
            return slip

    class NoSlip:
        objects = Unlocked()

    monkeypatch.setattr(slips, "Slip", NoSlip)
    monkeypatch.setattr(slips, "lock", lambda trainee: trainee)

    assert two_hands() != ["in", "slip_over"]


@pytest.mark.django_db
def test_born_on_another_day_finds_nothing_by_the_hash(application):
    mark = desk_codes.mark_of(slips.give(application, by=actor_at(application.wave.center)))

    code = "KQ7F-3MXA-HT9P"
    assert (slips.find(code, BORN), slips.holder("x"), slips.holder(mark)) == (None, None, application.trainee)
    assert slips.find(code, date(2000, 1, 1)) is None
