from datetime import date

import pytest
from django.urls import reverse

from audit.models import AuditEntry
from certification import transitions
from certification.models import BnspRecord, Certificate
from notifications.models import OutboxMessage
from tests.factories.centers import CenterFactory, actor_at
from tests.factories.certification import BnspRecordFactory, certificate_of, completed

NUMBERS = {
    "certificate_number": "62019 2513 3 0001234 2026",
    "registration_number": "ABC.123.00045 2026",
    "blank_number": "0012345",
}


@pytest.fixture
def certificate(cohort):
    return certificate_of(completed(cohort))


def change_url(obj):
    return reverse(f"admin:certification_{obj._meta.model_name}_change", args=[obj.pk])


def move_url(certificate, move):
    return reverse("admin:certification_certificate_move", args=[certificate.pk, move])


@pytest.mark.parametrize(("move", "status"), [("revoke", "revoked"), ("replace", "replaced")])
def test_a_certificate_is_moved_by_its_button(client, issuer, certificate, move, status):
    client.force_login(issuer.user)
    assert move_url(certificate, move) in client.get(change_url(certificate)).content.decode()

    response = client.post(move_url(certificate, move), {"reason": "Salah eja."})

    certificate.refresh_from_db()
    assert response.status_code == 302
    assert (certificate.status, certificate.end_reason) == (status, "Salah eja.")


def test_an_officer_looks_and_does_not_revoke(client, officer, certificate):
    client.force_login(officer.user)

    assert client.get(change_url(certificate)).status_code == 200
    assert client.get(move_url(certificate, "revoke")).status_code == 403
    assert client.post(change_url(certificate), {"status": "revoked"}).status_code == 403


def test_another_centres_certificate_does_not_exist(client, certificate):
    client.force_login(actor_at(CenterFactory(), "certification").user)

    assert client.get(change_url(certificate)).status_code == 404
    assert client.post(move_url(certificate, "revoke"), {"reason": "x"}).status_code == 404
    assert Certificate.objects.get().status == "valid"


def bnsp(enrollment, **more):
    return {
        "enrollment": enrollment.pk,
        "lsp": "LSP Contoh",
        "scheme": "Juru Las",
        "tested_on": "2026-02-01",
        "state": "issued",
        "valid_until": "2029-02-01",
        **NUMBERS,
        **more,
    }


ADD = "/admin/certification/bnsprecord/add/"


def test_the_certification_officer_types_the_three_numbers(client, cohort, issuer):
    enrollment = completed(cohort)
    client.force_login(issuer.user)
    assert client.get(ADD).status_code == 200

    response = client.post(ADD, bnsp(enrollment))

    assert response.status_code == 302
    record = BnspRecord.objects.get()
    assert {name: getattr(record, name) for name in NUMBERS} == NUMBERS


@pytest.mark.parametrize(
    ("state", "words"),
    [
        ("registered", "Anda terdaftar untuk uji kompetensi"),
        ("waiting", "Sertifikat BNSP sedang dicetak"),
        ("issued", "sudah terbit dan berlaku sampai 1 Februari 2029"),
        ("not_yet", "Belum Kompeten. Anda dapat mengikuti uji ulang"),
        ("absent", "tidak hadir pada uji"),
    ],
)
def test_every_state_of_a_bnsp_record_is_told_once_and_kept_on_the_trail(cohort, issuer, state, words):
    record = BnspRecordFactory.build(
        enrollment=completed(cohort), state=state, valid_until=date(2029, 2, 1), **NUMBERS
    )

    transitions.record_bnsp(record, by=issuer)
    transitions.record_bnsp(record, by=issuer)

    letter = OutboxMessage.objects.get(kind=f"certification/bnsp_{state}")
    assert words in letter.body
    assert not any(number in letter.body for number in NUMBERS.values())
    entry = AuditEntry.objects.about(record).get()
    assert (entry.user, entry.from_status, entry.to_status) == (issuer.user, "", state)


@pytest.mark.parametrize("missing", [*NUMBERS, "valid_until"])
def test_an_issued_record_without_its_numbers_is_sent_back(client, cohort, issuer, missing):
    client.force_login(issuer.user)

    response = client.post(ADD, bnsp(completed(cohort), **{missing: ""}))

    assert "persis seperti pada kertasnya" in response.content.decode()
    assert not BnspRecord.objects.exists()


def test_a_paper_that_ends_before_its_test_was_misread(client, cohort, issuer):
    client.force_login(issuer.user)

    response = client.post(ADD, bnsp(completed(cohort), valid_until="2026-02-01"))

    assert "Tanggal berlaku harus sesudah tanggal uji." in response.content.decode()


def test_people_of_another_centre_can_not_be_chosen(client, without_units, issuer):
    stranger = completed(without_units)
    client.force_login(issuer.user)

    client.post(ADD, bnsp(stranger))

    assert not BnspRecord.objects.exists()


@pytest.mark.parametrize("model", ["assessment", "overallresult", "certificate", "numberseries", "bnsprecord"])
@pytest.mark.parametrize("size", [1, 12])
def test_lists_cost_the_same_for_any_size(client, cohort, issuer, model, size, django_assert_max_num_queries):
    for _number in range(size):
        enrollment = completed(cohort)
        certificate_of(enrollment)
        BnspRecordFactory(enrollment=enrollment)
    client.force_login(issuer.user)
    url = reverse(f"admin:certification_{model}_changelist")
    client.get(url)

    with django_assert_max_num_queries(15):
        assert client.get(url).status_code == 200
