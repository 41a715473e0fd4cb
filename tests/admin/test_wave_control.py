"""From verified files to published results on one page: the officer proposes, the head publishes."""

import pytest
from django.urls import reverse

from audit.models import ViewLog
from centers.models import Role
from enrollment.models import Ranking
from jobs import tasks
from jobs.models import Job
from tests.factories.centers import CenterFactory, MembershipFactory, actor_at
from tests.factories.cohorts import CohortFactory, OfferingFactory, WaveFactory
from tests.factories.enrollment import ApplicationFactory, ScoreFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def cohort(center):
    return CohortFactory(offering__wave=WaveFactory(center=center, closed=True), seats=2)


@pytest.fixture
def ranked(cohort):
    """Four verified people with marks 90, 80, 70, 60 in both parts, for two seats."""
    people = [ApplicationFactory(cohort=cohort, status="verified") for _number in range(4)]
    for mark, application in zip([90, 80, 70, 60], people, strict=True):
        ScoreFactory(application=application, part="test", value=mark)
        ScoreFactory(application=application, part="interview", value=mark)
    return people


def control(cohort):
    return reverse("admin:wave_control", args=[cohort.offering.wave_id])


def act(cohort, name):
    return reverse("admin:wave_act", args=[cohort.offering.wave_id, name])


def results(cohort):
    return reverse("admin:wave_results", args=[cohort.offering.wave_id])


def sentences(blockers):
    return [str(one) for one in blockers]


def ready(page):
    return [one.name for one in page.context["ready"]]


def test_the_page_counts_every_program_and_says_what_blocks_the_next_stage(client, officer, cohort):
    for status in ["submitted", "submitted", "returned", "verified", "accepted"]:
        ApplicationFactory(cohort=cohort, status=status)
    ApplicationFactory(cohort=cohort, status="draft")

    page = client.get(control(cohort))

    (row,) = page.context["offerings"]
    assert [cell["number"] for cell in row["cells"]] == [2, 1, 1, 1, 0, 0]
    assert (row["offering"].applicants, row["offering"].seats_taken, row["offering"].seats_total) == (5, 1, 2)
    assert {one.name: sentences(against) for one, against in page.context["blocked"]} == {
        "buka": ["Tidak ada program yang menunggu dibuka."],
        "ajukan": ["3 pendaftaran belum diputuskan."],
        "tarik": ["Belum ada hasil yang diajukan."],
    }
    assert ready(page) == ["jadwal", "kunci"]


def numbers(page):
    """{program: what its columns say}, without the zeros."""
    return {
        str(row["offering"].program): {str(cell["words"]): cell["number"] for cell in row["cells"] if cell["number"]}
        for row in page.context["offerings"]
    }


def test_everybody_is_counted_where_they_belong_and_not_at_every_choice(client, officer, cohort):
    wave = cohort.offering.wave
    cohort.offering.program.name = "Las"
    cohort.offering.program.save()
    other = CohortFactory(offering=OfferingFactory(wave=wave, program__name="Jahit"), seats=2)
    for status in ["submitted", "verified", "accepted", "confirmed", "reserve"]:
        application = ApplicationFactory(cohort=cohort, status=status)
        application.choices.create(offering=other.offering, order=2)
    seated_at_the_second = ApplicationFactory(cohort=other, status="accepted")
    seated_at_the_second.choices.update(order=2)
    seated_at_the_second.choices.create(offering=cohort.offering, order=1)
    in_both_queues = ApplicationFactory(cohort=cohort, status="reserve")
    in_both_queues.choices.create(offering=other.offering, order=2, queue_place=1)

    assert numbers(client.get(control(cohort))) == {
        "Jahit": {"diterima": 1, "cadangan": 1},
        "Las": {"menunggu diperiksa": 1, "berkas lolos": 1, "diterima": 1, "cadangan": 2, "daftar ulang": 1},
    }


