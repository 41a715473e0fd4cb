"""One act on many applications: chosen in the list, foretold on a page, done by a job, taken back in time."""

import threading
import uuid
from datetime import timedelta

import pytest
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from audit.models import AuditEntry, ViewLog
from centers.models import Role
from enrollment.bulk import ACTS, outlook
from enrollment.models import Ranking
from jobs import queue, runner
from jobs.models import Job
from jobs.workflow import State
from notifications.models import OutboxMessage
from tests.factories.centers import CenterFactory, actor_at
from tests.factories.cohorts import CohortFactory
from tests.factories.enrollment import ApplicationFactory, AppointmentFactory, SittingFactory
from tests.factories.trainees import DocumentFactory, TraineeFactory
from tests.guards import PortalClient

pytestmark = pytest.mark.django_db
SIXTEEN = timezone.localdate() - timedelta(days=16 * 366)
LIST = reverse("admin:enrollment_application_changelist")


@pytest.fixture
def cohort(center):
    return CohortFactory(offering__wave__center=center)


@pytest.fixture
def waiting(cohort):
    """Three that can be verified, and one of each kind that cannot."""
    return {
        "good": ApplicationFactory.create_batch(3, cohort=cohort),
        "returned": ApplicationFactory(cohort=cohort, status="returned"),
        "claimed": ApplicationFactory(cohort=cohort, identity_claim=True),
        "minor": ApplicationFactory(cohort=cohort, trainee=TraineeFactory(birth_date=SIXTEEN)),
        "to fix": _with_a_blurred_paper(cohort),
    }


def _with_a_blurred_paper(cohort):
    application = ApplicationFactory(cohort=cohort)
    DocumentFactory(trainee=application.trainee, state="fix", reason="Buram.")
    return application


def at(name):
    return reverse("admin:enrollment_application_bulk", args=[name])


def choose(client, name, rows, **more):
    data = {"action": f"{name}_chosen", "_selected_action": [one.pk for one in rows], **more}
    return client.post(LIST, data)


def press(client, asked, **said):
    """Say yes on the page that asked."""
    fields = {name: asked.context[name] for name in ["chosen", "press"]}
    return client.post(asked.context["action"], {**fields, **said})


def statuses(rows):
    for one in rows:
        one.refresh_from_db()
    return [one.status for one in rows]


def report(job):
    return sorted(job.results.order_by("pk").values_list("outcome", "code"))


# --- what the page foretells ---


def test_the_page_foretells_what_the_job_reports(client, officer, cohort, waiting):
    rows = [*cohort.offering.wave.applications.order_by("pk")]

    asked = choose(client, "verify", rows)
    foretold = {sentence: len(those) for sentence, those in asked.context["outlook"].passed_over}
    job = Job.objects.get(pk=press(client, asked).url.split("/")[-2])
    runner.run_due()

    skipped = {row.reason: 1 for row in job.results.filter(outcome="skipped").order_by("pk")}
    assert foretold == skipped
    assert [len(asked.context["outlook"].ready), job.results.filter(outcome="done").count()] == [3, 3]
    assert statuses(waiting["good"]) == ["verified"] * 3
    assert report(job) == sorted(
        [("done", "")] * 3
        + [
            ("skipped", code)
            for code in ["wrong_status", "identity_claim", "guardian_consent_missing", "document_to_fix"]
        ]
    )


def test_whose_names_were_shown_is_noted(client, officer, waiting):
    choose(client, "verify", waiting["good"])

    noted = ViewLog.objects.get(page="admin:enrollment.application:bulk")
    assert sorted(noted.subject_ids) == sorted(one.pk for one in waiting["good"])


@pytest.mark.parametrize("size", [1, 6])
@pytest.mark.parametrize("name", ACTS)
def test_foretelling_costs_the_same_for_any_number(cohort, name, size, django_assert_num_queries):
    rows = ApplicationFactory.create_batch(size, cohort=cohort)
    pks = [one.pk for one in rows]

    # applications; their times; waves with results; waves whose tests go on
    with django_assert_num_queries(4 if name == "miss_test" else 1):
        view = outlook(name, pks)

    assert len(view.ready) + sum(len(those) for _sentence, those in view.passed_over) == size


# --- the job ---


def test_the_officers_own_name_stands_in_the_trail_and_messages_wait(client, officer, waiting):
    press(client, choose(client, "verify", waiting["good"]))
    runner.run_due()

    acts = AuditEntry.objects.filter(action="application.verify").order_by("pk")
    assert [entry.user for entry in acts] == [officer.user] * 3
    job = Job.objects.get()
    assert job.title == "Nyatakan berkas lolos: 3 pendaftaran"
    assert {*OutboxMessage.objects.values_list("not_before", flat=True)} == {job.finished_at + timedelta(minutes=10)}


