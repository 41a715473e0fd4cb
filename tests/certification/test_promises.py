"""What the database itself refuses: promises 6 and 7 of the design, for results and certificates."""

import pytest
from django.db import IntegrityError, connection, transaction

from tests.factories.certification import AssessmentFactory, BnspRecordFactory, certificate_of, completed
from tests.factories.enrollment import EnrollmentFactory

FROZEN = "an issued certificate does not change"
KEPT = "an assessment is corrected by a new row"


def refused(why, sql, *params):
    with pytest.raises(IntegrityError, match=why), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql, params)


@pytest.fixture
def certificate(cohort):
    return certificate_of(completed(cohort))


@pytest.fixture
def assessment(cohort, units):
    return AssessmentFactory(enrollment=EnrollmentFactory(cohort=cohort), unit=units[0], outcome="BK")


@pytest.mark.parametrize(
    "change",
    [
        """snapshot = jsonb_set(snapshot, '{name}', '"Orang Lain"')""",
        "number = 'lain'",
        "code = 'LAIN'",
        "kind = 'attended'",
        "sequence = 99",
        "issued_at = now()",
        "pdf_sha256 = repeat('0', 64)",
    ],
)
def test_what_was_issued_does_not_change(certificate, change):
    refused(FROZEN, f"UPDATE certification_certificate SET {change} WHERE id = %s", certificate.pk)


def test_an_issued_number_keeps_its_row(certificate):
    refused(FROZEN, "DELETE FROM certification_certificate WHERE id = %s", certificate.pk)


def test_a_revoked_certificate_does_not_become_valid_again(certificate):
    ended = "UPDATE certification_certificate SET status = %s, ended_at = now(), end_reason = 'x' WHERE id = %s"
    with connection.cursor() as cursor:
        cursor.execute(ended, ["revoked", certificate.pk])

    refused(
        FROZEN,
        "UPDATE certification_certificate SET status = 'valid', ended_at = NULL, end_reason = '' WHERE id = %s",
        certificate.pk,
    )


def test_a_certificate_ends_with_a_reason(certificate):
    refused(
        "certificate_ended_with_a_reason",
        "UPDATE certification_certificate SET status = 'revoked', ended_at = now() WHERE id = %s",
        certificate.pk,
    )


COPY = """
    INSERT INTO certification_certificate
        (enrollment_id, kind, status, series_id, sequence, number, code, snapshot, issued_at, issued_by_id,
         end_reason, pdf, pdf_sha256)
    SELECT %s, kind, 'valid', series_id, sequence + %s, number || %s, code || %s, snapshot, issued_at, issued_by_id,
           '', pdf, pdf_sha256
    FROM certification_certificate WHERE id = %s
"""


@pytest.mark.parametrize(
    ("why", "step", "number", "code"),
    [
        ("certificate_sequence_once", 0, "x", "X"),
        ("certification_certificate_number", 1, "", "X"),
        ("certification_certificate_code", 1, "x", ""),
    ],
)
def test_no_number_and_no_code_is_given_twice(cohort, certificate, why, step, number, code):
    other = completed(cohort)

    refused(why, COPY, other.pk, step, number, code, certificate.pk)


def test_nobody_has_two_valid_ones(certificate):
    refused("certificate_one_valid_per_enrollment", COPY, certificate.enrollment_id, 1, "x", "X", certificate.pk)


def test_a_series_exists_once(certificate):
    refused(
        "number_series_once",
        "INSERT INTO certification_numberseries (center_id, series, year, last)"
        " SELECT center_id, series, year, 0 FROM certification_numberseries WHERE id = %s",
        certificate.series_id,
    )


def test_a_result_is_not_rewritten(assessment):
    refused(KEPT, "UPDATE certification_assessment SET outcome = 'K' WHERE id = %s", assessment.pk)


def test_a_result_is_not_deleted(assessment):
    refused(KEPT, "DELETE FROM certification_assessment WHERE id = %s", assessment.pk)


def test_a_superseded_result_does_not_come_back(assessment):
    with connection.cursor() as cursor:
        cursor.execute("UPDATE certification_assessment SET superseded_at = now() WHERE id = %s", [assessment.pk])

    refused(KEPT, "UPDATE certification_assessment SET superseded_at = NULL WHERE id = %s", assessment.pk)


def test_one_result_in_force_per_unit(assessment):
    refused(
        "assessment_one_current_per_unit",
        "INSERT INTO certification_assessment (enrollment_id, unit_id, outcome, assessed_by_id, assessed_at, reason)"
        " SELECT enrollment_id, unit_id, 'K', assessed_by_id, now(), '' FROM certification_assessment WHERE id = %s",
        assessment.pk,
    )


@pytest.mark.parametrize("missing", ["certificate_number", "registration_number", "blank_number"])
def test_a_bnsp_certificate_has_its_three_numbers(db, missing):
    record = BnspRecordFactory(state="issued")

    refused(
        "bnsp_issued_has_its_three_numbers_and_end",
        f"UPDATE certification_bnsprecord SET {missing} = '' WHERE id = %s",
        record.pk,
    )


def test_a_bnsp_certificate_says_when_it_ends(db):
    record = BnspRecordFactory(state="issued")

    refused(
        "bnsp_issued_has_its_three_numbers_and_end",
        "UPDATE certification_bnsprecord SET valid_until = NULL WHERE id = %s",
        record.pk,
    )
