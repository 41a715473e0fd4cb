from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from audit.models import ViewLog
from certification import transitions
from jobs.models import Job
from tests.factories.accounts import UserFactory
from tests.factories.centers import CenterFactory, MembershipFactory, actor_at
from tests.factories.certification import AssessmentFactory, certificate_of, completed
from tests.factories.classroom import attended
from tests.factories.cohorts import CohortFactory
from tests.factories.enrollment import EnrollmentFactory

ELSEWHERE = "elsewhere"


def in_days(days):
    return timezone.localdate() + timedelta(days=days)


def signed_in(client, center, role):
    actor = actor_at(CenterFactory() if center == ELSEWHERE else center, role)
    client.force_login(actor.user)
    return actor


def ready(cohort, units):
    enrollment = EnrollmentFactory(cohort=cohort)
    attended(enrollment, 8)
    for unit in units:
        AssessmentFactory(enrollment=enrollment, unit=unit)
    return enrollment


# --- the paper ---


def paper(client, certificate):
    return client.get(reverse("certification:pdf", args=[certificate.code]))


def test_the_owner_fetches_the_paper(client, cohort):
    certificate = certificate_of(completed(cohort))
    client.force_login(certificate.enrollment.trainee.account)

    response = paper(client, certificate)

    assert response.content.startswith(b"%PDF")
    name = certificate.number.replace("/", "-")
    assert response.headers["Content-Disposition"] == f'attachment; filename="sertifikat-{name}.pdf"'


def test_another_trainee_finds_nothing(client, cohort):
    certificate = certificate_of(completed(cohort))
    client.force_login(UserFactory())

    assert paper(client, certificate).status_code == 404


def test_a_visitor_is_asked_to_sign_in(client, cohort):
    assert paper(client, certificate_of(completed(cohort))).status_code == 302


def test_a_revoked_paper_is_no_longer_the_owners_to_fetch(client, cohort, issuer):
    certificate = certificate_of(completed(cohort))
    transitions.revoke(certificate, "Data palsu.", by=issuer)
    client.force_login(certificate.enrollment.trainee.account)

    assert paper(client, certificate).status_code == 404


@pytest.mark.parametrize(
    ("role", "status"),
    [("officer", 200), ("head", 200), ("certification", 200), ("instructor", 404), ("treasurer", 404)],
)
def test_staff_fetch_it_by_their_role_and_the_view_is_logged(client, cohort, center, role, status):
    certificate = certificate_of(completed(cohort))
    signed_in(client, center, role)

    assert paper(client, certificate).status_code == status
    assert ViewLog.objects.filter(page="certificate:pdf").count() == (status == 200)


def test_staff_of_another_centre_find_nothing(client, cohort):
    certificate = certificate_of(completed(cohort))
    signed_in(client, ELSEWHERE, "certification")

    assert paper(client, certificate).status_code == 404


# --- the end of a class ---

PAGES = {"complete": "officer", "issue": "certification"}


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize(
    ("role", "status"),
    [
        ("officer", 403),
        ("certification", 403),
        ("head", 403),
        ("instructor", 404),
        ("treasurer", 404),
        ("placement", 404),
        ("warden", 404),
        ("protection", 404),
    ],
)
def test_who_may_open_the_pages(client, cohort, center, name, role, status):
    signed_in(client, center, role)

    response = client.get(reverse(f"certification:{name}", args=[cohort.pk]))

    assert response.status_code == (200 if role == PAGES[name] else status)


@pytest.mark.parametrize("name", PAGES)
def test_the_province_sees_classes_and_ends_none(client, cohort, name):
    client.force_login(MembershipFactory(center=None, role="province").user)

    assert client.get(reverse(f"certification:{name}", args=[cohort.pk])).status_code == 403
    assert client.get(reverse("certification:cohorts")).status_code == 200


@pytest.mark.parametrize("name", PAGES)
def test_a_class_of_another_centre_does_not_exist(client, cohort, name):
    signed_in(client, ELSEWHERE, PAGES[name])

    assert client.get(reverse(f"certification:{name}", args=[cohort.pk])).status_code == 404
    assert client.post(reverse(f"certification:{name}", args=[cohort.pk])).status_code == 404
    assert client.get(reverse(f"certification:{name}", args=[0])).status_code == 404


@pytest.mark.parametrize(
    "url", ["/sertifikasi/", "/sertifikasi/kelas/1/selesaikan/", "/sertifikasi/kelas/1/terbitkan/"]
)
def test_trainees_find_nothing_and_visitors_sign_in(client, db, url):
    assert client.get(url).status_code == 302
    client.force_login(UserFactory())

    assert client.get(url).status_code == 404


