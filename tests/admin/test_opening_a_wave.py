import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from audit.models import AuditEntry
from cohorts.models import Cohort, Offering, Resource, Seat, Session, Wave
from cohorts.workflow import CohortStatus, OfferingStatus
from enrollment.models import Enrollment
from tests.factories.centers import CenterFactory, DocumentKindFactory
from tests.factories.cohorts import CohortFactory, FundingFactory, OfferingFactory, ProgramFactory, WaveFactory
from tests.factories.enrollment import ApplicationFactory
from tests.filled import opened

pytestmark = pytest.mark.django_db


def wave_form(center, **changes):
    day = timezone.localdate()
    at = "%Y-%m-%dT%H:%M"
    now = timezone.localtime()
    form = {
        "center": center.pk,
        "label": "Gelombang 3 Tahun 2026",
        "opens_at": now.strftime(at),
        "closes_at": (now + timedelta(days=14)).strftime(at),
        "announce_on": str(day + timedelta(days=20)),
        "confirm_by": (now + timedelta(days=24)).strftime(at),
        "starts_on": str(day + timedelta(days=30)),
        "ends_on": str(day + timedelta(days=60)),
        "promote_until": str(day + timedelta(days=33)),
    }
    return form | changes


def terms(**changes):
    form = {
        "classes": "1",
        "seats": "16",
        "funding": FundingFactory().pk,
        "mode": "selection",
        "age_min": "15",
        "age_max": "29",
        "age_on": str(timezone.localdate() + timedelta(days=30)),
        "test_weight": "60",
        "interview_weight": "40",
        "minimum_score": "55",
        "tie_break": "interview,test,lot",
        "reserves": "8",
        "method": "workshop",
        "place": "Bengkel",
    }
    return form | changes


def move(obj, name):
    return reverse(f"admin:cohorts_{obj._meta.model_name}_move", args=[obj.pk, name])


def test_an_officer_opens_a_wave_of_thirteen_programs_with_sixteen_seats_each(client, officer, center):
    programs = [ProgramFactory(units=index % 3) for index in range(13)]
    asked = DocumentKindFactory(code="kk")

    client.post(reverse("admin:cohorts_wave_add"), wave_form(center))
    wave = Wave.objects.get()
    added = client.post(
        move(wave, "add_offerings"), terms(programs=[program.pk for program in programs], asked=[asked.pk])
    )
    opened = client.post(move(wave, "open"))

    page = reverse("admin:cohorts_wave_change", args=[wave.pk])
    assert (added.url, opened.url) == (page, page)
    assert wave.center == center
    assert set(wave.offerings.values_list("status", "age_min", "age_max", "test_weight", "reserves")) == {
        ("open", 15, 29, 60, 8)
    }
    assert Seat.objects.filter(cohort__offering__wave=wave).count() == 208
    assert [one.documents.get() for one in wave.offerings.order_by("pk")] == [asked] * 13
    assert AuditEntry.objects.filter(action="offering.open", user=officer.user).count() == 13


def test_two_classes_of_a_program_are_told_apart(client, officer, center):
    wave, program = WaveFactory(center=center), ProgramFactory(name="Juru Las SMAW")

    client.post(move(wave, "add_offerings"), terms(programs=[program.pk], classes="2", seats="12"))

    classes = Cohort.objects.filter(offering__wave=wave).order_by("name")
    assert [(one.name, one.seats.count()) for one in classes] == [("Juru Las SMAW A", 12), ("Juru Las SMAW B", 12)]


def test_the_wave_page_names_programs_without_units(client, officer, center):
    wave = WaveFactory(center=center)
    OfferingFactory(wave=wave, program=ProgramFactory(name="Desain Grafis"))
    OfferingFactory(wave=wave, program=ProgramFactory(name="Las", units=1))

    page = client.get(reverse("admin:cohorts_wave_change", args=[wave.pk]))

    assert [str(note) for note in page.context["notes"]] == [
        "Belum punya unit kompetensi, hanya hasil keseluruhan yang dicatat: Desain Grafis."
    ]


