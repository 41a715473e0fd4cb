import hashlib
from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.utils import timezone

from audit.models import AuditEntry
from certification import pdf, transitions
from certification.models import Certificate, NumberSeries
from certification.transitions.issuing import new_code
from certification.workflow import CertificateStatus
from enrollment.workflow import EnrollmentStatus
from notifications.events import catalogue
from notifications.models import OutboxMessage
from tests.certification.refusals import refusal
from tests.factories.centers import OfficialFactory
from tests.factories.certification import AssessmentFactory, certificate_of, completed
from tests.factories.classroom import attended
from tests.factories.enrollment import EnrollmentFactory

MAY = {  # written out by hand: a test that reads workflow.py would agree with any mistake in it
    "revoke": ({"valid"}, "revoked"),
    "replace": ({"valid"}, "replaced"),
}


def kept(certificate):
    with certificate.pdf.open("rb") as file:
        return file.read()


def in_status(certificate, status):
    if status != "valid":
        certificate.status, certificate.ended_at, certificate.end_reason = status, timezone.now(), "Contoh."
        certificate.save()
    return certificate


@pytest.mark.parametrize("status", CertificateStatus)
@pytest.mark.parametrize("name", MAY)
def test_each_move_from_each_status(cohort, issuer, name, status):
    certificate = in_status(certificate_of(completed(cohort)), status)
    sources, target = MAY[name]

    if status in sources:
        getattr(transitions, name)(certificate, "Salah nama.", by=issuer)
        entry = AuditEntry.objects.about(certificate).oldest_first().last()
        assert (entry.action, entry.from_status, entry.to_status, entry.note) == (
            f"certificate.{name}",
            status,
            target,
            "Salah nama.",
        )
    else:
        assert refusal(getattr(transitions, name), certificate, "Salah nama.", by=issuer) == "wrong_status"

    certificate.refresh_from_db()
    assert certificate.status == (target if status in sources else status)


@pytest.mark.parametrize("name", MAY)
def test_no_certificate_ends_without_a_reason(cohort, issuer, name):
    certificate = certificate_of(completed(cohort))

    assert refusal(getattr(transitions, name), certificate, "  ", by=issuer) == "no_reason"


@time_machine.travel(datetime(2025, 12, 31, 18, tzinfo=UTC), tick=False)  # 1 January in Jakarta
def test_numbers_follow_one_another_in_the_year_of_jakarta(cohort, center):
    first, second = certificate_of(completed(cohort)), certificate_of(completed(cohort))

    code = center.code.upper()
    assert (first.number, second.number) == (f"500.15/0001/{code}/I/2026", f"500.15/0002/{code}/I/2026")
    assert [first.sequence, second.sequence] == [1, 2]
    series = NumberSeries.objects.get()
    assert (series.center, series.year, series.last) == (center, 2026, 2)


def test_another_centre_counts_by_itself(cohort, without_units):
    certificate_of(completed(cohort))

    assert certificate_of(completed(without_units)).sequence == 1


def test_a_new_year_begins_at_one(cohort):
    with time_machine.travel(datetime(2025, 6, 1, tzinfo=UTC)):
        certificate_of(completed(cohort))
    with time_machine.travel(datetime(2026, 6, 1, tzinfo=UTC)):
        assert certificate_of(completed(cohort)).sequence == 1


@pytest.mark.parametrize(("result", "kind"), [("K", "training"), ("BK", "attended")])
def test_competent_people_get_a_certificate_and_others_a_statement(cohort, result, kind):
    assert certificate_of(completed(cohort, result)).kind == kind


