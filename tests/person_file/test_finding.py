"""The one box: whatever names a person leads to them, and what was typed gets into no address, no session, no log."""

import logging

import pytest
from django.contrib.sessions.models import Session
from django.urls import reverse

from audit.models import ViewLog
from blk_portal.person_file.typed import Kind, read
from centers.models import Role
from tests.factories.centers import CenterFactory, MembershipFactory
from tests.factories.cohorts import CohortFactory
from tests.factories.enrollment import ApplicationFactory
from tests.factories.trainees import ContactFactory, GuardianFactory, TraineeFactory

NIK = "3674014502030001"
FIND = "admin:find_person"


def ask(client, words):
    return client.post(reverse(FIND), {"q": words}, follow=True)


def sheet(trainee):
    return reverse("admin:person_file", args=[trainee.pk])


def names(answer):
    return [str(hit.trainee) for hit in answer.context["found"].hits]


# --- what was typed ---


@pytest.mark.parametrize(
    ("typed", "kind", "value"),
    [
        ("", Kind.NOTHING, ""),
        ("   ", Kind.NOTHING, ""),
        ("3674 0145 0203 0001", Kind.NIK, NIK),
        ("3674.0145.0203.0001", Kind.NIK, NIK),
        ("0812 9999 0001", Kind.PHONE, "+6281299990001"),
        ("+62 812-9999-0001", Kind.PHONE, "+6281299990001"),
        ("990000012", Kind.NUMBER, "990000012"),
        ("9999", Kind.NUMBER, "9999"),
        ("12", Kind.SHORT, "12"),
        ("si", Kind.SHORT, "si"),
        ("si ti", Kind.SHORT, "si ti"),
        ("  Siti   Nur ", Kind.WORDS, "Siti Nur"),
        ("siti@contoh.example", Kind.WORDS, "siti@contoh.example"),
        ("36740145020300019", Kind.DIGITS, "36740145020300019"),
        ("x" * 500, Kind.WORDS, "x" * 120),
    ],
)
def test_what_was_typed_is_told_by_its_shape(typed, kind, value):
    assert (read(typed).kind, read(typed).value) == (kind, value)


# --- who is found ---


@pytest.mark.django_db
@pytest.mark.parametrize(
    "words",
    ["budi", "contoh BUDI", "udi con", "081299990001", "+62 812 9999 0001", "99990001", "budi.c@contoh", NIK],
)
def test_the_one_person_meant_is_opened_at_once(client, officer, person, words):
    wanted = person("Budi Contoh", phone="+6281299990001", email="Budi.C@contoh.example", nik=NIK)
    person("Siti Lain", phone="+6281288880002", email="siti@lain.example")

    answer = client.post(reverse(FIND), {"q": words})

    assert answer.url == sheet(wanted)


@pytest.mark.django_db
def test_a_registration_number_leads_to_whoever_sent_it(client, officer, person):
    wanted = person("Budi Contoh")
    person("Siti Lain")

    answer = client.post(reverse(FIND), {"q": wanted.applications.get().number})

    assert answer.url == sheet(wanted)


@pytest.mark.django_db
def test_a_family_s_and_a_neighbour_s_number_find_the_person_and_say_whose_it_is(client, officer, person):
    wanted, brother = person("Budi Contoh"), person("Adi Contoh")
    GuardianFactory(trainee=wanted, phone="+6281277770001")
    ContactFactory(trainee=brother, phone="+6281277770001")

    answer = ask(client, "0812 7777 0001")

    assert [(str(hit.trainee), hit.reasons) for hit in answer.context["found"].hits] == [
        ("Adi Contoh", ["Nomor kontak lain"]),
        ("Budi Contoh", ["Nomor orang tua atau wali"]),
    ]


@pytest.mark.django_db
def test_several_are_a_list_that_says_what_matched_and_what_each_sent_last(client, officer, person):
    old, new = person("Siti Aminah"), person("Siti Zubaidah")

    answer = ask(client, "siti")

    assert answer.redirect_chain == [(reverse(FIND), 302)]
    assert names(answer) == ["Siti Zubaidah", "Siti Aminah"]
    page = answer.content.decode()
    assert all(one.applications.get().number in page for one in (old, new))
    assert "Cocok: Nama" in page


@pytest.mark.django_db
def test_a_name_that_nobody_has_shows_those_that_sound_like_it_and_opens_none(client, officer, person):
    person("Nurhaliza Contoh")

    answer = ask(client, "Nurhalisa")

    assert (names(answer), answer.context["found"].guessed) == (["Nurhaliza Contoh"], True)


@pytest.mark.django_db
def test_too_little_is_said_and_kept_in_the_box(client, officer, person):
    person("Siti Contoh")

    answer = ask(client, "si")

    assert "Tulis paling sedikit tiga huruf dari satu kata, atau empat angka." in answer.content.decode()
    assert 'value="si"' in answer.content.decode()