@pytest.mark.parametrize(
    ("changes", "where"),
    [
        ({"closes_at": "2020-01-01T08:00"}, "__all__"),
        ({"ends_on": "2020-01-01"}, "__all__"),
        ({"opens_at": "kemarin"}, "opens_at"),
        ({"label": ""}, "label"),
    ],
)
def test_what_cannot_be_is_said_on_the_form(client, officer, center, changes, where):
    answer = client.post(reverse("admin:cohorts_wave_add"), wave_form(center, **changes))

    assert list(answer.context["adminform"].form.errors) == [where]
    assert Wave.objects.count() == 0


def test_weights_that_make_no_hundred_are_said_on_the_form(client, officer, center):
    wave = WaveFactory(center=center)
    data = terms(programs=[ProgramFactory().pk], test_weight="70")

    answer = client.post(move(wave, "add_offerings"), data)

    assert [str(error) for error in answer.context["form"].non_field_errors()] == [
        "Bobot tes dan wawancara harus berjumlah 100."
    ]
    assert Offering.objects.count() == 0


def test_a_program_the_wave_already_has_is_not_offered_again(client, officer, center):
    offering = OfferingFactory(wave__center=center)

    answer = client.post(move(offering.wave, "add_offerings"), terms(programs=[offering.program_id]))

    assert list(answer.context["form"].errors) == ["programs"]


def test_a_wave_is_filled_from_an_earlier_one(client, officer, center):
    room = Resource.objects.create(center=center, kind="room", name="Bengkel Las")
    earlier, wave = WaveFactory(center=center, past=True), WaveFactory(center=center)
    old = CohortFactory(offering=OfferingFactory(wave=earlier, test_weight=30, interview_weight=70), seats=12)
    Cohort.objects.filter(pk=old.pk).update(room=room)
    CohortFactory(offering__wave=earlier, status=CohortStatus.CANCELLED)

    client.post(move(wave, "copy_offerings"), {"source": earlier.pk})

    copied = wave.offerings.order_by("pk")
    assert (copied[0].status, copied[0].program, copied[0].test_weight) == ("planned", old.offering.program, 30)
    assert [one.cohorts.count() for one in copied] == [1, 0]
    new = Cohort.objects.get(offering__wave=wave)
    assert (new.name, new.room, new.starts_on, new.seats.count()) == (old.name, room, wave.starts_on, 12)


def test_another_center_s_wave_is_no_source(client, officer, center):
    foreign = CohortFactory(offering__wave__center=CenterFactory()).offering.wave

    answer = client.post(move(WaveFactory(center=center), "copy_offerings"), {"source": foreign.pk})

    assert list(answer.context["form"].errors) == ["source"]


def test_a_wave_without_classes_does_not_open(client, officer, center):
    offering = OfferingFactory(wave__center=center, status=OfferingStatus.PLANNED)

    answer = client.post(move(offering.wave, "open"))

    assert [str(error) for error in answer.context["form"].non_field_errors()] == [
        f"{offering.program} belum punya kelas."
    ]


# --- classes ---


def offering_form(offering, *cohorts):
    form = {
        **{name: getattr(offering, name) for name in ["age_min", "age_max", "age_on", "test_weight"]},
        **{
            name: getattr(offering, name)
            for name in ["interview_weight", "minimum_score", "tie_break", "method", "place"]
        },
        "eligibility_rules-TOTAL_FORMS": 0,
        "eligibility_rules-INITIAL_FORMS": 0,
        "policies-TOTAL_FORMS": 0,
        "policies-INITIAL_FORMS": 0,
        "asked_documents-TOTAL_FORMS": 0,
        "asked_documents-INITIAL_FORMS": 0,
        "cohorts-TOTAL_FORMS": len(cohorts),
        "cohorts-INITIAL_FORMS": 0,
    }
    for index, cohort in enumerate(cohorts):
        form |= {f"cohorts-{index}-{name}": value for name, value in cohort.items()}
    return form


