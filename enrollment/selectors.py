"""Questions about applications: what is missing, who may, who waits, how full."""

from django.db.models import Count, Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from cohorts import selectors as offered
from cohorts.models import Offering, Seat
from cohorts.workflow import CohortStatus
from enrollment.models import Application, Choice
from enrollment.rules.eligibility import Asked, Facts, judge
from enrollment.workflow import HOLDS_SEAT, LIVE, UNDECIDED, ChoiceState, Status
from trainees.models import Guardian
from trainees.rules.age import age_on

TO_FIX = ("fix", "invalid")  # states of a paper that must be sent anew
FILLABLE = frozenset({CohortStatus.PLANNED, CohortStatus.RUNNING, CohortStatus.TESTING})


def asked_of(offering):
    """The offering's columns as the pure rule wants them. Domicile follows the money."""
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
    )


def _name_above(region, code):
    """The name of the region with that code, walking up from the center's own; "" if none is asked for."""
    while code and region.pk != code:
        region = region.parent
    return region.name if code else ""


def facts_of(trainee):
    return Facts(
        birth_date=trainee.birth_date,
        region_code=trainee.region_id or "",
        education_rank=trainee.education.rank if trainee.education else None,
    )


def verdict(trainee, offering, today):
    return judge(facts_of(trainee), asked_of(offering), today=today)


def missing(application, today):
    """What still has to be filled in before it can be sent, as (step, sentence) pairs. Empty: nothing."""
    trainee = application.trainee
    found = [(step, sentence) for step, sentence, absent in _asked_fields(trainee) if absent]
    if not application.choices.exists():
        found.append(("choices", _("Pilih satu program.")))
    if trainee.is_minor(today):
        found += _missing_of_a_minor(trainee)
    return found + _missing_documents(application)


def _asked_fields(trainee):
    return [
        ("person", _("Isi nama lengkap."), not trainee.full_name),
        ("person", _("Isi NIK."), not trainee.nik_sealed),
        ("person", _("Isi tanggal lahir."), not trainee.birth_date),
        ("person", _("Pilih jenis kelamin."), not trainee.sex),
        ("address", _("Isi alamat sesuai KTP atau KK."), not (trainee.region_id and trainee.address)),
        ("education", _("Pilih pendidikan terakhir."), not trainee.education_id),
        ("contacts", _("Isi nomor ponsel."), not trainee.phone),
    ]


def _missing_of_a_minor(trainee):
    found = []
    if not Guardian.objects.filter(trainee=trainee).exists():
        found.append(("guardian", _("Isi data orang tua atau wali.")))
    if not guardian_consent(trainee):
        found.append(("guardian", _("Unggah foto surat persetujuan orang tua atau wali yang sudah ditandatangani.")))
    return found


def guardian_consent(trainee):
    """The guardian's consent in force, the latest one, or None."""
    return of_guardians(trainee.consents).order_by("-given_at", "-pk").first()


def of_guardians(consents):
    """Those in force. A letter sent back proves nothing."""
    given = consents.filter(text__purpose="guardian", withdrawn_at=None)
    return given.exclude(document__state__in=TO_FIX)


def unverifiable(application, *, has_consent, has_to_fix):
    """(code, sentence) of the first thing that keeps the papers from being found good, or None."""
    if application.identity_claim:
        return "identity_claim", _("NIK ini diklaim orang lain. Selesaikan klaim identitas lebih dahulu.")
    if application.trainee.is_minor(timezone.localdate()) and not has_consent:
        return "guardian_consent_missing", _("Peserta belum 18 tahun dan persetujuan walinya belum ada.")
    if has_to_fix:
        return "document_to_fix", _("Masih ada berkas yang perlu diperbaiki.")
    return None


def asked_documents(application):
    """The kinds of paper that the chosen offerings ask of this person, each once: {kind: required}."""
    asked = {}
    today = timezone.localdate()
    chosen = Offering.objects.filter(choices__application=application).order_by("pk")
    for offering in chosen.prefetch_related("asked_documents__kind__instead"):
        for one in offering.asked_documents.all():
            kind = _owned_by(application.trainee, one.kind, today)
            asked[kind] = asked.get(kind, False) or one.required
    return asked


