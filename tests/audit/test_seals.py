import threading
from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.utils import timezone

from audit import sealing, trail
from audit.models import AuditEntry, PurgeRecord, Seal, Table, ViewLog
from audit.moves import CLOCK, Actor
from audit.purging import purging, rows_under, sealed_before
from audit.verification import verify
from tests.factories.accounts import UserFactory

ENTRY_TABLE = AuditEntry._meta.db_table


def acts(count=3, action="wave.opened"):
    user = UserFactory()
    return [
        trail.write(action, by=Actor(user=user, role="officer"), about=user, facts={"b": 1, "a": "ü"})
        for _n in range(count)
    ]


def sealed(count=3):
    acts(count)
    return sealing.seal_next(Table.ENTRY)


def later(time_machine, **delta):
    time_machine.move_to(timezone.now() + timedelta(**delta), tick=False)


def sabotage(sql, *tables):
    """What a superuser of the database does: switch the triggers off, change, switch them on again."""
    tables = tables or (ENTRY_TABLE,)
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for table in tables:
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        cursor.execute(sql)
        for table in tables:
            cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")


# --- sealing ---


@pytest.mark.django_db
def test_each_table_of_the_trail_gets_its_seal_and_all_hang_in_one_chain():
    user = UserFactory()
    trail.write("wave.opened", by=Actor(user=user), about=user)
    trail.viewed("document", by=Actor(user=user), subjects=[user])
    PurgeRecord.objects.create(at=timezone.now(), reason="x", rule="x", transaction_id="1")

    sealing.seal_due()

    one, two, three = Seal.objects.order_by("number")
    assert [(seal.number, seal.table, seal.rows) for seal in (one, two, three)] == [
        (1, "entry", 1),
        (2, "view", 1),
        (3, "purge", 1),
    ]
    assert [one.previous, two.previous, three.previous] == ["", one.digest, two.digest]


@pytest.mark.django_db
def test_nothing_to_seal_is_no_seal():
    sealing.seal_due()

    assert not Seal.objects.exists()


@pytest.mark.django_db
def test_a_quiet_portal_is_not_sealed_row_by_row(time_machine):
    sealed()
    acts(1)

    assert sealing.seal_next(Table.ENTRY) is None

    later(time_machine, minutes=11)
    assert sealing.seal_next(Table.ENTRY).rows == 1


@pytest.mark.django_db
def test_a_long_stretch_is_sealed_in_pieces_and_its_end_when_it_is_time(monkeypatch, time_machine):
    monkeypatch.setattr(sealing, "MOST", 2)
    acts(5)

    sealing.seal_due()
    assert [seal.rows for seal in Seal.objects.order_by("number")] == [2, 2]

    later(time_machine, minutes=11)
    sealing.seal_due()
    assert [seal.rows for seal in Seal.objects.order_by("number")] == [2, 2, 1]
    assert verify().fault == ""


@pytest.mark.django_db
def test_the_line_of_a_row_does_not_depend_on_the_order_of_its_facts():
    first = sealing.canonical((1, {"b": 1, "a": [2, "ü"]}, None))

    assert first == sealing.canonical((1, {"a": [2, "ü"], "b": 1}, None))
    assert first == '[1,{"a":[2,"ü"],"b":1},null]\n'.encode()


class SlowWriter(threading.Thread):
    """Another connection that has taken the next id of the trail and does not commit until it is told."""

    def __init__(self):
        super().__init__()
        self.has_written, self.may_end = threading.Event(), threading.Event()
        self.pk = None

    def run(self):
        try:
            with transaction.atomic():
                self.pk = trail.write("wave.opened", by=CLOCK).pk
                self.has_written.set()
                self.may_end.wait(30)
        finally:
            connection.close()

    def __enter__(self):
        self.start()
        assert self.has_written.wait(10)
        return self

    def __exit__(self, *_exception):
        self.may_end.set()
        self.join()


@pytest.mark.django_db(transaction=True)
def test_a_slow_transaction_with_an_early_id_is_waited_for_and_never_missed(monkeypatch):
    monkeypatch.setattr(sealing, "PATIENCE", 2)
    with SlowWriter() as slow:
        quick = trail.write("wave.opened", by=CLOCK)
        assert slow.pk < quick.pk
        assert sealing.seal_next(Table.ENTRY) is None  # else the early id would come after the seal

    seal = sealing.seal_next(Table.ENTRY)
    assert (seal.rows, seal.upto) == (2, quick.pk)
    assert verify().fault == ""


