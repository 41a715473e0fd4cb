"""An application with its person and what hangs on them, read as one column: in a rush everybody asks at once.

The rows come as JSON and become the same objects that questions of their own would give; to put sixty columns into
words and back costs Django more than all the rest of such a question. All this is from before any lock: once the row
is read again under its lock, it is gone.
"""

from django.db import DEFAULT_DB_ALIAS
from django.db.models import BinaryField, JSONField
from django.db.models.expressions import RawSQL
from django.utils.dateparse import parse_datetime

from enrollment.models import Application, Choice
from trainees.models import Contact, Document, DocumentPage, Trainee
from trainees.selectors import AtHand

PERSON = "(SELECT to_jsonb(t) FROM trainees_trainee t WHERE t.id = enrollment_application.trainee_id)"
CHOICES = """(SELECT coalesce(jsonb_agg(to_jsonb(c) || jsonb_build_object(
        'is_now', o.status, 'opens', w.opens_at, 'closes', w.closes_at) ORDER BY c."order"), '[]')
    FROM enrollment_choice c JOIN cohorts_offering o ON o.id = c.offering_id JOIN cohorts_wave w ON w.id = o.wave_id
    WHERE c.application_id = enrollment_application.id)"""
HEALTH = """EXISTS (SELECT FROM enrollment_eligibilityrule r JOIN enrollment_choice h ON h.offering_id = r.offering_id
    WHERE h.application_id = enrollment_application.id AND r.kind = 'health')"""
TEXTS = """(SELECT coalesce(jsonb_agg(g.text_id), '[]') FROM trainees_consent g
    WHERE g.trainee_id = enrollment_application.trainee_id AND g.withdrawn_at IS NULL)"""
COVERS = """(SELECT coalesce(jsonb_agg(to_jsonb(p) || jsonb_build_object('paper', to_jsonb(d))
        ORDER BY d.uploaded_at, d.id), '[]')
    FROM trainees_document d JOIN trainees_documentpage p ON p.document_id = d.id
        AND p.number = (SELECT min(f.number) FROM trainees_documentpage f WHERE f.document_id = d.id)
    WHERE d.trainee_id = enrollment_application.trainee_id AND d.replaced_at IS NULL)"""
CONTACT = """(SELECT to_jsonb(k) FROM trainees_contact k
    WHERE k.trainee_id = enrollment_application.trainee_id ORDER BY k.id LIMIT 1)"""


def _words(**parts):
    return f"jsonb_build_object({', '.join(f'{name!r}, {words}' for name, words in parts.items())})"


BARE = {"application": "to_jsonb(enrollment_application)", "trainee": PERSON}
ALONE = _words(**BARE)
WITH_HEALTH = _words(**BARE, asks_health=HEALTH)  # for the pages that show no program, but must know of that step
WITH_CHOICES = _words(**BARE, choices=CHOICES)
WITH_EVERYTHING = _words(  # for the page that checks and its button: texts agreed to, first pages of papers, a contact
    **BARE, choices=CHOICES, texts=TEXTS, covers=COVERS, contact=CONTACT
)


def told_of(applications, words):
    """The only one of these as JSON, or None."""
    return applications.order_by().values_list(RawSQL(words, (), JSONField()), flat=True).first()


def application_in(told):
    application = _made(Application, told["application"])
    application.trainee = _made(Trainee, told["trainee"])
    return application


def choices_in(told):
    """In order, each with `is_now`, `opens` and `closes` of its offering as they were that moment."""
    return [_choice(row) for row in told["choices"]]


def at_hand_in(told):
    contact = told["contact"] and _made(Contact, told["contact"])
    return AtHand(frozenset(told["texts"]), [_cover(row) for row in told["covers"]], contact)


def _choice(row):
    choice = _made(Choice, row)
    choice.is_now = row["is_now"]
    choice.opens, choice.closes = parse_datetime(row["opens"]), parse_datetime(row["closes"])
    return choice


def _cover(row):
    page = _made(DocumentPage, row)
    page.document = _made(Document, row["paper"])
    return page


def _made(model, row):
    fields = model._meta.concrete_fields
    return model.from_db(DEFAULT_DB_ALIAS, [field.attname for field in fields], [_value(f, row) for f in fields])


def _value(field, row):
    value = row[field.column]
    if isinstance(field, BinaryField):
        return value and bytes.fromhex(value.removeprefix(r"\x"))
    return field.to_python(value)
