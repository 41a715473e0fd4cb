"""An officer enters somebody who stands before them: from their card to a sent application."""

import re
from datetime import date
from html.parser import HTMLParser

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from audit.models import AuditEntry, ViewLog
from blk_portal.counter.views import CARDS_A_DAY, NUMBERS_AN_HOUR
from enrollment.models import Application
from enrollment.transitions import return_for_fixing
from tests.counter.conftest import BORN, SITI, begins, entered, fills, sends, step
from tests.factories.centers import DocumentKindFactory, actor_at
from tests.factories.cohorts import CohortFactory, OfferingFactory
from tests.factories.enrollment import ApplicationFactory, EnteredFactory
from tests.factories.trainees import ConsentTextFactory, TraineeFactory, a_photo, nik_for
from trainees.models import Consent, Trainee

pytestmark = pytest.mark.django_db
OTHER_NIK = nik_for(BORN, "F", 77)
ON_CARD = {
    "full_name": "contoh SITI",
    "birth_date_day": "12",
    "birth_date_month": "5",
    "birth_date_year": "2004",
    "decision": "same",
}


# --- the whole way ---


def test_somebody_is_entered_from_the_card_to_the_sent_application(desk, officer, offering):
    application = fills(desk, entered(desk, offering))

    response = sends(desk, application)

    assertRedirects(response, reverse("admin:counter_entry", args=[application.pk]))
    assert (application.status, application.origin, application.entered_by) == ("submitted", "counter", officer)
    assert (application.trainee.account, application.trainee.full_name) == (None, "Contoh Siti")
    assert [*AuditEntry.objects.about(application).order_by("pk").values_list("action", "user")] == [
        ("application.enter", officer.pk),
        ("application.submit", officer.pk),
    ]


def test_what_the_person_agrees_to_is_kept_with_its_witness_and_no_address(desk, officer, offering):
    application = fills(desk, entered(desk, offering))

    sends(desk, application, manner="letter")

    consent = Consent.objects.get()
    assert (consent.given_by, consent.channel, consent.witnessed_by, consent.ip) == (
        "Contoh Siti",
        "letter",
        officer,
        None,
    )


def test_how_they_agreed_has_to_be_said(desk, offering):
    application = fills(desk, entered(desk, offering))

    response = sends(desk, application, manner="")

    assert [*response.context["form"].errors] == ["manner"]
    assert application.status == "draft"


def test_the_desk_and_the_person_s_timeline_say_who_typed_it(desk, client, officer, offering):
    application = fills(desk, entered(desk, offering))
    sends(desk, application)
    application.trainee.account = TraineeFactory().account
    Trainee.objects.filter(account=application.trainee.account).exclude(pk=application.trainee_id).update(account=None)
    application.trainee.save()
    client.force_login(application.trainee.account)

    assertContains(
        desk.get(reverse("admin:enrollment_application_change", args=[application.pk])),
        f"diinput oleh {officer} di loket",
    )
    assertContains(desk.get(reverse("admin:counter_entry", args=[application.pk])), f"Diinput oleh {officer} di loket")
    assertContains(client.get(application.get_absolute_url()), "Diinput petugas di loket")


def test_a_guardian_s_letter_at_the_counter_has_its_witness(desk, officer, center):
    DocumentKindFactory(code="surat_wali")
    ConsentTextFactory(purpose="guardian", text="Saya mengizinkan.")
    minor = TraineeFactory(account=None, birth_date=date(2010, 1, 1))
    application = EnteredFactory(cohort__offering__wave__center=center, trainee=minor)
    guardian = {"name": "Contoh Ibu", "relation": "Ibu", "phone": "0813 0000 1111", "way": "letter"}

    desk.post(step(application, "wali"), guardian | {"letter": SimpleUploadedFile("surat.jpg", a_photo(800, 600))})

    consent = Consent.objects.get(text__purpose="guardian")
    assert (consent.given_by, consent.channel, consent.witnessed_by, consent.ip) == (
        "Contoh Ibu",
        "letter",
        officer,
        None,
    )


def test_what_was_sent_back_is_mended_and_sent_again_at_the_counter(desk, officer, offering):
    application = fills(desk, entered(desk, offering))
    sends(desk, application)
    return_for_fixing(application, by=actor_at(offering.wave.center), reason="Alamatnya kurang.")

    desk.post(step(application, "kontak"), {"phone": "0812 3456 0000"})
    sends(desk, application)
    application.trainee.refresh_from_db()

    assert (application.status, application.trainee.phone) == ("submitted", "+6281234560000")
    assert AuditEntry.objects.about(application).get(action="application.resubmit").user == officer


# --- the next person ---


class Fields(HTMLParser):
    """What a page's controls hold, and whether a browser may fill them in by itself."""

    def __init__(self, response):
        super().__init__()
        self.values, self.filled_in = [], []
        self.feed(response.content.decode())

    def handle_starttag(self, tag, attrs):
        attrs = dict(attrs)
        kind = attrs.get("type", "text")
        if tag not in {"input", "select", "textarea"} or kind in {"hidden", "submit", "radio", "checkbox", "file"}:
            return
        self.values += [attrs["value"]] if attrs.get("value") else []
        if attrs.get("autocomplete") != "off" and attrs.get("type") != "search":
            self.filled_in.append(attrs.get("name"))


