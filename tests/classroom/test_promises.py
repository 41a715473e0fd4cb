"""What the database itself refuses: promise 6 of the design, for attendance."""

import pytest
from django.db import IntegrityError, connection, transaction

from tests.factories.classroom import MarkFactory, locked


@pytest.fixture
def mark(db):
    mark = MarkFactory()
    locked(mark.sheet)
    return mark


COLUMNS = "sheet_id, enrollment_id, presence, jp, reason, marked_by_id, marked_at"


def refused(why, sql, *params):
    with pytest.raises(IntegrityError, match=why), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql, params)


def test_a_locked_mark_is_not_updated(mark):
    refused("locked attendance", "UPDATE classroom_mark SET presence = 'absent', jp = 0 WHERE id = %s", mark.pk)


def test_a_locked_mark_is_not_deleted(mark):
    refused("locked attendance", "DELETE FROM classroom_mark WHERE id = %s", mark.pk)


def test_a_locked_list_takes_no_new_name(mark):
    refused(
        "locked attendance",
        f"INSERT INTO classroom_mark ({COLUMNS})"
        " SELECT sheet_id, enrollment_id, 'present', 8, '', marked_by_id, now() FROM classroom_mark WHERE id = %s",
        mark.pk,
    )


def test_a_lock_is_not_taken_off(mark):
    refused("a locked sheet", "UPDATE classroom_sheet SET locked_at = NULL WHERE id = %s", mark.sheet_id)


def test_a_locked_list_is_not_deleted(mark):
    refused("a locked sheet", "DELETE FROM classroom_sheet WHERE id = %s", mark.sheet_id)


def test_a_correction_needs_a_reason(mark):
    refused(
        "mark_corrected_with_a_reason",
        f"INSERT INTO classroom_mark ({COLUMNS}, corrects_id)"
        " SELECT sheet_id, enrollment_id, 'late', 8, '', marked_by_id, now(), id FROM classroom_mark WHERE id = %s",
        mark.pk,
    )


def test_who_was_not_there_earns_no_jp(db):
    mark = MarkFactory()

    refused("mark_absent_earns_no_jp", "UPDATE classroom_mark SET presence = 'sick' WHERE id = %s", mark.pk)


def test_nobody_stands_twice_on_a_list(db):
    mark = MarkFactory()

    refused(
        "mark_once_per_sheet",
        f"INSERT INTO classroom_mark ({COLUMNS})"
        " SELECT sheet_id, enrollment_id, 'present', 8, '', marked_by_id, now() FROM classroom_mark WHERE id = %s",
        mark.pk,
    )