def _owned_by(trainee, kind, today):
    """At fifteen one has a NIK and no KTP: the office takes the family card instead."""
    young = kind.from_age and trainee.birth_date and age_on(trainee.birth_date, today) < kind.from_age
    return kind.instead if young and kind.instead else kind


def papers_of(application):
    """All kinds to be shown: those asked for, and those of this person that were sent back: {kind: required}."""
    papers = asked_documents(application)
    sent_back = application.trainee.documents.current().filter(state__in=TO_FIX).select_related("kind")
    for document in sent_back.order_by("kind__order", "pk"):
        papers.setdefault(document.kind, True)
    return papers


def identity_is_settled(application):
    """Another application of this person is under way or was verified: name, NIK and birth date stay as they are."""
    others = Application.objects.filter(trainee=application.trainee_id).exclude(pk=application.pk)
    relied_on = Q(status__in=sorted(LIVE)) | Q(verified_at__isnull=False) | Q(origin=Application.Origin.IMPORTED)
    return others.filter(relied_on).exists()


def _missing_documents(application):
    """Papers wanted and not there; one sent back for fixing counts as absent until it is replaced."""
    there = set(application.trainee.documents.current().exclude(state__in=TO_FIX).values_list("kind_id", flat=True))
    wanted = [kind for kind, required in asked_documents(application).items() if required and kind.pk not in there]
    return [("documents", _("Unggah foto %(kind)s.") % {"kind": kind}) for kind in wanted]


# --- seats and queues ---


def free_seats(offering):
    """Seats nobody sits on, of classes that can still take someone, in the order they are given out."""
    taken = Application.objects.filter(seat=OuterRef("pk"))
    seats = Seat.objects.filter(~Exists(taken), cohort__offering=offering, cohort__status__in=sorted(FILLABLE))
    return seats.order_by("cohort__name", "cohort_id", "number")


def queue(offering):
    """The reserves of an offering, first in line first."""
    waiting = Choice.objects.filter(
        offering=offering,
        state=ChoiceState.WAITING,
        queue_place__isnull=False,
        application__status=Status.RESERVE,
    )
    return waiting.select_related("application").order_by("queue_place")


def undecided(wave):
    """Applications that stand between the wave and its results."""
    selecting = Q(choices__offering__mode=Offering.Mode.SELECTION)
    return wave.applications.filter(selecting, status__in=sorted(UNDECIDED)).distinct()


def with_seats(cohorts):
    """Cohorts with `seats_total` and `seats_taken`: "how full is it?" is asked of enrollment, never of a class."""
    return cohorts.annotate(
        seats_total=Count("seats", distinct=True),
        seats_taken=Count("seats__application", distinct=True),
    )


def with_demand(offerings):
    """Offerings with `applicants` (everybody who sent one), `seats_total` and `seats_taken`."""
    sent = ~Q(choices__application__status=Status.DRAFT)
    return offerings.annotate(
        applicants=Count("choices__application", filter=sent, distinct=True),
        seats_total=Count("cohorts__seats", distinct=True),
        seats_taken=Count("cohorts__seats__application", distinct=True),
    )


def cohort_list(cohort):
    """Who holds a seat of the class, by name."""
    sitting = Application.objects.filter(seat__cohort=cohort, status__in=sorted(HOLDS_SEAT))
    return sitting.select_related("trainee", "seat").order_by("trainee__full_name", "pk")


def offerings_beside_free_seats():
    """Offerings where somebody waits and a class still takes people: the tick looks whether a seat is free."""
    waiting = Choice.objects.filter(
        offering=OuterRef("pk"),
        state=ChoiceState.WAITING,
        queue_place__isnull=False,
        application__status=Status.RESERVE,
    )
    free = Seat.objects.filter(
        ~Exists(Application.objects.filter(seat=OuterRef("pk"))),
        cohort__offering=OuterRef("pk"),
        cohort__status__in=sorted(FILLABLE),
    )
    return Offering.objects.filter(Exists(waiting), Exists(free)).order_by("pk")


def started(cohort):
    return cohort.status != CohortStatus.PLANNED


def queue_position(choice):
    """How many stand in line up to and including this one; None if it waits nowhere."""
    if choice.queue_place is None or choice.state != ChoiceState.WAITING:
        return None
    return queue(choice.offering).filter(queue_place__lte=choice.queue_place).count()
