"""The day on the desk: what presses first, one's own files, deadlines of two days, and how far each wave has come."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from audit.models import ViewLog
from centers.models import Role
from tests.factories.centers import CenterFactory, MembershipFactory, actor_at
from tests.factories.cohorts import CohortFactory, OfferingFactory, WaveFactory
from tests.factories.enrollment import ApplicationFactory, EnrollmentFactory, ScoreFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def cohort(center):
    return CohortFactory(offering__wave__center=center)


@pytest.fixture
def desk(client):
    return lambda: client.get(reverse("admin:index"))


def test_what_runs_out_of_time_comes_first_and_then_the_oldest(desk, officer, cohort):
    now = timezone.now()
    ApplicationFactory(cohort=cohort, submitted_at=now - timedelta(days=3))
    ApplicationFactory(cohort=cohort, identity_claim=True, submitted_at=now - timedelta(days=9))
    ApplicationFactory(cohort=cohort, status="accepted", answer_by=now + timedelta(hours=20))
    ApplicationFactory(cohort=cohort, status="accepted", answer_by=now + timedelta(days=4))

    figures = [(str(one.label), one.number, one.urgent) for one in desk().context["waiting"]]

    assert figures == [("Menunggu daftar ulang", 2, 1), ("Klaim identitas", 1, 0), ("Menunggu diperiksa", 1, 0)]


def test_a_held_seat_about_to_lapse_makes_checking_urgent(desk, officer, center):
    village = CohortFactory(offering=OfferingFactory(wave__center=center, mode="first_come"))
    ApplicationFactory(cohort=village, status="provisional", answer_by=timezone.now() + timedelta(hours=40))
    ApplicationFactory(cohort=village, status="provisional", answer_by=timezone.now() + timedelta(days=5))

    page = desk()

    [figure] = page.context["waiting"]
    assert (figure.number, figure.urgent) == (2, 1)
    assert "1 hampir atau sudah lewat batas" in page.content.decode()


def test_the_deadlines_of_two_days_are_told_the_nearest_first(desk, officer, cohort):
    now = timezone.now()
    tomorrow = ApplicationFactory(cohort=cohort, status="returned", fix_by=now + timedelta(hours=26))
    tonight = ApplicationFactory(cohort=cohort, status="accepted", answer_by=now + timedelta(hours=6))
    ApplicationFactory(cohort=cohort, status="returned", fix_by=now - timedelta(hours=1))
    ApplicationFactory(cohort=cohort, status="accepted", answer_by=now + timedelta(hours=49))
    ApplicationFactory(cohort=CohortFactory(), status="accepted", answer_by=now + timedelta(hours=6))

    assert list(desk().context["running_out"]) == [tonight, tomorrow]


def test_ones_own_files_stand_on_the_desk_until_they_are_over(desk, officer, center, cohort):
    now = timezone.now()
    younger, older = (
        ApplicationFactory(cohort=cohort, officer=officer.user, submitted_at=now - timedelta(days=days))
        for days in (1, 6)
    )
    ApplicationFactory(cohort=cohort, officer=officer.user, status="withdrawn")
    ApplicationFactory(cohort=cohort, officer=actor_at(center).user)

    page = desk()

    assert (list(page.context["own"]), page.context["more_own"]) == ([older, younger], False)
    assert list(ViewLog.objects.values_list("page", "subject_ids")) == [("admin:desk", [older.pk, younger.pk])]


def test_more_own_files_than_fit_are_behind_a_link(client, desk, officer, cohort):
    ApplicationFactory.create_batch(10, cohort=cohort, officer=officer.user)

    page = desk()

    listed = client.get(reverse("admin:enrollment_application_changelist"), {"petugas": "saya"})
    assert (len(page.context["own"]), page.context["more_own"]) == (8, True)
    assert "?petugas=saya" in page.content.decode()
    assert len(listed.context["cl"].result_list) == 10


def test_a_head_sees_the_funnel_and_nobodys_name(client, desk, head, cohort):
    ApplicationFactory(cohort=cohort, status="accepted", answer_by=timezone.now() + timedelta(hours=6))

    page = desk()

    assert (page.context["own"], page.context["running_out"], ViewLog.objects.count()) == ([], [], 0)
    assert len(page.context["waves"]) == 1


def test_a_treasurer_sees_no_wave(client, desk, center, cohort):
    client.force_login(MembershipFactory(center=center, role=Role.TREASURER).user)

    assert desk().context["waves"] == []


def test_every_figure_of_a_funnel_opens_a_list_of_as_many(client, desk, officer, cohort):
    for status in ("submitted", "no_show"):
        ApplicationFactory(cohort=cohort, status=status)
    for status in ("not_selected", "accepted"):
        ScoreFactory(application=ApplicationFactory(cohort=cohort, status=status))
    EnrollmentFactory(cohort=cohort)
    ApplicationFactory(cohort=CohortFactory(offering__wave=WaveFactory(center=cohort.offering.wave.center)))
    ApplicationFactory(cohort=CohortFactory(offering__wave__center=CenterFactory()))

    (_wave, bars), _other = desk().context["waves"]

    assert [bar.number for bar in bars] == [5, 4, 3, 2, 1, 1]
    assert [bar.percent for bar in bars] == [100, 80, 60, 40, 20, 20]
    assert [bar.width for bar in bars] == [320, 256, 192, 128, 64, 64]
    assert [len(client.get(bar.url).context["cl"].result_list) for bar in bars] == [bar.number for bar in bars]


def test_a_wave_nobody_has_applied_to_says_so(desk, officer, cohort):
    page = desk()

    assert page.context["waves"] == [(cohort.offering.wave, [])]
    assert "Belum ada yang mendaftar." in page.content.decode()
