"""What handlers promise, asked of each kind in settings.JOB_HANDLERS.

Killed, cancelled or delivered twice, the rows are those of a quiet run. A new kind needs a line in KINDS, no more.
"""

import threading
from datetime import timedelta

import pytest
import time_machine
from django.apps import apps
from django.conf import settings as portal
from django.core.files.base import ContentFile
from django.db import connection, transaction
from django.utils import timezone
from django.utils.module_loading import import_string

from audit.moves import Actor
from blk_portal.correspondence import writing
from blk_portal.correspondence.group import Group
from blk_portal.importing import job as importing
from blk_portal.importing import storage as sheets_to_import
from blk_portal.lists import asking
from blk_portal.lists import job as exporting
from centers.models import Role
from enrollment import transitions
from enrollment.models import Application
from enrollment.score_sheets import job as write_scores
from enrollment.score_sheets import storage
from jobs import leases, queue, runner, undoing
from jobs.models import Job
from jobs.workflow import State
from notifications import texts
from notifications.models import OutboxMessage, WhatsAppTemplate
from tests import whatsapp
from tests.enrollment.sheets import filled_sheet
from tests.factories.accounts import SuperuserFactory
from tests.factories.centers import CenterFactory, OfficialFactory, actor_at
from tests.factories.certification import completed
from tests.factories.cohorts import CohortFactory, OfferingFactory, WaveFactory
from tests.factories.enrollment import ApplicationFactory, AppointmentFactory, ScoreFactory, SittingFactory
from tests.importing.conftest import empty_wave, sample

REAL = dict(portal.JOB_HANDLERS)
pytestmark = pytest.mark.xdist_group("every_handler")


# --- one job of each kind ---


def chosen(kind, status, **params):
    """Two that can be moved and one that cannot, as an officer chose them."""

    def make(folder):
        cohort = CohortFactory()
        rows = [ApplicationFactory(cohort=cohort, status=one) for one in [status, "withdrawn", status]]
        params_of = {"applications": [row.pk for row in rows], **params}
        return queue.start(kind, title="Banyak", params=params_of, by=actor_at(cohort.offering.wave.center))

    return make


def results(folder):
    wave = WaveFactory(closed=True)
    cohort = CohortFactory(offering=OfferingFactory(wave=wave), seats=1)
    for mark in [90, 80]:
        application = ApplicationFactory(cohort=cohort, status="verified")
        for part in ["test", "interview"]:
            ScoreFactory(application=application, part=part, value=mark)
    ranking = transitions.propose(wave, by=actor_at(wave.center))
    head = actor_at(wave.center, Role.HEAD)
    return queue.start("publish_ranking", title="Hasil", params={"ranking": ranking.pk}, by=head)


def assigned(folder):
    """Two of nobody, and one that is theirs already and so is passed over."""
    cohort = CohortFactory()
    rows = [ApplicationFactory(cohort=cohort, status=one) for one in ["submitted", "verified", "accepted"]]
    officer = actor_at(cohort.offering.wave.center)
    Application.objects.filter(pk=rows[2].pk).update(officer=officer.user)
    params = {"applications": [row.pk for row in rows], "officer": officer.user.pk}
    return queue.start("assign_applications", title="Banyak", params=params, by=officer)


def exported(folder):
    cohort = CohortFactory()
    rows = ApplicationFactory.create_batch(3, cohort=cohort)
    page = asking.page_of("enrollment.application")
    officer = actor_at(cohort.offering.wave.center)
    return exporting.start(page, [row.pk for row in rows], ["nomor", "nik"], by=officer, named="Dua")


def certificates(folder):
    cohort = CohortFactory(offering=OfferingFactory(wave=WaveFactory(past=True, center=CenterFactory())))
    OfficialFactory(center=cohort.offering.wave.center)
    for result in ["K", "BK", "K"]:
        completed(cohort, result)
    issuer = actor_at(cohort.offering.wave.center, Role.CERTIFICATION)
    return queue.start("issue_certificates", title="Sertifikat", params={"cohort": cohort.pk}, by=issuer)


def participants(folder):
    wave = empty_wave()
    path = folder / "peserta.xlsx"
    sample.write_xlsx(sample.sheet()[: 4 + 25], path)
    return importing.start(path, wave, by=actor_at(wave.center))


def a_rehearsal(folder):
    wave = empty_wave()
    path = folder / "peserta.xlsx"
    sample.write_xlsx(sample.sheet()[: 4 + 25], path)
    return importing.rehearse(sheets_to_import.keep(path), wave, None, by=actor_at(wave.center))


def letters(folder):
    cohort = CohortFactory()
    ApplicationFactory.create_batch(3, cohort=cohort)
    officer = actor_at(cohort.offering.wave.center)
    return writing.start(Group(cohort.offering.wave, ("submitted",)), subject="Jadwal", body="Besok.", by=officer)