@pytest.mark.django_db
def test_nobody_is_found_in_words_that_say_what_to_try_next(client, officer):
    assert "Tidak ada yang cocok" in ask(client, "entah siapa").content.decode()


@pytest.mark.django_db
def test_people_of_another_center_and_unsent_drafts_do_not_exist(client, officer, cohort):
    ApplicationFactory(trainee__full_name="Budi Seberang", trainee__nik=NIK)
    ApplicationFactory(cohort=cohort, trainee__full_name="Budi Draf", status="draft")

    assert [names(ask(client, words)) for words in ("budi", NIK)] == [[], []]


@pytest.mark.django_db
def test_what_another_center_received_from_this_person_is_not_told_here(client, officer, person):
    for name in ("Siti Aminah", "Siti Zubaidah"):
        somebody = person(name)
        elsewhere = CohortFactory(offering__wave__center=CenterFactory())
        ApplicationFactory(cohort=elsewhere, trainee=somebody)

    hits = ask(client, "siti").context["found"].hits

    assert {hit.newest.wave.center.code for hit in hits} == {"pusat"}


@pytest.mark.django_db
def test_the_list_ends_at_fifty_and_says_that_there_are_more(client, officer, person):
    for number in range(51):
        person(f"Siti Contoh {number}")

    answer = ask(client, "siti")

    assert (len(names(answer)), answer.context["found"].more) == (50, True)
    assert "Masih ada yang lain." in answer.content.decode()


# --- what is kept of it ---


@pytest.mark.django_db
@pytest.mark.parametrize("holders", [0, 1, 2])
def test_a_nik_is_in_no_address_no_session_and_no_log(client, officer, person, holders, caplog):
    for number in range(holders):
        somebody = person(f"Contoh {number}", nik=NIK if number == 0 else "3674014502030002")
        if number:
            somebody.claimed_index, somebody.nik_index = person("Lain").nik_index, None
            somebody.save()
    caplog.set_level(logging.DEBUG)

    answer = ask(client, " ".join(NIK[at : at + 4] for at in range(0, 16, 4)))

    kept = [str(Session.objects.get(pk=client.session.session_key).get_decoded())]
    told = [url for url, _status in answer.redirect_chain] + kept + [record.getMessage() for record in caplog.records]
    told += [str(row) for row in ViewLog.objects.values_list()]
    assert [text for text in told if NIK in text.replace(" ", "")] == []


@pytest.mark.django_db
def test_two_who_hold_and_claim_one_nik_are_both_shown(client, officer, person):
    holder, claimant = person("Budi Contoh", nik=NIK), person("Budi Kontoh")
    claimant.claimed_index, claimant.nik_index = holder.nik_index, None
    claimant.save()

    answer = ask(client, NIK)

    assert (names(answer), answer.context["of_nik"]) == (["Budi Kontoh", "Budi Contoh"], True)
    assert NIK not in answer.content.decode()


@pytest.mark.django_db
def test_whoever_was_shown_is_in_the_view_log(client, officer, person):
    shown = [person("Siti Aminah"), person("Siti Zubaidah")]

    ask(client, "siti")

    row = ViewLog.objects.get(page=FIND)
    assert (row.user, sorted(row.subject_ids)) == (officer.user, [one.pk for one in shown])


# --- where the box stands ---


@pytest.mark.django_db
@pytest.mark.parametrize("page", ["admin:index", "admin:cohorts_program_changelist", "admin:find_person"])
def test_the_box_is_on_every_page_of_the_desk(client, officer, page):
    assert "data-find" in client.get(reverse(page)).content.decode()


@pytest.mark.django_db
def test_whoever_may_not_look_for_people_has_no_box_and_no_page(client, center):
    client.force_login(MembershipFactory(center=center, role=Role.TREASURER).user)

    assert "data-find" not in client.get(reverse("admin:index")).content.decode()
    assert client.post(reverse(FIND), {"q": "siti"}).status_code == 403


@pytest.mark.django_db
@pytest.mark.parametrize("size", [2, 12])
def test_a_search_costs_the_same_for_any_number_found(client, officer, person, size, django_assert_num_queries):
    for number in range(size):
        GuardianFactory(trainee=person(f"Siti Contoh {number}"))
    client.post(reverse(FIND), {"q": "siti"})

    # session, user, memberships; people, their applications, their contacts; view log
    with django_assert_num_queries(7):
        answer = client.get(reverse(FIND))

    assert len(names(answer)) == size


@pytest.mark.django_db
def test_a_person_without_a_birth_date_or_nik_is_shown_too(client, officer, cohort):
    for name in ("Siti Impor", "Siti Loket"):
        bare = TraineeFactory(full_name=name, account=None, phone="", email="")
        ApplicationFactory(cohort=cohort, trainee=bare, adult_on="2022-05-12")
        type(bare).objects.filter(pk=bare.pk).update(birth_date=None, nik_tail="", nik_index=None, nik_sealed=None)

    assert "tanggal lahir belum diisi" in ask(client, "siti").content.decode()
