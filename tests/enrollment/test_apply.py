"""The pages of an application, one by one, as somebody fills them in."""

from datetime import date

import pytest
import time_machine
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from enrollment.forms.applying import ChoicesForm
from enrollment.models import Application
from enrollment.views.steps import STEPS
from tests.factories.accounts import UserFactory
from tests.factories.centers import JELUPANG, SERPONG_UTARA, TANGSEL, EducationLevelFactory, RegionFactory
from tests.factories.cohorts import CohortFactory, OfferingFactory
from tests.factories.enrollment import ApplicationFactory
from tests.factories.trainees import ContactFactory, TraineeFactory, nik_for
from trainees.forms.address import AddressForm
from trainees.forms.contacts import ContactsForm
from trainees.forms.guardian import GuardianForm
from trainees.forms.person import PersonForm
from trainees.forms.schooling import ActivityForm, EducationForm
from trainees.models import ConsentText, HealthFact, Trainee
from trainees.transitions import describe

pytestmark = pytest.mark.django_db

PERSON = {
    "full_name": "Suharti",
    "nik": nik_for(date(2004, 5, 12), "F", 1),
    "birth_place": "Serang",
    "birth_date_day": "12",
    "birth_date_month": "5",
    "birth_date_year": "2004",
    "sex": "F",
}


@pytest.fixture
def draft(client, cohort):
    """A draft just begun, nothing filled in, with its person signed in."""
    account = UserFactory()
    client.force_login(account)
    client.post(reverse("apply", args=[cohort.offering.pk]))
    return Application.objects.get(trainee__account=account)


def page(application, slug):
    return reverse("application_step", args=[application.pk, slug])


def fields_of(response):
    return {name: errors for name, errors in response.context["form"].errors.items() if errors}


# --- the way through -----------------------------------------------------------------------------------------------


def test_a_new_draft_opens_on_its_first_page(client, draft):
    assertRedirects(client.get(reverse("application", args=[draft.pk])), page(draft, "data-diri"))


def test_no_page_asks_for_more_than_eight_things(client, draft):
    for slug in ("data-diri", "alamat", "pendidikan", "kegiatan", "kontak", "pilihan", "berkas"):
        assert len(client.get(page(draft, slug)).context["form"].fields) <= 8


def test_there_are_at_most_ten_form_pages_of_at_most_eight_fields():
    """All of them, also those that only some people see; the tenth is the check with its consents."""
    pages = [PersonForm, AddressForm, EducationForm, ActivityForm, ContactsForm, GuardianForm, ChoicesForm]

    assert len(STEPS) + 1 <= 10
    assert max(len(form.base_fields) for form in pages) <= 8
    assert len(HealthFact) <= 8
    assert len(ConsentText.Purpose) - 1 <= 8  # the guardian's is not asked of the person


def test_unknown_pages_and_those_not_needed(client, draft):
    assert client.get(page(draft, "rahasia")).status_code == 404
    assertRedirects(client.get(page(draft, "wali")), page(draft, "berkas"))  # nobody's guardian is asked for yet
    assertRedirects(client.get(page(draft, "kesehatan")), page(draft, "kontak"))  # no program has to know


def test_every_saved_page_says_when(client, draft):
    with time_machine.travel("2026-11-22T03:42:00Z", tick=False):  # 10.42 in Jakarta
        client.post(page(draft, "kontak"), {"phone": "0812 3456 7890"})

    assertContains(client.get(page(draft, "kontak")), "Tersimpan 10.42 WIB")


def test_whoever_came_from_the_check_goes_back_to_it(client, draft):
    response = client.post(page(draft, "kontak") + "?dari=periksa", {"phone": "081234567890"})
    assertRedirects(response, reverse("application_check", args=[draft.pk]))


# --- who you are ---------------------------------------------------------------------------------------------------


def test_the_person_is_saved_with_the_nik_sealed(client, draft):
    response = client.post(page(draft, "data-diri"), PERSON | {"nik": " 3674 0252 0504 0001 "})

    trainee = Trainee.objects.get()
    assertRedirects(response, page(draft, "pilihan"))
    assert (trainee.full_name, trainee.birth_date, trainee.sex) == ("Suharti", date(2004, 5, 12), "F")
    assert trainee.nik == PERSON["nik"]
    assert trainee.nik_index is None  # a draft claims nothing