@pytest.mark.django_db(transaction=True)
def test_a_writer_that_ends_in_time_is_sealed_in_the_same_tick():
    with SlowWriter() as slow:
        quick = trail.write("wave.opened", by=CLOCK)
        threading.Timer(0.3, slow.may_end.set).start()

        seal = sealing.seal_next(Table.ENTRY)

    assert (seal.rows, seal.upto) == (2, quick.pk)


@pytest.mark.django_db(transaction=True)
def test_without_waiting_the_late_row_would_look_like_a_forgery(monkeypatch):
    monkeypatch.setattr(sealing, "_settled", lambda model: True)
    with SlowWriter():
        trail.write("wave.opened", by=CLOCK)
        sealing.seal_next(Table.ENTRY)

    assert verify().fault == "rows_inserted"


@pytest.mark.django_db(transaction=True)
def test_two_ticks_at_once_make_one_seal():
    acts()
    started, answers = threading.Barrier(2), []

    def tick():
        try:
            started.wait(10)
            answers.append(sealing.seal_next(Table.ENTRY))
        finally:
            connection.close()

    ticks = [threading.Thread(target=tick) for _n in range(2)]
    for one in ticks:
        one.start()
    for one in ticks:
        one.join()

    assert (len([seal for seal in answers if seal]), Seal.objects.count()) == (1, 1)


# --- verifying ---


@pytest.mark.django_db
def test_an_untouched_trail_verifies_and_says_the_last_digest(capsys):
    acts(2)
    seal = sealing.seal_next(Table.ENTRY)
    acts(1)

    call_command("verify_trail", expect=f"{seal.digest[:32]} {seal.digest[32:]}")

    assert capsys.readouterr().out.splitlines() == [
        "Jejak utuh: 1 segel, 2 baris cocok, 0 baris dimusnahkan menurut aturan, 1 baris belum disegel.",
        f"Segel terakhir nomor 1: {seal.digest}",
        "Catat sidik ini di luar portal; --expect memeriksanya nanti.",
    ]


@pytest.mark.django_db
def test_an_empty_trail_is_whole():
    report = verify()

    assert (report.fault, report.seals, report.digest) == ("", 0, "")


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("sql", "fault"),
    [
        ("UPDATE audit_auditentry SET note = 'lain' WHERE id = {pk}", "rows_changed"),
        ("UPDATE audit_auditentry SET user_id = NULL WHERE id = {pk}", "rows_changed"),
        ("UPDATE audit_auditentry SET facts = '{{}}' WHERE id = {pk}", "rows_changed"),
        ("UPDATE audit_auditentry SET at = at - interval '1 microsecond' WHERE id = {pk}", "rows_changed"),
        ("DELETE FROM audit_auditentry WHERE id = {pk}", "rows_deleted"),
        ("UPDATE audit_auditentry SET id = 999999 WHERE id = {pk}", "rows_deleted"),
    ],
)
def test_a_row_that_was_changed_or_deleted_is_found(sql, fault):
    _first, middle, _last = acts(3)
    sealing.seal_next(Table.ENTRY)

    sabotage(sql.format(pk=middle.pk))

    report = verify()
    assert (report.fault, report.seal) == (fault, 1)


INSERT = """INSERT INTO audit_auditentry
(id, at, role, center_code, request_id, action, from_status, to_status, note, facts)
OVERRIDING SYSTEM VALUE VALUES ({pk}, now() - interval '1 year', '', '', '', 'wave.opened', '', '', '', '{{}}')"""


@pytest.mark.django_db
@pytest.mark.parametrize("which", ["a gap", "before the first"])
def test_a_row_put_in_under_an_old_id_is_found(which):
    _one, gap, _three = acts(3)
    sabotage(f"DELETE FROM audit_auditentry WHERE id = {gap.pk}")  # an id that was never used
    sealing.seal_next(Table.ENTRY)

    sabotage(INSERT.format(pk=gap.pk if which == "a gap" else -5))

    assert verify().fault == "rows_inserted"


@pytest.mark.django_db
@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE audit_seal SET rows_digest = md5('x') WHERE number = 1",
        "UPDATE audit_seal SET digest = md5('x') WHERE number = 1",
        "UPDATE audit_seal SET at = at - interval '1 day' WHERE number = 1",
        "UPDATE audit_seal SET rows = 2 WHERE number = 1",
    ],
)
def test_a_seal_that_was_changed_is_found(sql):
    sealed()

    sabotage(sql, "audit_seal")

    report = verify()
    assert (report.fault, report.seal) == ("seal_changed", 1)


