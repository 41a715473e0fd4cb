"""Each rule on the day before its time and on the day after; what goes, what stays, and the record that it went."""

from calendar import monthrange
from datetime import timedelta
from importlib import import_module

import pytest
from allauth.account.models import EmailAddress
from django.contrib.sessions.models import Session
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.management import call_command
from django.db import connection
from django.test import override_settings
from django.utils import timezone

from accounts import limits
from accounts.models import Rate, User
from audit import sealing, trail
from audit.models import AuditEntry, PurgeRecord, RetentionRule, ViewLog
from audit.moves import Actor
from audit.verification import verify
from blk_portal.importing import storage
from blk_portal.personal_data import HELD
from blk_portal.retention import accounts, engine, files
from enrollment.models import Application
from enrollment.workflow import Status
from jobs.models import Job, JobResult
from notifications.models import OutboxMessage
from notifications.workflow import State
from tests.factories.accounts import StaffFactory, UserFactory
from tests.factories.cohorts import CohortFactory, OfferingFactory, WaveFactory
from tests.factories.enrollment import ApplicationFactory, EnrollmentFactory
from tests.factories.jobs import JobFactory, JobResultFactory
from tests.factories.notifications import OutboxMessageFactory
from tests.factories.trainees import ConsentFactory, DocumentFactory, GuardianFactory, TraineeFactory
from trainees.models import Consent, Document, HealthAnswer, Trainee

PROPOSED = import_module("audit.migrations.0004_retention").RULES
REMINDERS = import_module("enrollment.migrations.0004_reminders").RULES
DAY = timedelta(days=1)
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def rules():
    """The rules as the migration proposes them; a test that flushed the database took them along."""
    in_days = [(code, name, days, None, reason) for code, name, days, reason in REMINDERS]
    for code, name, days, months, reason in [*PROPOSED, *in_days]:
        values = {"name": name, "days": days, "months": months, "reason": reason}
        RetentionRule.objects.get_or_create(code=code, defaults=values)


def period_of(code):
    rule = RetentionRule.objects.get(code=code)
    now = timezone.now()
    return now - rule.ends_before(now)


def at(time_machine, moment):
    time_machine.move_to(moment, tick=False)


def run(code):
    """The rule until nothing is left. Answers the rows of its records."""
    while engine.run_batch(code) is not None:
        pass
    return list(PurgeRecord.objects.filter(rule=code).order_by("pk").values_list("rows", flat=True))


def around(code, time_machine, began):
    """Nothing on the day before; whatever went on the day after."""
    months = RetentionRule.objects.get(code=code).months
    end = _months_later(began, months) if months else began + period_of(code)
    at(time_machine, end - DAY)
    assert run(code) == []
    at(time_machine, end + DAY)
    return run(code)


def _months_later(moment, months):
    local = timezone.localtime(moment)
    year, month = divmod(local.year * 12 + local.month - 1 + months, 12)
    return local.replace(year=year, month=month + 1, day=min(local.day, monthrange(year, month + 1)[1]))


# --- the rules themselves ---


def test_every_rule_has_its_handler_and_every_handler_its_rule(settings):
    assert sorted(code for code, *_rest in [*PROPOSED, *REMINDERS]) == sorted(settings.RETENTION)
    assert all(engine.handler_of(code) for code in settings.RETENTION)


WORDS = {  # model → what personal_data says of how long, the rule that makes it true, its proposed period
    "enrollment.application": ("draf 90 hari", "drafts", (90, None)),
    "trainees.document": ("12 bulan", "applicant_documents", (None, 12)),
    "trainees.healthanswer": ("12 bulan", "applicant_documents", (None, 12)),
    "trainees.trainee": ("dua tahun tanpa pendaftaran", "dormant_accounts", (None, 24)),
    "accounts.user": ("dua tahun tanpa kegiatan", "dormant_accounts", (None, 24)),
    "notifications.outboxmessage": ("dua tahun", "messages", (None, 24)),
    "jobs.jobresult": ("satu tahun", "job_results", (None, 12)),
    "enrollment.reminder": ("30 hari sesudah dikirim", "reminders", (30, None)),
    "audit.viewlog": ("lima tahun", "view_log", (None, 60)),
    "audit.auditentry": ("sepuluh tahun", "trail", (None, 120)),
}