def templates(kind, approval):
    """Two texts of which Meta is asked."""

    def make(folder):
        for name in ["accepted", "submitted"]:
            WhatsAppTemplate.objects.create(
                kind=f"enrollment/{name}",
                name=f"blk_{name}",
                parameters=texts.parameters(f"enrollment/{name}", "id"),
                approval=approval,
            )
        return queue.start(kind, title="Teks WhatsApp", params={}, by=Actor(user=SuperuserFactory(), role="superuser"))

    return make


def a_test(**sitting):
    """Two who wait for a time and a test with one place more; or the test is over."""
    cohort = CohortFactory()
    people = ApplicationFactory.create_batch(2, cohort=cohort, status="verified")
    return SittingFactory(wave=cohort.offering.wave, **sitting), people


def appointments_of(kind, **sitting):
    def make(folder):
        test, _people = a_test(**sitting)
        params = {"wave": test.wave_id, "part": "test", "sittings": [test.pk], "order": "number"}
        return queue.start(kind, title="Jadwal", params=params, by=actor_at(test.wave.center))

    return make


def calling_off(kind):
    """Two programs of a wave, with somebody on a seat and somebody who waits."""

    def make(folder):
        wave = WaveFactory()
        cohorts = [CohortFactory(offering=OfferingFactory(wave=wave), seats=1) for _ in range(2)]
        for cohort in cohorts:
            ApplicationFactory(cohort=cohort, status="confirmed")
            ApplicationFactory(cohort=cohort, status="reserve")
        params = {"offerings": [cohort.offering_id for cohort in cohorts], "reason": "Peserta kurang."}
        return queue.start(kind, title="Tunda", params=params, by=actor_at(wave.center, Role.HEAD))

    return make


def absences(folder):
    """Of the first the interview goes too, and comes back with them."""
    now = timezone.now()
    over = {"starts_at": now - timedelta(hours=2), "ends_at": now - timedelta(hours=1)}
    test, people = a_test(**over)
    for person in people:
        AppointmentFactory(application=person, sitting=test)
    AppointmentFactory(application=people[0], sitting=SittingFactory(wave=test.wave, part="interview"))
    return queue.start("mark_absent", title="Tes", params={"sitting": test.pk}, by=actor_at(test.wave.center))


def marks(folder):
    test, people = a_test()
    name = storage.keep(ContentFile(filled_sheet(people, {"Tes tertulis (0–100)": 70})))
    return write_scores.start(test.wave, name, by=actor_at(test.wave.center))


KINDS = {
    "publish_ranking": results,
    "postpone_offerings": calling_off("postpone_offerings"),
    "cancel_offerings": calling_off("cancel_offerings"),
    "verify_applications": chosen("verify_applications", "submitted"),
    "return_applications": chosen("return_applications", "submitted", reason="Foto KTP buram."),
    "refuse_applications": chosen("refuse_applications", "submitted", reason="Di luar wilayah."),
    "miss_test_applications": chosen("miss_test_applications", "verified"),
    "assign_appointments": appointments_of("assign_appointments"),
    "invite_to_choose": appointments_of("invite_to_choose", is_open=True),
    "mark_absent": absences,
    "write_scores": marks,
    "assign_applications": assigned,
    "export_list": exported,
    "issue_certificates": certificates,
    "import_participants": participants,
    "rehearse_import": a_rehearsal,
    "write_to_people": letters,
    "submit_whatsapp_templates": templates("submit_whatsapp_templates", "draft"),
    "sync_whatsapp_templates": templates("sync_whatsapp_templates", "pending"),
}


@pytest.fixture(autouse=True)
def meta(settings):
    with whatsapp.running() as meta:
        for name, value in whatsapp.settings_for(meta).items():
            setattr(settings, name, value)
        yield meta


def test_every_kind_is_asked():
    assert set(KINDS) == set(REAL), "a new kind of work needs a line in KINDS above"


@pytest.fixture
def kinds(settings, tmp_path):
    """The portal's own kinds, instead of the tests'."""
    settings.JOB_HANDLERS = dict(REAL)
    settings.MEDIA_ROOT = str(tmp_path / "media")


# --- what is compared ---


def rows_of(job):
    return [*job.results.order_by("pk").values_list("key", "label", "outcome", "code", "reason")]


def traces():
    """How many rows each table of ours has, where every application stands, what was written to whom."""
    ours = [model for model in apps.get_models() if model._meta.app_label in portal.FLOORS]
    counts = {model._meta.label: model.objects.count() for model in ours if model._meta.app_label != "jobs"}
    statuses = [*Application.objects.order_by("pk").values_list("trainee__full_name", "status")]
    letters = sorted(OutboxMessage.objects.order_by("pk").values_list("kind", "to_address", "subject"))
    return counts, statuses, letters


