"""The list of who may do what: everybody of one's own center, what stands out, and that it was looked over."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from audit.models import AuditEntry
from audit.moves import Actor
from blk_portal.staffing import review, words
from centers.models import Role
from centers.roles import TABLE
from tests.factories.accounts import SuperuserFactory
from tests.factories.centers import MembershipFactory, actor_at

pytestmark = pytest.mark.django_db
URL = "/admin/pegawai/kewenangan/"
QUERIES = 7  # session, account, memberships, centers, last reviews, posts, people


def marks(actor, user):
    return next(row.marks for row in review.rows_for(actor) if row.user == user)


def seen(user, days):
    user.last_login = timezone.now() - timedelta(days=days)
    user.save()


def test_what_stands_out(head, center):
    today = timezone.localdate()
    well, quiet, ending, without = (MembershipFactory(center=center) for _one in range(4))
    for membership, days in [(well, 89), (quiet, 91), (ending, 1), (without, 1)]:
        seen(membership.user, days)
    ending.valid_to = today + timedelta(days=14)
    ending.save()
    without.user.authenticator_set.all().delete()

    assert marks(head, well.user) == []
    assert marks(head, quiet.user) == ["tidak masuk lebih dari 90 hari"]
    assert marks(head, ending.user) == ["berakhir dalam 14 hari"]
    assert marks(head, without.user) == ["belum memasang langkah kedua"]
    assert marks(head, head.user) == ["belum pernah masuk"]


def test_each_sees_whom_they_watch_over(head, center, elsewhere, officer):
    other = MembershipFactory(center=elsewhere).user
    superuser = SuperuserFactory()
    protection = actor_at(center, Role.PROTECTION)
    over = MembershipFactory(center=center, valid_to=timezone.localdate() - timedelta(days=1)).user

    def people(actor, code=""):
        return {row.user for row in review.rows_for(actor, code)}

    here = {head.user, officer, protection.user}
    assert people(head) == people(protection) == here
    assert people(Actor(role="province")) == {*here, other}
    assert people(Actor(role="superuser")) == {*here, other, superuser}
    assert people(Actor(role="superuser"), "sana") == {other}
    assert over not in people(Actor(role="superuser"))


def test_that_it_was_looked_over_is_on_record_for_each_center(client, center, elsewhere, officer):
    client.force_login(SuperuserFactory())
    before = review.centers_of(Actor(role="superuser"))

    client.post(URL)

    entries = AuditEntry.objects.filter(action="center.access_reviewed").order_by("subject_id")
    assert [(entry.subject_id, entry.facts) for entry in entries] == [
        (center.pk, {"people": 1}),
        (elsewhere.pk, {"people": 0}),
    ]
    assert [last for _center, last in before] == [None, None]
    assert [last for _center, last in review.centers_of(Actor(role="superuser"))] == [
        entry.at for entry in reversed(entries)
    ]


def test_the_province_reads_and_confirms_nothing(client):
    client.force_login(MembershipFactory(center=None, role=Role.PROVINCE).user)

    assert client.get(URL).status_code == 200
    assert client.post(URL).status_code == 403
    assert AuditEntry.objects.filter(action="center.access_reviewed").exists() is False


def test_every_row_of_the_role_table_has_words():
    """A code instead of a word would stand in lower-case English on the page."""
    untold = [
        (what, action)
        for what, action in TABLE
        if str(words._act(what, action)) == action or (what != "page" and not words._name(what))
    ]

    assert untold == [], untold


def test_what_a_role_may_is_read_from_the_table():
    told = dict(words.what_may(Role.TREASURER))

    assert [str(one) for one in told["Halaman"]] == ["membuka meja kerja"]
    assert "Undangan" not in told
    assert [told["Hanya melihat"], "Daftar hadir" in told] == [["Daftar hadir", "Kehadiran"], False]


def test_what_is_done_to_a_thing_stands_beside_it():
    told = dict(words.what_may(Role.CERTIFICATION))

    assert [str(act) for act in told["Catatan BNSP"]] == ["melihat", "menambah", "mengubah"]
    assert "Catatan BNSP" not in told["Hanya melihat"]


@pytest.mark.parametrize("people", [1, 12])
def test_the_page_asks_the_same_questions_however_many_people(client, head, center, people, django_assert_num_queries):
    for _one in range(people):
        MembershipFactory(center=center)
    client.force_login(head.user)
    client.get(URL)  # the session notes the second factor

    with django_assert_num_queries(QUERIES):
        page = client.get(URL)

    assert len(page.context["rows"]) == people + 1
    assert reverse("admin:accounts_user_change", args=[head.user.pk]) in page.content.decode()
