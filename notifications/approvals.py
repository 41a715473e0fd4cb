"""WhatsApp's templates: drafted from our texts, sent to Meta for approval, and what Meta says of them since.

A template is named after its event and never edited at Meta once approved: another text is another name.
"""

import logging
from datetime import timedelta

from django.conf import settings
from django.template import TemplateDoesNotExist
from django.utils import timezone

from notifications import texts
from notifications.channels import graph
from notifications.events import catalogue
from notifications.failures import Undeliverable
from notifications.models import LANGUAGES, WhatsAppTemplate

logger = logging.getLogger(__name__)

Approval = WhatsAppTemplate.Approval
CHECK_EVERY = timedelta(hours=1)
PAGE = 100
SUBMITTED = "submitted"
SAID = {  # Meta's word for it → ours
    "APPROVED": Approval.APPROVED,
    "PENDING": Approval.PENDING,
    "IN_APPEAL": Approval.PENDING,
    "REINSTATED": Approval.APPROVED,
    "REJECTED": Approval.REJECTED,
    "DISABLED": Approval.REJECTED,
    "DELETED": Approval.DRAFT,
    "PENDING_DELETION": Approval.PAUSED,
    "PAUSED": Approval.PAUSED,
    "FLAGGED": Approval.APPROVED,  # a warning: it still may be sent
    "LIMIT_EXCEEDED": Approval.PAUSED,
    "ARCHIVED": Approval.PAUSED,
}


def draft():
    """A row for every event and language that has a short text. What is there stays as it is."""
    there = set(WhatsAppTemplate.objects.order_by("pk").values_list("kind", "language"))
    wanted = [(kind, code) for kind in catalogue() for code, _name in LANGUAGES]
    rows = [_drafted(*pair) for pair in wanted if pair not in there and _has_text(*pair)]
    return WhatsAppTemplate.objects.bulk_create(rows, ignore_conflicts=True)


def _drafted(kind, language):
    name = f"blk_{kind.replace('/', '_')}".lower()
    return WhatsAppTemplate(kind=kind, language=language, name=name, parameters=texts.parameters(kind, language))


def _has_text(kind, language):
    try:
        texts.parameters(kind, language)
    except TemplateDoesNotExist:
        return False
    return True


def drafts():
    return WhatsAppTemplate.objects.filter(approval=Approval.DRAFT).order_by("pk")


def submit():
    """Ask Meta to approve every draft. Yields (template, what became of it)."""
    for template in drafts():
        yield template, submit_one(template)


def submit_one(template):
    """SUBMITTED, or why Meta does not want it."""
    try:
        with graph.client() as http:
            answer = graph.call(http, "POST", _path(), json=application(template))
    except Undeliverable as refusal:
        return refusal.reason
    _save(WhatsAppTemplate.objects.filter(pk=template.pk), SAID.get(answer.get("status"), Approval.PENDING))
    return SUBMITTED


def application(template):
    """What Meta wants to read: the text with its numbered gaps, and an example for each."""
    event = catalogue()[template.kind]
    if event.minutes:
        return _application_of_code(template, event)
    samples = event.samples
    body = {"type": "BODY", "text": texts.for_provider(template.kind, template.language)}
    if template.parameters:
        body["example"] = {"body_text": [[samples.get(name, name) for name in template.parameters]]}
    return {
        "name": template.name,
        "language": template.language,
        "category": "UTILITY",
        "parameter_format": "POSITIONAL",
        "components": [body],
    }


def _application_of_code(template, event):
    """Codes travel only in words of Meta's own, with a button that copies them; ours is how long they live."""
    return {
        "name": template.name,
        "language": template.language,
        "category": "AUTHENTICATION",
        "components": [
            {"type": "BODY", "add_security_recommendation": True},
            {"type": "FOOTER", "code_expiration_minutes": event.minutes},
            {"type": "BUTTONS", "buttons": [{"type": "OTP", "otp_type": "COPY_CODE"}]},
        ],
    }


def sync_if_due():
    """Once an hour; a failure leaves `checked_at` alone, so that the next minute asks again."""
    rows = WhatsAppTemplate.objects.exclude(approval=Approval.DRAFT)
    stale = rows.exclude(checked_at__gt=timezone.now() - CHECK_EVERY)
    if settings.WHATSAPP_TOKEN and stale.exists():
        sync()


def sync():
    """What Meta says of each template by name and language. One it does not have is a draft again."""
    with graph.client() as http:
        said = {(found.get("name"), found.get("language")): found.get("status") for found in _listed(http)}
    for template in WhatsAppTemplate.objects.order_by("pk"):
        status = said.get((template.name, template.language))
        approval = SAID.get(status, template.approval) if status else Approval.DRAFT
        _save(WhatsAppTemplate.objects.filter(pk=template.pk), approval)


def _listed(http):
    """Page by page, as far as Meta has any."""
    after = {}
    while True:
        answer = graph.call(http, "GET", _path(), params={"fields": "name,language,status", "limit": PAGE, **after})
        yield from (found for found in answer.get("data", []) if isinstance(found, dict))
        paging = answer.get("paging") or {}
        if "next" not in paging:
            return
        after = {"after": paging["cursors"]["after"]}


def take_update(value):
    """Meta's webhook: one template changed."""
    names = ("event", "message_template_name", "message_template_language")
    event, name, language = (value.get(each) if isinstance(value.get(each), str) else "" for each in names)
    if approval := SAID.get(event):
        _save(WhatsAppTemplate.objects.filter(name=name, language=language), approval)


def _save(rows, approval):
    if rows.update(approval=approval, checked_at=timezone.now()) and approval in {Approval.REJECTED, Approval.PAUSED}:
        logger.warning("whatsapp template %s is %s", rows.values_list("name", flat=True).first(), approval)


def _path():
    return f"{settings.WHATSAPP_ACCOUNT_ID}/message_templates"
