"""Reaching somebody: their own phone and e-mail, or somebody else's; the NIK read back; choices moved by buttons."""

from datetime import date

import pytest
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from enrollment.announcements import recipient_of
from tests.factories.accounts import UserFactory
from tests.factories.cohorts import CohortFactory, OfferingFactory
from tests.factories.enrollment import ApplicationFactory
from tests.factories.trainees import ConsentTextFactory, TraineeFactory, nik_for

pytestmark = pytest.mark.django_db
OTHER = {"contact_name": "Contoh Tetangga", "contact_relation": "Tetangga", "contact_phone": "0813 3456 7890"}


def draft_of(client, cohort, **trainee):
    trainee = TraineeFactory(**{"nik__indexed": False} | trainee)
    client.force_login(trainee.account)
    return ApplicationFactory(cohort=cohort, trainee=trainee, status="draft")


def page(application, slug="kontak"):
    return reverse("application_step", args=[application.pk, slug])


# --- contacts ------------------------------------------------------------------------------------------------------


def test_phone_and_address_of_the_account_are_filled_in_beforehand(client, cohort):
    draft = draft_of(client, cohort, phone="", account=UserFactory(phone="+6281111111111"))

    form = client.get(page(draft)).context["form"]

    assert (form["phone"].value(), form["email"].value()) == ("+6281111111111", draft.trainee.account.email)


def test_an_address_of_the_account_is_not_kept_twice(client, cohort):
    draft = draft_of(client, cohort)
    account = draft.trainee.account

    client.post(page(draft), {"phone": "081234567890", "email": account.email.upper()})
    draft.trainee.refresh_from_db()
    assert (draft.trainee.email, recipient_of(draft.trainee).email) == ("", account.email)

    client.post(page(draft), {"phone": "081234567890", "email": "lain@contoh.example"})
    draft.trainee.refresh_from_db()
    assert recipient_of(draft.trainee).email == "lain@contoh.example"


def test_without_a_phone_of_ones_own_that_of_a_neighbour_is_enough(client, cohort):
    draft = draft_of(client, cohort, phone="")

    assert list(client.post(page(draft), {"phone": ""}).context["form"].errors) == ["phone"]
    assertRedirects(client.post(page(draft), {"phone": ""} | OTHER), page(draft, "berkas"))
    assertNotContains(client.get(reverse("application_check", args=[draft.pk])), "Isi nomor ponsel.")


def test_an_address_that_is_none_is_explained(client, cohort):
    draft = draft_of(client, cohort)
    response = client.post(page(draft), {"phone": "081234567890", "email": "siti di rumah"})

    assertContains(response, "Tulis alamat e-mail seperti nama@contoh.com.")


def test_somebody_with_a_phone_account_needs_no_address_anywhere(client, cohort):
    for purpose in ("processing", "truth"):
        ConsentTextFactory(purpose=purpose)
    draft = draft_of(client, cohort, account=UserFactory(email=None, phone="+6281111111112"))
    for slug in ("data-diri", "pilihan", "alamat", "pendidikan", "kegiatan", "kontak", "berkas"):
        assert client.get(page(draft, slug)).status_code == 200

    client.post(page(draft), {"phone": "081111111112"})
    sent = client.post(reverse("application_check", args=[draft.pk]), {"processing": "on", "truth": "on"})

    assertRedirects(sent, reverse("journey:sent", args=[draft.pk]))
    draft.refresh_from_db()
    assert draft.status == "submitted"


# --- the NIK read back ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("sex", "word"), [("F", "perempuan"), ("M", "laki-laki")])
def test_the_nik_is_read_back_after_saving_and_on_the_check(client, cohort, sex, word):
    born = date(2005, 4, 12)
    draft = draft_of(client, cohort, birth_date=born, sex=sex, nik=nik_for(born, sex, 7))

    for url in (page(draft, "data-diri"), page(draft, "pilihan"), reverse("application_check", args=[draft.pk])):
        shown = client.get(url)
        assertContains(shown, f"NIK ini milik seseorang yang lahir 12 April 2005, {word}.")
        assertNotContains(shown, draft.trainee.nik)


def test_nothing_is_read_back_before_there_is_a_nik(client, cohort):
    draft = draft_of(client, cohort)
    draft.trainee.nik_sealed = None
    draft.trainee.save()

    assertNotContains(client.get(page(draft, "pilihan")), "NIK ini milik")


def test_who_has_no_card_yet_is_told_where_the_number_stands(client, cohort):
    draft = draft_of(client, cohort)
    draft.trainee.nik_sealed = None
    draft.trainee.save()

    assertContains(client.get(page(draft, "data-diri")), "Salin dari KK atau KIA.")


# --- choices, up and down ------------------------------------------------------------------------------------------


@pytest.fixture
def three(client, cohort):
    """A draft with three programs, in this order."""
    draft = draft_of(client, cohort)
    others = [CohortFactory(offering=OfferingFactory(wave=draft.wave)).offering for _ in range(2)]
    chosen = [cohort.offering, *others]
    client.post(page(draft, "pilihan"), posted(chosen))
    return draft, chosen


def posted(offerings):
    return {name: one.pk for name, one in zip(("first", "second", "third"), offerings, strict=False)}


@pytest.mark.parametrize(
    ("button", "order"),
    [
        ({"naik": "second"}, [1, 0, 2]),
        ({"turun": "second"}, [0, 2, 1]),
        ({"naik": "first"}, [0, 1, 2]),
        ({"turun": "third"}, [0, 1, 2]),
        ({"naik": "entah"}, [0, 1, 2]),
    ],
)
def test_a_choice_moves_by_a_button_and_the_page_stays(client, three, button, order):
    draft, chosen = three

    response = client.post(page(draft, "pilihan"), posted(chosen) | button)

    assertRedirects(response, page(draft, "pilihan"))
    assert [choice.offering for choice in draft.choices.order_by("order")] == [chosen[place] for place in order]


def test_there_is_a_button_only_where_a_move_is_possible(client, three):
    shown = client.get(page(three[0], "pilihan"))

    for words in (
        "Turunkan pilihan pertama",
        "Naikkan pilihan kedua",
        "Turunkan pilihan kedua",
        "Naikkan pilihan ketiga",
    ):
        assertContains(shown, words)
    assertNotContains(shown, "Naikkan pilihan pertama")
    assertNotContains(shown, "Turunkan pilihan ketiga")