def test_the_nik_is_never_shown_in_full_again(client, draft):
    client.post(page(draft, "data-diri"), PERSON)

    for url in (page(draft, "data-diri"), reverse("application_check", args=[draft.pk])):
        response = client.get(url)
        assertNotContains(response, PERSON["nik"])
        assertContains(response, "3674**********01")


def test_the_nik_may_stay_empty_once_it_is_there(client, draft):
    client.post(page(draft, "data-diri"), PERSON)
    client.post(page(draft, "data-diri"), PERSON | {"nik": "", "birth_place": "Cilegon"})

    trainee = Trainee.objects.get()
    assert (trainee.nik, trainee.birth_place) == (PERSON["nik"], "Cilegon")


@pytest.mark.parametrize(
    ("nik", "words"),
    [
        ("", "Isi NIK"),
        ("123", "16 angka; yang Anda tulis 3 angka"),
        ("36740252050400O1", "NIK hanya berisi angka"),
        ("9974025205040001", "bukan kode provinsi"),
        ("3674027202040001", "bukan tanggal yang ada"),
        ("3674025205040000", "tidak mungkin 0000"),
    ],
)
def test_a_nik_that_cannot_be_one_is_refused_and_all_else_kept(client, draft, nik, words):
    response = client.post(page(draft, "data-diri"), PERSON | {"nik": nik})

    assert list(fields_of(response)) == ["nik"]
    assertContains(response, words)
    assertContains(response, 'value="Suharti"')
    assert Trainee.objects.get().nik_sealed is None


def test_a_nik_that_disagrees_warns_once_and_refuses_nothing(client, draft):
    given = PERSON | {"birth_date_year": "2005", "sex": "M"}

    first = client.post(page(draft, "data-diri"), given)
    assertRedirects(first, page(draft, "data-diri"), fetch_redirect_response=False)
    shown = client.get(page(draft, "data-diri"))
    assertContains(shown, "Tanggal lahir pada formulir (12 Mei 2005) berbeda")
    assertContains(shown, "Jenis kelamin pada formulir berbeda")

    again = client.post(page(draft, "data-diri"), given | {"nik": ""})
    assertRedirects(again, page(draft, "pilihan"))
    assert Trainee.objects.get().birth_date == date(2005, 5, 12)


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"full_name": ""}, "full_name"),
        ({"birth_place": ""}, "birth_place"),
        ({"birth_date_day": "31", "birth_date_month": "2"}, "birth_date"),
        ({"birth_date_year": ""}, "birth_date"),
        ({"sex": ""}, "sex"),
        ({"sex": "X"}, "sex"),
        ({"full_name": "x" * 121}, "full_name"),
    ],
)
def test_each_field_of_the_person_says_what_is_wrong(client, draft, change, field):
    response = client.post(page(draft, "data-diri"), PERSON | change)

    assert list(fields_of(response)) == [field]
    assert Trainee.objects.get().nik_sealed is None


def test_an_identity_others_rely_on_stays_as_it_is(client, cohort):
    trainee = TraineeFactory()
    ApplicationFactory(trainee=trainee, status="verified")
    client.force_login(trainee.account)
    client.post(reverse("apply", args=[cohort.offering.pk]))
    draft = Application.objects.get(status="draft")

    client.post(page(draft, "data-diri"), PERSON | {"full_name": "Orang Lain", "birth_place": "Cilegon"})

    before = trainee.nik
    trainee.refresh_from_db()
    assert (trainee.full_name.startswith("Contoh"), trainee.birth_place, trainee.nik) == (True, "Cilegon", before)


# --- where you live ------------------------------------------------------------------------------------------------


def test_the_address_grows_a_list_at_a_time_without_javascript(client, draft):
    RegionFactory(code=JELUPANG)

    one = client.post(page(draft, "alamat"), {"area": TANGSEL, "address": "Kp. Contoh RT 01/02"})
    assert list(one.context["form"].fields) == ["area", "within", "address"]
    assert not one.context["form"].errors
    assertContains(one, "Kp. Contoh RT 01/02")

    given = {"area": TANGSEL, "within": SERPONG_UTARA, "address": "Kp. Contoh RT 01/02"}
    two = client.post(page(draft, "alamat"), given)
    assert list(two.context["form"].fields) == ["area", "within", "village", "address"]
    assert Trainee.objects.get().region is None

    three = client.post(page(draft, "alamat"), given | {"village": JELUPANG})
    assertRedirects(three, page(draft, "pendidikan"))
    trainee = Trainee.objects.get()
    assert (trainee.region_id, trainee.address) == (JELUPANG, "Kp. Contoh RT 01/02")