OF_SITI = ("Siti", SITI["nik"], "1234567890", "Kp. Contoh RT", "Serang</", '2004" selected')


def test_the_next_person_s_form_starts_empty(desk, offering):
    application = fills(desk, entered(desk, offering))
    sends(desk, application)

    page = desk.get(reverse("admin:counter"))
    begins(desk, offering, OTHER_NIK)
    new = Application.objects.latest("pk")

    assert new.trainee_id != application.trainee_id
    for response in [page, *(desk.get(step(new, slug)) for slug in ("data-diri", "alamat", "pendidikan", "kontak"))]:
        text = response.content.decode()
        assert Fields(response).values == []
        found = [
            one
            for one in ("Siti", SITI["nik"], "1234567890", "Kp. Contoh RT", "Serang</", '2004" selected')
            if one in text
        ]
        assert found == []


@pytest.mark.parametrize("slug", ["data-diri", "pilihan", "alamat", "pendidikan", "kegiatan", "kontak", "wali"])
def test_the_browser_fills_in_nothing_at_the_counter(desk, center, slug):
    minor = TraineeFactory(account=None, birth_date=date(2010, 1, 1))
    application = EnteredFactory(cohort__offering__wave__center=center, trainee=minor)

    assert Fields(desk.get(step(application, slug))).filled_in == []


def test_not_even_the_page_that_begins_is_filled_in(desk, offering):
    TraineeFactory(nik=SITI["nik"])

    pages = [desk.get(reverse("admin:counter")), begins(desk, offering)]

    assert [Fields(page).filled_in for page in pages] == [[], []]


def test_who_was_entered_stands_on_a_page_of_its_own(desk, offering):
    application = fills(desk, entered(desk, offering))

    assertContains(desk.get(reverse("admin:counter_entries")), "Contoh Siti")
    assertNotContains(desk.get(reverse("admin:counter")), "Contoh Siti")
    assert ViewLog.objects.filter(page="admin:counter", subject_ids__contains=[application.trainee_id]).exists()


@pytest.mark.parametrize("size", [1, 7])
def test_that_page_costs_the_same_for_any_number(desk, center, size, django_assert_num_queries):
    cohort = CohortFactory(offering=OfferingFactory(wave__center=center))
    EnteredFactory.create_batch(size, cohort=cohort)
    EnteredFactory.create_batch(size, cohort=cohort, status="submitted")
    desk.get(reverse("admin:counter_entries"))

    with django_assert_num_queries(PAGE + 3):  # those not sent, those sent, the view log
        desk.get(reverse("admin:counter_entries"))


PAGE = 3  # session, account, membership


# --- a number that is known ---


def test_a_second_click_finds_what_the_first_has_begun(desk, offering):
    first = entered(desk, offering)

    again = entered(desk, offering)

    assert (first.pk, Trainee.objects.count()) == (again.pk, 1)


def test_somebody_this_center_knows_is_shown_and_the_look_is_kept(desk, offering):
    known = TraineeFactory(full_name="Contoh Lama", nik=SITI["nik"])
    ApplicationFactory(
        trainee=known, status="not_selected", cohort=CohortFactory(offering__wave__center=offering.wave.center)
    )

    response = begins(desk, offering)

    assertContains(response, "Contoh Lama")
    assert ViewLog.objects.get(page="admin:counter").subject_ids == [known.pk]
    assert not Application.objects.filter(wave=offering.wave).exists()


def test_the_same_person_goes_on_with_their_record(desk, offering):
    known = TraineeFactory(nik=SITI["nik"])
    ApplicationFactory(
        trainee=known, status="not_selected", cohort=CohortFactory(offering__wave__center=offering.wave.center)
    )

    begins(desk, offering, decision="same")

    assert Application.objects.get(wave=offering.wave).trainee == known


def test_another_person_with_that_number_is_a_claim_to_settle(desk, offering):
    known = TraineeFactory(nik=SITI["nik"])
    ApplicationFactory(
        trainee=known, status="not_selected", cohort=CohortFactory(offering__wave__center=offering.wave.center)
    )

    begins(desk, offering, decision="other")
    begins(desk, offering, decision="other")

    new = Application.objects.get(wave=offering.wave).trainee
    assert (new.nik_index, new.claimed_index) == (None, known.nik_index)


def elsewhere(**more):
    """Somebody whom only another center knows."""
    known = TraineeFactory(full_name="Contoh Siti", birth_date=BORN, nik=SITI["nik"], birth_place="Rahasia", **more)
    ApplicationFactory(trainee=known, status="confirmed")
    return known


@pytest.mark.parametrize("decision", ["", "same"])
def test_of_somebody_known_elsewhere_nothing_is_shown(desk, offering, decision):
    elsewhere(address="Jalan Rahasia", phone="+6281290000963")

    response = begins(desk, offering, decision=decision)

    page = response.content.decode()
    assert [one for one in ("Siti", "Rahasia", "Mei 2004", "0963", "punya akun") if one in page] == []
    assertContains(response, "NIK ini sudah tercatat di luar balai ini")
    assert not Application.objects.filter(wave=offering.wave).exists()


