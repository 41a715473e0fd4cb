from datetime import UTC, datetime, timedelta

import pytest
from django.contrib import admin
from django.urls import reverse
from django.utils import timezone

from blk_portal import desk
from centers.models import Role
from enrollment.models import Ranking
from notifications.workflow import State
from tests.factories.centers import CenterFactory, MembershipFactory
from tests.factories.cohorts import CohortFactory, WaveFactory
from tests.factories.enrollment import ApplicationFactory, EnrollmentFactory
from tests.factories.jobs import JobFactory
from tests.factories.notifications import OutboxMessageFactory
from tests.factories.trainees import TraineeFactory
from trainees.models import ConsentGap

pytestmark = pytest.mark.django_db


@pytest.fixture
def work(center):
    """One or two of everything that waits at the center, and as much elsewhere that must not be counted."""
    for place in [center, CenterFactory()]:
        a_lot_of_work(place)


def a_lot_of_work(center, size=1):
    day = timezone.localdate()
    for _number in range(size):
        cohort = CohortFactory(offering__wave__center=center, starts_on=day - timedelta(days=1))
        for status, more in [
            ("submitted", {}),
            ("submitted", {"identity_claim": True}),
            ("returned", {"fix_by": timezone.now() - timedelta(hours=1)}),
            ("verified", {}),
            ("accepted", {}),
            ("confirmed", {}),
        ]:
            ApplicationFactory(cohort=cohort, status=status, **more)
        ready = ApplicationFactory(
            cohort=CohortFactory(offering__wave=WaveFactory(center=center, closed=True, label="Siap")),
            status="verified",
        )
        ConsentGap.objects.create(trainee=ready.trainee, center=center)
        proposed = WaveFactory(center=center, closed=True, label="Diajukan")
        Ranking.objects.create(wave=proposed, status="proposed", proposed_at=timezone.now())
        OutboxMessageFactory(center_code=center.code, state=State.DEAD)
        JobFactory(center_code=center.code)
        EnrollmentFactory(cohort=CohortFactory(offering__wave=WaveFactory(center=center, past=True), status="testing"))


def figures(client):
    page = client.get(reverse("admin:index"))
    return {str(figure.label): figure.number for figure in page.context["waiting"]}


def test_an_officer_sees_what_waits_for_officers(client, officer, work):
    assert figures(client) == {
        "Menunggu diperiksa": 1,
        "Klaim identitas": 1,
        "Perbaikan lewat batas": 1,
        "Belum dinilai lengkap": 2,
        "Siap diajukan: Siap": 1,
        "Menunggu daftar ulang": 1,
        "Kelas yang seharusnya mulai": 1,
        "Kelas menunggu dinyatakan selesai": 1,
        "Persetujuan wali yang belum ada": 1,
        "Pesan yang tidak terkirim": 1,
        "Pekerjaan berjalan": 1,
    }


def test_a_head_sees_what_waits_for_the_head(client, head, work):
    assert figures(client) == {
        "Hasil menunggu diumumkan: Diajukan": 1,
        "Persetujuan wali yang belum ada": 1,
        "Pesan yang tidak terkirim": 1,
        "Pekerjaan berjalan": 1,
    }


@pytest.mark.parametrize(
    ("role", "labels"),
    [
        (Role.CERTIFICATION, ["Pesan yang tidak terkirim", "Pekerjaan berjalan"]),
        (Role.PROTECTION, ["Persetujuan wali yang belum ada"]),
        (Role.TREASURER, []),
    ],
)
def test_others_see_only_what_is_theirs(client, center, work, role, labels):
    client.force_login(MembershipFactory(center=center, role=role).user)

    assert list(figures(client)) == labels


def test_every_figure_opens_the_list_it_counts(client, officer, work):
    page = client.get(reverse("admin:index"))

    opened = {}
    for figure in page.context["waiting"]:
        answer = client.get(figure.url)
        changelist = (answer.context or {}).get("cl")
        opened[str(figure.label)] = len(changelist.result_list) if changelist else answer.status_code

    assert opened == figures(client) | {"Siap diajukan: Siap": 200, "Kelas menunggu dinyatakan selesai": 200}