@pytest.mark.parametrize("label", WORDS)
def test_what_the_register_promises_is_what_the_rule_does(label):
    words, code, period = WORDS[label]
    rule = RetentionRule.objects.get(code=code)

    assert words in HELD[label].retention
    assert (rule.days, rule.months) == period


def test_what_the_register_promises_without_a_rule_is_the_archive_s_business():
    promised = {label: held.retention for label, held in HELD.items() if label not in WORDS}
    numbers = ("hari", "bulan", "tahun")

    assert [label for label, words in promised.items() if any(one in words.split() for one in numbers)] == [
        "classroom.sheet",
        "classroom.mark",
    ]  # ten years of evidence for payments: nothing here is older yet


@pytest.mark.parametrize(
    ("months", "now", "before"),
    [
        (12, "2027-03-31T10:00+07:00", "2026-03-31T10:00+07:00"),
        (1, "2027-03-31T10:00+07:00", "2027-02-28T10:00+07:00"),
        (2, "2027-01-15T23:00+07:00", "2026-11-15T23:00+07:00"),
        (24, "2028-02-29T00:30+07:00", "2026-02-28T00:30+07:00"),
    ],
)
def test_months_end_on_the_same_day_in_jakarta(months, now, before):
    rule = RetentionRule(months=months)

    assert rule.ends_before(timezone.datetime.fromisoformat(now)).isoformat()[:16] == before[:16]


# --- one by one ---


def test_a_draft_goes_when_nobody_touched_it(time_machine):
    draft, sent = ApplicationFactory(status=Status.DRAFT), ApplicationFactory(status=Status.SUBMITTED)

    assert around("drafts", time_machine, draft.saved_at) == [1]
    assert list(Application.objects.order_by("pk")) == [sent]


@pytest.fixture
def refused():
    """Somebody whose papers were not good enough, with a letter of a guardian under a consent."""
    wave = WaveFactory(past=True)
    application = ApplicationFactory(
        cohort=CohortFactory(offering=OfferingFactory(wave=wave)), status=Status.NOT_SELECTED
    )
    scan = ContentFile(b"%PDF-1.7", "asli.pdf")
    paper = DocumentFactory(trainee=application.trainee, pages=2, original=scan)
    letter = DocumentFactory(trainee=application.trainee)
    consent = ConsentFactory(trainee=application.trainee, document=letter)
    return application, [paper, letter], consent


def files_of(*papers):
    pages = [page.file.name for paper in papers for page in paper.pages.all()]
    return pages + [paper.original.name for paper in papers if paper.original]


def test_the_papers_of_who_was_not_taken_go_with_their_files(
    time_machine, refused, django_capture_on_commit_callbacks
):
    application, papers, consent = refused
    HealthAnswer.objects.create(trainee=application.trainee, fact="heights", holds=True)
    names = files_of(*papers)
    ends = timezone.make_aware(timezone.datetime.combine(application.wave.ends_on, timezone.datetime.min.time()))

    with django_capture_on_commit_callbacks(execute=True):
        assert around("applicant_documents", time_machine, ends + DAY) == [2]

    assert [default_storage.exists(name) for name in names] == [False] * 4
    assert not Document.objects.exists()
    assert not HealthAnswer.objects.exists()
    consent.refresh_from_db()
    assert (consent.document, consent.given_by) == (None, "Contoh Peserta")
    assert Application.objects.filter(pk=application.pk).exists()


