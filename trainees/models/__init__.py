from trainees.models.consents import Consent, ConsentGap, ConsentText
from trainees.models.likeness import ToldApart
from trainees.models.papers import Document, DocumentPage, document_path, original_path
from trainees.models.people import Contact, Guardian, HealthAnswer, HealthFact, Sex, Trainee
from trainees.models.requests import DataRequest
from trainees.models.slips import Slip

__all__ = [
    "Consent",
    "ConsentGap",
    "ConsentText",
    "Contact",
    "DataRequest",
    "Document",
    "DocumentPage",
    "Guardian",
    "HealthAnswer",
    "HealthFact",
    "Sex",
    "Slip",
    "ToldApart",
    "Trainee",
    "document_path",
    "original_path",
]
