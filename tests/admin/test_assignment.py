"""Whose file it is, what officers note on it, and how far it came."""

import pytest
from django.urls import reverse

from audit.models import AuditEntry
from audit.moves import Refused
from blk_portal.mydata import holdings
from centers.models import Role
from enrollment import transitions
from enrollment.models import Application, Note
from enrollment.selectors import stages
from tests.factories.centers import CenterFactory, actor_at
from tests.factories.cohorts import CohortFactory, OfferingFactory
from tests.factories.enrollment import ApplicationFactory, EnrollmentFactory, ScoreFactory

pytestmark = pytest.mark.django_db
LIST = "admin:enrollment_application_changelist"


@pytest.fixture
def cohort(center):
    return CohortFactory(offering__wave__center=center)


@pytest.fixture
def application(cohort):
    return ApplicationFactory(cohort=cohort)


def move(application, name):
    return reverse("admin:enrollment_application_move", args=[application.pk, name])


def listed(client, **query):
    return list(client.get(reverse(LIST), query).context["cl"].result_list)


# --- whose file ---


def test_a_file_is_given_to_a_colleague_and_the_trail_names_both(client, head, center, application):
    colleague = actor_at(center).user

    client.post(move(application, "assign"), {"officer": colleague.pk})

    application.refresh_from_db()
    entry = AuditEntry.objects.about(application).get()
    assert application.officer == colleague
    assert (entry.action, entry.user, entry.facts) == ("application.assigned", head.user, {"officer": colleague.pk})


def test_a_file_can_be_given_back_to_everybody(client, officer, application):
    transitions.assign(application, by=officer, officer=officer.user)

    client.post(move(application, "assign"), {"officer": ""})

    application.refresh_from_db()
    assert application.officer is None


def test_a_file_goes_to_no_one_twice_and_to_no_one_who_is_no_officer_here(officer, center, application):
    transitions.assign(application, by=officer, officer=officer.user)
    others = [actor_at(CenterFactory()).user, actor_at(center, Role.HEAD).user]

    codes = []
    for somebody in [officer.user, *others]:
        with pytest.raises(Refused) as refusal:
            transitions.assign(application, by=officer, officer=somebody)
        codes.append(refusal.value.code)

    assert codes == ["same_officer", "not_an_officer_here", "not_an_officer_here"]


def test_a_forged_colleague_is_no_choice(client, officer, application):
    page = client.post(move(application, "assign"), {"officer": actor_at(CenterFactory()).user.pk})

    assert list(page.context["form"].errors) == ["officer"]


def test_the_list_can_show_ones_own_a_colleagues_and_nobodys(client, officer, center, cohort):
    colleague = actor_at(center).user
    mine, theirs, free = ApplicationFactory.create_batch(3, cohort=cohort)
    transitions.assign(mine, by=officer, officer=officer.user)
    transitions.assign(theirs, by=officer, officer=colleague)

    shown = [listed(client, petugas=whose) for whose in ("saya", str(colleague.pk), "belum-ada")]

    assert shown == [[mine], [theirs], [free]]


# --- notes ---


def test_a_note_stands_on_the_file_with_who_and_when_and_not_in_the_trail(client, officer, application):
    client.post(move(application, "write_note"), {"text": "Ibunya menelepon: KTP menyusul Senin."})

    note, entry = Note.objects.get(), AuditEntry.objects.about(application).get()
    page = client.get(reverse("admin:enrollment_application_change", args=[application.pk])).content.decode()
    assert (note.written_by, note.application) == (officer.user, application)
    assert (entry.action, entry.note, entry.facts) == ("application.note_written", "", {})
    assert "KTP menyusul Senin." in page


def test_an_empty_note_is_refused(officer, application):
    with pytest.raises(Refused) as refusal:
        transitions.write_note(application, by=officer, text="  \n ")

    assert refusal.value.code == "empty"


def test_the_applicant_reads_a_note_only_under_their_own_data(client, officer, application):
    transitions.write_note(application, by=officer, text="Catatan-untuk-petugas")
    client.force_login(application.trainee.account)

    journey = client.get(reverse("journey:application", args=[application.pk])).content.decode()
    held = {one.label: one for one in holdings.of_trainee(application.trainee)}["enrollment.note"]

    assert "Catatan-untuk-petugas" not in journey
    assert [[str(value) for _column, value in cells][1:3] for cells in held.cells] == [
        ["Catatan-untuk-petugas", "petugas"]
    ]


# --- how far they came ---


@pytest.fixture
def wave_of_many(cohort):
    """One who got to each stage and no further, and one who left after having had a seat."""
    make = {"cohort": cohort}
    ApplicationFactory(**make)
    ApplicationFactory(**make, status="no_show")
    ScoreFactory(application=ApplicationFactory(**make, status="not_selected"))
    for status in ("accepted", "confirmed"):
        ScoreFactory(application=ApplicationFactory(**make, status=status))
    ScoreFactory(application=EnrollmentFactory(cohort=cohort).application)
    ApplicationFactory(**make, status="draft")
    return cohort.offering.wave


def test_every_stage_of_the_funnel_is_part_of_the_one_before(wave_of_many):
    rows = Application.objects.sent().filter(wave=wave_of_many)

    assert stages.funnels(rows)[wave_of_many.pk] == {
        "mendaftar": 6,
        "lolos": 5,
        "hadir": 4,
        "diterima": 3,
        "daftar-ulang": 2,
        "masuk-kelas": 1,
    }


def test_the_list_behind_each_stage_has_as_many_rows(client, officer, wave_of_many):
    told = stages.funnels(Application.objects.sent())[wave_of_many.pk]

    assert {name: len(listed(client, tahap=name)) for name in told} == told


def test_imported_history_and_a_village_without_a_test_count_as_far_as_they_came(center):
    past = CohortFactory(offering__wave__center=center, offering__wave__past=True)
    EnrollmentFactory(cohort=past, application__origin="imported", application__verified_at=None)
    village = CohortFactory(offering=OfferingFactory(wave=past.offering.wave, mode="first_come"))
    ApplicationFactory(cohort=village, status="provisional")
    ApplicationFactory(cohort=village, status="accepted", verified_at=past.offering.wave.closes_at)

    told = stages.funnels(Application.objects.all())[past.offering.wave_id]
    assert list(told.values()) == [3, 2, 2, 2, 1, 1]
