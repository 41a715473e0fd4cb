"""What the page of papers shows of each kind: its field, what is there already, and a drawing of a good photo."""

from dataclasses import dataclass

from django.forms import BoundField

from trainees.models import Document

DRAWINGS = {"ktp": "card", "kia": "card", "kk": "family", "foto": "face", "surat_wali": "signed"}
ANY_OTHER = "sheet"


@dataclass(frozen=True, slots=True)
class Paper:
    field: BoundField
    required: bool
    document: Document | None
    drawing: str


def shown(form, papers, kept):
    """`papers`: {kind: required}; `kept`: {kind's pk: the document that is there}."""
    return [
        Paper(form[kind.code], required, kept.get(kind.pk), DRAWINGS.get(kind.code, ANY_OTHER))
        for kind, required in papers.items()
    ]
