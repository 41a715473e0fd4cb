from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from certification.models import Assessment, OverallResult
from classroom.models import Mark, Sheet
from tests.factories.accounts import SuperuserFactory, UserFactory
from tests.factories.centers import actor_at
from tests.factories.classroom import MarkFactory, SheetFactory, locked
from tests.factories.cohorts import CohortFactory, SessionFactory
from tests.factories.enrollment import EnrollmentFactory

TODAY = "/instruktur/"


def session_url(session):
    return reverse("teaching:session", args=[session.pk])


def filled(people, units=(), **changes):
    """What the form sends when nothing is changed, but for `changes`."""
    sent = {f"hadir-{one.pk}": "present" for one in people}
    sent |= {f"hasil-{one.pk}-{unit.pk}": "" for one in people for unit in units}
    return sent | {name.replace("_", "-"): value for name, value in changes.items()}


# --- today ---


def test_todays_session_comes_first_and_the_forgotten_ones_after_it(signed_in, cohort, session):
    yesterday = SessionFactory(cohort=cohort, date=timezone.localdate() - timedelta(days=1))
    tomorrow = SessionFactory(cohort=cohort, date=timezone.localdate() + timedelta(days=1))

    text = signed_in.get(TODAY).content.decode()

    assert text.index(session_url(session)) < text.index("Belum dicatat") < text.index(session_url(yesterday))
    assert session_url(tomorrow) not in text


def test_a_day_without_sessions_says_so(signed_in):
    assert "Hari ini tidak ada pertemuan" in signed_in.get(TODAY).content.decode()


def test_another_instructors_classes_are_not_shown(signed_in, session):
    foreign = SessionFactory(cohort__status="running")

    text = signed_in.get(TODAY).content.decode()

    assert foreign.cohort.name not in text


@pytest.mark.parametrize("size", [1, 16])
def test_today_costs_the_same_for_any_number_of_people(signed_in, session, size, django_assert_num_queries):
    EnrollmentFactory.create_batch(size, cohort=session.cohort)
    signed_in.get(TODAY)

    with django_assert_num_queries(6):  # session, user, memberships; sessions of today, forgotten ones, classes
        signed_in.get(TODAY)


# --- who ---

ROLES = ["officer", "head", "certification", "placement", "warden", "treasurer", "protection"]


@pytest.mark.parametrize("role", ROLES)
def test_other_staff_may_not(client, cohort, role):
    client.force_login(actor_at(cohort.offering.wave.center, role).user)

    assert client.get(TODAY).status_code == 403


def test_trainees_find_nothing_and_visitors_sign_in(client, session):
    assert client.get(TODAY).status_code == 302
    client.force_login(UserFactory())

    assert client.get(TODAY).status_code == 404
    assert client.get(session_url(session)).status_code == 404


def test_a_superuser_sees_every_class(client, session):
    client.force_login(SuperuserFactory())

    assert session.cohort.name in client.get(TODAY).content.decode()


def test_what_belongs_to_another_instructor_does_not_exist(client, cohort, session):
    sheet = SheetFactory(session=session)
    mark = MarkFactory(sheet=sheet)
    locked(sheet)
    client.force_login(actor_at(cohort.offering.wave.center, "instructor").user)

    for name, pk in (
        ("session", session.pk),
        ("correct", mark.pk),
        ("cohort", cohort.pk),
        ("grid", cohort.pk),
        ("session", 0),
    ):
        assert client.get(reverse(f"teaching:{name}", args=[pk])).status_code == 404
    for name, pk in (("session", session.pk), ("lock", session.pk), ("correct", mark.pk), ("grid", cohort.pk)):
        assert client.post(reverse(f"teaching:{name}", args=[pk])).status_code == 404


# --- one session ---


def test_one_save_writes_attendance_and_results(signed_in, session, units, instructor):
    ani, budi = EnrollmentFactory.create_batch(2, cohort=session.cohort)
    sent = filled([ani, budi], units[:1])
    sent |= {f"hadir-{budi.pk}": "late", f"hasil-{ani.pk}-{units[0].pk}": "K"}

    response = signed_in.post(session_url(session), sent, follow=True)

    assert "Tersimpan: 2 peserta." in response.content.decode()
    assert dict(Mark.objects.order_by("pk").values_list("enrollment", "presence")) == {
        ani.pk: "present",
        budi.pk: "late",
    }
    seen = Assessment.objects.get()
    assert (seen.enrollment, seen.unit, seen.outcome, seen.assessed_by) == (ani, units[0], "K", instructor.user)