@pytest.mark.parametrize("why", ["a class", "a later wave", "still waiting"])
def test_papers_stay_while_somebody_needs_them(time_machine, refused, why):
    application, papers, _consent = refused
    if why == "a class":
        past = CohortFactory(offering=OfferingFactory(wave=WaveFactory(past=True)))
        EnrollmentFactory(cohort=past, application__trainee=application.trainee)
    elif why == "a later wave":
        later = WaveFactory(center=application.wave.center)
        type(later).objects.filter(pk=later.pk).update(ends_on=timezone.localdate() + 960 * DAY)
        cohort = CohortFactory(offering=OfferingFactory(wave=later))
        ApplicationFactory(cohort=cohort, trainee=application.trainee, status=Status.NOT_SELECTED)
    else:
        cohort = CohortFactory(offering=OfferingFactory(wave=WaveFactory(past=True)))
        ApplicationFactory(cohort=cohort, trainee=application.trainee, status=Status.SUBMITTED)

    at(time_machine, timezone.now() + 500 * DAY)

    assert run("applicant_documents") == []
    assert Document.objects.count() == len(papers)


def test_a_file_whose_deletion_was_interrupted_is_found_the_next_day(time_machine, refused):
    _application, papers, _consent = refused
    names = files_of(*papers)
    at(time_machine, timezone.now() + 900 * DAY)
    assert engine.run_batch("applicant_documents") == 2  # nothing commits in this test: as after a power cut
    assert [default_storage.exists(name) for name in names] == [True] * 4

    at(time_machine, timezone.now() + 2 * DAY)
    run("applicant_documents")

    assert [default_storage.exists(name) for name in names] == [False] * 4


def test_a_file_of_a_document_or_of_the_last_day_is_no_orphan():
    kept = files_of(DocumentFactory(original=ContentFile(b"%PDF-1.7", "asli.pdf")))
    default_storage.save("documents/zz/baru.jpg", ContentFile(b"x"))

    files.sweep()

    assert [default_storage.exists(name) for name in (*kept, "documents/zz/baru.jpg")] == [True] * 3
    default_storage.delete("documents/zz/baru.jpg")


def test_an_account_without_any_application_is_forgotten(time_machine, django_capture_on_commit_callbacks):
    trainee = TraineeFactory(account__full_name="Contoh Lupa")
    account = trainee.account
    paper = DocumentFactory(trainee=trainee)
    [name] = files_of(paper)
    ConsentFactory(trainee=trainee, document=paper)
    GuardianFactory(trainee=trainee)
    User.objects.filter(pk=account.pk).update(last_login=timezone.now())
    entry = trail.write("user.signed_in", by=Actor(user=account), about=account)

    with django_capture_on_commit_callbacks(execute=True):
        assert around("dormant_accounts", time_machine, timezone.now()) == [1]

    account.refresh_from_db()
    assert (account.email, account.phone, account.full_name, account.is_active) == (
        f"akun-{account.pk}@terhapus.invalid",
        None,
        "",
        False,
    )
    assert not account.has_usable_password()
    assert not EmailAddress.objects.filter(user=account).exists()
    assert not Trainee.objects.filter(pk=trainee.pk).exists()
    assert not Consent.objects.exists()
    assert not default_storage.exists(name)
    assert AuditEntry.objects.get(pk=entry.pk).user == account


def test_an_account_by_phone_is_forgotten_too(time_machine):
    now = timezone.now()
    account = UserFactory(email=None, phone="+6281234567890", phone_verified_at=now, last_login=now, desk_code="x")

    assert around("dormant_accounts", time_machine, now) == [1]

    account.refresh_from_db()
    assert (account.phone, account.phone_verified_at, account.desk_code) == (None, None, "")


@pytest.mark.parametrize("who", ["staff", "applied", "drafting", "forgotten already"])
def test_an_account_with_a_purpose_stays(who):
    long_ago = timezone.now() - 900 * DAY
    if who == "staff":
        account = StaffFactory()
    elif who == "forgotten already":
        account = UserFactory(email=f"akun-1{accounts.NOWHERE}")
    else:
        status = Status.DRAFT if who == "drafting" else Status.WITHDRAWN
        account = ApplicationFactory(status=status).trainee.account
    User.objects.update(date_joined=long_ago, last_login=None)

    assert account not in accounts.dormant(timezone.now())