def quiet_run(job):
    """What an undisturbed run leaves; then it is as if it had never been."""
    with transaction.atomic():
        runner.run_due()
        job.refresh_from_db()
        left = job.state, rows_of(job), traces()
        transaction.set_rollback(True)
    assert left[0] == State.DONE
    assert left[1], "a job without items proves nothing"
    return left


def disturbed(job):
    job.refresh_from_db()
    return job.state, rows_of(job), traces()


# --- a worker that dies ---


class Killed(BaseException):
    """kill -9 as near as one process can come: nothing catches it, the transaction is lost."""


DYING = {"class": None}


def __getattr__(name):
    """The handler named in the settings while its worker is doomed."""
    if name == "Dying":
        return DYING["class"]
    raise AttributeError(name)


def doom(settings, kind, after):
    """The worker dies in the item after so many, when its effect is there and its transaction is not committed."""
    real, left = import_string(REAL[kind]), [after]

    def perform(handler, key):
        answer = real.perform(handler, key)
        if not left[0]:
            raise Killed
        left[0] -= 1
        return answer

    DYING["class"] = type("Dying", (real,), {"perform": perform})
    settings.JOB_HANDLERS = {**REAL, kind: f"{__name__}.Dying"}


def die_once(settings, job, after):
    doom(settings, job.kind, after)
    with time_machine.travel(timezone.now() - leases.LEASE - timedelta(seconds=1)), pytest.raises(Killed):
        runner.run(leases.claim(), until=float("inf"))
    settings.JOB_HANDLERS = dict(REAL)


@pytest.mark.django_db
@pytest.mark.parametrize("after", [0, 1])
@pytest.mark.parametrize("kind", KINDS)
def test_after_a_death_the_rows_are_those_of_a_quiet_run(kind, after, tmp_path, settings):
    job = KINDS[kind](tmp_path)
    expected = quiet_run(job)
    if after >= len(expected[1]):
        pytest.skip("the whole work is one item")

    die_once(settings, job, after)
    job.refresh_from_db()
    assert (job.state, job.handled) == (State.RUNNING, len(rows_of(job)))
    runner.run_due()

    assert disturbed(job) == expected


@pytest.mark.django_db
@pytest.mark.parametrize("kind", KINDS)
def test_a_cancelled_job_has_done_the_first_items_whole_and_no_others(kind, tmp_path):
    job = KINDS[kind](tmp_path)
    _state, expected, _traces = quiet_run(job)
    claimed = leases.claim()
    handler = undoing.handler_of(claimed)
    items = [*runner._plan(claimed, handler)]

    runner._do(claimed, handler, items[:1])
    queue.cancel(job, by=claimed.actor)
    went_on = runner._do(claimed, handler, items[1:] or items)

    job.refresh_from_db()
    assert (went_on, job.state, rows_of(job)) == (False, State.CANCELLED, expected[:1])
    assert leases.claim() is None


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("kind", KINDS)
def test_delivered_to_two_workers_at_once_it_is_done_once(kind, tmp_path):
    job = KINDS[kind](tmp_path)
    expected = quiet_run(job)
    barrier = threading.Barrier(2)

    def work():
        barrier.wait()
        try:
            runner.run_due()
        finally:
            connection.close()

    threads = [threading.Thread(target=work) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    runner.run_due()

    assert disturbed(job) == expected


@pytest.mark.django_db
@pytest.mark.parametrize("kind", KINDS)
def test_the_page_of_every_kind_leads_back_to_a_page_that_opens(kind, tmp_path, client):
    job = KINDS[kind](tmp_path)
    client.force_login(job.created_by)

    address, words = import_string(REAL[kind]).way_back(job, job.actor)

    assert words
    assert client.get(address).status_code == 200


@pytest.mark.django_db
@pytest.mark.parametrize("kind", [kind for kind in KINDS if import_string(REAL[kind]).undo_within])
def test_every_kind_that_can_be_taken_back_is_and_its_undoing_survives_a_death(kind, tmp_path, settings):
    job = KINDS[kind](tmp_path)
    before = [*Application.objects.order_by("pk").values_list("pk", "status")]
    runner.run_due()
    done = {row[0] for row in rows_of(job) if row[2] == "done"}
    back = queue.undo(Job.objects.get(pk=job.pk), by=job.actor)

    with time_machine.travel(timezone.now() - leases.LEASE - timedelta(seconds=1)):
        crashed = leases.claim()
        handler = undoing.handler_of(crashed)
        runner._do(crashed, handler, [*runner._plan(crashed, handler)][:1])  # the worker is killed here
    runner.run_due()

    assert {(row[0], row[2]) for row in rows_of(back)} == {(key, "done") for key in done}
    assert [*Application.objects.order_by("pk").values_list("pk", "status")] == before
