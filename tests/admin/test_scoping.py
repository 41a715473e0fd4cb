"""Forged posts: what another center owns is neither offered nor accepted, and no form changes a status."""

import pytest
from django.urls import reverse

from centers.models import Role
from cohorts.models import Cohort, Offering, Resource, Wave
from enrollment.models import Application
from tests.admin.test_opening_a_wave import wave_form
from tests.factories.centers import CenterFactory, MembershipFactory
from tests.factories.cohorts import CohortFactory, FundingFactory, OfferingFactory, ProgramFactory, WaveFactory
from tests.factories.enrollment import ApplicationFactory, EnrollmentFactory
from tests.filled import opened

pytestmark = pytest.mark.django_db


def offered(response, field):
    return list(response.context["adminform"].form.fields[field].queryset)


def test_a_wave_is_made_for_one_s_own_center_only(client, officer, center):
    foreign = CenterFactory()

    page = client.get(reverse("admin:cohorts_wave_add"))
    answer = client.post(reverse("admin:cohorts_wave_add"), wave_form(foreign))

    assert offered(page, "center") == [center]
    assert list(answer.context["adminform"].form.errors) == ["center"]
    assert Wave.objects.count() == 0


def test_a_wave_does_not_move_to_another_center(client, officer, center):
    wave = WaveFactory(center=center)
    form = wave_form(CenterFactory(), label="Baru") | {"offerings-TOTAL_FORMS": 0, "offerings-INITIAL_FORMS": 0}

    url = reverse("admin:cohorts_wave_change", args=[wave.pk])
    client.post(url, form | opened(client, url))

    wave.refresh_from_db()
    assert (wave.center, wave.label) == (center, "Baru")


def test_an_offering_belongs_to_a_wave_of_one_s_own_center(client, officer, center):
    own, foreign = WaveFactory(center=center), WaveFactory()
    form = {
        "wave": foreign.pk,
        "program": ProgramFactory().pk,
        "funding": FundingFactory().pk,
        "mode": "selection",
        "age_min": 15,
        "age_max": 29,
        "age_on": "2026-12-01",
        "test_weight": 50,
        "interview_weight": 50,
        "minimum_score": 0,
        "tie_break": "lot",
        "method": "workshop",
        "place": "Bengkel",
        "eligibility_rules-TOTAL_FORMS": 0,
        "eligibility_rules-INITIAL_FORMS": 0,
        "asked_documents-TOTAL_FORMS": 0,
        "asked_documents-INITIAL_FORMS": 0,
        "cohorts-TOTAL_FORMS": 0,
        "cohorts-INITIAL_FORMS": 0,
    }

    answer = client.post(reverse("admin:cohorts_offering_add"), form)

    assert offered(client.get(reverse("admin:cohorts_offering_add")), "wave") == [own]
    assert list(answer.context["adminform"].form.errors) == ["wave"]
    assert Offering.objects.count() == 0


def class_form(cohort, **changes):
    return {"name": cohort.name, "starts_on": cohort.starts_on, "ends_on": cohort.ends_on, "size": 16} | changes


def test_rooms_and_instructors_of_another_center_are_not_taken(client, officer, center):
    cohort = CohortFactory(offering__wave__center=center)
    room = Resource.objects.create(center=center, kind="room", name="Sendiri")
    foreign_room = Resource.objects.create(center=CenterFactory(), kind="room", name="Orang lain")
    teacher = MembershipFactory(center=center, role=Role.INSTRUCTOR).user
    foreign_teacher = MembershipFactory(role=Role.INSTRUCTOR).user
    url = reverse("admin:cohorts_cohort_change", args=[cohort.pk])

    page = client.get(url)
    foreign = class_form(cohort, room=foreign_room.pk, instructors=[foreign_teacher.pk])
    answer = client.post(url, foreign | opened(client, url))

    assert (offered(page, "room"), offered(page, "instructors")) == ([room], [teacher])
    assert sorted(answer.context["adminform"].form.errors) == ["instructors", "room"]


def test_a_status_in_a_form_changes_nothing(client, officer, center):
    cohort = CohortFactory(offering__wave__center=center)

    url = reverse("admin:cohorts_cohort_change", args=[cohort.pk])
    forged = class_form(cohort, name="Baru", status="finished", offering=OfferingFactory().pk)
    answer = client.post(url, forged | opened(client, url))

    assert answer.status_code == 302
    assert list(Cohort.objects.filter(pk=cohort.pk).values_list("name", "status", "offering")) == [
        ("Baru", "planned", cohort.offering_id)
    ]


def test_an_application_is_not_edited_at_all(client, officer, center):
    application = ApplicationFactory(cohort__offering__wave__center=center)
    url = reverse("admin:enrollment_application_change", args=[application.pk])

    answer = client.post(url, {"status": "accepted", "wave": WaveFactory().pk})

    assert answer.status_code == 403
    assert Application.objects.get().status == "submitted"


def test_a_move_of_another_center_s_object_does_not_exist(client, officer):
    foreign = ApplicationFactory()

    answer = client.post(reverse("admin:enrollment_application_move", args=[foreign.pk, "refuse"]), {"reason": "x"})

    assert answer.status_code == 404
    assert Application.objects.get().status == "submitted"


def test_an_unsent_draft_is_nobody_s_business(client, officer, center):
    draft = ApplicationFactory(cohort__offering__wave__center=center, status="draft")

    file = client.get(reverse("admin:enrollment_application_change", args=[draft.pk]))
    person = client.get(reverse("admin:trainees_trainee_change", args=[draft.trainee_id]))

    assert (file.status_code, person.status_code) == (404, 404)


def test_autocomplete_finds_the_people_of_one_s_own_center(client, center):
    own, _foreign = EnrollmentFactory(cohort__offering__wave__center=center), EnrollmentFactory()
    client.force_login(MembershipFactory(center=center, role=Role.CERTIFICATION).user)

    found = client.get(
        reverse("admin:autocomplete"),
        {"app_label": "certification", "model_name": "bnsprecord", "field_name": "enrollment", "term": "Contoh"},
    )

    assert [row["id"] for row in found.json()["results"]] == [str(own.pk)]


def test_a_filter_offers_one_s_own_waves(client, officer, center):
    own, foreign = WaveFactory(center=center, label="Punya sendiri"), WaveFactory(label="Punya orang")

    page = client.get(reverse("admin:enrollment_application_changelist")).content.decode()

    assert (own.label in page, foreign.label in page) == (False, False)
    WaveFactory(center=center, label="Yang kedua")
    page = client.get(reverse("admin:enrollment_application_changelist")).content.decode()
    assert (own.label in page, foreign.label in page) == (True, False)


def test_the_name_of_an_unknown_program_in_the_address_is_no_crash(client, officer):
    url = reverse("admin:cohorts_offering_add")

    assert [client.get(f"{url}?wave={given}").status_code for given in ["x", "999999", ""]] == [200, 200, 200]