def test_verifying_is_taken_back_papers_and_messages_and_all(client, officer, waiting):
    paper = DocumentFactory(trainee=waiting["good"][0].trainee)
    press(client, choose(client, "verify", waiting["good"]))
    runner.run_due()
    paper.refresh_from_db()
    assert paper.state == "valid"

    queue.undo(Job.objects.get(), by=officer)
    runner.run_due()

    paper.refresh_from_db()
    assert (statuses(waiting["good"]), paper.state) == (["submitted"] * 3, "waiting")
    assert {one.verified_at for one in waiting["good"]} == {None}
    assert {*OutboxMessage.objects.values_list("state", flat=True)} == {"withdrawn"}


def test_who_has_moved_on_is_not_taken_back(client, officer, cohort):
    seated = ApplicationFactory(cohort=cohort, status="provisional")
    other = ApplicationFactory(cohort=cohort)
    press(client, choose(client, "verify", [seated, other]))
    runner.run_due()

    back = queue.undo(Job.objects.get(), by=officer)
    runner.run_due()

    assert statuses([seated, other]) == ["accepted", "submitted"]
    assert report(back) == [("done", ""), ("skipped", "wrong_status")]


@pytest.mark.parametrize(
    ("name", "before", "after", "said", "goes_back"),
    [
        ("return", "submitted", "returned", {"reason": "Foto KTP buram."}, False),
        ("refuse", "submitted", "ineligible", {"reason": "Di luar wilayah."}, False),
        ("miss_test", "verified", "no_show", {}, True),
    ],
)
def test_the_other_acts(client, officer, cohort, name, before, after, said, goes_back):
    rows = ApplicationFactory.create_batch(2, cohort=cohort, status=before)
    other = ApplicationFactory(cohort=cohort, status="confirmed")

    asked = choose(client, name, [*rows, other])
    press(client, asked, **said)
    runner.run_due()

    assert statuses([*rows, other]) == [after, after, "confirmed"]
    assert report(Job.objects.get()) == [("done", ""), ("done", ""), ("skipped", "wrong_status")]
    assert ("tidak bisa dibatalkan sekaligus" in asked.content.decode()) is not goes_back


def test_a_reason_that_is_missing_is_asked_for_and_nothing_is_started(client, officer, waiting):
    asked = choose(client, "refuse", waiting["good"])

    again = press(client, asked, reason=" ")

    assert again.status_code == 200
    assert again.context["form"].errors == {"reason": ["Bidang ini tidak boleh kosong."]}
    assert (again.context["press"], Job.objects.count()) == (asked.context["press"], 0)


def test_after_the_results_are_proposed_nobody_is_marked_absent(client, officer, cohort):
    row = ApplicationFactory(cohort=cohort, status="verified")
    Ranking.objects.create(wave=cohort.offering.wave, status="proposed")

    asked = choose(client, "miss_test", [row])
    press(client, asked)
    runner.run_due()

    assert (asked.context["outlook"].ready, statuses([row])) == ([], ["verified"])
    assert report(Job.objects.get()) == [("skipped", "results_proposed")]


def test_only_who_missed_a_session_that_is_over_is_marked_absent(client, officer, cohort):
    """Chosen from the list all together: one sat there in vain, the others could not have missed anything yet."""
    wave, now = cohort.offering.wave, timezone.now()
    over = SittingFactory(wave=wave, starts_at=now - timedelta(hours=3), ends_at=now - timedelta(hours=1))
    begun = SittingFactory(wave=wave, starts_at=now - timedelta(hours=1), ends_at=now + timedelta(hours=1))
    times = {"missed": over, "sits there now": begun, "tomorrow": SittingFactory(wave=wave), "no time yet": None}
    people = {who: ApplicationFactory(cohort=cohort, status="verified") for who in times}
    for who, sitting in times.items():
        if sitting:
            AppointmentFactory(application=people[who], sitting=sitting)

    asked = choose(client, "miss_test", people.values())
    press(client, asked)
    runner.run_due()

    assert [one.pk for one in asked.context["outlook"].ready] == [people["missed"].pk]
    assert {sentence: len(those) for sentence, those in asked.context["outlook"].passed_over} == {
        "Sesinya belum selesai.": 2,
        "Orang ini belum punya jadwal, dan masih ada sesi yang belum selesai.": 1,
    }
    assert dict(zip(people, statuses(people.values()), strict=True)) == {
        "missed": "no_show", "sits there now": "verified", "tomorrow": "verified", "no time yet": "verified",
    }  # fmt: skip
    codes = [("done", ""), ("skipped", "not_asked"), ("skipped", "not_over"), ("skipped", "not_over")]
    assert report(Job.objects.get()) == codes


