"""What the chosen offerings need to know of somebody, beyond what every application says."""

from django.db.models import BooleanField, F, Prefetch, prefetch_related_objects
from django.db.models.expressions import RawSQL
from django.utils.translation import gettext as _

from cohorts.models import Offering
from enrollment.models import Choice
from enrollment.selectors import beside
from enrollment.selectors.eligibility import health_facts_asked, situation_asked
from enrollment.selectors.shelf import offers
from enrollment.workflow import FREES_THE_WAVE

OPENNESS = {
    "is_now": F("offering__status"),
    "opens": F("offering__wave__opens_at"),
    "closes": F("offering__wave__closes_at"),
}
FIELDS = {"schooling": "is_studying", "work": "is_working", "training": "has_trained"}  # of the trainee


def choices_of(application):
    """In order, with everything a verdict looks at. One look at the database until the row is locked."""
    if "choices" not in getattr(application, "_prefetched_objects_cache", {}):
        in_order = Choice.objects.annotate(**OPENNESS).order_by("order")
        prefetch_related_objects([application], Prefetch("choices", queryset=in_order))
        _give_offerings(application.choices.all())
    return list(application.choices.all())


def read(applications, words=beside.ALONE):
    """The only one of these with its person, or None. `words` of `beside` say what else the same statement brings."""
    told = beside.told_of(applications, words)
    return told and _unpacked(beside.application_in(told), told)


def _unpacked(application, told):
    """What came along goes where the questions look first: `choices_of`, `asks_health`, and those about people."""
    if "choices" in told:
        _give_choices(application, beside.choices_in(told))
    if "asks_health" in told:
        application.asks_health = told["asks_health"]
    if "covers" in told:
        application.trainee.at_hand = beside.at_hand_in(told)
    return application


def _give_choices(application, choices):
    known = application.choices.all()
    known._result_cache, known._prefetch_done = choices, True  # as prefetch_related leaves it
    application._prefetched_objects_cache = {"choices": known}
    for choice in choices:
        choice.application = application
    _give_offerings(choices)


def _give_offerings(choices):
    """From the shelf, but for whether they are open: that is as it is this second."""
    kept = offers([choice.offering_id for choice in choices])
    for choice in choices:
        offering = choice.offering = kept[choice.offering_id]
        offering.status, offering.wave.opens_at, offering.wave.closes_at = choice.is_now, choice.opens, choice.closes


def forget_choices(application):
    """Others have been chosen."""
    getattr(application, "_prefetched_objects_cache", {}).pop("choices", None)
    application.__dict__.pop("asks_health", None)


def with_health(applications):
    """With `asks_health` where they are not read by `read`: the pages that show no program need not read them all."""
    return applications.annotate(asks_health=RawSQL(beside.HEALTH, (), BooleanField()))


def asks_health(application):
    known = application.__dict__.get("asks_health")
    return bool(health_asked_of(application)) if known is None else known


def offerings_of(application):
    return [choice.offering for choice in choices_of(application)]


def situation_asked_of(application):
    """The fields of the trainee that the chosen offerings need."""
    return frozenset(FIELDS[asked] for asked in situation_asked(offerings_of(application)))


def health_asked_of(application):
    """Why each fact is asked: {fact: sentence that names the programs}."""
    offerings = offerings_of(application)
    by_program = {offering.program: health_facts_asked([offering]) for offering in offerings}
    return {
        fact: _because([program for program, facts in by_program.items() if fact in facts])
        for fact in health_facts_asked(offerings)
    }


def _because(programs):
    names = ", ".join(str(program) for program in programs)
    return _("Ditanyakan karena %(programs)s perlu mengetahuinya demi keselamatan Anda.") % {"programs": names}


def health_still_needed(trainee):
    """The facts that some application of theirs still asks: a draft, or one that was not given up."""
    counting = trainee.applications.exclude(status__in=sorted(FREES_THE_WAVE))
    return health_facts_asked(Offering.objects.filter(choices__application__in=counting).distinct())