def a_class(offering, **changes):
    wave = offering.wave
    return {"name": "SMAW A", "starts_on": str(wave.starts_on), "ends_on": str(wave.ends_on), "size": 16} | changes


def test_a_class_added_on_the_offering_page_gets_its_seats(client, officer, center):
    offering = OfferingFactory(wave__center=center)

    url = reverse("admin:cohorts_offering_change", args=[offering.pk])

    form = offering_form(offering, a_class(offering), a_class(offering, name="SMAW B", size=10))
    client.post(url, form | opened(client, url))

    assert [(one.name, one.seats.count()) for one in offering.cohorts.order_by("name")] == [
        ("SMAW A", 16),
        ("SMAW B", 10),
    ]


@pytest.mark.parametrize(
    ("changes", "errors"),
    [({"ends_on": "2020-01-01"}, ["ends_on"]), ({"size": 0}, ["size"])],
)
def test_a_class_that_cannot_be_is_refused_on_the_form(client, officer, center, changes, errors):
    offering = OfferingFactory(wave__center=center)
    url = reverse("admin:cohorts_offering_change", args=[offering.pk])

    answer = client.post(url, offering_form(offering, a_class(offering, **changes)) | opened(client, url))

    formset = answer.context["inline_admin_formsets"][1].formset
    assert [list(form.errors) for form in formset.forms] == [errors]
    assert Cohort.objects.count() == 0


def test_the_same_class_twice_is_a_sentence_and_no_crash(client, officer, center):
    offering = OfferingFactory(wave__center=center)
    url = reverse("admin:cohorts_offering_change", args=[offering.pk])

    answer = client.post(url, offering_form(offering, a_class(offering), a_class(offering)) | opened(client, url))

    assert answer.status_code == 200
    assert Cohort.objects.count() == 0


def test_a_class_is_resized_and_never_below_those_who_sit(client, officer, center):
    cohort = CohortFactory(offering__wave__center=center, seats=4)
    for _number in range(3):
        ApplicationFactory(cohort=cohort, status="accepted")

    url = move(cohort, "resize")
    refused = client.post(url, {"size": 2} | opened(client, url))
    client.post(url, {"size": 20} | opened(client, url))

    assert [str(error) for error in refused.context["form"].non_field_errors()] == [
        "Sudah 3 kursi terisi; jumlahnya tidak bisa di bawah itu."
    ]
    assert cohort.seats.count() == 20


def test_a_class_gets_its_timetable_and_starts_with_those_who_confirmed(client, officer, center):
    cohort = CohortFactory(offering__wave__center=center, offering__program__jp=24)
    confirmed = ApplicationFactory(cohort=cohort, status="confirmed")
    ApplicationFactory(cohort=cohort, status="accepted")

    client.post(move(cohort, "plan_sessions"))
    client.post(move(cohort, "start"))

    assert Session.objects.filter(cohort=cohort).count() == 3
    assert [one.application for one in Enrollment.objects.order_by("pk")] == [confirmed]
    cohort.refresh_from_db()
    assert cohort.status == CohortStatus.RUNNING


def test_a_class_nobody_confirmed_for_does_not_start(client, officer, center):
    cohort = CohortFactory(offering__wave__center=center)

    answer = client.post(move(cohort, "start"))

    assert [str(error) for error in answer.context["form"].non_field_errors()] == [
        "Belum ada peserta yang daftar ulang di kelas ini."
    ]


# --- taking back ---


def test_what_was_planned_by_mistake_goes_without_a_trace_but_the_trail(client, officer, center):
    cohort = CohortFactory(offering__wave__center=center, offering__status="planned", offering__program__jp=8)
    client.post(move(cohort, "plan_sessions"))

    answer = client.post(move(cohort.offering, "remove"))

    assert answer.url == reverse("admin:cohorts_wave_change", args=[cohort.offering.wave_id])
    assert (Offering.objects.count(), Cohort.objects.count(), Seat.objects.count(), Session.objects.count()) == (
        0,
    ) * 4
    actions = AuditEntry.objects.order_by("pk").values_list("action", flat=True)
    assert list(actions)[-3:] == ["cohort.sessions_dropped", "offering.cohort_removed", "wave.offering_removed"]