def test_the_officer_proposes_and_nobody_is_told(client, officer, cohort, ranked):
    assert ready(client.get(control(cohort))) == ["jadwal", "ajukan"]

    proposed = client.post(act(cohort, "ajukan"))

    page = client.get(results(cohort))
    assert proposed.url == results(cohort)
    assert [(row.choice.application, row.rank, row.outcome) for row in page.context["rows"]] == [
        (ranked[0], 1, "accepted"),
        (ranked[1], 2, "accepted"),
        (ranked[2], 3, "reserve"),
        (ranked[3], 4, "reserve"),
    ]
    assert page.context["rows"][0].reason == "Peringkat 1 dengan nilai akhir 90,00."
    assert {application.__class__.objects.get(pk=application.pk).status for application in ranked} == {"verified"}
    assert ViewLog.objects.filter(page="admin:wave_results", rows=4).count() == 1


def test_the_head_publishes_in_a_job_that_a_second_press_finds_again(client, officer, center, cohort, ranked):
    client.post(act(cohort, "ajukan"))
    client.force_login(MembershipFactory(center=center, role=Role.HEAD).user)

    first, second = client.post(act(cohort, "umumkan")), client.post(act(cohort, "umumkan"))

    job = Job.objects.get()
    assert (first.url, second.url) == (job.get_absolute_url(), job.get_absolute_url())
    assert (job.kind, job.actor_role, job.center_code) == ("publish_ranking", "head", "pusat")
    assert Ranking.objects.get().status == "proposed"


def test_the_job_publishes_and_the_page_shows_the_results_for_good(client, head, cohort, ranked):
    officer = MembershipFactory(center=cohort.offering.wave.center).user
    client.force_login(officer)
    client.post(act(cohort, "ajukan"))
    client.force_login(head.user)
    client.post(act(cohort, "umumkan"))

    tasks.tick()

    page = client.get(results(cohort))
    assert Job.objects.get().state == "done"
    assert [row.choice.application.status for row in page.context["rows"]] == ["accepted"] * 2 + ["reserve"] * 2
    assert page.context["may_publish"] is False
    assert ready(client.get(control(cohort))) == []
    assert sentences(client.post(act(cohort, "umumkan")).context["against"]) == ["Belum ada hasil yang diajukan."]


def test_the_officer_cannot_publish_and_the_head_cannot_propose(client, officer, center, cohort, ranked):
    refused = client.post(act(cohort, "umumkan"))
    client.force_login(MembershipFactory(center=center, role=Role.HEAD).user)

    assert (refused.status_code, client.post(act(cohort, "ajukan")).status_code) == (403, 403)
    assert (Ranking.objects.count(), Job.objects.count()) == (0, 0)


def test_a_proposal_taken_back_lets_marks_change(client, officer, cohort, ranked):
    client.post(act(cohort, "ajukan"))
    client.post(act(cohort, "tarik"), {"note": "Nilai salah ketik."})

    assert Ranking.objects.get().status == "draft"
    assert client.get(results(cohort)).status_code == 404


def test_before_the_intake_closes_nothing_is_proposed(client, officer, center):
    cohort = CohortFactory(offering__wave__center=center)
    ApplicationFactory(cohort=cohort, status="verified")

    answer = client.post(act(cohort, "ajukan"))

    assert sentences(answer.context["against"]) == ["Pendaftaran belum ditutup."]
    assert Ranking.objects.count() == 0


def test_all_classes_get_their_timetable_at_once(client, officer, center, said):
    wave = WaveFactory(center=center)
    cohorts = [CohortFactory(offering=OfferingFactory(wave=wave, program__jp=16)) for _number in range(3)]

    answer = client.post(act(cohorts[0], "jadwal"), follow=True)

    assert [cohort.sessions.count() for cohort in cohorts] == [2, 2, 2]
    assert said(answer) == ["Jadwal 3 kelas dibuat."]


def test_a_wave_is_opened_from_here(client, officer, center, said):
    cohort = CohortFactory(offering__wave__center=center, offering__status="planned")

    answer = client.post(act(cohort, "buka"), follow=True)

    assert said(answer) == ["1 program dibuka."]
    assert [line.what for line in answer.context["story"]] == ["Pendaftaran dibuka"]


