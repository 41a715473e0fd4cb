"""Rule rows in the admin: typed, looked at before they are saved, copied."""

import time

import pytest
from django.urls import reverse
from django.utils import timezone
from pytest_django.asserts import assertContains, assertNotContains

from audit.models import AuditEntry, ViewLog
from enrollment import transitions
from enrollment.impact import impact_of, measured_on
from enrollment.models import Application, Choice, EligibilityRule
from tests.factories.centers import CenterFactory, EducationLevelFactory
from tests.factories.cohorts import CohortFactory, OfferingFactory, WaveFactory
from tests.factories.enrollment import ApplicationFactory, EligibilityRuleFactory
from tests.factories.trainees import TraineeFactory
from trainees.models import HealthAnswer, Trainee

pytestmark = pytest.mark.django_db
ADD = "/admin/enrollment/eligibilityrule/add/"


@pytest.fixture
def cohort(center):
    return CohortFactory(offering__wave__center=center)


def typed(offering, kind="work", **more):
    empty = {"level_min": "", "level_max": "", "months": "", "fact": "", "note": ""}
    return empty | {"offering": offering.pk, "kind": kind, "effect": "blocked"} | more


def change(rule):
    return reverse("admin:enrollment_eligibilityrule_change", args=[rule.pk])


def applicants(cohort, *answers):
    """One application each, of somebody who works, does not, or has not said."""
    return [ApplicationFactory(cohort=cohort, trainee=TraineeFactory(is_working=works)) for works in answers]


# --- typing ---


@pytest.mark.parametrize(
    ("kind", "more", "kept"),
    [
        ("schooling", {"months": "6", "fact": "back"}, {"months": None, "fact": ""}),
        ("pause", {"months": "12", "fact": "back"}, {"months": 12, "fact": ""}),
        ("health", {"fact": "heights", "months": "3"}, {"months": None, "fact": "heights"}),
    ],
)
def test_each_kind_keeps_its_own_parameters(client, officer, cohort, kind, more, kept):
    client.post(ADD, typed(cohort.offering, kind, **more))

    rule = EligibilityRule.objects.get(kind=kind)
    assert {name: getattr(rule, name) for name in kept} == kept


@pytest.mark.parametrize(
    ("kind", "more", "says"),
    [
        ("education", {}, "Isi pendidikan paling rendah"),
        ("pause", {}, "Isi berapa bulan jedanya."),
        ("health", {}, "Pilih keadaan kesehatan"),
    ],
)
@pytest.mark.parametrize("button", ["_save", "_preview"])
def test_what_a_kind_needs_is_asked_for(client, officer, cohort, kind, more, says, button):
    assertContains(client.post(ADD, typed(cohort.offering, kind, **more) | {button: "x"}), says)
    assert not EligibilityRule.objects.exists()


def test_levels_stand_in_order(client, officer, cohort):
    low, high = EducationLevelFactory(code="smp"), EducationLevelFactory(code="sma")

    answer = client.post(ADD, typed(cohort.offering, "education", level_min=high.pk, level_max=low.pk))

    assertContains(answer, "tidak boleh di bawah yang paling rendah")


def test_the_same_rule_twice_is_refused_with_a_sentence(client, officer, cohort):
    EligibilityRuleFactory(offering=cohort.offering, kind="work")

    assertContains(client.post(ADD, typed(cohort.offering)), "Syarat ini sudah ada pada program ini.")


def test_another_centers_offering_takes_no_rule(client, officer):
    assertContains(client.post(ADD, typed(OfferingFactory())), "Pilih", status_code=200)
    assert not EligibilityRule.objects.exists()


def test_changing_rules_after_the_opening_warns(client, officer, cohort, said):
    answer = client.post(ADD, typed(cohort.offering), follow=True)

    assert [one for one in said(answer) if "sudah dibuka" in one]
    assertContains(client.get(change(EligibilityRule.objects.get())), "tidak diperiksa ulang")
    planned = EligibilityRuleFactory(
        offering=OfferingFactory(wave__center=cohort.offering.wave.center, status="planned")
    )
    assertNotContains(client.get(change(planned)), "tidak diperiksa ulang")