@pytest.mark.parametrize("state", [State.SENT, State.BOUNCED, State.DEAD, State.WITHDRAWN])
def test_a_message_keeps_that_it_was_sent_and_loses_what_it_said(time_machine, state):
    message = OutboxMessageFactory(state=state, values={"name": "Contoh"}, routes=[["email", "a@contoh.example"]])

    assert around("messages", time_machine, message.created_at) == [1]

    left = OutboxMessage.objects.get(pk=message.pk)
    assert (left.to_address, left.subject, left.body, left.values, left.routes) == ("dihapus", "dihapus", "", {}, [])
    assert (left.state, left.kind, left.sent_at) == (state, message.kind, message.sent_at)
    assert "@" not in left.last_error


@pytest.mark.parametrize("state", [State.WAITING, State.FAILED, State.SENDING])
def test_a_message_that_may_still_leave_is_left_alone(time_machine, state):
    OutboxMessageFactory(state=state)
    at(time_machine, timezone.now() + 2000 * DAY)

    assert run("messages") == []


def test_the_lines_of_a_long_job_go_and_its_counts_stay(time_machine):
    job = JobFactory(state="done", total=1, done=1)
    JobResultFactory(job=job)
    JobResultFactory(job=JobFactory(state="running"))

    assert around("job_results", time_machine, job.finished_at) == [1]

    assert JobResult.objects.exclude(job=job).count() == JobResult.objects.count() == 1
    assert Job.objects.get(pk=job.pk).done == 1


def test_the_sheet_of_an_import_that_ended_badly_does_not_wait_for_the_next_import(tmp_path, time_machine):
    sheet = tmp_path / "peserta.xlsx"
    sheet.write_bytes(b"x")
    kept = storage.path_of(storage.keep(sheet))
    run("job_results")
    assert kept.exists()

    at(time_machine, timezone.now() + 2 * DAY)
    run("job_results")
    assert not kept.exists()


@pytest.mark.parametrize(("code", "table", "left"), [("view_log", "view", ViewLog), ("trail", "entry", AuditEntry)])
def test_the_trail_goes_by_whole_seals_and_still_verifies(time_machine, code, table, left):
    user = UserFactory()
    for _n in range(3):
        trail.write("user.signed_in", by=Actor(user=user), about=user)
        trail.viewed("document", by=Actor(user=user), subjects=[user])
    sealing.seal_due()
    began = timezone.now()
    at(time_machine, began + 2 * DAY)
    trail.write("user.signed_in", by=Actor(user=user), about=user)
    trail.viewed("document", by=Actor(user=user), subjects=[user])
    sealing.seal_due()

    assert around(code, time_machine, began) == [3]

    record = PurgeRecord.objects.get(rule=code)
    assert (record.table, record.first_seal == record.last_seal, left.objects.count()) == (table, True, 1)
    sealing.seal_due()
    report = verify()
    assert (report.fault, report.purged) == ("", 3)


def test_what_is_not_sealed_yet_does_not_go(time_machine):
    user = UserFactory()
    trail.write("user.signed_in", by=Actor(user=user), about=user)
    at(time_machine, timezone.now() + 4000 * DAY)

    assert run("trail") == []


def test_an_expired_session_goes(time_machine):
    Session.objects.create(session_key="tua", session_data="x", expire_date=timezone.now())

    assert around("sessions", time_machine, timezone.now()) == [1]
    assert not Session.objects.exists()


def test_counts_of_attempts_that_are_over_go(time_machine):
    limits.hit("try", "ayu", 3, limits.MINUTE)
    over = Rate.objects.get().ends_at

    assert around("counters", time_machine, over) == [1]
    assert not Rate.objects.exists()


CACHE = {"default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "portal_cache"}}


@override_settings(CACHES=CACHE)
def test_expired_counters_of_attempts_go(time_machine):
    call_command("createcachetable", verbosity=0)
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO portal_cache VALUES ('percobaan', 'x', %s)", [timezone.now()])

    assert around("counters", time_machine, timezone.now()) == [1]
