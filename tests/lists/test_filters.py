"""Filters of a list that are kept: for oneself, for the colleagues of one's center, and never with a name in them."""

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from centers.models import Role, SavedFilter
from tests.factories.centers import CenterFactory, MembershipFactory, actor_at

pytestmark = pytest.mark.django_db
LIST = "enrollment.application"
CHANGELIST = reverse("admin:enrollment_application_changelist")


def keep(client, query, name="Perlu diperbaiki", **more):
    return client.post(f"{reverse('admin:saved_filters', args=[LIST])}?{query}", {"name": name, **more}, follow=True)


def above(client, query=""):
    """{name: whether it is the one that is on} above the list."""
    context = client.get(f"{CHANGELIST}?{query}").context
    return {kept.name: kept.query == context["filters_on"] for kept in context["saved_filters"]}


def test_a_kept_filter_stands_above_the_list_and_is_marked_when_it_is_on(client, officer, said):
    answer = keep(client, "status__exact=returned")

    assert said(answer) == ["Saringan “Perlu diperbaiki” disimpan."]
    assert (above(client), above(client, "status__exact=returned")) == (
        {"Perlu diperbaiki": False},
        {"Perlu diperbaiki": True},
    )
    assert 'href="?status__exact=returned" aria-current="page"' in answer.content.decode()


def test_the_order_of_the_address_does_not_matter_and_pages_are_not_kept(client, officer):
    keep(client, "status__exact=returned&origin__exact=portal&p=3")

    assert SavedFilter.objects.get().query == "origin__exact=portal&status__exact=returned"


def test_the_words_searched_for_are_not_kept_and_that_is_said(client, officer, person):
    person("Budi Contoh")
    page = client.get(f"{reverse('admin:saved_filters', args=[LIST])}?status__exact=submitted&q=budi")
    keep(client, "status__exact=submitted&q=budi")

    assert "Kata yang dicari tidak ikut disimpan" in page.content.decode()
    assert SavedFilter.objects.get().query == "status__exact=submitted"


def test_colleagues_see_what_is_shared_and_nothing_else(client, officer, center):
    keep(client, "status__exact=returned", "Bersama", shared="on")
    keep(client, "status__exact=verified", "Sendiri")
    client.force_login(actor_at(center).user)

    assert above(client) == {"Bersama": False}


def test_another_center_sees_none_of_it(client, officer):
    keep(client, "status__exact=returned", "Bersama", shared="on")
    client.force_login(actor_at(CenterFactory()).user)

    assert above(client) == {}


def test_one_deletes_one_s_own_and_a_colleague_s_does_not_exist(client, officer, center, said):
    keep(client, "status__exact=returned", shared="on")
    kept = SavedFilter.objects.get()
    client.force_login(actor_at(center).user)
    refused = client.post(reverse("admin:drop_filter", args=[kept.pk]))
    client.force_login(officer.user)

    answer = client.post(reverse("admin:drop_filter", args=[kept.pk]), follow=True)

    assert (refused.status_code, said(answer)) == (404, ["Saringan “Perlu diperbaiki” dihapus."])
    assert SavedFilter.objects.count() == 0


@pytest.mark.parametrize(
    ("query", "name", "sentence"),
    [
        ("", "Semua", "Saring dahulu daftarnya, lalu simpan."),
        ("q=budi", "Budi", "Saring dahulu daftarnya, lalu simpan."),
        ("status__exact=" + "x" * 500, "Panjang", "Saringan ini terlalu panjang untuk disimpan."),
    ],
)
def test_what_cannot_be_kept_is_said(client, officer, query, name, sentence):
    answer = client.post(f"{reverse('admin:saved_filters', args=[LIST])}?{query}", {"name": name})

    assert answer.context["form"].non_field_errors() == [sentence]
    assert SavedFilter.objects.count() == 0


def test_a_name_is_asked_for_and_taken_once(client, officer):
    keep(client, "status__exact=returned", "Satu")

    bare = keep(client, "status__exact=verified", "")
    twice = keep(client, "status__exact=verified", "Satu")

    assert bare.context["form"].errors["name"] == ["Bidang ini tidak boleh kosong."]
    assert twice.context["form"].errors["name"] == ["Anda sudah menyimpan dengan nama itu. Pilih nama lain."]
    assert twice.context["form"]["name"].value() == "Satu"


def test_thirty_are_enough(client, officer, center):
    row = {"owner": officer.user, "center": center, "list": LIST, "query": "a=1"}
    SavedFilter.objects.bulk_create(SavedFilter(name=f"Nomor {number}", **row) for number in range(30))

    answer = keep(client, "status__exact=returned")

    assert answer.context["form"].non_field_errors() == ["Anda sudah menyimpan 30. Hapus dahulu yang tidak dipakai."]


def test_a_filter_that_the_list_does_not_know_leads_back_with_a_sentence(client, officer, said):
    answer = keep(client, "submitted_at__year=bukan")

    assert said(answer) == ["Saringan ini tidak dikenal daftarnya. Pilih saringannya lagi."]


def test_whoever_may_not_see_the_list_keeps_nothing_of_it(client, center):
    client.force_login(MembershipFactory(center=center, role=Role.TREASURER).user)

    assert client.get(reverse("admin:saved_filters", args=[LIST])).status_code == 403
    assert client.get(reverse("admin:saved_filters", args=["tidak.ada"])).status_code == 404


@pytest.mark.parametrize(("column", "value"), [("query", ""), ("name", "")])
def test_the_database_keeps_no_filter_without_a_name_or_a_filter(officer, column, value):
    row = {"owner": officer.user, "list": LIST, "name": "Satu", "query": "a=1", column: value}

    with pytest.raises(IntegrityError), transaction.atomic():
        SavedFilter.objects.create(**row)


def test_the_database_keeps_a_name_once_per_owner_and_list(officer, center):
    row = {"owner": officer.user, "center": center, "list": LIST, "name": "Satu"}
    SavedFilter.objects.create(**row, query="a=1")

    with pytest.raises(IntegrityError), transaction.atomic():
        SavedFilter.objects.create(**row, query="b=2")


@pytest.mark.parametrize("size", [1, 12])
def test_filters_above_a_list_cost_one_query_however_many(client, officer, center, size, django_assert_num_queries):
    row = {"owner": officer.user, "center": center, "list": LIST, "query": "a=1"}
    SavedFilter.objects.bulk_create(SavedFilter(name=f"Nomor {number}", **row) for number in range(size))
    client.get(CHANGELIST)

    # session, user, memberships; the count, waves and officers to filter by; the kept filters
    with django_assert_num_queries(9):
        client.get(CHANGELIST)