# --- looking first ---


def test_the_preview_counts_the_real_applicants_and_saves_nothing(client, officer, cohort):
    works, _free, silent = applicants(cohort, True, False, None)
    ApplicationFactory(cohort=cohort, status="draft", trainee__is_working=True)

    answer = client.post(ADD, typed(cohort.offering) | {"_preview": "x"})

    assertContains(answer, "Dari 3 pendaftar, 1 tidak akan bisa mendaftar dan 1 dilihat petugas.")
    assert [(title, those) for title, those, _count in answer.context["lists"]] == [
        ("Tidak memenuhi", (works,)),
        ("Belum menjawab", (silent,)),
    ]
    assert not EligibilityRule.objects.exists()
    assert ViewLog.objects.get().subject_ids == [works.pk, silent.pk]


def test_a_rule_that_is_only_looked_at_blocks_nobody(client, officer, cohort):
    applicants(cohort, True, True, False)

    answer = client.post(ADD, typed(cohort.offering, effect="look") | {"_preview": "x"})

    assertContains(answer, "Dari 3 pendaftar, 0 tidak akan bisa mendaftar dan 2 dilihat petugas.")


def test_a_changed_rule_is_measured_as_typed_and_stays_as_it_was(client, officer, cohort):
    rule = EligibilityRuleFactory(offering=cohort.offering, kind="work", effect="look")
    applicants(cohort, True)

    answer = client.post(change(rule), typed(cohort.offering) | {"_preview": "x"})

    assertContains(answer, "1 tidak akan bisa mendaftar")
    rule.refresh_from_db()
    assert rule.effect == "look"


def test_the_way_on_from_a_preview_saves_what_was_typed(client, officer, cohort):
    answer = client.post(ADD, typed(cohort.offering, "pause", months="6") | {"_preview": "x"})

    client.post(ADD, dict(answer.context["typed"]) | {"_save": "1"})

    assert EligibilityRule.objects.get().months == 6


def test_other_rules_of_the_offering_are_measured_beside_it(client, officer, cohort):
    EligibilityRuleFactory(offering=cohort.offering, kind="health", fact="back")
    one, _two = applicants(cohort, False, False)
    HealthAnswer.objects.create(trainee=one.trainee, fact="back", holds=True)

    impacts = client.post(ADD, typed(cohort.offering) | {"_preview": "x"}).context["impacts"]

    assert [(impact.rule.kind, impact.blocked, impact.flagged) for impact, _sentence in impacts] == [
        ("work", 0, 0),
        ("health", 1, 1),
    ]


def test_before_anybody_applied_the_same_programs_earlier_wave_tells(client, officer, cohort):
    applicants(cohort, True)
    later = OfferingFactory(program=cohort.offering.program, wave=WaveFactory(center=cohort.offering.wave.center))

    assertContains(
        client.post(ADD, typed(later) | {"_preview": "x"}), f"program yang sama pada {cohort.offering.wave}"
    )
    assert measured_on(OfferingFactory()) is None


def test_an_acceptance_here_is_no_earlier_training(client, officer, cohort):
    ApplicationFactory(cohort=cohort, status="accepted", trainee__has_trained=False)
    rule = EligibilityRule(offering=cohort.offering, kind="pause", months=12)

    [impact] = impact_of(rule, cohort.offering)

    assert (impact.people, impact.unmet, impact.unknown) == (1, (), ())


def test_only_who_may_change_rules_looks_at_previews(client, head, cohort):
    assert client.post(ADD, typed(cohort.offering) | {"_preview": "x"}).status_code == 403
    rule = EligibilityRuleFactory(offering=cohort.offering)
    assert client.post(change(rule), typed(cohort.offering) | {"_preview": "x"}).status_code == 403


def test_another_centers_rule_has_no_preview(client, officer):
    assert client.post(change(EligibilityRuleFactory()), {"_preview": "x"}).status_code == 404


