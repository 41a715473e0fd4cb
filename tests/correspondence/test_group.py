"""An officer writes to a group: whom it reaches, how it reads, each exactly once, and back for five minutes."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from audit.models import AuditEntry
from audit.moves import Refused
from blk_portal.correspondence import group as groups
from blk_portal.correspondence import writing
from blk_portal.correspondence.group import Group
from centers.models import Role
from jobs import runner, undoing
from jobs.models import Job
from jobs.workflow import State as JobState
from notifications.models import MessageText, OutboxMessage
from notifications.workflow import Priority, State
from tests.factories.centers import CenterFactory, actor_at
from tests.factories.cohorts import CohortFactory, OfferingFactory, WaveFactory
from tests.factories.enrollment import ApplicationFactory, EnrollmentFactory
from tests.factories.notifications import OutboxMessageFactory

pytestmark = pytest.mark.django_db
WORDS = {"subject": "Untuk {nama}", "body": "Kelas {program} pindah ruang."}


@pytest.fixture
def center():
    return CenterFactory(code="pusat")


@pytest.fixture
def wave(center):
    return WaveFactory(center=center)


@pytest.fixture
def cohort(wave):
    return CohortFactory(offering=OfferingFactory(wave=wave), seats=40)


@pytest.fixture
def officer(client, center):
    actor = actor_at(center)
    client.force_login(actor.user)
    return actor


def confirmed(cohort, number=1, **row):
    return [ApplicationFactory(cohort=cohort, status="confirmed", **row) for _ in range(number)]


def out_of_reach(cohort):
    one = ApplicationFactory(cohort=cohort, status="confirmed")
    account = one.trainee.account  # signs in by telephone, and WhatsApp is not configured
    account.email, account.phone = None, "+6281200000009"
    account.save()
    return one


def a_letter(group, officer, **words):
    return writing.start(group, **{**WORDS, **words}, by=officer)


# --- who ---


def test_a_wave_is_asked_by_status_and_program(wave, cohort):
    other = CohortFactory(offering=OfferingFactory(wave=wave))
    here = confirmed(cohort)
    reserve = ApplicationFactory(cohort=cohort, status="reserve")
    there = confirmed(other)
    ApplicationFactory(cohort=cohort, status="submitted")
    confirmed(CohortFactory())

    def members(*statuses, offering=None):
        return list(Group(wave, statuses, offering).members())

    assert members("confirmed") == [*here, *there]
    assert members("confirmed", "reserve", offering=cohort.offering) == [*here, reserve]
    assert members("reserve", offering=other.offering) == []


def test_a_class_is_who_is_in_training(cohort):
    active = EnrollmentFactory(cohort=cohort)
    EnrollmentFactory(cohort=cohort, status="withdrawn")

    assert list(Group(cohort.offering.wave, cohort=cohort).members()) == [active.application]


def test_who_cannot_be_reached_is_counted_before_sending(wave, cohort):
    confirmed(cohort, 2)
    out_of_reach(cohort)
    [bounced] = confirmed(cohort)
    address = bounced.trainee.account.email
    OutboxMessageFactory(to_address=address, state=State.BOUNCED, last_error="550 no such user")

    assert groups.reach(Group(wave, ("confirmed",))) == (4, 2)


def test_what_may_be_said_of_a_person_holds_no_nik_and_no_birth_date(cohort):
    [one] = confirmed(cohort)

    told = " ".join(groups.values_of(one).values())

    assert one.trainee.nik not in told
    assert f"{one.trainee.birth_date:%Y-%m-%d}" not in told


# --- the job ---


def test_everyone_gets_the_letter_in_its_frame_and_nothing_leaves_for_five_minutes(wave, cohort, officer):
    one, two = confirmed(cohort, 2)
    lost = out_of_reach(cohort)

    job = a_letter(Group(wave, ("confirmed",)), officer)
    runner.run_due()

    job.refresh_from_db()
    assert (job.state, job.done, job.skipped, job.failed) == (JobState.DONE, 2, 1, 0)
    assert job.results.get(key=str(lost.pk)).code == "no_address"
    written = OutboxMessage.objects.order_by("pk")
    assert [message.subject_id for message in written] == [one.pk, two.pk]
    first = written[0]
    assert first.subject == f"Untuk {one.trainee}"
    assert first.body.splitlines()[:3] == [
        f"Halo {one.trainee},",
        "",
        f"Kelas {cohort.offering.program} pindah ruang.",
    ]
    assert (first.kind, first.priority, first.center_code) == (groups.KIND, Priority.BULK, wave.center.code)
    assert first.not_before >= job.finished_at + timedelta(minutes=5)
    assert AuditEntry.objects.get(action="wave.write_to_people").facts == {"rows": 3}


@pytest.mark.parametrize("name", ["{tautan}", "{{7*7}}", "%(a)s", "<b>Siti</b>"])
def test_a_persons_name_arrives_as_typed(wave, cohort, officer, name):
    [one] = confirmed(cohort)
    one.trainee.full_name = name
    one.trainee.save()

    a_letter(Group(wave, ("confirmed",)), officer)
    runner.run_due()

    message = OutboxMessage.objects.get()
    assert message.subject == f"Untuk {name}"
    assert message.body.splitlines()[0] == f"Halo {name},"


def test_a_crash_repeats_nothing(wave, cohort, officer):
    confirmed(cohort, 3)
    job = a_letter(Group(wave, ("confirmed",)), officer)
    runner.run_due()
    first = job.results.order_by("pk").first()
    first.delete()  # as if the row that reports it had been lost
    Job.objects.filter(pk=job.pk).update(state=JobState.QUEUED, done=2, finished_at=None)

    runner.run_due()

    assert OutboxMessage.objects.count() == 3


def test_within_five_minutes_it_is_taken_back(wave, cohort, officer):
    confirmed(cohort, 2)
    job = a_letter(Group(wave, ("confirmed",)), officer)
    runner.run_due()
    job.refresh_from_db()
    assert undoing.is_open(job, officer)

    Job.objects.create(
        kind=job.kind,
        title="x",
        params=job.params,
        undoes=job,
        created_by=officer.user,
        actor_role=officer.role,
        center_code=officer.center_code,
    )
    runner.run_due()

    assert set(OutboxMessage.objects.values_list("state", flat=True)) == {State.WITHDRAWN}


def test_the_same_words_asked_twice_are_one_job(wave, cohort, officer):
    confirmed(cohort)

    assert a_letter(Group(wave, ("confirmed",)), officer) == a_letter(Group(wave, ("confirmed",)), officer)

    assert (Job.objects.count(), MessageText.objects.count()) == (1, 1)
    assert AuditEntry.objects.filter(action="wave.write_to_people").count() == 1
    a_letter(Group(wave, ("confirmed",)), officer, body="Lain.")
    assert Job.objects.count() == 2


def test_a_letter_to_nobody_is_refused(wave, cohort, officer):
    out_of_reach(cohort)

    with pytest.raises(Refused) as refusal:
        a_letter(Group(wave, ("confirmed",)), officer)

    assert refusal.value.code == "nobody"
    assert not Job.objects.exists()


def test_a_job_holds_ids_only(wave, cohort, officer):
    confirmed(cohort)

    job = a_letter(Group(wave, ("confirmed",), cohort.offering), officer)

    text = MessageText.objects.get()
    assert job.params == {
        "wave": wave.pk,
        "statuses": ["confirmed"],
        "offering": cohort.offering.pk,
        "cohort": None,
        "text": text.pk,
    }


def statements(wave, officer):
    job = a_letter(Group(wave, ("confirmed",)), officer)
    with CaptureQueriesContext(connection) as asked:
        runner.run_due()
    job.refresh_from_db()
    return job.done, len(asked)


def test_each_further_person_costs_the_runners_savepoint_and_no_more(wave, center, officer):
    """Set and let go; what is read and written is read and written once for a hundred people."""
    few, many = CohortFactory(offering=OfferingFactory(wave=wave), seats=5), WaveFactory(center=center)
    confirmed(few, 5)
    confirmed(CohortFactory(offering=OfferingFactory(wave=many), seats=25), 25)

    small, large = statements(wave, officer), statements(many, officer)

    assert (small[0], large[0]) == (5, 25)
    assert large[1] - small[1] == 2 * 20


# --- the pages ---


def page(wave):
    return reverse("admin:wave_letter", args=[wave.pk])


def test_looking_shows_whom_it_reaches_and_sends_nothing(client, officer, wave, cohort):
    confirmed(cohort, 2)
    out_of_reach(cohort)

    text = client.post(page(wave), {**WORDS, "statuses": ["confirmed"]}).content.decode()

    assert "3 penerima" in text
    assert "1 di antaranya tidak bisa dihubungi" in text
    assert "Kelas Las SMAW 3G pindah ruang." in text
    assert not Job.objects.exists()


def test_sending_leads_to_the_job(client, officer, wave, cohort):
    confirmed(cohort)

    answer = client.post(page(wave), {**WORDS, "statuses": ["confirmed"], "send": "1"})

    assert answer.url == Job.objects.get().get_absolute_url()


def test_a_class_has_the_same_page(client, officer, cohort):
    EnrollmentFactory(cohort=cohort)
    url = reverse("admin:cohort_letter", args=[cohort.pk])

    asked = client.get(url).content.decode()
    client.post(url, {**WORDS, "send": "1"})

    assert "1 penerima" in asked
    assert Job.objects.get().params["cohort"] == cohort.pk


@pytest.mark.parametrize("body", ["{nik}", "{nama.x}", "{"])
def test_what_a_letter_may_not_hold_is_refused(client, officer, wave, cohort, body):
    confirmed(cohort)

    text = client.post(page(wave), {"subject": "a", "body": body, "statuses": ["confirmed"], "send": "1"}).content

    assert b"errorlist" in text
    assert not Job.objects.exists()


def test_another_centers_wave_does_not_exist(client, officer):
    assert client.get(page(WaveFactory())).status_code == 404


def test_who_may_not_write_is_told_so(client, center, wave):
    client.force_login(actor_at(center, Role.CERTIFICATION).user)

    assert client.get(page(wave)).status_code == 403


@pytest.mark.parametrize("size", [1, 12])
def test_the_preview_costs_the_same_for_any_number(client, officer, wave, cohort, size, django_assert_num_queries):
    confirmed(cohort, size)
    data = {**WORDS, "statuses": ["confirmed"]}
    client.post(page(wave), data)

    # session, user, memberships, wave, its programs, the people, addresses that lead nowhere, the frame's own words
    with django_assert_num_queries(9):
        client.post(page(wave), data)
