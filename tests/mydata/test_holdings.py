"""The copy of one's own data: every classified column that there is, and nothing of anybody else."""

import json
from datetime import date, timedelta

import pytest
from django.apps import apps
from django.utils import timezone

from audit import trail
from audit.moves import CLOCK, Actor
from blk_portal.mydata import export, holdings
from blk_portal.personal_data import HELD
from enrollment.models import CalendarLink, Call, Decision, Note, Ranking, RankingRow
from enrollment.transitions import give_score
from tests.factories.accounts import UserFactory
from tests.factories.centers import actor_at
from tests.factories.certification import AssessmentFactory, BnspRecordFactory, certificate_of, completed
from tests.factories.classroom import MarkFactory, SheetFactory
from tests.factories.cohorts import CohortFactory, OfferingFactory, SessionFactory, UnitFactory, WaveFactory
from tests.factories.enrollment import (
    AppealFactory,
    ApplicationFactory,
    AppointmentFactory,
    CarryFactory,
    CriterionScoreFactory,
    ScoreFactory,
)
from tests.factories.notifications import OutboxMessageFactory
from tests.factories.trainees import ContactFactory, DataRequestFactory, SlipFactory, TraineeFactory, guardian_consent
from trainees.models import ConsentGap, HealthAnswer, HealthFact, ToldApart

pytestmark = pytest.mark.django_db


def everything_of(trainee):
    """One row and more in every table that may speak of a trainee."""
    past = CohortFactory(offering=OfferingFactory(wave=WaveFactory(past=True)), name=f"Kelas {trainee.pk}")
    center = past.offering.wave.center
    by = actor_at(center)
    graduate = completed(past, application__trainee=trainee)
    application = graduate.application
    publish(application)
    appeal = AppealFactory(application=application, status="granted", answer="Benar.", answered_at=timezone.now())
    Decision.objects.create(
        appeal=appeal, row=application.choices.get().ranking_rows.get(), outcome="accepted", reason="Benar."
    )
    CarryFactory(application=application)
    MarkFactory(enrollment=graduate, sheet=SheetFactory(session=SessionFactory(cohort=past)))
    AssessmentFactory(enrollment=graduate, unit=UnitFactory())
    certificate_of(graduate)
    BnspRecordFactory(enrollment=graduate)
    ContactFactory(trainee=trainee)
    SlipFactory(trainee=trainee)
    CalendarLink.objects.create(trainee=trainee)
    guardian_consent(trainee)
    HealthAnswer.objects.create(trainee=trainee, fact=HealthFact.HEIGHTS, holds=False)
    ConsentGap.objects.create(trainee=trainee, center=center)
    DataRequestFactory(trainee=trainee, center=center)
    told_by_officers(application, by)
    OutboxMessageFactory(to_user=trainee.account, center_code=center.code)
    trail.write("application.verify", by=by, about=application)
    trail.viewed("admin:enrollment.application", by=by, subjects=[application])
    return application


def told_by_officers(application, by):
    Call.objects.create(application=application, deadline=timezone.now(), result="reached", called_by=by.user)
    Note.objects.create(application=application, text="Sudah ditelepon.", written_by=by.user)
    ToldApart.objects.create(
        trainee=application.trainee, other=TraineeFactory(), reason="Tanggal lahir berbeda.", decided_by=by.user
    )


def publish(application):
    CriterionScoreFactory(score=ScoreFactory(application=application))
    AppointmentFactory(application=application, status="came")
    ranking = Ranking.objects.create(wave=application.wave)
    RankingRow.objects.create(ranking=ranking, choice=application.choices.get(), rank=1, total=75, outcome="accepted")
    ranking.status, ranking.published_at = "published", timezone.now()
    ranking.save()


def copy_of(trainee):
    return json.loads(export.as_json(trainee))


def test_the_copy_holds_every_classified_column_of_every_table():
    trainee = TraineeFactory()
    everything_of(trainee)

    found = {one["jenis"]: sorted(one["kolom"]) for one in copy_of(trainee)["data"]}

    classified = {
        label: sorted([*held.general.split(), *held.specific.split()])
        for label, held in HELD.items()
        if label not in holdings.OF_NO_TRAINEE
    }
    missing = {label for label in classified if label not in found}
    assert missing <= {label for label in classified if not apps.get_model(label)._base_manager.exists()}
    assert found == {label: columns for label, columns in classified.items() if label not in missing}
    assert missing == set(), "everything_of makes no row of these"