def test_once_all_sessions_are_over_who_never_came_for_a_time_is_marked_absent_too(client, officer, cohort):
    SittingFactory(wave=cohort.offering.wave, starts_at=timezone.now() - timedelta(hours=3))
    SittingFactory()  # of another wave
    row = ApplicationFactory(cohort=cohort, status="verified")

    press(client, choose(client, "miss_test", [row]))
    runner.run_due()

    assert statuses([row]) == ["no_show"]


# --- choosing ---


def test_with_nothing_chosen_the_list_says_so(client, officer, waiting, said):
    nothing = client.post(LIST, {"action": "verify_chosen", "index": "0"}, follow=True)
    assert (nothing.status_code, len(said(nothing)), Job.objects.count()) == (200, 1, 0)

    nothing = client.post(at("verify"), {"chosen": ""}, follow=True)
    assert said(nothing) == ["Pilih dahulu pendaftaran pada daftar."]
    assert not Job.objects.exists()


@pytest.mark.xdist_group("bulk")
def test_six_hundred_over_many_pages_are_one_choice(client, officer, cohort):
    ApplicationFactory.create_batch(120, cohort=cohort)  # three pages of the list
    first = [*cohort.offering.wave.applications.order_by("pk")[:50]]

    asked = choose(client, "verify", first, select_across="1")
    press(client, asked)

    assert len(Job.objects.get().params["applications"]) == 120


def test_ids_that_are_nonsense_or_another_centers_are_left_out(client, officer, waiting):
    foreign = ApplicationFactory(cohort=CohortFactory(offering__wave__center=CenterFactory()))
    mine = waiting["good"][0]

    client.post(at("verify"), {"chosen": f"{mine.pk},{foreign.pk},x,,-1,²,99999999999999999999", "press": "?"})

    assert Job.objects.get().params == {"applications": [mine.pk]}


def test_only_who_may_move_one_may_move_many(client, center, waiting):
    client.force_login(actor_at(center, Role.HEAD).user)

    request = client.get(LIST).wsgi_request
    assert [*client.get(LIST).context["cl"].model_admin.get_actions(request)] == ["assign_chosen"]
    assert client.post(at("verify"), {"chosen": str(waiting["good"][0].pk)}).status_code == 403
    assert client.post(at("explode"), {"chosen": "1"}).status_code == 404
    assert not Job.objects.exists()


def test_files_are_given_to_an_officer_in_bulk_and_nobody_is_told(client, officer, center, waiting):
    colleague, taken = actor_at(center).user, waiting["good"][0]
    taken.officer = colleague
    taken.save()

    asked = choose(client, "assign", waiting["good"])
    press(client, asked, officer=colleague.pk)
    runner.run_due()

    for one in waiting["good"]:
        one.refresh_from_db()
    assert {one.officer for one in waiting["good"]} == {colleague}
    assert report(Job.objects.get()) == [("done", ""), ("done", ""), ("skipped", "same_officer")]
    assert ("Peserta tidak diberi tahu." in asked.content.decode(), OutboxMessage.objects.count()) == (True, 0)


def test_files_are_not_given_to_somebody_of_another_center(client, officer, waiting):
    stranger = actor_at(CenterFactory()).user

    answer = press(client, choose(client, "assign", waiting["good"]), officer=stranger.pk)

    assert (answer.status_code, Job.objects.count()) == (200, 0)
    assert answer.context["form"].errors["officer"]


# --- pressed twice ---


def test_pressing_twice_is_one_job_also_when_the_first_is_over(client, officer, waiting):
    asked = choose(client, "verify", waiting["good"])

    first = press(client, asked)
    second = press(client, asked)
    runner.run_due()
    third = press(client, asked)

    assert first.url == second.url == third.url
    assert Job.objects.get().state == State.DONE


@pytest.mark.django_db(transaction=True)
def test_two_presses_at_once_are_one_job(officer, waiting):
    barrier, answers = threading.Barrier(2), []
    fields = {"chosen": str(waiting["good"][0].pk), "press": str(uuid.uuid4())}

    def go():
        browser = PortalClient()
        browser.force_login(officer.user)
        barrier.wait()
        answers.append(browser.post(at("verify"), fields).url)
        connection.close()

    threads = [threading.Thread(target=go) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert answers == [Job.objects.get().get_absolute_url()] * 2