def test_the_list_shows_what_waits_at_ones_own_centre(client, cohort, center, without_units):
    completed(cohort)
    EnrollmentFactory(cohort=without_units)
    signed_in(client, center, "certification")

    text = client.get(reverse("certification:cohorts")).content.decode()

    assert cohort.name in text
    assert without_units.name not in text
    assert reverse("certification:issue", args=[cohort.pk]) in text


@pytest.fixture
def four_classes(cohort, center):
    """By what each waits for: nothing yet, its officer, the issuer, both."""
    names = ["berjalan", "berakhir", "bersertifikat", "keduanya"]
    classes = {
        name: CohortFactory(
            name=name, status="running", offering=cohort.offering, starts_on=in_days(-30), ends_on=in_days(days)
        )
        for name, days in zip(names, [1, 0, -1, -2], strict=True)
    }
    for name in ("berjalan", "berakhir", "keduanya"):
        EnrollmentFactory(cohort=classes[name])
    for name in ("bersertifikat", "keduanya"):
        completed(classes[name])


@pytest.mark.parametrize(
    ("role", "due"),
    [
        ("officer", ["keduanya", "berakhir"]),
        ("certification", ["keduanya", "bersertifikat"]),
        ("head", ["keduanya", "bersertifikat", "berakhir"]),
    ],
)
def test_the_list_puts_first_what_waits_for_this_role_and_folds_the_rest_away(client, center, four_classes, role, due):
    signed_in(client, center, role)

    response = client.get(reverse("certification:cohorts"))

    assert [one.name for one in response.context["due"]] == due
    others = [one.name for one in response.context["others"]]
    assert sorted(due + others) == ["berakhir", "berjalan", "bersertifikat", "keduanya"]
    page, folded = response.content.decode().split("<details")
    assert f"{len(others)} kelas lain, belum menunggu Anda" in folded
    assert [name for name in others if name in page] == []
    assert ">–<" not in page + folded


def test_who_ends_no_class_yet_is_told_so(client, center, cohort):
    EnrollmentFactory(cohort=cohort)
    signed_in(client, center, "certification")

    assert "Tidak ada yang menunggu" in client.get(reverse("certification:cohorts")).content.decode()


@pytest.mark.parametrize("size", [1, 16])
def test_the_page_of_completion_costs_the_same_for_any_size(
    client, cohort, center, units, size, django_assert_num_queries
):
    for _number in range(size):
        ready(cohort, units)
    signed_in(client, center, "officer")
    client.get(reverse("certification:complete", args=[cohort.pk]))

    with django_assert_num_queries(
        10
    ):  # session, user, memberships, class, units (twice), attendance, roster, results; view log
        response = client.get(reverse("certification:complete", args=[cohort.pk]))

    assert response.content.decode().count("Siap") == size


def test_completing_says_how_many_and_why_not(client, cohort, center, units):
    done, missing = ready(cohort, units), ready(cohort, units[:1])
    signed_in(client, center, "officer")

    response = client.post(reverse("certification:complete", args=[cohort.pk]), follow=True)

    text = response.content.decode()
    assert "1 peserta dinyatakan selesai." in text
    assert "1 peserta belum bisa selesai. Sebabnya ada di daftar." in text
    assert f"Belum dinilai: {units[1].code}." in text
    done.refresh_from_db()
    missing.refresh_from_db()
    assert (done.status, missing.status) == ("completed", "active")


def test_completing_a_class_that_is_over_says_no(client, cohort, center):
    cohort.status = "finished"
    cohort.save()
    signed_in(client, center, "officer")

    response = client.post(reverse("certification:complete", args=[cohort.pk]), follow=True)

    assert "Kelas ini berstatus “Selesai”." in response.content.decode()


def test_issuing_starts_one_job_however_often_it_is_pressed(client, cohort, center):
    completed(cohort)
    signed_in(client, center, "certification")
    url = reverse("certification:issue", args=[cohort.pk])
    assert "Terbitkan semua" in client.get(url).content.decode()

    first, second = client.post(url), client.post(url)

    job = Job.objects.get()
    assert (job.kind, job.params, job.center_code) == ("issue_certificates", {"cohort": cohort.pk}, center.code)
    assert first.headers["Location"] == second.headers["Location"] == job.get_absolute_url()


def test_nobody_waits_and_nothing_starts(client, cohort, center):
    signed_in(client, center, "certification")

    response = client.post(reverse("certification:issue", args=[cohort.pk]))

    assert "Tidak ada yang menunggu sertifikat" in response.content.decode()
    assert not Job.objects.exists()


def test_without_an_official_the_page_says_so(client, cohort, center):
    completed(cohort)
    center.officials.update(valid_to="2020-01-02")
    signed_in(client, center, "certification")

    text = client.get(reverse("certification:issue", args=[cohort.pk])).content.decode()

    assert "Belum ada pejabat penanda tangan" in text
    assert "Terbitkan semua" not in text
