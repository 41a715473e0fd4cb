"""Two on record who may be one: shown with why, told apart by an officer with a reason, and then asked no more."""

from datetime import date

import pytest
from django.urls import reverse

from audit.models import AuditEntry
from trainees.models import ToldApart

pytestmark = pytest.mark.django_db

BORN = date(2004, 3, 5)


def doubles(client, trainee):
    page = client.get(reverse("admin:person_file", args=[trainee.pk]))
    return [(double.trainee, *double.likeness.reasons) for double in page.context["doubles"]]


def apart(one, other):
    return reverse("admin:person_apart", args=[one.pk, other.pk])


@pytest.fixture
def pair(person):
    return person("Siti Nurhaliza", birth_date=BORN), person("Siti Nurhaliza", birth_date=BORN)


def test_each_is_shown_on_the_other_s_sheet_with_why(client, officer, pair):
    one, other = pair

    assert doubles(client, one) == [(other, "Nama dan tanggal lahirnya sama.")]
    assert doubles(client, other) == [(one, "Nama dan tanggal lahirnya sama.")]


def test_the_likeliest_comes_first_and_no_more_than_five(client, officer, person):
    somebody = person("Siti Nurhaliza", birth_date=BORN, phone="+6281299990001")
    for _number in range(5):
        person("Siti Nurhaliza", birth_date=date(2004, 5, 3))
    likeliest = person("Siti Nurhaliza", birth_date=BORN, phone="+6281299990001")

    found = doubles(client, somebody)

    assert (len(found), found[0][0]) == (5, likeliest)


def test_whoever_is_known_only_elsewhere_is_not_told_of(client, officer, pair):
    one, other = pair
    other.applications.all().delete()

    assert doubles(client, one) == []


def test_told_apart_with_a_reason_both_are_asked_about_no_more(client, officer, pair):
    one, other = pair

    answer = client.post(apart(one, other), {"reason": "KTP keduanya berbeda dan sudah dicocokkan."})

    assert answer.url == reverse("admin:person_file", args=[one.pk])
    assert [doubles(client, one), doubles(client, other)] == [[], []]
    entries = AuditEntry.objects.filter(action="trainee.told_apart").order_by("subject_id")
    assert [(entry.subject_id, entry.user) for entry in entries] == [
        (one.pk, officer.user),
        (other.pk, officer.user),
    ]


def test_without_a_reason_nothing_is_decided(client, officer, pair):
    answer = client.post(apart(*pair), {"reason": " "})

    assert (answer.status_code, ToldApart.objects.count()) == (200, 0)
    assert answer.context["form"].errors["reason"] == ["Bidang ini tidak boleh kosong."]


def test_a_second_press_says_that_it_is_decided(client, officer, pair):
    for _press in range(2):
        answer = client.post(apart(*pair), {"reason": "KTP berbeda."})

    assert answer.context["form"].non_field_errors() == ["Keduanya sudah dinyatakan bukan orang yang sama."]
    assert ToldApart.objects.count() == 2


def test_both_stand_side_by_side_with_what_to_compare(client, officer, pair):
    page = client.get(apart(*pair))

    assert [words for words, _mine, _theirs in page.context["compared"]][:3] == ["NIK", "Lahir", "Jenis kelamin"]
    assert "Nama dan tanggal lahirnya sama." in page.content.decode()


def test_a_person_is_not_told_apart_from_themselves(client, officer, pair):
    assert client.get(apart(pair[0], pair[0])).status_code == 404


def test_the_head_sees_the_likeness_and_leaves_the_decision_to_the_officers(client, head, pair):
    page = client.get(reverse("admin:person_file", args=[pair[0].pk]))

    assert (len(page.context["doubles"]), page.context["may_tell_apart"]) == (1, False)
    assert client.post(apart(*pair), {"reason": "x"}).status_code == 403