def test_issuing_is_logged_and_told(cohort, issuer):
    enrollment = completed(cohort)

    certificate = certificate_of(enrollment, by=issuer)

    assert certificate.issued_by == issuer.user
    assert [entry.action for entry in AuditEntry.objects.about(certificate).oldest_first()] == ["certificate.issue"]
    message = OutboxMessage.objects.get(kind="certification/issued")
    assert certificate.number in message.subject
    assert f"/v/{certificate.code}\n" in message.body
    assert f"/sertifikat/{certificate.code}.pdf\n" in message.body
    assert set(message.values) == set(catalogue()["certification/issued"].placeholders)
    assert enrollment.trainee.nik not in " ".join(message.values.values())


def test_the_code_is_128_random_bits_in_plain_letters():
    codes = {new_code() for _number in range(100)}

    assert len(codes) == 100
    assert {len(code) for code in codes} == {26}
    assert set("".join(codes)) <= set("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567")


def test_the_snapshot_says_what_the_paper_says(cohort, center, units, officer, issuer):
    enrollment = EnrollmentFactory(cohort=cohort)
    attended(enrollment, 8)
    session = cohort.sessions.get()
    session.unit = units[0]
    session.save()
    for unit in units:
        AssessmentFactory(enrollment=enrollment, unit=unit)
    transitions.complete(enrollment, by=officer)

    certificate = transitions.issue(enrollment, by=issuer)

    offering, trainee = cohort.offering, enrollment.trainee
    assert certificate.snapshot == {
        "kind": "training",
        "number": certificate.number,
        "issued_on": timezone.localdate().isoformat(),
        "verify_url": f"http://127.0.0.1:8000/v/{certificate.code}",
        "name": trainee.full_name,
        "birth_place": "Serang",
        "birth_date": "2004-05-12",
        "overall": "K",
        "jp_attended": 8,
        "units": [
            {"code": units[0].code, "title": units[0].title, "jp": 8, "outcome": "K"},
            {"code": units[1].code, "title": units[1].title, "jp": None, "outcome": "K"},
        ],
        "program": offering.program.name,
        "track": offering.program.track.name,
        "jp": 200,
        "starts_on": cohort.starts_on.isoformat(),
        "ends_on": cohort.ends_on.isoformat(),
        "cohort": cohort.name,
        "wave": offering.wave.label,
        "place": "Bengkel Contoh",
        "center": {
            "code": center.code,
            "name": center.name,
            "agency": "Dinas Tenaga Kerja Contoh",
            "address": "Jl. Contoh No. 1",
            "city": "Tangerang Selatan",
        },
        "official": {
            "name": "Contoh Kepala, S.T.",
            "nip": "19700101 199503 1 001",
            "position": "Kepala UPTD",
            "acting": "",
        },
    }
    assert trainee.nik not in str(certificate.snapshot)


def test_imported_people_get_their_dates_and_no_invented_units(cohort):
    enrollment = completed(cohort, started_on=date(2024, 3, 1), ended_on=date(2024, 4, 5))
    enrollment.overall_result.source = "imported"
    enrollment.overall_result.save()

    snapshot = certificate_of(enrollment).snapshot

    assert (snapshot["units"], snapshot["jp_attended"]) == ([], None)
    assert (snapshot["starts_on"], snapshot["ends_on"]) == ("2024-03-01", "2024-04-05")


def test_an_issued_paper_does_not_follow_later_changes(cohort, center):
    certificate = certificate_of(completed(cohort))
    before = Certificate.objects.get(pk=certificate.pk).snapshot
    trainee = certificate.enrollment.trainee
    trainee.full_name = "Nama Baru"
    trainee.save()
    center.officials.update(valid_to=timezone.localdate() - timedelta(days=1))
    OfficialFactory(center=center, name="Contoh Kepala Baru", valid_from=timezone.localdate())

    certificate.refresh_from_db()

    assert certificate.snapshot == before
    assert certificate_of(completed(cohort)).snapshot["official"]["name"] == "Contoh Kepala Baru"


def test_the_paper_made_again_has_the_same_bytes(cohort):
    certificate = certificate_of(completed(cohort))
    issued = kept(certificate)
    certificate.pdf.storage.delete(certificate.pdf.name)

    again = pdf.content(Certificate.objects.get(pk=certificate.pk))

    assert again == issued
    assert hashlib.sha256(again).hexdigest() == certificate.pdf_sha256


