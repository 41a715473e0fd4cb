"""What an offering asks, what is known of a person, and whether the two agree."""

from django.db.models import Q, prefetch_related_objects

from cohorts import selectors as offered
from enrollment.models import Application, EligibilityRule
from enrollment.rules.eligibility import Asked, Facts, Outcome, Rule, Training, judge, requirements
from enrollment.workflow import EnrollmentStatus, Status
from trainees.models import HealthAnswer, HealthFact

Kind = EligibilityRule.Kind
ABOUT_TRAINING = frozenset({Kind.PAUSE, Kind.YEAR})
SITUATIONS = {Kind.SCHOOLING: "schooling", Kind.WORK: "work", Kind.PAUSE: "training", Kind.YEAR: "training"}
NOT_A_TRAINING = frozenset({EnrollmentStatus.REPLACED, EnrollmentStatus.STOPPED})  # had no share in it, or no fault


def asked_of(offering):
    """The offering's columns and rule rows as the pure rules want them. Domicile follows the money.

    One query for the rows, none where they were prefetched.
    """
    prefix = offered.domicile_prefix(offering)
    education = offering.program.education_min
    return Asked(
        age_on=offering.age_on,
        age_min=offering.age_min,
        age_max=offering.age_max,
        domicile_codes=frozenset({prefix}) if prefix else frozenset(),
        domicile_name=_name_above(offering.wave.center.region, prefix),
        education_min_rank=education.rank if education else None,
        education_min_name=education.name if education else "",
        starts_on=offering.wave.starts_on,
        wave=offering.wave_id,
        rules=tuple(rule_of(row) for row in offering.eligibility_rules.all()),
    )


def asked_of_many(offerings):
    """{offering: Asked}. One query for the rows of all; the rest is up to what the query set selected along."""
    return {offering: asked_of(offering) for offering in with_rules(offerings)}


def with_rules(offerings):
    """The same offerings as a list, with their rule rows at hand: one query, none for those that have them."""
    offerings = list(offerings)
    prefetch_related_objects(offerings, "eligibility_rules")
    return offerings


def rule_of(row):
    """A row, saved or just typed, as a plain value."""
    least, most = row.level_min, row.level_max
    return Rule(
        kind=row.kind,
        effect=Outcome(row.effect),
        min_rank=least.rank if least else None,
        min_name=least.name if least else "",
        max_rank=most.rank if most else None,
        max_name=most.name if most else "",
        months=row.months,
        fact=row.fact,
        fact_name=str(row.get_fact_display()),
        note=row.note,
    )


def _name_above(region, code):
    """The name of the region with that code, walking up from the center's own; "" if none is asked for."""
    while code and region.pk != code:
        region = region.parent
    return region.name if code else ""


def facts_of(trainee, *asked):
    """What is known of a person. With `asked`, only what those ask: trainings and health answers are a query each."""
    (facts,) = facts_of_many([trainee], *asked).values()
    return facts


def facts_of_many(trainees, *asked):
    """{trainee: Facts} in at most two queries, beside the levels of education where they are not at hand."""
    kinds = {rule.kind for one in asked for rule in one.rules} if asked else set(Kind)
    trainings = _trainings(trainees) if kinds & ABOUT_TRAINING else {}
    health = _health(trainees) if Kind.HEALTH in kinds else {}
    return {one: _facts(one, trainings.get(one.pk, ()), health.get(one.pk, {})) for one in trainees}


def _facts(trainee, trainings, health):
    return Facts(
        birth_date=trainee.birth_date,
        region_code=trainee.region_id or "",
        education_rank=trainee.education.rank if trainee.education else None,
        is_studying=trainee.is_studying,
        studies_until=trainee.studies_until,
        is_working=trainee.is_working,
        has_trained=trainee.has_trained,
        trained_until=trainee.trained_until,
        trainings=tuple(trainings),
        health=health,
    )


def _trainings(trainees):
    """{trainee id: what they were taught here, are taught now, or have been accepted to}."""
    taught = Q(enrollment__isnull=False) & ~Q(enrollment__status__in=sorted(NOT_A_TRAINING))
    awaited = Q(enrollment__isnull=True, status__in=[Status.ACCEPTED, Status.CONFIRMED])
    rows = Application.objects.filter(taught | awaited, trainee__in=trainees).order_by("pk")
    found = {}
    for row in rows.values_list(
        "trainee_id", "wave_id", "enrollment__ended_on", "enrollment__cohort__ends_on", "seat__cohort__ends_on"
    ):
        trainee, wave, *ends = row
        found.setdefault(trainee, []).append(Training(next(day for day in ends if day), wave))
    return found


def _health(trainees):
    found = {}
    for answer in HealthAnswer.objects.filter(trainee__in=trainees):
        found.setdefault(answer.trainee_id, {})[answer.fact] = answer.holds
    return found


def verdict(trainee, offering, today):
    asked = asked_of(offering)
    return judge(facts_of(trainee, asked), asked, today=today)


def requirements_of(offering):
    """What it asks, as sentences for the catalogue."""
    return requirements(asked_of(offering))


def health_facts_asked(offerings):
    """The facts of health these offerings ask, each once, in the order of `HealthFact`; usually none."""
    asked = {row.fact for offering in with_rules(offerings) for row in offering.eligibility_rules.all()}
    return [fact for fact in HealthFact if fact in asked]


def situation_asked(offerings):
    """Which of the questions "schooling", "work" and "training" these offerings need answered."""
    kinds = {row.kind for offering in with_rules(offerings) for row in offering.eligibility_rules.all()}
    return frozenset(SITUATIONS[kind] for kind in kinds if kind in SITUATIONS)
