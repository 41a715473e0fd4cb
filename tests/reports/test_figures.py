"""The figures: counted by hand on few people, held against a plain count in Python on many."""

from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from blk_portal.reports import small
from blk_portal.reports.figures import DIVISIONS, STAGES, Row, figures
from centers.models import EducationLevel
from enrollment import selectors
from enrollment.models import Application
from tests.factories.centers import RegionFactory
from tests.factories.certification import certificate_of, completed
from tests.factories.cohorts import CohortFactory, FundingFactory, OfferingFactory, ProgramFactory, WaveFactory
from tests.factories.enrollment import ApplicationFactory, AppointmentFactory, EnrollmentFactory, SittingFactory
from tests.factories.trainees import TraineeFactory
from trainees.models import Trainee

NAMES = ["mendaftar", "lolos", "hadir", "diterima", "daftar-ulang", "masuk-kelas", "selesai", "bersertifikat"]


def counts(**told):
    """`counts(mendaftar=3, lolos=1)`: a stage that is not named has none."""
    return tuple(told.get(name.replace("-", "_"), 0) for name in NAMES)


@pytest.fixture
def wave(db):
    return WaveFactory(past=True, label="Gelombang Contoh")


@pytest.fixture
def cohort(wave):
    offering = OfferingFactory(
        wave=wave,
        program=ProgramFactory(name="Las"),
        funding=FundingFactory(code="apbd", name="APBD"),
        age_on=date(2026, 3, 1),
    )
    return CohortFactory(offering=offering)


def test_the_stages_are_those_of_the_funnel_and_two_more():
    assert [*STAGES] == NAMES


def test_a_wave_counted_by_hand(wave, cohort):
    ApplicationFactory(cohort=cohort, status="draft")
    ApplicationFactory(cohort=cohort, status="submitted")
    ApplicationFactory(cohort=cohort, status="verified")
    came = ApplicationFactory(cohort=cohort, status="verified")
    AppointmentFactory(application=came, sitting=SittingFactory(wave=wave), status="came")
    EnrollmentFactory(cohort=cohort, status="active")
    completed(cohort)
    certificate_of(completed(cohort))
    certificate_of(completed(cohort, "BK"))

    assert figures([wave]).total == counts(
        mendaftar=7, lolos=6, hadir=5, diterima=4, daftar_ulang=4, masuk_kelas=4, selesai=3, bersertifikat=1
    )


def test_of_another_wave_nothing_is_counted(wave, cohort):
    ApplicationFactory()

    assert figures([wave]).total == counts()
    assert figures([]).total == counts()


def test_a_revoked_certificate_counts_no_more(wave, cohort):
    certificate = certificate_of(completed(cohort))
    type(certificate).objects.filter(pk=certificate.pk).update(
        status="revoked", ended_at=certificate.issued_at, end_reason="Keliru"
    )

    assert figures([wave]).total[-2:] == (1, 0)


def test_an_application_counts_for_its_seat_else_for_the_first_choice(wave, cohort):
    other = OfferingFactory(
        wave=wave, program=ProgramFactory(name="Jahit"), funding=FundingFactory(code="apbn", name="APBN")
    )
    waiting = ApplicationFactory(cohort=cohort)
    waiting.choices.create(offering=other, order=2)
    seated = ApplicationFactory(cohort=CohortFactory(offering=other), status="confirmed")
    seated.choices.update(order=2)
    seated.choices.create(offering=cohort.offering, order=1)

    assert [(row.label, row.counts[0], row.counts[3]) for row in figures([wave]).divisions["program"]] == [
        ("Jahit · APBN", 1, 1),
        ("Las · APBD", 1, 0),
    ]
    assert [row.label for row in figures([wave]).divisions["dana"]] == ["APBD", "APBN"]


def test_who_left_after_the_start_counts_for_the_class_they_were_in(wave, cohort):
    enrollment = EnrollmentFactory(cohort=cohort, status="withdrawn")
    Application.objects.filter(pk=enrollment.application_id).update(status="left", seat=None)

    assert [(row.label, row.counts[5]) for row in figures([wave]).divisions["program"]] == [("Las · APBD", 1)]


@pytest.mark.parametrize(
    ("born", "label"),
    [
        (date(2011, 3, 2), "di bawah 15 tahun"),
        (date(2011, 3, 1), "15–17 tahun"),
        (date(2008, 3, 1), "18–20 tahun"),
        (date(2008, 2, 29), "18–20 tahun"),
        (date(2008, 3, 2), "15–17 tahun"),
        (date(2005, 3, 1), "21–24 tahun"),
        (date(2001, 3, 1), "25–29 tahun"),
        (date(1996, 3, 2), "25–29 tahun"),
        (date(1996, 3, 1), "30 tahun ke atas"),
        (None, "Belum diisi"),
    ],
)
def test_an_age_is_full_years_on_the_day_of_the_offering(wave, cohort, born, label):
    application = ApplicationFactory(cohort=cohort, adult_on=None)
    Trainee.objects.filter(pk=application.trainee_id).update(birth_date=born)

    assert [row.label for row in figures([wave]).divisions["usia"]] == [label]


def test_who_was_born_on_a_leap_day_is_a_year_older_on_the_first_of_march(wave, cohort):
    for reference, label in [(date(2026, 2, 28), "15–17 tahun"), (date(2026, 3, 1), "18–20 tahun")]:
        cohort.offering.age_on = reference
        cohort.offering.save()
        Application.objects.all().delete()
        ApplicationFactory(cohort=cohort, trainee=TraineeFactory(birth_date=date(2008, 2, 29)))
        assert [row.label for row in figures([wave]).divisions["usia"]] == [label]


