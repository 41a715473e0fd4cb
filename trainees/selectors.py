"""Questions about a person: which words are in force, what they agreed to, what their NIK disagrees with."""

from django.utils import timezone

from trainees.models import ConsentText
from trainees.rules.nik import warnings

GUARDIAN, TRUTH = ConsentText.Purpose.GUARDIAN, ConsentText.Purpose.TRUTH
ORDER = list(ConsentText.Purpose.values)


def texts_in_force():
    """The newest version of each purpose, in the order of the purposes."""
    valid = ConsentText.objects.filter(valid_from__lte=timezone.now())
    newest = valid.order_by("purpose", "-version").distinct("purpose")
    return sorted(newest, key=lambda text: ORDER.index(text.purpose))


def guardian_text():
    return next((text for text in texts_in_force() if text.purpose == GUARDIAN), None)


def texts_to_ask(trainee):
    """What still has to be agreed to. The statement of truth is about what is sent now, so it is asked every time."""
    given = set(trainee.consents.filter(withdrawn_at=None).values_list("text_id", flat=True))
    asked = [text for text in texts_in_force() if text.purpose != GUARDIAN]
    return [text for text in asked if text.purpose == TRUTH or text.pk not in given]


def current_documents(trainee):
    """The current paper of each kind: {kind_id: document}."""
    current = trainee.documents.current().select_related("kind").order_by("uploaded_at", "pk")
    return {document.kind_id: document for document in current}


def nik_warnings(trainee):
    """Where NIK and form disagree, for the person themselves. Districts are the officer's business, not theirs."""
    nik = trainee.nik
    if not nik:
        return []
    own_district = {f"{nik[:2]}.{nik[2:4]}.{nik[4:6]}"}
    return warnings(nik, birth_date=trainee.birth_date, sex=trainee.sex, known_districts=own_district)
