"""The trail in the admin: told in words, of one's own center, at a cost that does not grow."""

import pytest
from django.urls import reverse
from django.utils import timezone

from audit import sealing, trail
from audit.models import PurgeRecord, RetentionRule
from audit.moves import Actor
from tests.factories.accounts import SuperuserFactory
from tests.factories.centers import CenterFactory, actor_at
from tests.factories.cohorts import WaveFactory
from tests.factories.trainees import TraineeFactory

pytestmark = pytest.mark.django_db


def rows_of(page):
    return list(page.context["cl"].result_list)


def listed(client, model, **query):
    return client.get(reverse(f"admin:audit_{model}_changelist"), query)


def test_acts_are_listed_in_words(client, head):
    wave = WaveFactory()
    trail.write("wave.sessions_planned", by=head, about=wave, facts={"sessions": 4}, note="Sesuai surat.")

    text = listed(client, "auditentry", role="head").content.decode()
    assert all(words in text for words in ("Jadwal dibuat", "Kepala", "gelombang"))
    assert "sessions_planned" not in text


def test_one_act_is_told_with_its_facts_and_its_note(client, head):
    entry = trail.write("cohort.resize", by=head, about=WaveFactory(), facts={"from": 16, "to": 12}, note="Surat 12")

    text = client.get(reverse("admin:audit_auditentry_change", args=[entry.pk])).content.decode()

    found = [words for words in ("Jumlah kursi diubah", "Semula: 16 · Menjadi: 12", "Surat 12") if words in text]
    assert found == ["Jumlah kursi diubah", "Semula: 16 · Menjadi: 12", "Surat 12"]


def test_views_are_listed_in_words_and_filtered_by_page_and_role(client, head, center):
    officer, trainee = actor_at(center), TraineeFactory()
    seen = trail.viewed("document", by=officer, subjects=[trainee])
    trail.viewed("certificate:pdf", by=head, subjects=[trainee])

    page = listed(client, "viewlog", page="document", role="officer")

    assert rows_of(page) == [seen]
    assert "Foto dokumen" in page.content.decode()


def test_the_trail_of_another_center_is_not_shown(client, head):
    elsewhere = Actor(user=head.user, role="head", center_code=CenterFactory().code)
    trail.write("wave.added", by=elsewhere, about=WaveFactory())

    assert rows_of(listed(client, "auditentry", role="head")) == []


def test_a_purge_is_told_by_the_name_of_its_rule_even_when_that_is_gone(client):
    client.force_login(SuperuserFactory())
    RetentionRule.objects.get_or_create(code="drafts", defaults={"name": "Draf", "days": 90, "reason": "x"})
    name = RetentionRule.objects.get(code="drafts").name
    for rule in ("drafts", "yang-lama"):
        PurgeRecord.objects.create(at=timezone.now(), rule=rule, reason="x", rows=7, transaction_id="1")

    text = listed(client, "purgerecord").content.decode()

    assert name in text
    assert "yang-lama" in text


def test_seals_are_listed_as_one_copies_them(client, head):
    trail.write("wave.added", by=head, about=WaveFactory())
    seal = sealing.seal_next("entry")

    text = listed(client, "seal").content.decode()

    assert " ".join([seal.digest[:8], seal.digest[8:16]]) in text


@pytest.mark.parametrize("size", [2, 30])
@pytest.mark.parametrize(("model", "cost"), [("auditentry", 8), ("viewlog", 8)])
def test_the_lists_cost_the_same_for_any_size(client, head, model, cost, size, django_assert_num_queries):
    for _n in range(size):
        trail.write("wave.added", by=head, about=WaveFactory())
        trail.viewed("document", by=head, subjects=[TraineeFactory()])
    listed(client, model)

    with django_assert_num_queries(cost):  # session, user, memberships; count, first and last day, days, rows, filters
        listed(client, model)


def test_the_privacy_page_says_what_the_rules_say_today(client):
    RetentionRule.objects.filter(code="applicant_documents").delete()
    RetentionRule.objects.create(code="applicant_documents", name="Foto dokumen", months=7, reason="x")
    RetentionRule.objects.create(code="messages-off", name="Mati", months=7, reason="x", active=False)

    text = client.get(reverse("privacy")).content.decode()

    assert "Foto dokumen: 7 bulan." in text
    assert "Mati" not in text