# --- against a plain count ---


@pytest.fixture
def pool(wave, cohort):
    """What people may be, for the generated ones."""
    regency = RegionFactory(code="98.01", name="Kab. Contoh", level=2, parent=RegionFactory(code="98", name="Contoh"))
    village = RegionFactory(code="98.01.01.1001", name="Desa Contoh", level=4, parent=regency)
    level = EducationLevel.objects.order_by("rank").first() or EducationLevel.objects.create(
        code="sma", name="SMA", rank=30
    )
    first_come = OfferingFactory(wave=wave, mode="first_come", funding=cohort.offering.funding)
    return {
        "region": [None, regency, village],
        "education": [None, level],
        "sex": ["", "F", "M"],
        "cohort": [cohort, CohortFactory(offering=first_come, seats=40)],
    }


PEOPLE = st.lists(
    st.tuples(
        st.integers(0, 2),
        st.integers(0, 1),
        st.integers(0, 2),
        st.integers(0, 1),
        st.dates(date(1990, 1, 1), date(2014, 1, 1)),
        st.sampled_from(
            ["draft", "submitted", "returned", "verified", "accepted", "reserve", "confirmed", "no_show", "withdrawn"]
        ),
        st.sampled_from(["", "came"]),
    ),
    max_size=10,
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=6, deadline=None)
@given(people=PEOPLE)
def test_the_figures_are_those_of_a_plain_count(wave, pool, people):
    _clear(wave)
    for region, level, sex, cohort, born, status, came in people:
        _apply(wave, pool, region, level, sex, cohort, born, status, came)
    found = figures([wave])

    rows = Application.objects.filter(wave=wave)
    nobody = dict.fromkeys(selectors.stages.STAGES, 0)
    funnel = selectors.stages.funnels(rows.sent()).get(wave.pk, nobody)
    assert found.total[:6] == tuple(funnel.values())
    sent = [one for one in rows.select_related("trainee") if one.status != "draft"]
    assert {row.label: row.counts[0] for row in found.divisions["kelamin"]} == plain(
        sent, lambda one: {"F": "Perempuan", "M": "Laki-laki", "": "Belum diisi"}[one.trainee.sex]
    )
    assert {row.label: row.counts[0] for row in found.divisions["wilayah"]} == plain(
        sent, lambda one: "Kab. Contoh" if one.trainee.region_id else "Belum diisi"
    )
    assert {row.label: row.counts[0] for row in found.divisions["usia"]} == plain(sent, lambda one: _age_words(one))
    for rows in found.divisions.values():
        assert tuple(map(sum, zip(*(row.counts for row in rows), strict=True))) in {found.total, ()}
        assert all(list(row.counts) == sorted(row.counts, reverse=True) for row in rows)


def plain(sent, group):
    found = {}
    for one in sent:
        found[group(one)] = found.get(group(one), 0) + 1
    return found


def _clear(wave):
    for application in Application.objects.filter(wave=wave):
        application.appointments.all().delete()
        application.delete()


def _apply(wave, pool, region, level, sex, cohort, born, status, came):
    trainee = TraineeFactory(
        region=pool["region"][region], education=pool["education"][level], sex=pool["sex"][sex], birth_date=born
    )
    one = ApplicationFactory(
        cohort=pool["cohort"][cohort],
        trainee=trainee,
        status=status,
        adult_on=None,
        consented_at=None,
        verified_at=None,
    )
    if came and status != "draft":
        AppointmentFactory(application=one, sitting=SittingFactory(wave=wave, capacity=40), status="came")


def _age_words(one):
    reference = one.choices.get(order=1).offering.age_on
    born = one.trainee.birth_date
    years = reference.year - born.year - ((reference.month, reference.day) < (born.month, born.day))
    if years < 15:
        return "di bawah 15 tahun"
    bounds = [(15, 17), (18, 20), (21, 24), (25, 29)]
    return next((f"{first}–{last} tahun" for first, last in bounds if years <= last), "30 tahun ke atas")


# --- small groups ---


def row(label, number, stage=0):
    return Row(label, (number, stage))


def test_groups_below_five_are_put_together():
    assert small.together([row("a", 9), row("b", 3, 1), row("c", 2, 1)]) == [
        row("a", 9),
        row("Digabung: 2 kelompok kecil", 5, 2),
    ]


def test_one_small_group_takes_the_smallest_other_with_it_so_that_nothing_is_left_to_subtract():
    assert small.together([row("a", 9), row("b", 6), row("c", 1)]) == [
        row("a", 9),
        row("Digabung: 2 kelompok kecil", 7),
    ]


def test_without_a_small_group_nothing_is_changed():
    assert small.together([row("a", 5), row("b", 6)]) == [row("a", 5), row("b", 6)]


@given(numbers=st.lists(st.integers(1, 30), max_size=12))
def test_put_together_no_group_is_below_five_unless_all_are_and_nobody_is_lost(numbers):
    rows = small.together([row(str(at), number) for at, number in enumerate(numbers)])

    assert sum(one.counts[0] for one in rows) == sum(numbers)
    assert all(one.counts[0] >= small.FEWEST for one in rows) or len(rows) == 1


def test_every_division_says_whether_it_tells_something_of_a_person():
    assert [name for name, (_label, is_of_people) in DIVISIONS.items() if not is_of_people] == ["program", "dana"]
