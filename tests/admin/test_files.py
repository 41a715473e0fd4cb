"""The officer's queue and one file: what is shown, what is hidden, and what each button does."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from audit.models import ViewLog
from enrollment.models import Score
from notifications.models import OutboxMessage
from tests.factories.centers import DocumentKindFactory
from tests.factories.cohorts import CohortFactory
from tests.factories.enrollment import ApplicationFactory
from tests.factories.trainees import DocumentFactory, TraineeFactory
from tests.filled import opened

pytestmark = pytest.mark.django_db
NIK = "3674025205040001"


@pytest.fixture
def cohort(center):
    return CohortFactory(offering__wave__center=center)


@pytest.fixture
def submitted(cohort):
    return ApplicationFactory(cohort=cohort, trainee=TraineeFactory(nik=NIK))


def page_of(application):
    return reverse("admin:enrollment_application_change", args=[application.pk])


def move(application, name):
    return reverse("admin:enrollment_application_move", args=[application.pk, name])


def listed(client, **query):
    page = client.get(reverse("admin:enrollment_application_changelist"), query)
    return list(page.context["cl"].result_list)


# --- what one sees ---


def test_a_file_shows_who_it_is_with_the_nik_masked_and_writes_down_who_looked(client, officer, submitted):
    page = client.get(page_of(submitted)).content.decode()

    assert (submitted.trainee.full_name in page, "3674**********01" in page, NIK in page) == (True, True, False)
    assert list(ViewLog.objects.values_list("page", "user", "subject_ids")) == [
        ("admin:enrollment.application", officer.user.pk, [submitted.pk])
    ]


def test_the_nik_is_shown_on_request_and_that_is_written_down(client, officer, submitted):
    url = reverse("admin:enrollment_application_nik", args=[submitted.pk])

    whole, fragment = client.post(url), client.post(url, headers={"HX-Request": "true"})

    assert "3674 0252 0504 0001" in whole.content.decode()
    assert fragment.content.decode().strip() == '<strong class="nik">3674 0252 0504 0001</strong>'
    assert (
        list(ViewLog.objects.values_list("page", "subject_ids"))
        == [("admin:trainees.trainee:nik", [submitted.trainee_id])] * 2
    )
    assert client.get(url).status_code == 405


def test_a_head_reads_the_file_and_not_the_nik_and_may_only_hand_it_on(client, head, submitted):
    page = client.get(page_of(submitted))

    assert (page.status_code, page.context["may_show_nik"]) == (200, False)
    assert [move.name for move in page.context["open_moves"]] == ["assign", "write_note"]
    assert client.post(reverse("admin:enrollment_application_nik", args=[submitted.pk])).status_code == 403


def test_what_does_not_agree_is_said_to_the_officer(client, officer, cohort):
    trainee = TraineeFactory(nik="3674021205040001")  # a man's number on a woman's form
    application = ApplicationFactory(
        cohort=cohort, trainee=trainee, findings=[{"offering": 1, "look": ["Ijazah lulusan tahun ini."]}]
    )

    page = client.get(page_of(application))

    assert page.context["doubts"] == [
        "Jenis kelamin pada formulir berbeda dengan yang tertulis di dalam NIK. Cocokkan dengan KTP atau KK.",
        "Ijazah lulusan tahun ini.",
    ]


def test_a_nik_of_a_district_we_know_raises_no_doubt(client, officer, submitted):
    assert client.get(page_of(submitted)).context["doubts"] == []


def test_the_nik_finds_nobody_in_the_search(client, officer, submitted, leaks):
    assert listed(client, q=NIK) == []
    assert len(leaks()) > 0, "an address typed by hand; the search's own form takes a NIK by POST"
    assert listed(client, q=submitted.number) == [submitted]


# --- the queue ---


def test_the_queue_is_the_oldest_first_and_filters_as_the_desk_counts(client, officer, cohort):
    now = timezone.now()
    younger, older = (ApplicationFactory(cohort=cohort, submitted_at=now - timedelta(days=days)) for days in [1, 5])
    claim = ApplicationFactory(cohort=cohort, identity_claim=True)
    overdue = ApplicationFactory(cohort=cohort, status="returned", fix_by=now - timedelta(hours=1))
    ApplicationFactory(cohort=cohort, status="returned")
    verified = ApplicationFactory(cohort=cohort, status="verified")
    accepted = ApplicationFactory(cohort=cohort, status="accepted")
    names = ["periksa", "klaim", "terlambat", "nilai", "daftar-ulang"]

    assert [listed(client, antrean=name) for name in names] == [
        [older, younger],
        [claim],
        [overdue],
        [verified],
        [accepted],
    ]


def test_the_list_narrows_to_a_wave_and_one_of_its_programs(client, officer, center, cohort, submitted):
    ApplicationFactory(cohort=CohortFactory(offering__wave=submitted.wave))
    ApplicationFactory(cohort=CohortFactory(offering__wave__center=center))
    query = {"wave__id__exact": submitted.wave_id, "program": cohort.offering_id}

    assert listed(client, **query) == [submitted]


@pytest.mark.parametrize("size", [1, 6])
def test_the_list_costs_the_same_for_any_size(client, officer, cohort, size, django_assert_num_queries):
    for _number in range(size):
        ApplicationFactory(cohort=cohort)

    with django_assert_num_queries(15):  # the officers to filter by and the saved filters are one each
        client.get(reverse("admin:enrollment_application_changelist"))


# --- the buttons ---


def test_good_papers_are_verified_and_the_person_is_told(client, officer, submitted):
    answer = client.post(move(submitted, "verify"), {"note": ""}, follow=True)

    submitted.refresh_from_db()
    assert (submitted.status, answer.redirect_chain[0][0]) == ("verified", page_of(submitted))
    assert list(OutboxMessage.objects.values_list("kind", flat=True)) == ["enrollment/verified"]
    assert [line.what for line in answer.context["story"]] == ["Berkas lolos"]
    assert [str(letter.kind) for letter in answer.context["messages_sent"]] == ["enrollment/verified"]


def test_photos_to_be_taken_again_are_chosen_out_of_those_that_are_there(client, officer, submitted):
    blurred = DocumentFactory(trainee=submitted.trainee, kind=DocumentKindFactory(code="kk"))
    DocumentKindFactory(code="ijazah")
    url = move(submitted, "return")

    form = client.get(url).context["form"]
    client.post(url, {"reason": "Foto KK buram.", "kinds": [blurred.kind_id]})

    assert list(form.fields["kinds"].queryset) == [blurred.kind]
    submitted.refresh_from_db()
    blurred.refresh_from_db()
    assert (submitted.status, submitted.reason, blurred.state) == ("returned", "Foto KK buram.", "fix")


def test_a_reason_that_is_missing_and_a_day_that_is_over_are_said(client, officer, submitted):
    answer = client.post(move(submitted, "return"), {"reason": "", "fix_by": "2020-01-01T08:00"})

    assert sorted(answer.context["form"].errors) == ["fix_by", "reason"]
    submitted.refresh_from_db()
    assert submitted.status == "submitted"


def test_the_rules_refusal_is_a_sentence_on_the_page(client, officer, cohort):
    application = ApplicationFactory(cohort=cohort, trainee=TraineeFactory(birth_date=timezone.localdate()))

    answer = client.post(move(application, "verify"), {"note": ""})

    assert [str(error) for error in answer.context["form"].non_field_errors()] == [
        "Peserta belum 18 tahun dan persetujuan walinya belum ada."
    ]


@pytest.mark.parametrize(
    ("status", "moves"),
    [
        ("submitted", ["verify", "return", "refuse", "withdraw", "assign", "write_note"]),
        ("verified", ["score", "reopen", "book", "miss_test", "refuse", "withdraw", "assign", "write_note"]),
        ("provisional", ["verify_seat", "refuse", "withdraw", "assign", "write_note"]),
        ("accepted", ["confirm", "withdraw", "assign", "write_note"]),
        ("confirmed", ["withdraw", "leave", "assign", "write_note"]),
        ("reserve", ["withdraw", "assign", "write_note"]),
        ("withdrawn", ["write_note"]),
    ],
)
def test_only_buttons_that_lead_somewhere_are_shown(client, officer, cohort, status, moves):
    page = client.get(page_of(ApplicationFactory(cohort=cohort, status=status)))

    assert [one.name for one in page.context["open_moves"]] == moves


def test_a_claimed_identity_is_linked_to_the_earlier_record(client, officer, cohort):
    earlier = TraineeFactory(account=None, nik=NIK, full_name="Contoh Lama")
    later = TraineeFactory(nik=NIK, nik__indexed=False, full_name="Contoh Baru")
    later.claimed_index = earlier.nik_index
    later.save()
    application = ApplicationFactory(cohort=cohort, trainee=later, identity_claim=True)

    page = client.get(page_of(application))
    client.post(move(application, "settle_claim"), {"note": "Cocok dengan KTP asli."})

    assert page.context["holder"] == earlier
    application.refresh_from_db()
    assert (application.trainee, application.identity_claim) == (earlier, False)


# --- marks ---


def test_both_marks_of_one_person_are_written_on_their_page(client, officer, cohort):
    application = ApplicationFactory(cohort=cohort, status="verified")

    url = move(application, "score")
    client.post(url, {"test": "87,5", "interview": "90"} | opened(client, url))
    client.post(url, {"test": "87.5", "interview": "90"} | opened(client, url))

    marks = Score.objects.order_by("part").values_list("part", "value", "scored_by")
    assert list(marks) == [("interview", 90, officer.user.pk), ("test", 87.5, officer.user.pk)]


def test_a_whole_list_of_marks_is_saved_in_one_post_and_each_refused_row_says_why(client, officer, cohort, said):
    good, wrong, empty = (ApplicationFactory(cohort=cohort, status="verified") for _number in range(3))
    url = reverse("admin:enrollment_application_scores", args=[cohort.offering.wave_id])
    data = {f"{good.pk}-test": "70", f"{good.pk}-interview": "80,25", f"{wrong.pk}-test": "101"}

    answer = client.post(url, data | opened(client, url))

    assert list(Score.objects.order_by("part").values_list("application", "part", "value")) == [
        (good.pk, "interview", 80.25),
        (good.pk, "test", 70),
    ]
    assert {row.pk: list(form.errors) for row, form in answer.context["rows"]} == {
        good.pk: [],
        wrong.pk: ["test"],
        empty.pk: [],
    }
    assert said(answer) == ["Nilai 1 peserta disimpan.", "1 baris belum disimpan; lihat keterangannya di bawah."]


@pytest.mark.parametrize("size", [1, 5])
def test_the_list_of_marks_costs_the_same_for_any_size(client, officer, cohort, size, django_assert_num_queries):
    for _number in range(size):
        ApplicationFactory(cohort=cohort, status="verified")

    with django_assert_num_queries(17):
        client.get(reverse("admin:enrollment_application_scores", args=[cohort.offering.wave_id]))
