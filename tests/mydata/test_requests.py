"""Questions about one's own data and corrections by the office: the clock, the answer, and what follows from it."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from audit.models import AuditEntry
from audit.moves import Actor, Refused
from enrollment.transitions import ask, correct_person, decline, fulfil
from notifications.models import OutboxMessage
from tests.factories.centers import actor_at
from tests.factories.enrollment import ApplicationFactory
from tests.factories.trainees import DataRequestFactory, TraineeFactory, guardian_consent, nik_for
from tests.filled import filled
from trainees import sealing
from trainees.models import DataRequest

pytestmark = pytest.mark.django_db


@pytest.fixture
def application():
    return ApplicationFactory()


@pytest.fixture
def trainee(application):
    return application.trainee


@pytest.fixture
def by(trainee):
    return Actor(user=trainee.account, role="trainee")


@pytest.fixture
def officer(application):
    return actor_at(application.wave.center)


# --- asking ---


def test_a_request_goes_to_the_center_applied_to_last_with_three_days_on_the_clock(application, trainee, by):
    request = ask(trainee, "correction", "Nama saya keliru.", by=by)

    assert request.center == application.wave.center
    assert request.due_at - request.asked_at == timedelta(hours=72)
    assert AuditEntry.objects.about(request).get().facts == {"kind": "correction"}
    message = OutboxMessage.objects.get(kind="enrollment/request_received")
    assert message.values["batas"] in message.body


def test_who_has_applied_nowhere_is_answered_by_whoever_stands_above_the_centers():
    trainee = TraineeFactory()

    assert ask(trainee, "other", "Halo", by=Actor(user=trainee.account, role="trainee")).center is None


def test_a_fourth_open_request_waits_for_an_answer(trainee, by):
    for _number in range(3):
        ask(trainee, "other", "Halo", by=by)

    with pytest.raises(Refused) as refused:
        ask(trainee, "other", "Halo", by=by)

    assert refused.value.code == "too_many"


def test_the_form_keeps_what_was_typed_and_says_what_is_missing(client, trainee):
    client.force_login(trainee.account)

    page = client.post(reverse("mydata:ask"), {"words": "Nama saya keliru."}).content.decode()

    assert "Pilih salah satu." in page
    assert "Nama saya keliru." in page
    assert DataRequest.objects.count() == 0


def test_asked_on_the_page_it_stands_there_with_its_deadline(client, trainee):
    client.force_login(trainee.account)

    page = client.post(reverse("mydata:ask"), {"kind": "deletion", "words": "Hapus foto saya."}, follow=True)

    request = DataRequest.objects.get()
    words = " ".join(page.content.decode().split())
    assert f"Dijawab paling lambat {timezone.localtime(request.due_at):%-d}" in words
    assert "Hapus foto saya." in words


# --- answering ---


@pytest.mark.parametrize(("act", "state"), [(fulfil, "done"), (decline, "refused")])
def test_an_answer_ends_the_request_and_reaches_the_person(trainee, officer, act, state):
    request = DataRequestFactory(trainee=trainee)

    act(request, by=officer, answer="Nama sudah kami perbaiki.")

    request.refresh_from_db()
    assert (request.state, request.answer, request.answered_by) == (state, "Nama sudah kami perbaiki.", officer.user)
    assert OutboxMessage.objects.get(kind="enrollment/request_answered").to_user == trainee.account
    assert "Nama sudah" not in OutboxMessage.objects.get().body  # read on the page, not in a mailbox


@pytest.mark.parametrize("act", [fulfil, decline])
@pytest.mark.parametrize("state", ["done", "refused"])
def test_an_answered_request_is_not_answered_again(officer, act, state):
    request = DataRequestFactory(state=state, answer="Sudah.", answered_at=timezone.now())

    with pytest.raises(Refused) as refused:
        act(request, by=officer, answer="Lagi.")

    assert refused.value.code == "answered"


def test_the_officer_answers_in_the_admin(client, trainee, officer, application):
    request = DataRequestFactory(trainee=trainee, center=application.wave.center)
    client.force_login(officer.user)

    url = reverse("admin:trainees_datarequest_move", args=[request.pk, "fulfil"])
    client.post(url, {"answer": "Sudah."})
    request.refresh_from_db()

    assert request.state == "done"


@pytest.mark.parametrize("fields", [{"state": "done"}, {"words": ""}, {"answered_at": timezone.now()}])
def test_the_database_refuses_half_an_answer(fields):
    request = DataRequestFactory()

    with pytest.raises(IntegrityError), transaction.atomic():
        DataRequest.objects.filter(pk=request.pk).update(**fields)


# --- corrections ---


def as_now(trainee):
    return {name: getattr(trainee, name) for name in ("full_name", "birth_place", "birth_date", "sex")}


def test_a_correction_writes_what_differs_and_names_the_fields_only(trainee, officer):
    correct_person(trainee, by=officer, note="KTP asli", **as_now(trainee) | {"full_name": "Contoh Sari Dewi"})

    trainee.refresh_from_db()
    entry = AuditEntry.objects.about(trainee).get()
    assert trainee.full_name == "Contoh Sari Dewi"
    assert (entry.action, entry.note) == ("trainee.correct_person", "KTP asli")
    assert entry.facts == {"fields": ["Nama lengkap sesuai KTP/KK"]}
    assert "Contoh Sari Dewi" in OutboxMessage.objects.get(kind="enrollment/data_corrected").body


def test_nothing_that_differs_is_refused(trainee, officer):
    with pytest.raises(Refused) as refused:
        correct_person(trainee, by=officer, note="x", **as_now(trainee))

    assert refused.value.code == "nothing_changed"


def test_a_mistyped_nik_is_replaced_with_its_index_and_ends_a_claim_that_came_of_it(application, trainee, officer):
    trainee.claimed_index, trainee.nik_index = sealing.blind_index(trainee.nik), None
    trainee.save()
    type(application).objects.filter(pk=application.pk).update(identity_claim=True)
    right = nik_for(trainee.birth_date, trainee.sex, 8765)

    correct_person(trainee, by=officer, note="KK asli", nik=right, **as_now(trainee))

    trainee.refresh_from_db()
    application.refresh_from_db()
    assert (trainee.nik, trainee.nik_index, trainee.claimed_index) == (right, sealing.blind_index(right), None)
    assert application.identity_claim is False


def test_a_nik_that_somebody_else_holds_is_refused_and_nothing_is_written(trainee, officer):
    other, before = TraineeFactory(), trainee.nik

    with pytest.raises(Refused) as refused:
        correct_person(trainee, by=officer, note="x", nik=other.nik, **as_now(trainee) | {"full_name": "Lain"})

    trainee.refresh_from_db()
    assert (refused.value.code, trainee.nik, trainee.full_name != "Lain") == ("nik_taken", before, True)


def test_a_corrected_birth_date_moves_the_day_of_majority_of_what_was_sent(application, trainee, officer):
    correct_person(trainee, by=officer, note="x", **as_now(trainee) | {"birth_date": date(2005, 6, 7)})

    application.refresh_from_db()
    assert application.adult_on == date(2023, 6, 7)


def as_a_child(trainee):
    return as_now(trainee) | {"birth_date": timezone.localdate() - timedelta(days=16 * 365)}


def test_who_was_verified_as_an_adult_and_was_none_needs_a_guardian_first(officer):
    application = ApplicationFactory(status="verified")

    with pytest.raises(Refused) as refused:
        correct_person(application.trainee, by=officer, note="x", **as_a_child(application.trainee))

    application.trainee.refresh_from_db()
    assert refused.value.code == "guardian_consent_missing"
    assert application.trainee.birth_date != as_a_child(application.trainee)["birth_date"]


def test_with_the_guardian_s_consent_before_it_the_birth_date_may_be_mended(officer):
    application = ApplicationFactory(status="verified")
    consent = guardian_consent(application.trainee)
    type(application).objects.filter(pk=application.pk).update(
        consented_at=consent.given_at, verified_at=timezone.now() + timedelta(seconds=1)
    )

    correct_person(application.trainee, by=officer, note="x", **as_a_child(application.trainee))

    application.refresh_from_db()
    assert application.adult_on > timezone.localdate()


def test_the_officer_corrects_in_the_admin_and_a_nik_of_nonsense_is_explained(client, trainee, officer):
    client.force_login(officer.user)
    url = reverse("admin:trainees_trainee_move", args=[trainee.pk, "correct"])
    said = filled(client.get(url)) | {"note": "KTP asli"}

    page = client.post(url, said | {"nik": "123"}).content.decode()
    client.post(url, said | {"full_name": "Contoh Sari Dewi"})

    trainee.refresh_from_db()
    assert "16" in page
    assert trainee.full_name == "Contoh Sari Dewi"