def test_a_list_left_empty_is_asked_for(client, draft):
    RegionFactory(code=JELUPANG)
    response = client.post(page(draft, "alamat"), {"area": TANGSEL, "within": "", "address": ""})

    assert set(fields_of(response)) == {"within", "address"}


def test_changing_the_first_list_forgets_the_others(client, draft):
    RegionFactory(code=JELUPANG)
    RegionFactory(code="36.04.01.2001")
    given = {"area": "36.04", "within": SERPONG_UTARA, "village": JELUPANG, "address": "Kp. Contoh"}

    response = client.post(page(draft, "alamat"), given)

    assert not response.context["form"].errors
    assert [code for code, _name in response.context["form"].fields["within"].choices] == ["", "36.04.01"]
    assert Trainee.objects.get().region is None


def test_other_provinces_go_to_the_regency_only(client, draft):
    RegionFactory(code=JELUPANG)
    RegionFactory(code="32.04")

    first = client.post(page(draft, "alamat"), {"area": "32", "address": "Jl. Contoh"})
    assert first.context["form"].fields["within"].label == "Kabupaten/kota"
    response = client.post(page(draft, "alamat"), {"area": "32", "within": "32.04", "address": "Jl. Contoh"})

    assertRedirects(response, page(draft, "pendidikan"))
    assert Trainee.objects.get().region_id == "32.04"


def test_a_saved_address_is_shown_again_whole(client):
    application = ApplicationFactory(status="draft")
    client.force_login(application.trainee.account)

    form = client.get(page(application, "alamat")).context["form"]

    assert [form[name].value() for name in ("area", "within", "village")] == [TANGSEL, SERPONG_UTARA, JELUPANG]


def test_an_area_that_does_not_exist_is_refused(client, draft):
    response = client.post(page(draft, "alamat"), {"area": "99", "address": "Kp. Contoh"})
    assert list(fields_of(response)) == ["area"]


def test_the_browser_may_ask_for_the_next_list_without_saving(client, draft):
    RegionFactory(code=JELUPANG)
    given = {"area": TANGSEL, "within": SERPONG_UTARA, "village": JELUPANG, "address": "Kp. Contoh"}

    client.post(page(draft, "alamat"), given, headers={"HX-Request": "true"})

    assert Trainee.objects.get().region is None


# --- school, contacts ----------------------------------------------------------------------------------------------


def test_education_and_plans_are_saved(client, draft):
    level = EducationLevelFactory()
    assertRedirects(client.post(page(draft, "pendidikan"), {"education": level.pk}), page(draft, "kegiatan"))
    assertRedirects(client.post(page(draft, "kegiatan"), {"abroad_interest": "yes"}), page(draft, "kontak"))

    trainee = Trainee.objects.get()
    assert (trainee.education, trainee.abroad_interest, trainee.abroad_experience) == (level, True, None)
    assert list(fields_of(client.post(page(draft, "pendidikan"), {}))) == ["education"]


def test_contacts_are_saved_in_one_form(client, draft):
    given = {
        "phone": "0812-3456-7890",
        "contact_name": "Contoh Tetangga",
        "contact_relation": "Tetangga",
        "contact_phone": "62813 3456 7890",
    }
    assertRedirects(client.post(page(draft, "kontak"), given), page(draft, "berkas"))

    trainee = Trainee.objects.get()
    contact = trainee.contacts.get()
    assert (trainee.phone, contact.phone, contact.name) == ("+6281234567890", "+6281334567890", "Contoh Tetangga")
    client.post(page(draft, "kontak"), {"phone": "081234567890"})
    assert not trainee.contacts.exists()


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"phone": ""}, "phone"),
        ({"phone": "021 555 1234"}, "phone"),
        ({"phone": "081234567890", "contact_name": "Ibu"}, "contact_phone"),
        ({"phone": "081234567890", "contact_phone": "081334567890"}, "contact_name"),
    ],
)
def test_contacts_that_do_not_work_are_explained(client, draft, given, field):
    assert list(fields_of(client.post(page(draft, "kontak"), given))) == [field]