def test_saving_again_changes_only_what_changed(signed_in, session, units):
    ani = EnrollmentFactory(cohort=session.cohort)
    outcome = f"hasil-{ani.pk}-{units[0].pk}"
    signed_in.post(session_url(session), filled([ani]) | {outcome: "BK"})

    signed_in.post(session_url(session), filled([ani]) | {outcome: "BK"})
    signed_in.post(session_url(session), filled([ani]) | {outcome: "K"})

    assert Mark.objects.count() == 1
    assert list(Assessment.objects.order_by("pk").values_list("outcome", flat=True)) == ["BK", "K"]
    assert Assessment.objects.current().get().outcome == "K"


def test_a_result_can_not_be_wiped(signed_in, session, units):
    ani = EnrollmentFactory(cohort=session.cohort)
    outcome = f"hasil-{ani.pk}-{units[0].pk}"
    signed_in.post(session_url(session), filled([ani]) | {outcome: "K"})

    signed_in.post(session_url(session), filled([ani]) | {outcome: ""})

    assert Assessment.objects.current().get().outcome == "K"


def test_a_refused_save_writes_nothing_at_all(signed_in, session, units):
    ani = EnrollmentFactory(cohort=session.cohort)
    locked(SheetFactory(session=session))

    response = signed_in.post(session_url(session), filled([ani]) | {f"hasil-{ani.pk}-{units[0].pk}": "K"})

    assert "Daftar hadir ini sudah dikunci." in response.content.decode()
    assert not Assessment.objects.exists()
    assert not Mark.objects.exists()


@pytest.mark.parametrize("value", ["", "bolos"])
def test_a_spoiled_form_is_sent_back(signed_in, session, value):
    ani = EnrollmentFactory(cohort=session.cohort)

    assert signed_in.post(session_url(session), {f"hadir-{ani.pk}": value}).status_code == 200
    assert not Sheet.objects.exists()


def test_before_its_day_a_session_is_only_shown(signed_in, cohort):
    EnrollmentFactory(cohort=cohort)
    session = SessionFactory(cohort=cohort, date=timezone.localdate() + timedelta(days=1))

    text = signed_in.get(session_url(session)).content.decode()

    assert "Pertemuan ini belum berlangsung." in text
    assert "Simpan" not in text


def test_locking_ends_writing_and_offers_corrections(signed_in, session):
    ani = EnrollmentFactory(cohort=session.cohort)
    signed_in.post(session_url(session), filled([ani]))

    response = signed_in.post(reverse("teaching:lock", args=[session.pk]), follow=True)

    text = response.content.decode()
    assert "Daftar hadir dikunci." in text
    assert "Simpan" not in text
    assert reverse("teaching:correct", args=[Mark.objects.get().pk]) in text
    again = signed_in.post(reverse("teaching:lock", args=[session.pk]), follow=True)
    assert "Daftar hadir ini sudah dikunci." in again.content.decode()


def test_nothing_is_locked_before_it_is_written(signed_in, session):
    assert signed_in.post(reverse("teaching:lock", args=[session.pk])).status_code == 404


def test_a_correction_wants_a_reason(signed_in, session):
    mark = MarkFactory(sheet=SheetFactory(session=session), presence="absent")
    locked(mark.sheet)
    url = reverse("teaching:correct", args=[mark.pk])

    assert "Catatan itu tetap tersimpan" in signed_in.get(url).content.decode()
    assert signed_in.post(url, {"presence": "sick", "reason": ""}).status_code == 200
    same = signed_in.post(url, {"presence": "absent", "reason": "x"})
    assert "Kehadirannya sama" in same.content.decode()

    response = signed_in.post(url, {"presence": "sick", "reason": "Surat dokter menyusul."}, follow=True)

    assert "Surat dokter menyusul." in response.content.decode()
    assert Mark.objects.current().get().presence == "sick"
    assert signed_in.get(url).status_code == 404


def test_an_open_list_has_nothing_to_correct(signed_in, session):
    mark = MarkFactory(sheet=SheetFactory(session=session))

    assert signed_in.get(reverse("teaching:correct", args=[mark.pk])).status_code == 404


