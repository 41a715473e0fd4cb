"""An appeal: once, in time, answered by the head, and a decision of its own beside the published row."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from pytest_django.asserts import assertContains, assertNotContains

from audit.models import AuditEntry
from audit.moves import Refused
from enrollment import transitions
from enrollment.models import Appeal, Decision, QueueStep, Ranking, RankingRow
from enrollment.workflow import Status
from notifications.models import OutboxMessage
from tests.factories.centers import actor_at
from tests.factories.cohorts import CohortFactory, OfferingFactory
from tests.factories.enrollment import AppealFactory, ApplicationFactory

WHY = "Nilai wawancara saya tertukar dengan orang lain."
ANSWER = "Lembar wawancara diperiksa kembali; nilainya memang tertukar."


def published(wave):
    ranking = Ranking.objects.create(wave=wave)
    for place, choice in enumerate(wave.offerings.get().choices.order_by("pk"), start=1):
        RankingRow.objects.create(ranking=ranking, choice=choice, rank=place, total=60, outcome="not_selected")
    ranking.status, ranking.published_at = "published", timezone.now()
    ranking.save()
    return ranking


@pytest.fixture
def rejected(cohort):
    """Not selected in a wave whose results came out today."""
    application = ApplicationFactory(status=Status.NOT_SELECTED, cohort=cohort)
    published(cohort.offering.wave)
    return application


@pytest.fixture
def head(cohort):
    return actor_at(cohort.offering.wave.center, "head")


def file(application, officer, **more):
    offering = more.pop("offering", application.choices.get().offering)
    return transitions.file_appeal(application, offering, by=officer, reason=WHY, **more)


def kinds(application):
    return list(OutboxMessage.objects.about(application).order_by("pk").values_list("kind", flat=True))


def test_an_appeal_is_kept_with_a_day_for_its_answer_and_the_person_is_told(rejected, officer):
    appeal = file(rejected, officer)

    assert (appeal.status, appeal.reason) == ("filed", WHY)
    assert timezone.localdate(appeal.answer_by) == timezone.localdate() + timedelta(days=3)
    assert kinds(rejected) == ["enrollment/appeal_received"]
    assert AuditEntry.objects.about(rejected).get().action == "application.appeal_filed"
    rejected.refresh_from_db()
    assert rejected.status == "not_selected"


def test_an_application_is_appealed_once(rejected, officer):
    file(rejected, officer)

    with pytest.raises(Refused, match="appealed"):
        file(rejected, officer)


def test_the_last_day_counts_to_its_end_and_the_next_is_too_late(rejected, officer, time_machine):
    last = timezone.localtime().replace(hour=23, minute=59, second=59) + timedelta(days=3)

    time_machine.move_to(last + timedelta(seconds=2))
    with pytest.raises(Refused, match="too_late"):
        file(rejected, officer)
    time_machine.move_to(last)

    assert file(rejected, officer).pk


def test_the_days_are_the_centers(rejected, officer, time_machine):
    center = rejected.wave.center
    center.appeal_days = 5
    center.save()

    time_machine.move_to(timezone.now() + timedelta(days=4))

    assert file(rejected, officer).pk


def test_before_the_results_there_is_nothing_to_appeal(cohort, officer):
    application = ApplicationFactory(status=Status.NO_SHOW, cohort=cohort)

    with pytest.raises(Refused, match="not_published"):
        file(application, officer)


def test_only_a_chosen_program_is_appealed(rejected, officer):
    with pytest.raises(Refused, match="not_chosen"):
        file(rejected, officer, offering=OfferingFactory(wave=rejected.wave))


@pytest.mark.parametrize("status", sorted(set(Status) - {"not_selected", "reserve", "no_show"}))
def test_who_has_a_seat_or_has_gone_has_nothing_to_appeal(status, cohort, officer):
    application = ApplicationFactory(status=status, cohort=cohort)
    published(cohort.offering.wave)

    with pytest.raises(Refused, match="wrong_status"):
        file(application, officer)


def test_granted_with_a_free_seat_it_is_a_seat_a_decision_and_a_message(rejected, officer, head):
    appeal, before = file(rejected, officer), list(RankingRow.objects.values())

    transitions.grant_appeal(appeal, by=head, reason=ANSWER)

    rejected.refresh_from_db()
    decision = Decision.objects.get()
    assert (rejected.status, rejected.seat.number, rejected.ended_at) == ("accepted", 1, None)
    assert (decision.outcome, decision.reason, decision.decided_by) == ("accepted", ANSWER, head.user)
    assert decision.row == RankingRow.objects.get()
    assert list(RankingRow.objects.values()) == before
    assert kinds(rejected) == ["enrollment/appeal_received", "enrollment/appeal_granted"]
    assert ANSWER in OutboxMessage.objects.get(kind="enrollment/appeal_granted").body


def test_granted_without_a_free_seat_it_is_the_head_of_the_queue(officer):
    cohort = CohortFactory(seats=1)
    ApplicationFactory(status=Status.CONFIRMED, cohort=cohort)
    waiting = ApplicationFactory(status=Status.RESERVE, cohort=cohort)
    appeal = AppealFactory(application=ApplicationFactory(status=Status.NOT_SELECTED, cohort=cohort))

    transitions.grant_appeal(appeal, by=officer, reason=ANSWER)

    places = dict(cohort.offering.choices.exclude(queue_place=None).values_list("application", "queue_place"))
    assert places == {appeal.application_id: 1, waiting.pk: 2}
    assert Decision.objects.get().outcome == "reserve"
    assert QueueStep.objects.get().cause == "appeal"


def test_nobody_loses_a_seat_by_anothers_appeal(officer):
    cohort = CohortFactory(seats=2)
    seated = ApplicationFactory.create_batch(2, status=Status.ACCEPTED, cohort=cohort)
    appeal = AppealFactory(application=ApplicationFactory(status=Status.NOT_SELECTED, cohort=cohort))

    transitions.grant_appeal(appeal, by=officer, reason=ANSWER)

    for application in seated:
        application.refresh_from_db()
    assert [application.status for application in seated] == ["accepted", "accepted"]


def test_not_granted_the_person_reads_why_and_stands_where_they_stood(rejected, officer, head):
    appeal = file(rejected, officer)

    transitions.decline_appeal(appeal, by=head, reason="Nilai sudah benar menurut lembar wawancara.")

    rejected.refresh_from_db()
    assert (rejected.status, appeal.status, appeal.answered_by) == ("not_selected", "declined", head.user)
    assert not Decision.objects.exists()
    message = OutboxMessage.objects.get(kind="enrollment/appeal_declined")
    assert "lembar wawancara" in message.body


def test_after_the_stop_date_no_appeal_gives_a_place(rejected, officer, head, time_machine):
    appeal = file(rejected, officer)
    time_machine.move_to(timezone.now() + timedelta(days=34))

    with pytest.raises(Refused, match="stopped"):
        transitions.grant_appeal(appeal, by=head, reason=ANSWER)

    appeal.refresh_from_db()
    assert appeal.status == "filed"


def test_an_appeal_about_a_program_that_was_called_off_gives_no_place(rejected, officer, head):
    appeal = file(rejected, officer)
    type(appeal.choice.offering).objects.update(status="postponed")

    with pytest.raises(Refused, match="called_off"):
        transitions.grant_appeal(appeal, by=head, reason=ANSWER)


def test_an_answer_is_given_once(rejected, officer, head):
    appeal = file(rejected, officer)
    transitions.decline_appeal(appeal, by=head, reason=ANSWER)

    with pytest.raises(Refused, match="wrong_status"):
        transitions.grant_appeal(appeal, by=head, reason=ANSWER)


def test_who_withdraws_takes_the_appeal_along(cohort, officer):
    application = ApplicationFactory(status=Status.RESERVE, cohort=cohort)
    appeal = AppealFactory(application=application)

    transitions.withdraw(application, by=officer)

    appeal.refresh_from_db()
    assert appeal.status == "closed"


@pytest.mark.parametrize(
    "sql", ["UPDATE enrollment_decision SET outcome = 'reserve'", "DELETE FROM enrollment_decision"]
)
def test_a_decision_does_not_change(sql, rejected, officer, head):
    transitions.grant_appeal(file(rejected, officer), by=head, reason=ANSWER)

    with pytest.raises(IntegrityError, match="does not change"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)


def test_the_database_keeps_no_answer_without_a_reason(rejected, officer):
    appeal = file(rejected, officer)

    with pytest.raises(IntegrityError, match="appeal_is_answered_with_a_reason"), transaction.atomic():
        Appeal.objects.filter(pk=appeal.pk).update(status="declined", answered_at=timezone.now())


# --- the person's pages ---


def page(client, application, name="journey:application"):
    client.force_login(application.trainee.account)
    return client.get(reverse(name, args=[application.pk]))


def test_the_own_page_leads_to_the_form_as_long_as_there_is_time(client, rejected, time_machine):
    assertContains(page(client, rejected), "Sanggah hasil ini")

    time_machine.move_to(timezone.now() + timedelta(days=4))

    assertNotContains(page(client, rejected), "Sanggah hasil ini")
    assert page(client, rejected, "journey:appeal").status_code == 302


def test_the_form_says_what_an_appeal_can_change_and_what_not(client, rejected):
    found = page(client, rejected, "journey:appeal")

    last_day = date_format(timezone.localdate() + timedelta(days=3), "l, j F Y")
    assertContains(found, f"Bisa dikirim sampai {last_day}")
    assertContains(found, "Yang bisa berubah")
    assertContains(found, "kursi orang lain tetap")


def test_a_short_reason_is_asked_for_again_and_stays(client, rejected):
    client.force_login(rejected.trainee.account)

    found = client.post(reverse("journey:appeal", args=[rejected.pk]), {"reason": "Salah."})

    assertContains(found, "Jelaskan sedikit lebih lengkap")
    assertContains(found, ">\nSalah.</textarea>")
    assert not Appeal.objects.exists()


def test_filed_on_the_page_it_is_told_there_with_its_answer(client, rejected, head):
    client.force_login(rejected.trainee.account)
    told = client.post(reverse("journey:appeal", args=[rejected.pk]), {"reason": WHY}, follow=True)
    assertContains(told, "Kepala balai menjawab paling lambat")
    assertContains(told, "Sanggahan Anda kami terima")

    transitions.decline_appeal(Appeal.objects.get(), by=head, reason="Nilai sudah benar.")

    told = page(client, rejected)
    assertContains(told, "Nilai sudah benar.")
    assertNotContains(told, "Sanggah hasil ini")


def test_with_several_choices_one_says_which(client, officer):
    cohort = CohortFactory()
    application = ApplicationFactory(status=Status.NOT_SELECTED, cohort=cohort)
    published(cohort.offering.wave)
    second = OfferingFactory(wave=application.wave)
    application.choices.create(offering=second, order=2)
    client.force_login(application.trainee.account)

    client.post(reverse("journey:appeal", args=[application.pk]), {"reason": WHY, "offering": second.pk})

    assert Appeal.objects.get().choice.offering == second


# --- the office's pages ---


def test_the_list_shows_the_oldest_first_with_the_clock_in_so_many_queries(
    client, cohort, officer, django_assert_num_queries
):
    client.force_login(officer.user)
    url = reverse("admin:enrollment_appeal_changelist")
    for count in (1, 4):
        for number in range(count):
            application = ApplicationFactory(status=Status.NOT_SELECTED, cohort=cohort)
            AppealFactory(application=application, filed_at=timezone.now() - timedelta(hours=number))
        client.get(url)
        with django_assert_num_queries(QUERIES):
            listed = client.get(url).context["cl"].result_list
        moments = [appeal.filed_at for appeal in listed]
        assert moments == sorted(moments)


QUERIES = 8  # session, account, memberships; kept filters; the waves of the filter; how many, the rows; the view log


@pytest.mark.parametrize(("role", "status"), [("officer", 403), ("head", 302)])
def test_the_head_answers_and_officers_read(client, cohort, role, status):
    appeal = AppealFactory(application=ApplicationFactory(status=Status.NOT_SELECTED, cohort=cohort))
    client.force_login(actor_at(cohort.offering.wave.center, role).user)
    assert client.get(reverse("admin:enrollment_appeal_change", args=[appeal.pk])).status_code == 200

    answer = client.post(reverse("admin:enrollment_appeal_move", args=[appeal.pk, "grant"]), {"reason": ANSWER})

    appeal.refresh_from_db()
    assert (answer.status_code, appeal.status) == (status, "granted" if status == 302 else "filed")


def test_the_desk_counts_what_waits(client, cohort, head):
    AppealFactory(application=ApplicationFactory(status=Status.NOT_SELECTED, cohort=cohort))
    client.force_login(head.user)

    assertContains(client.get(reverse("admin:index")), "Sanggahan menunggu jawaban")