def test_a_damaged_file_is_not_handed_out(cohort):
    certificate = certificate_of(completed(cohort))
    issued = kept(certificate)
    pdf.keep(certificate.pdf.name, b"%PDF spoiled")

    assert pdf.content(Certificate.objects.get(pk=certificate.pk)) == issued


@pytest.mark.parametrize("status", EnrollmentStatus)
def test_only_who_completed_gets_a_paper(cohort, issuer, status):
    enrollment = completed(cohort)
    enrollment.status, enrollment.ended_on = status, None if status == "active" else timezone.localdate()
    enrollment.save()

    if status == "completed":
        assert transitions.issue(enrollment, by=issuer).pk
    else:
        assert refusal(transitions.issue, enrollment, by=issuer) == "not_completed"


def test_nobody_gets_two(cohort, issuer):
    enrollment = completed(cohort)
    certificate_of(enrollment)

    assert refusal(transitions.issue, enrollment, by=issuer) == "has_certificate"
    assert NumberSeries.objects.get().last == 1


def test_nobody_signs_nothing_is_issued(cohort, center, issuer):
    center.officials.update(valid_to=timezone.localdate() - timedelta(days=1))

    assert refusal(transitions.issue, completed(cohort), by=issuer) == "no_official"
    assert not NumberSeries.objects.exists()


def test_a_pattern_without_the_year_is_refused(cohort, center, issuer):
    center.certificate_format = "{number}"
    center.save()

    assert refusal(transitions.issue, completed(cohort), by=issuer) == "bad_number_format"


def test_two_centres_with_one_pattern_do_not_share_a_number(cohort, without_units, issuer):
    for one in (cohort, without_units):
        center = one.offering.wave.center
        center.certificate_format = "{number}/{year}"
        center.save()
    certificate_of(completed(cohort))

    assert refusal(transitions.issue, completed(without_units), by=issuer) == "number_taken"
    assert [series.last for series in NumberSeries.objects.order_by("pk")] == [1]


def test_a_name_the_fonts_cannot_print_is_refused_and_takes_no_number(cohort, issuer):
    enrollment = completed(cohort)
    enrollment.trainee.full_name = "Contoh 李"
    enrollment.trainee.save()

    assert refusal(transitions.issue, enrollment, by=issuer) == "unprintable"
    assert not NumberSeries.objects.exists()


def test_who_has_no_result_gets_no_paper(cohort, issuer):
    enrollment = EnrollmentFactory(cohort=cohort, status="completed")

    assert refusal(transitions.issue, enrollment, by=issuer) == "no_result"


def test_a_revoked_number_stays_burnt_and_the_person_is_told(cohort, issuer):
    certificate = certificate_of(completed(cohort))

    transitions.revoke(certificate, "Data palsu.", by=issuer)

    assert certificate_of(completed(cohort)).sequence == 2
    message = OutboxMessage.objects.get(kind="certification/revoked")
    assert "Data palsu." in message.body


def test_a_replacement_has_a_new_number_todays_name_and_a_link(cohort, issuer):
    former = certificate_of(completed(cohort))
    trainee = former.enrollment.trainee
    trainee.full_name = "Contoh Nama Benar"
    trainee.save()

    successor = transitions.replace(former, "Salah eja.", by=issuer)

    former.refresh_from_db()
    assert (former.status, former.replaced_by, former.end_reason) == ("replaced", successor, "Salah eja.")
    assert (successor.sequence, successor.status, successor.snapshot["name"]) == (2, "valid", "Contoh Nama Benar")
    assert former.snapshot["name"] != "Contoh Nama Benar"
    message = OutboxMessage.objects.get(kind="certification/replaced")
    assert former.number in message.body
    assert successor.number in message.body