@pytest.mark.parametrize("size", [1, 16])
def test_a_session_costs_the_same_for_any_number_of_people(signed_in, session, size, django_assert_num_queries):
    EnrollmentFactory.create_batch(size, cohort=session.cohort)
    signed_in.get(session_url(session))

    with django_assert_num_queries(
        9
    ):  # session, user, memberships; meeting, list, first day, roster, results; view log
        response = signed_in.get(session_url(session))

    assert response.content.decode().count('class="person"') == size


# --- one class ---


def test_the_class_page_shows_attendance_and_past_sessions(signed_in, cohort, session):
    ani = EnrollmentFactory(cohort=cohort)
    signed_in.post(session_url(session), filled([ani]))

    text = signed_in.get(reverse("teaching:cohort", args=[cohort.pk])).content.decode()

    assert "100%" in text
    assert "8/8" in text
    assert session_url(session) in text


def test_a_planned_class_has_no_page_yet(signed_in, instructor):
    planned = CohortFactory()
    planned.instructors.add(instructor.user)

    assert signed_in.get(reverse("teaching:cohort", args=[planned.pk])).status_code == 404


def grid_url(cohort):
    return reverse("teaching:grid", args=[cohort.pk])


def test_the_grid_writes_what_changed(signed_in, cohort, units):
    ani, budi = EnrollmentFactory.create_batch(2, cohort=cohort)
    names = {(one.pk, unit.pk): f"hasil-{one.pk}-{unit.pk}" for one in (ani, budi) for unit in units}
    sent = dict.fromkeys(names.values(), "") | {
        names[ani.pk, units[0].pk]: "K",
        names[ani.pk, units[1].pk]: "BK",
        names[budi.pk, units[1].pk]: "absent",
    }

    response = signed_in.post(grid_url(cohort), sent, follow=True)

    assert "Tersimpan: 3 penilaian." in response.content.decode()
    written = Assessment.objects.order_by("pk").values_list("enrollment", "unit", "outcome")
    assert set(written) == {
        (ani.pk, units[0].pk, "K"),
        (ani.pk, units[1].pk, "BK"),
        (budi.pk, units[1].pk, "absent"),
    }


def test_who_has_finished_is_shown_and_not_written(signed_in, cohort, units):
    over = EnrollmentFactory(cohort=cohort, status="completed")
    name = f"hasil-{over.pk}-{units[0].pk}"
    assert f'name="{name}"' in signed_in.get(grid_url(cohort)).content.decode()

    signed_in.post(grid_url(cohort), {name: "K"})

    assert not Assessment.objects.exists()


def test_without_units_the_overall_result_is_decided(signed_in, instructor):
    cohort = CohortFactory(status="running")
    cohort.instructors.add(instructor.user)
    ani, budi = EnrollmentFactory.create_batch(2, cohort=cohort)
    assert "Program ini tidak punya unit." in signed_in.get(grid_url(cohort)).content.decode()

    signed_in.post(grid_url(cohort), {f"akhir-{ani.pk}": "K", f"akhir-{budi.pk}": ""})

    settled = OverallResult.objects.get()
    assert (settled.enrollment, settled.result, settled.source) == (ani, "K", "decided")


@pytest.mark.parametrize("size", [1, 16])
def test_the_grid_costs_the_same_for_any_number_of_people(signed_in, cohort, size, django_assert_num_queries):
    EnrollmentFactory.create_batch(size, cohort=cohort)
    signed_in.get(grid_url(cohort))

    with django_assert_num_queries(8):  # session, user, memberships; class, units, roster, results; view log
        response = signed_in.get(grid_url(cohort))

    assert response.content.decode().count("<select") == 2 * size


@pytest.mark.parametrize("size", [1, 16])
def test_the_class_page_costs_the_same_for_any_number_of_people(signed_in, cohort, size, django_assert_num_queries):
    EnrollmentFactory.create_batch(size, cohort=cohort)
    url = reverse("teaching:cohort", args=[cohort.pk])
    signed_in.get(url)

    with django_assert_num_queries(12):  # session, user, memberships; class, units (twice), attendance, center,
        # roster, results, meetings; view log
        signed_in.get(url)