def test_nothing_to_do_is_said(client, officer):
    page = client.get(reverse("admin:index"))

    assert "Tidak ada yang menunggu" in page.content.decode()


def test_pages_are_named_by_work(client, officer):
    page = client.get(reverse("admin:index"))

    assert [str(group["name"]) for group in page.context["app_list"]] == [
        "Pendaftaran",
        "Seleksi",
        "Gelombang dan program",
        "Kelas",
        "Hasil dan sertifikat",
        "Peserta",
        "Pesan dan pekerjaan",
        "Balai dan pegawai",
        "Daftar acuan",
    ]


@pytest.mark.parametrize(
    ("address", "group", "entry"),
    [
        ("/admin/enrollment/application/", "Pendaftaran", "pendaftaran"),
        ("/admin/gelombang/{wave}/", "Gelombang dan program", "gelombang"),
        ("/admin/cohorts/wave/{wave}/change/", "Gelombang dan program", "gelombang"),
    ],
)
def test_the_menu_marks_the_place_and_opens_its_group(client, officer, center, address, group, entry):
    page = client.get(address.format(wave=WaveFactory(center=center).pk))

    opened = [one for one in page.context["menu"] if one["is_here"]]
    assert [str(one["name"]) for one in opened] == [group]
    assert [str(one["name"]).lower() for one in opened[0]["pages"] if one["is_here"]] == [entry]


def test_everything_registered_has_a_place_in_the_menu():
    named = {label for _name, labels in desk.GROUPS for label in labels} - {row[0] for row in desk.PAGES}

    assert named == {model._meta.label_lower for model in admin.site._registry}


@pytest.mark.parametrize(
    ("role", "there"),
    [
        (Role.OFFICER, True),
        (Role.HEAD, True),
        (Role.CERTIFICATION, True),
        (Role.TREASURER, False),
        (Role.PLACEMENT, False),
    ],
)
def test_completing_and_certificates_are_always_in_the_menu(client, center, role, there):
    client.force_login(MembershipFactory(center=center, role=role).user)
    page = client.get(reverse("admin:index"))

    found = [
        (str(group["name"]), str(model["name"]))
        for group in page.context["app_list"]
        for model in group["models"]
        if model["admin_url"] == reverse("certification:cohorts")
    ]

    assert found == ([("Hasil dan sertifikat", "Selesai dan sertifikat")] if there else [])
    assert (reverse("certification:cohorts") in page.content.decode()) == there


@pytest.mark.parametrize(
    ("role", "name"), [(Role.OFFICER, "complete"), (Role.CERTIFICATION, "issue"), (Role.HEAD, "cohorts")]
)
def test_the_page_of_a_class_leads_to_its_end(client, center, role, name):
    client.force_login(MembershipFactory(center=center, role=role).user)
    cohort = CohortFactory(offering__wave__center=center)
    address = reverse(f"certification:{name}", args=[] if name == "cohorts" else [cohort.pk])

    page = client.get(reverse("admin:cohorts_cohort_change", args=[cohort.pk]))

    assert (address, "Selesai dan sertifikat") in page.context["links"]
    assert client.get(address).status_code == 200


def test_a_deadline_is_not_told_as_the_age_of_the_oldest(client, officer, center):
    cohort = CohortFactory(offering__wave__center=center)
    for day in (24, 22):
        moment = datetime(2030, 11, day, 16, tzinfo=UTC)
        ApplicationFactory(cohort=cohort, status="accepted", answer_by=moment)

    text = " ".join(client.get(reverse("admin:index")).content.decode().split())

    assert "yang pertama paling lambat 22 November 2030" in text
    assert "terlama sejak" not in text


@pytest.mark.parametrize("size", [1, 3])
def test_the_desk_costs_the_same_for_any_amount_of_work(client, officer, center, size, django_assert_num_queries):
    a_lot_of_work(center, size)
    TraineeFactory()

    # own files, deadlines and the funnels of all waves are one each; whom to ring six, appeals and small classes two
    with django_assert_num_queries(31):
        client.get(reverse("admin:index"))