def test_the_story_of_the_wave_tells_of_its_results_too(client, officer, cohort, ranked):
    client.post(act(cohort, "ajukan"))
    client.post(act(cohort, "tarik"), {"note": "Ada nilai yang salah tulis."})

    told = [(line.what, line.note) for line in client.get(control(cohort)).context["story"]]

    assert told == [
        ("Aturan seleksi dikunci", ""),
        ("Hasil seleksi: Diajukan", ""),
        ("Hasil seleksi: Draf", "Ada nilai yang salah tulis."),
    ]


def test_another_center_s_program_is_not_shown_among_the_results(client, officer, cohort, ranked):
    client.post(act(cohort, "ajukan"))
    foreign = OfferingFactory(wave__center=CenterFactory())

    assert client.get(f"{results(cohort)}?program={foreign.pk}").status_code == 404
    assert client.get(f"{results(cohort)}?program=x").status_code == 200


@pytest.mark.parametrize("size", [1, 4])
def test_the_page_costs_the_same_for_any_number_of_programs(client, officer, center, size, django_assert_num_queries):
    wave = WaveFactory(center=center, closed=True)
    for _number in range(size):
        ApplicationFactory(cohort=CohortFactory(offering=OfferingFactory(wave=wave)), status="verified")
    client.get(reverse("admin:wave_control", args=[wave.pk]))  # content types are asked for once

    with django_assert_num_queries(24):
        client.get(reverse("admin:wave_control", args=[wave.pk]))


def test_what_blocks_the_next_stage_leads_to_the_list_it_speaks_of(client, officer, cohort):
    waiting = [ApplicationFactory(cohort=cohort, status=status) for status in ["submitted", "returned"]]
    ApplicationFactory(cohort=cohort, status="verified")

    blocked = {one.name: against for one, against in client.get(control(cohort)).context["blocked"]}

    listed = client.get(blocked["ajukan"][0].url).context["cl"].result_list
    assert sorted(one.pk for one in listed) == [one.pk for one in waiting]


def test_every_blocker_leads_to_a_page_that_opens(client, officer, center):
    """The classes that lack a timetable, the programs without a class, the wave whose dates are to be changed."""
    wave = WaveFactory(center=center)
    OfferingFactory(wave=wave, status="planned")
    bare = client.get(reverse("admin:wave_control", args=[wave.pk])).context["blocked"]
    urls = [one.url for _act, against in bare for one in against if one.url]

    assert len(urls) == 5
    assert [client.get(url).status_code for url in urls] == [200] * 5


def test_the_funnel_stands_on_the_page_and_each_stage_opens_its_list(client, officer, cohort):
    for status in ["submitted", "verified", "accepted"]:
        ApplicationFactory(cohort=cohort, status=status)

    bars = client.get(control(cohort)).context["bars"]

    listed = [len(client.get(bar.url).context["cl"].result_list) for bar in bars]
    assert (listed[0], listed) == (3, [bar.number for bar in bars])


def test_the_import_of_participants_opens_with_this_wave_chosen_for_whoever_may_import(client, center, cohort):
    wave, other = cohort.offering.wave, WaveFactory(center=center)
    link = f"{reverse('admin:import_begin')}?gelombang={wave.pk}"
    offered = {}
    for role in [Role.HEAD, Role.OFFICER]:
        client.force_login(actor_at(center, role).user)
        offered[role] = link in client.get(control(cohort)).content.decode()

    assert offered == {Role.HEAD: False, Role.OFFICER: True}
    form = client.get(link).content.decode()
    assert f'<option value="{wave.pk}" selected>' in form
    assert f'<option value="{other.pk}">' in form


@pytest.mark.parametrize("word", ["x", "0", "99999999999999999999"])
def test_an_import_for_a_wave_that_is_none_asks_which(word, client, officer, cohort):
    page = client.get(reverse("admin:import_begin"), {"gelombang": word})

    assert (page.status_code, " selected>" in page.content.decode()) == (200, False)
