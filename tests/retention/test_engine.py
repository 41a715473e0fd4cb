"""How the rules are run: once a day, in batches, catching up, each for itself; and what would go is shown before."""

import threading
from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from django.urls import reverse
from django.utils import timezone

from audit.models import PurgeRecord, RetentionRule
from blk_portal.retention import engine, handlers
from enrollment.models import Application
from tests.factories.accounts import SuperuserFactory
from tests.factories.centers import MembershipFactory
from tests.factories.enrollment import ApplicationFactory
from tests.filled import opened

DAY = timedelta(days=1)


@pytest.fixture
def rule(db):
    RetentionRule.objects.all().delete()
    return RetentionRule.objects.create(code="drafts", name="Draf", days=90, reason="Tidak diperlukan.")


def old_drafts(count):
    ApplicationFactory.create_batch(count, status="draft")
    Application.objects.update(saved_at=timezone.now() - 100 * DAY)


def test_all_that_is_due_goes_in_batches_each_with_its_record(rule, monkeypatch):
    monkeypatch.setattr(handlers.Drafts, "batch", 2)
    old_drafts(5)

    engine.run_due()

    assert list(PurgeRecord.objects.order_by("pk").values_list("rule", "rows", "reason")) == [
        ("drafts", 2, "Tidak diperlukan. (90 hari)"),
        ("drafts", 2, "Tidak diperlukan. (90 hari)"),
        ("drafts", 1, "Tidak diperlukan. (90 hari)"),
    ]
    assert not Application.objects.exists()


def test_what_the_time_did_not_suffice_for_goes_with_the_next_tick(rule, monkeypatch):
    monkeypatch.setattr(engine, "TURN", 0)
    old_drafts(1)
    engine.run_due()
    assert Application.objects.count() == 1

    monkeypatch.setattr(engine, "TURN", 20)
    engine.run_due()
    assert Application.objects.count() == 0


def test_a_rule_that_is_done_rests_until_the_next_day_in_jakarta(rule, time_machine):
    time_machine.move_to("2026-11-20T23:30+07:00", tick=False)
    engine.run_due()
    old_drafts(1)

    engine.run_due()
    assert Application.objects.count() == 1

    time_machine.move_to("2026-11-21T00:01+07:00", tick=False)
    engine.run_due()
    assert Application.objects.count() == 0


def test_weeks_without_a_tick_are_caught_up_in_one(rule, time_machine):
    old_drafts(3)
    time_machine.move_to(timezone.now() + 40 * DAY, tick=False)

    engine.run_due()

    assert PurgeRecord.objects.get().rows == 3


def test_a_rule_that_is_switched_off_does_nothing(rule):
    RetentionRule.objects.update(active=False)
    old_drafts(1)

    engine.run_due()

    assert engine.run_batch("drafts") is None
    assert Application.objects.count() == 1


def test_a_rule_that_breaks_leaves_no_record_and_does_not_stop_the_others(rule, monkeypatch):
    RetentionRule.objects.create(code="messages", name="Pesan", months=24, reason="x")

    def broken(self, rows):
        Application.objects.all().delete()
        raise ValueError("no")

    monkeypatch.setattr(handlers.Drafts, "purge", broken)
    old_drafts(1)

    with pytest.raises(ExceptionGroup, match="retention rules failed"):
        engine.run_due()

    assert (Application.objects.count(), PurgeRecord.objects.count()) == (1, 0)
    assert RetentionRule.objects.get(code="messages").last_run_at is not None


@pytest.mark.django_db(transaction=True)
def test_what_somebody_touches_at_this_moment_is_left_for_another_day():
    RetentionRule.objects.get_or_create(code="drafts", defaults={"name": "Draf", "days": 90, "reason": "x"})
    old_drafts(2)
    touched = Application.objects.order_by("pk").first()
    holding, done = threading.Event(), threading.Event()

    def somebody():
        try:
            with transaction.atomic():
                Application.objects.filter(pk=touched.pk).update(saved_at=timezone.now())
                holding.set()
                done.wait(20)
        finally:
            connection.close()

    thread = threading.Thread(target=somebody)
    thread.start()
    holding.wait(10)
    engine.run_batch("drafts")
    done.set()
    thread.join()

    assert list(Application.objects.order_by("pk")) == [touched]


@pytest.mark.django_db
@pytest.mark.parametrize(
    "values", [{"days": 1, "months": 1, "reason": "x"}, {"reason": "x"}, {"days": 0, "reason": "x"}, {"days": 1}]
)
def test_a_rule_says_one_period_and_a_reason(values):
    with pytest.raises(DatabaseError), transaction.atomic():
        RetentionRule.objects.create(code="x", name="x", **values)


# --- the page ---


@pytest.fixture
def protection(client, db):
    user = MembershipFactory(role="protection").user
    client.force_login(user)
    return user


def test_the_officer_sees_what_would_go_now_and_nothing_goes(client, protection, rule):
    old_drafts(2)

    page = client.get(reverse("admin:retention"))

    (row,) = page.context["rows"]
    assert (row["rule"], row["waiting"], row["last"]) == (rule, 2, None)
    assert Application.objects.count() == 2
    assert "90 hari" in page.content.decode()


def test_beyond_ten_thousand_nobody_counts(client, protection, rule, monkeypatch):
    monkeypatch.setattr(handlers, "MANY", 2)
    monkeypatch.setattr("blk_portal.retention.views.MANY", 2)
    old_drafts(4)

    (row,) = client.get(reverse("admin:retention")).context["rows"]

    assert row["waiting"] == "lebih dari 2"


def test_every_proposed_rule_can_be_previewed(client, protection, rule, settings):
    for code in settings.RETENTION:
        RetentionRule.objects.get_or_create(code=code, defaults={"name": code, "days": 1, "reason": "x"})

    rows = client.get(reverse("admin:retention")).context["rows"]

    assert [row["waiting"] for row in rows] == [0] * len(settings.RETENTION)


def test_a_superuser_sets_another_period_and_that_stays_on_record(client, rule):
    client.force_login(SuperuserFactory())
    url = reverse("admin:audit_retentionrule_change", args=[rule.pk])

    client.post(url, opened(client, url) | {"days": "30", "reason": rule.reason, "active": "on"})

    rule.refresh_from_db()
    assert rule.days == 30
    assert (
        "Yang diubah: Lama simpan (hari)"
        in client.get(reverse("admin:audit_retentionrule_history", args=[rule.pk])).content.decode()
    )


def test_both_periods_at_once_are_refused_on_the_form(client, rule):
    client.force_login(SuperuserFactory())
    url = reverse("admin:audit_retentionrule_change", args=[rule.pk])

    page = client.post(url, opened(client, url) | {"days": "30", "months": "2", "reason": "x", "active": "on"})

    assert "salah satu" in page.content.decode()