def test_each_row_says_something_in_every_column():
    trainee = TraineeFactory()
    everything_of(trainee)

    for one in copy_of(trainee)["data"]:
        assert [sorted(row) for row in one["baris"]] == [sorted(one["kolom"])] * len(one["baris"])


def test_the_nik_is_there_in_clear_and_its_fingerprint_is_named_as_what_it_is():
    trainee = TraineeFactory()

    [row] = next(one for one in copy_of(trainee)["data"] if one["jenis"] == "trainees.trainee")["baris"]

    assert (row["nik_sealed"], row["nik_index"]) == (trainee.nik, "sidik NIK, tidak dapat dibaca kembali")
    assert trainee.nik_index not in json.dumps(row)


def test_two_people_who_share_a_phone_read_nothing_of_each_other():
    phone = "+6281200009999"
    anna = TraineeFactory(full_name="Contoh Anna Satu", phone=phone, address="Jalan Anna", birth_date=date(2003, 1, 2))
    budi = TraineeFactory(full_name="Contoh Budi Dua", phone=phone, address="Jalan Budi", birth_date=date(2001, 3, 4))
    for one in (anna, budi):
        application = everything_of(one)
        OutboxMessageFactory(
            channel="whatsapp", to_address=phone, body=f"Halo {one.full_name}", subject_type="enrollment.application",
            subject_id=application.pk,
        )  # fmt: skip
    officer = actor_at(application.wave.center)
    trail.viewed("admin:trainees.trainee:list", by=officer, subjects=[anna, budi])

    told = json.dumps(copy_of(anna), ensure_ascii=False)

    assert "Halo Contoh Anna Satu" in told
    for foreign in ("Budi", budi.nik, "Jalan Budi", "2001-03-04", f"Kelas {budi.pk}", budi.account.email):
        assert foreign not in told
    seen = next(one for one in copy_of(anna)["data"] if one["jenis"] == "audit.viewlog")["baris"]
    assert [row["subject_ids"] for row in seen][-1] == [anna.pk]


def test_whoever_acted_is_told_by_role_and_never_by_name():
    trainee = TraineeFactory()
    application = ApplicationFactory(trainee=trainee)
    officer = actor_at(application.wave.center)
    officer.user.full_name = "Contoh Petugas Rahasia"
    officer.user.save()
    own = Actor(user=trainee.account, role="trainee")
    trail.write("application.verify", by=officer, about=application)
    trail.write("application.fill", by=own, about=application)

    rows = next(one for one in copy_of(trainee)["data"] if one["jenis"] == "audit.auditentry")["baris"]

    assert [(row["user"], row["role"]) for row in rows] == [("petugas", "officer"), ("Anda sendiri", "trainee")]
    assert "Rahasia" not in export.as_json(trainee).decode()


def test_scores_and_ranks_stay_under_embargo_until_the_head_publishes():
    trainee = TraineeFactory()
    application = ApplicationFactory(trainee=trainee, status="verified")
    give_score(application, "test", 61, by=actor_at(application.wave.center))
    ranking = Ranking.objects.create(wave=application.wave)
    RankingRow.objects.create(ranking=ranking, choice=application.choices.get(), rank=1, total=61, outcome="accepted")

    before = {one["jenis"] for one in copy_of(trainee)["data"]}
    hidden = "61" in {str(v) for one in copy_of(trainee)["data"] for row in one["baris"] for v in row.values()}
    ranking.status, ranking.published_at = "published", timezone.now()
    ranking.save()
    after = {one["jenis"] for one in copy_of(trainee)["data"]}

    assert hidden is False
    assert after - before == {"enrollment.score", "enrollment.rankingrow", "audit.auditentry"}


def test_of_a_minor_all_of_it_is_specific_data():
    child = TraineeFactory(birth_date=timezone.localdate() - timedelta(days=16 * 365 + 30))
    adult = TraineeFactory()

    kinds = {
        who.pk: {column["golongan"] for one in copy_of(who)["data"] for column in one["kolom"].values()}
        for who in (child, adult)
    }

    assert kinds == {child.pk: {"spesifik"}, adult.pk: {"umum"}}


@pytest.mark.parametrize("times", [1, 30])
def test_a_long_history_costs_no_more_queries(times, django_assert_num_queries):
    trainee = TraineeFactory(account=UserFactory())
    application = ApplicationFactory(trainee=trainee)
    for _time in range(times):
        trail.write("application.verify", by=CLOCK, about=application)
        trail.viewed("document", by=actor_at(application.wave.center), subjects=[trainee])
        OutboxMessageFactory(to_user=trainee.account)

    holdings.of_trainee(trainee)

    with django_assert_num_queries(45):
        holdings.of_trainee(trainee)