def chain_of(length, time_machine):
    for _n in range(length):
        seal = sealed(2)
        later(time_machine, minutes=11)
    return seal


@pytest.mark.django_db
def test_a_seal_that_was_taken_out_is_found(time_machine):
    chain_of(3, time_machine)

    sabotage("DELETE FROM audit_seal WHERE number = 2", "audit_seal")

    report = verify()
    assert (report.fault, report.seal) == ("seal_missing", 2)


@pytest.mark.django_db
def test_the_last_seal_taken_out_is_found_by_the_digest_on_paper(time_machine):
    written_down = chain_of(2, time_machine).digest

    sabotage("DELETE FROM audit_seal WHERE number = 2", "audit_seal")

    assert verify().fault == ""
    assert verify(expect=written_down).fault == "digest_missing"
    with pytest.raises(CommandError, match="digest_missing"):
        call_command("verify_trail", expect=written_down.upper())


@pytest.mark.django_db
def test_a_chain_rewritten_from_a_forged_row_on_is_found_by_the_digest_on_paper(time_machine):
    written_down = chain_of(2, time_machine).digest

    sabotage("UPDATE audit_auditentry SET note = 'lain'")
    sabotage("DELETE FROM audit_seal", "audit_seal")
    sealing.seal_due()

    assert verify().fault == ""
    assert verify(expect=written_down).fault == "digest_missing"


@pytest.mark.django_db
def test_view_log_and_purge_records_are_under_seal_too():
    user = UserFactory()
    trail.viewed("document", by=Actor(user=user), subjects=[user])
    PurgeRecord.objects.create(at=timezone.now(), reason="x", rule="x", transaction_id="1")
    sealing.seal_due()

    sabotage("UPDATE audit_viewlog SET rows = 500", ViewLog._meta.db_table)
    assert verify().fault == "rows_changed"

    sabotage("UPDATE audit_viewlog SET rows = 1", ViewLog._meta.db_table)
    assert verify().fault == ""

    sabotage("UPDATE audit_purgerecord SET reason = 'y'", PurgeRecord._meta.db_table)
    assert verify().fault == "rows_changed"


# --- purging ---


def purge(seals):
    rows = sum(seal.rows for seal in seals)
    bounds = {"table": seals[0].table, "first_seal": seals[0].number, "last_seal": seals[-1].number}
    with purging("trail", "Sudah cukup lama.", rows, by=CLOCK, **bounds):
        for seal in seals:
            rows_under(seal).delete()


@pytest.mark.django_db
def test_rows_purged_with_a_record_leave_a_chain_that_verifies(time_machine):
    chain_of(3, time_machine)
    seals = list(sealed_before(Table.ENTRY, timezone.now()))[:2]

    purge(seals)
    sealing.seal_due()

    report = verify()
    assert (report.fault, report.rows, report.purged) == ("", 3, 4)
    assert [seal.number for seal in sealed_before(Table.ENTRY, timezone.now())] == [3]


@pytest.mark.django_db
def test_rows_that_went_without_a_record_are_found(time_machine):
    chain_of(2, time_machine)

    sabotage("DELETE FROM audit_auditentry WHERE id <= (SELECT upto FROM audit_seal WHERE number = 1)")

    report = verify()
    assert (report.fault, report.seal) == ("rows_deleted", 1)


@pytest.mark.django_db
def test_a_row_put_where_others_were_purged_is_found(time_machine):
    seal = chain_of(1, time_machine)
    purge([seal])

    sabotage(INSERT.format(pk=seal.upto))

    assert verify().fault == "rows_deleted"


@pytest.mark.django_db
def test_an_emptied_table_has_nothing_left_to_purge(time_machine):
    seal = chain_of(1, time_machine)
    purge([seal])

    assert not sealed_before(Table.ENTRY, timezone.now()).exists()


@pytest.mark.django_db
@pytest.mark.parametrize("sql", ["UPDATE audit_seal SET rows = 9", "DELETE FROM audit_seal"])
def test_a_seal_is_never_changed(sql):
    sealed()

    with (
        pytest.raises(Exception, match="a seal is never changed"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(sql)