@pytest.mark.parametrize("many", [3, 12])
def test_a_preview_costs_the_same_for_any_number_of_applicants(cohort, many, django_assert_num_queries):
    applicants(cohort, *[True] * many)
    rule = EligibilityRule(offering=cohort.offering, kind="pause", months=12)
    EligibilityRuleFactory(offering=cohort.offering, kind="health", fact="back")
    measured = measured_on(cohort.offering)

    with django_assert_num_queries(5):  # other rules; rules of the terms; people; trainings; health answers
        assert impact_of(rule, measured)[0].people == many


@pytest.mark.xdist_group("filled")
def test_six_hundred_and_twenty_applicants_are_quick(cohort):
    filled_with(620, cohort)
    rule = EligibilityRule(offering=cohort.offering, kind="pause", months=12)
    EligibilityRuleFactory(offering=cohort.offering, kind="work")

    begun = time.perf_counter()
    impact, _work = impact_of(rule, measured_on(cohort.offering))

    assert (impact.people, impact.flagged) == (620, 620)
    assert time.perf_counter() - begun < 1


def filled_with(many, cohort):
    people = Trainee.objects.bulk_create(Trainee(full_name=f"Contoh {n}", is_working=True) for n in range(many))
    now = timezone.now()
    sent = Application.objects.bulk_create(
        Application(trainee=one, wave=cohort.offering.wave, status="submitted", number=f"x{one.pk}", submitted_at=now)
        for one in people
    )
    Choice.objects.bulk_create(Choice(application=one, offering=cohort.offering) for one in sent)


# --- copying ---


def test_rules_are_copied_from_another_offering_once(cohort, officer):
    source = EligibilityRuleFactory(kind="pause", months=12, note="Satu tahun.").offering
    EligibilityRuleFactory(offering=source, kind="work")
    EligibilityRuleFactory(offering=cohort.offering, kind="work", effect="look")

    assert transitions.copy_rules(cohort.offering, source, by=officer) == 1

    assert list(cohort.offering.eligibility_rules.values_list("kind", "months", "effect", "note")) == [
        ("pause", 12, "blocked", "Satu tahun."),
        ("work", None, "look", ""),
    ]
    assert AuditEntry.objects.get(action="offering.rules_copied").facts == {"from": source.pk, "rules": 1}


def test_nothing_to_copy_is_said(client, officer, cohort):
    source = EligibilityRuleFactory(offering__wave__center=cohort.offering.wave.center, kind="work").offering
    EligibilityRuleFactory(offering=cohort.offering, kind="work")
    url = reverse("admin:cohorts_offering_move", args=[cohort.offering.pk, "copy_rules"])

    assertContains(client.post(url, {"source": source.pk}), "sudah ada di sini")


def test_a_copied_wave_brings_its_rules(client, officer, cohort):
    EligibilityRuleFactory(offering=cohort.offering, kind="year")
    wave = WaveFactory(center=cohort.offering.wave.center)

    client.post(
        reverse("admin:cohorts_wave_move", args=[wave.pk, "copy_offerings"]), {"source": cohort.offering.wave.pk}
    )

    assert [row.kind for row in wave.offerings.get().eligibility_rules.all()] == ["year"]


def test_the_page_of_an_offering_shows_its_rules(client, officer, cohort):
    rule = EligibilityRuleFactory(offering=cohort.offering, kind="year")

    page = client.get(reverse("admin:cohorts_offering_change", args=[cohort.offering.pk]))

    assertContains(page, change(rule))
    assertContains(page, f"{ADD}?offering={cohort.offering.pk}")
    assertContains(page, "belum ikut pelatihan pemerintah lain pada tahun yang sama")


def test_another_centers_rules_are_not_offered_for_copying(client, officer, cohort):
    EligibilityRuleFactory(offering__wave__center=CenterFactory())
    url = reverse("admin:cohorts_offering_move", args=[cohort.offering.pk, "copy_rules"])

    assert list(client.get(url).context["form"].fields["source"].queryset) == []