def test_the_sign_in_address_is_shown_where_news_goes(client, draft):
    assertContains(client.get(page(draft, "kontak")), draft.trainee.account.email)


# --- programs ------------------------------------------------------------------------------------------------------


def test_up_to_three_programs_in_order(client, draft):
    wave = draft.wave
    second, third = (CohortFactory(offering=OfferingFactory(wave=wave)).offering for _ in range(2))
    first = draft.choices.get().offering

    given = {"first": third.pk, "second": first.pk, "third": second.pk}
    assertRedirects(client.post(page(draft, "pilihan"), given), page(draft, "alamat"))

    assert [choice.offering for choice in draft.choices.order_by("order")] == [third, first, second]


@pytest.mark.parametrize(
    ("choose", "words"),
    [
        (lambda own, other, village: {"first": own, "second": own}, "program yang berbeda"),
        (lambda own, other, village: {"first": village, "second": own}, "hanya bisa dipilih sendiri"),
    ],
)
def test_choices_that_cannot_stand_together_are_explained(client, draft, choose, words):
    wave = draft.wave
    other, another = OfferingFactory(wave=wave), OfferingFactory(wave=wave)
    village = OfferingFactory(wave=wave, mode="first_come")
    own = draft.choices.get().offering

    response = client.post(page(draft, "pilihan"), choose(own.pk, other.pk, village.pk))

    assertContains(response, words)
    assert [choice.offering for choice in draft.choices.all()] == [own]
    assert another.pk


def test_programs_of_another_wave_or_closed_ones_cannot_be_chosen(client, draft):
    stranger = OfferingFactory()
    closed = OfferingFactory(wave=draft.wave, status="selection")

    for offering in (stranger, closed):
        response = client.post(page(draft, "pilihan"), {"first": offering.pk})
        assert list(fields_of(response)) == ["first"]


# --- whose it is, and until when -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "slug", ["data-diri", "alamat", "kegiatan", "kontak", "pilihan", "berkas", "periksa", "hapus", "surat-wali"]
)
def test_somebody_elses_application_does_not_exist(client, draft, slug):
    stranger = ApplicationFactory(status="draft")
    url = f"/pendaftaran/{stranger.pk}/{slug}/"

    assert client.get(url).status_code == 404
    if slug != "surat-wali":
        assert client.post(url, PERSON).status_code == 404
    client.logout()
    assertRedirects(client.get(url), f"{reverse('account_login')}?next={url}")


def test_what_has_been_sent_is_not_changed(client, cohort):
    application = ApplicationFactory(cohort=cohort)
    client.force_login(application.trainee.account)

    response = client.post(page(application, "data-diri"), PERSON, follow=True)

    assertContains(response, "tidak bisa diubah lagi")
    application.trainee.refresh_from_db()
    assert application.trainee.full_name != "Suharti"
    again = client.get(reverse("application_check", args=[application.pk]))
    assertRedirects(again, reverse("journey:sent", args=[application.pk]))


def test_a_draft_can_be_thrown_away_and_keeps_the_person(client, draft):
    client.post(page(draft, "data-diri"), PERSON)
    url = reverse("application_discard", args=[draft.pk])

    client.get(url)
    assert Application.objects.filter(pk=draft.pk).exists()
    assertRedirects(client.post(url), reverse("journey:home"))
    assert not Application.objects.filter(pk=draft.pk).exists()
    assert Trainee.objects.get().full_name == "Suharti"


def test_applying_again_later_keeps_what_is_known(client, cohort):
    trainee = TraineeFactory()
    ContactFactory(trainee=trainee)
    earlier = ApplicationFactory(trainee=trainee, status="not_selected")
    client.force_login(trainee.account)

    client.post(reverse("apply", args=[cohort.offering.pk]))
    draft = Application.objects.exclude(pk=earlier.pk).get()

    assertRedirects(client.get(reverse("application", args=[draft.pk])), reverse("application_check", args=[draft.pk]))
    assertContains(client.get(page(draft, "kontak")), "Contoh Tetangga")


def test_a_tab_left_open_overwrites_only_its_own_page(client, draft):
    client.post(page(draft, "data-diri"), PERSON)
    stale = Trainee.objects.get()
    client.post(page(draft, "kontak"), {"phone": "081234567890"})

    describe(stale, full_name="Suharti Baru")

    stale.refresh_from_db()
    assert (stale.full_name, stale.phone) == ("Suharti Baru", "+6281234567890")
