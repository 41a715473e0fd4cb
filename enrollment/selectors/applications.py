"""What an application still lacks, which papers it asks for, whose consent it has."""

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from enrollment.models import Application
from enrollment.selectors.asking import choices_of, health_asked_of, offerings_of, situation_asked_of
from enrollment.selectors.minors import TO_FIX, guardian_standing
from enrollment.workflow import LIVE
from trainees.rules.age import age_on
from trainees.selectors import states_of_papers

ORDER = ("person", "choices", "address", "education", "activity", "health", "contacts", "guardian")  # of the pages


def missing(application, today, *, papers=None):
    """What still has to be filled in before it can be sent, as (step, sentence) pairs. Empty: nothing.

    `papers`: the person's current ones by their kind's id, from whoever has them at hand.
    """
    trainee = application.trainee
    found = [(step, sentence) for step, sentence, absent in _asked_fields(trainee) if absent]
    found += _missing_for_the_choices(application)
    found += _missing_contact(trainee)
    if trainee.is_minor(today):
        found += _missing_of_a_minor(trainee)
    return sorted(found, key=lambda pair: ORDER.index(pair[0])) + _missing_documents(application, papers)


def _asked_fields(trainee):
    return [
        ("person", _("Isi nama lengkap."), not trainee.full_name),
        ("person", _("Isi NIK."), not trainee.nik_sealed),
        ("person", _("Isi tanggal lahir."), not trainee.birth_date),
        ("person", _("Pilih jenis kelamin."), not trainee.sex),
        ("address", _("Isi alamat sesuai KTP atau KK."), not (trainee.region_id and trainee.address)),
        ("education", _("Pilih pendidikan terakhir."), not trainee.education_id),
    ]


def _missing_for_the_choices(application):
    """A program, and what the chosen ones need to know."""
    if not choices_of(application):
        return [("choices", _("Pilih satu program."))]
    trainee, health = application.trainee, health_asked_of(application)
    found = []
    if any(getattr(trainee, name) is None for name in situation_asked_of(application)):
        found.append(("activity", _("Jawab pertanyaan tentang kegiatan Anda.")))
    if health and set(health) - set(trainee.health_answers.values_list("fact", flat=True)):
        found.append(("health", _("Jawab pertanyaan tentang kesehatan.")))
    return found


def _missing_contact(trainee):
    """Somebody without a phone is reached through somebody else's."""
    if trainee.phone or trainee.contacts.exists():
        return []
    return [("contacts", _("Isi nomor ponsel."))]


def _missing_of_a_minor(trainee):
    """Sending need not wait for the guardian's answer; being verified does."""
    if not hasattr(trainee, "guardian"):
        return [("guardian", _("Isi data orang tua atau wali."))]
    if not guardian_standing(trainee).is_settled:
        return [("guardian", _("Kirim tautan kepada orang tua atau wali, atau unggah foto surat persetujuannya."))]
    return []


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
    for offering in sorted(offerings_of(application), key=lambda offering: offering.pk):
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


def _missing_documents(application, papers):
    """Papers wanted and not there; one sent back for fixing counts as absent until it is replaced."""
    if papers is None:
        states = states_of_papers(application.trainee)
    else:
        states = [(kind, document.state) for kind, document in papers.items()]
    there = {kind for kind, state in states if state not in TO_FIX}
    wanted = [kind for kind, required in asked_documents(application).items() if required and kind.pk not in there]
    return [("documents", _("Unggah foto %(kind)s.") % {"kind": kind}) for kind in wanted]