def test_a_class_somebody_sits_in_is_not_removed(client, officer, center):
    cohort = CohortFactory(offering__wave__center=center)
    ApplicationFactory(cohort=cohort, status="accepted")

    answer = client.post(move(cohort, "remove"))

    assert [str(error) for error in answer.context["form"].non_field_errors()] == ["Sudah ada peserta di kelas ini."]
    assert cohort.seats.count() == 16


def test_an_open_program_is_not_removed(client, officer, center):
    offering = OfferingFactory(wave__center=center)

    answer = client.post(move(offering, "remove"))

    assert [str(error) for error in answer.context["form"].non_field_errors()] == [
        "Hanya program yang masih rencana yang bisa dihapus."
    ]


def test_a_timetable_is_made_anew_until_the_class_starts(client, officer, center):
    cohort = CohortFactory(offering__wave__center=center, offering__program__jp=16)
    client.post(move(cohort, "plan_sessions"))

    again = client.post(move(cohort, "plan_sessions"))
    client.post(move(cohort, "drop_sessions"))

    assert [str(error) for error in again.context["form"].non_field_errors()] == [f"Jadwal {cohort} sudah ada."]
    assert cohort.sessions.count() == 0


@pytest.mark.parametrize(
    ("status", "names"),
    [
        ("planned", ["plan_sessions", "resize", "start", "remove"]),
        ("running", ["plan_sessions", "resize", "test", "finish"]),
        ("testing", ["plan_sessions", "resize", "finish"]),
        ("finished", []),
    ],
)
def test_a_class_shows_the_buttons_of_its_status(client, officer, center, status, names):
    cohort = CohortFactory(offering__wave__center=center, status=status)

    page = client.get(reverse("admin:cohorts_cohort_change", args=[cohort.pk]))

    assert [one.name for one in page.context["open_moves"]] == names


# --- the rows on the page of a program ---


def page_of(client, offering):
    return client.get(reverse("admin:cohorts_offering_change", args=[offering.pk])).content.decode()


def inline(client, offering, prefix):
    """(has headings, says that there is nothing) in the part of the page that shows these rows."""
    page = page_of(client, offering)
    part = page.split(f'id="{prefix}-group"')[1].split("</fieldset>")[0]
    return "<th" in part, "Belum ada." in part


def test_a_head_reads_a_sentence_where_there_are_no_rows_and_no_headings_above_nothing(client, head, center):
    offering = OfferingFactory(wave=WaveFactory(center=center))

    assert [inline(client, offering, prefix) for prefix in ("cohorts", "asked_documents")] == [(False, True)] * 2
    assert "tambahkan di bawah" not in page_of(client, offering)

    CohortFactory(offering=offering)
    assert inline(client, offering, "cohorts") == (True, False)


def test_an_officer_has_the_headings_of_what_they_may_add(client, officer, center):
    offering = OfferingFactory(wave=WaveFactory(center=center))

    assert inline(client, offering, "cohorts") == (True, False)
    assert "tambahkan di bawah" in page_of(client, offering)


def test_a_head_reads_how_many_seats_a_class_has(client, head, center):
    cohort = CohortFactory(offering__wave__center=center, seats=13)

    urls = [
        reverse("admin:cohorts_offering_change", args=[cohort.offering_id]),
        reverse("admin:cohorts_cohort_change", args=[cohort.pk]),
    ]
    for url in urls:
        page = client.get(url).content.decode()
        assert re.search(r"field-size.*?>\s*13\s*<", page, re.DOTALL)
        assert re.search(r"[>\s]Kursi[:\s<]", page)
        assert not re.search(r">\s*(None|Size:?)\s*<", page)
