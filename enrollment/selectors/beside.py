"""What hangs on a person's application, read in the statement that reads the row: in a rush everybody asks at once.

The rows come as JSON and become the same objects that a question of their own would give. All this is from before any
lock: once the row is read again under its lock, it is gone.
"""

from django.db import DEFAULT_DB_ALIAS
from django.db.models import JSONField
from django.db.models.expressions import RawSQL
from django.utils.dateparse import parse_datetime

from enrollment.models import Choice
from trainees.models import Contact, Document, DocumentPage
from trainees.selectors import AtHand

CHOICES = """(SELECT coalesce(jsonb_agg(to_jsonb(c) || jsonb_build_object(
        'is_now', o.status, 'opens', w.opens_at, 'closes', w.closes_at) ORDER BY c."order"), '[]')
    FROM enrollment_choice c JOIN cohorts_offering o ON o.id = c.offering_id JOIN cohorts_wave w ON w.id = o.wave_id
    WHERE c.application_id = enrollment_application.id)"""
TEXTS = """(SELECT coalesce(jsonb_agg(g.text_id), '[]') FROM trainees_consent g
    WHERE g.trainee_id = enrollment_application.trainee_id AND g.withdrawn_at IS NULL)"""
COVERS = """(SELECT coalesce(jsonb_agg(to_jsonb(p) || jsonb_build_object('paper', to_jsonb(d))
        ORDER BY d.uploaded_at, d.id), '[]')
    FROM trainees_document d JOIN trainees_documentpage p ON p.document_id = d.id
        AND p.number = (SELECT min(f.number) FROM trainees_documentpage f WHERE f.document_id = d.id)
    WHERE d.trainee_id = enrollment_application.trainee_id AND d.replaced_at IS NULL)"""
CONTACT = """(SELECT to_jsonb(k) FROM trainees_contact k
    WHERE k.trainee_id = enrollment_application.trainee_id ORDER BY k.id LIMIT 1)"""
ONLY_CHOICES = f"jsonb_build_object('choices', {CHOICES})"
EVERYTHING = f"jsonb_build_object('choices', {CHOICES}, 'texts', {TEXTS}, 'covers', {COVERS}, 'contact', {CONTACT})"


def with_choices(applications):
    return applications.annotate(beside=RawSQL(ONLY_CHOICES, (), JSONField()))


def with_everything(applications):
    """For the page that checks and its button: also texts agreed to, the first page of each paper, another contact."""
    return applications.annotate(beside=RawSQL(EVERYTHING, (), JSONField()))


def choices_in(beside):
    """In order, each with `is_now`, `opens` and `closes` of its offering as they were that moment."""
    return [_choice(row) for row in beside["choices"]]


def at_hand_in(beside):
    contact = beside["contact"] and _made(Contact, beside["contact"])
    return AtHand(frozenset(beside["texts"]), [_cover(row) for row in beside["covers"]], contact)


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
    values = [field.to_python(row[field.column]) for field in fields]
    return model.from_db(DEFAULT_DB_ALIAS, [field.attname for field in fields], values)