def test_their_card_opens_the_record(desk, offering):
    known = elsewhere()

    begins(desk, offering, **ON_CARD)

    assert Application.objects.get(wave=offering.wave).trainee == known


@pytest.mark.parametrize("wrong", [{"full_name": "Contoh Sita"}, {"birth_date_year": "2003"}])
def test_another_card_does_not(desk, offering, wrong):
    elsewhere()

    response = begins(desk, offering, **ON_CARD | wrong)

    assertContains(response, "tidak sama dengan yang tercatat")
    assertNotContains(response, "Rahasia")
    assert not Application.objects.filter(wave=offering.wave).exists()


def test_a_card_that_was_not_copied_is_asked_for_at_its_fields(desk, offering):
    elsewhere()

    response = begins(desk, offering, **ON_CARD | {"full_name": ""})

    assert [*response.context["card"].errors] == ["full_name"]


def test_names_and_dates_are_not_to_be_tried_out(desk, offering):
    elsewhere()
    statuses = [
        begins(desk, offering, **ON_CARD | {"full_name": f"Contoh {n}"}).status_code for n in range(CARDS_A_DAY + 1)
    ]

    assert statuses == [200] * CARDS_A_DAY + [429]


def test_an_officer_looks_up_so_many_numbers_and_no_more(desk, offering, monkeypatch):
    monkeypatch.setattr("blk_portal.counter.views.NUMBERS_AN_HOUR", 2)

    statuses = [begins(desk, offering, nik_for(BORN, "F", 900 + n)).status_code for n in range(3)]

    assert statuses == [302, 302, 429]
    assert NUMBERS_AN_HOUR == 120


def test_a_number_that_is_put_right_leaves_the_wrong_one_to_its_owner(desk, offering):
    wrong = entered(desk, offering, OTHER_NIK)
    fills(desk, wrong)  # with the number of the card

    owner = entered(desk, offering, OTHER_NIK)

    assert owner.trainee_id != wrong.trainee_id
    assert owner.trainee.claimed_index is None


# --- what is refused ---


def test_who_has_applied_already_is_told_so(desk, center):
    cohort = CohortFactory(offering__wave__center=center)
    sent = ApplicationFactory(cohort=cohort)

    response = begins(desk, cohort.offering, sent.trainee.nik, decision="same")

    assert response.context["form"].non_field_errors().as_data()[0].message.startswith("Orang ini sudah mendaftar")


def test_another_center_s_program_is_not_on_the_list(desk, offering):
    foreign = CohortFactory().offering

    response = begins(desk, foreign)

    assert [*response.context["form"].errors] == ["offering"]
    assert Application.objects.count() == 0


@pytest.mark.parametrize("nik", ["", "12", "3674 0252 0504 000X"])
def test_a_number_that_is_none_is_refused_at_its_field_and_kept(desk, offering, nik):
    response = begins(desk, offering, nik)

    assert [*response.context["form"].errors] == ["nik"]
    assert Application.objects.count() == 0


def test_an_entry_of_another_center_does_not_exist(desk):
    foreign = EnteredFactory()

    assert desk.get(step(foreign, "data-diri")).status_code == 404


def test_what_a_person_began_at_home_is_not_open_at_the_counter(desk, center):
    own = ApplicationFactory(status="draft", cohort__offering__wave__center=center)

    assert desk.get(step(own, "data-diri")).status_code == 404


def test_a_sent_entry_is_closed(desk, center):
    sent = EnteredFactory(status="submitted", cohort__offering__wave__center=center)

    response = desk.post(step(sent, "kontak"), {"phone": "081299998888"})

    assertRedirects(response, reverse("admin:counter_entry", args=[sent.pk]))
    sent.trainee.refresh_from_db()
    assert sent.trainee.phone != "+6281299998888"


# --- thrown away ---


def test_a_draft_of_the_counter_is_thrown_away_with_its_person(desk, offering):
    application = entered(desk, offering)

    desk.post(reverse("admin:counter_abandon", args=[application.pk]))

    assert (Application.objects.count(), Trainee.objects.count()) == (0, 0)


def test_a_draft_that_somebody_began_themselves_is_theirs(desk, center):
    own = EnteredFactory(origin="online", cohort__offering__wave__center=center)

    response = desk.post(reverse("admin:counter_abandon", args=[own.pk]), follow=True)

    assertContains(response, "dibuat orangnya sendiri")
    assert Application.objects.filter(pk=own.pk).exists()


def test_each_look_at_an_entry_is_kept(desk, officer, center):
    application = EnteredFactory(cohort__offering__wave__center=center)

    desk.get(reverse("admin:counter_entry", args=[application.pk]))

    assert ViewLog.objects.get(page="admin:counter").user == officer


def test_who_does_it_at_the_door_has_a_role_for_it(client, offering):
    client.force_login(actor_at(offering.wave.center, role="head").user)

    assert begins(client, offering).status_code == 403
    assert re.match("/admin/loket/", reverse("admin:counter"))
