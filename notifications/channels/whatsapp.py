"""WhatsApp Cloud API. A first word to a person must be a template Meta has approved, filled with values in its order.

There is no key that makes sending twice harmless. Our Message-ID goes along (`biz_opaque_callback_data`); when an
answer is lost, the receipt that names it marks the row as sent before the next attempt is due. If the receipt is lost
too, or comes later than two minutes, the person reads the message twice.
"""

from django.conf import settings
from django.utils import timezone

from notifications.channels import graph
from notifications.channels.base import Carrier
from notifications.events import catalogue
from notifications.failures import NotNow, Undeliverable
from notifications.models import OutboxMessage, WhatsAppTemplate

Approval = WhatsAppTemplate.Approval
TEMPLATE_IS_NOW = {  # what an error code says about the template itself
    132001: Approval.DRAFT,  # Meta does not have it in this language
    132007: Approval.REJECTED,
    132015: Approval.PAUSED,
    132016: Approval.REJECTED,
}


class WhatsApp(Carrier):
    def __init__(self):
        self.http = None

    def is_configured(self):
        return bool(settings.WHATSAPP_TOKEN)

    def has_words_for(self, kind, language):
        return approved(kind, language) is not None

    def address_of(self, recipient):
        return recipient.phone or ""

    def open(self):
        """HTTP connects with the first request; the pool keeps that connection for the rest of the turn."""
        if self.http is None:
            self.http = graph.client()

    def send(self, message):
        if not self.is_configured():
            raise Undeliverable("not_configured")
        template = approved(message.kind, message.language)
        if template is None:
            raise Undeliverable("no_approved_template")
        body = payload(message, template)
        self.open()
        try:
            answer = graph.call(self.http, "POST", f"{settings.WHATSAPP_PHONE_ID}/messages", json=body)
        except Undeliverable as refusal:
            note(template, refusal.code)
            raise
        return _id_in(answer)

    def close(self):
        if self.http is not None:
            self.http.close()
            self.http = None


def approved(kind, language):
    """The template in the reader's language, else in Indonesian, else None."""
    rows = WhatsAppTemplate.objects.filter(kind=kind, approval=Approval.APPROVED, language__in=[language, "id"])
    found = {template.language: template for template in rows}
    return found.get(language) or found.get("id")


def payload(message, template):
    parameters = [{"type": "text", "text": value} for value in values_of(message, template)]
    components = [{"type": "body", "parameters": parameters}] if parameters else []
    if brings_a_code(message.kind):  # once more, for the button that copies it
        components.append({"type": "button", "sub_type": "url", "index": "0", "parameters": parameters})
    return {
        "messaging_product": "whatsapp",
        "recipient_type": "individual",
        "to": digits(message.to_address),
        "type": "template",
        "template": {"name": template.name, "language": {"code": template.language}, "components": components},
        "biz_opaque_callback_data": message.message_id,
    }


def brings_a_code(kind):
    return kind in catalogue() and bool(catalogue()[kind].minutes)


def values_of(message, template):
    """In the template's order. Meta refuses line breaks, runs of blanks and empty values."""
    missing = [name for name in template.parameters if name not in message.values]
    if missing:
        raise Undeliverable(f"values_missing: {', '.join(missing)}")
    return [" ".join(str(message.values[name]).split()) or "-" for name in template.parameters]


def digits(phone):
    """E.164 without the plus sign: 0812… is Indonesia's +62812…."""
    number = "".join(character for character in phone if character in "0123456789")
    return f"62{number[1:]}" if number.startswith("0") else number


def note(template, code):
    """Meta told us with an error what it thinks of this template: the next message does not try it."""
    if code in TEMPLATE_IS_NOW:
        rows = WhatsAppTemplate.objects.filter(pk=template.pk)
        rows.update(approval=TEMPLATE_IS_NOW[code], checked_at=timezone.now())


def note_by_message(pk, code):
    """The same, told later by a receipt."""
    message = OutboxMessage.objects.filter(pk=pk).only("kind", "language").first()
    if code in TEMPLATE_IS_NOW and message and (template := approved(message.kind, message.language)):
        note(template, code)


def _id_in(answer):
    match answer:
        case {"messages": [{"id": str(provider_id)}, *_]} if provider_id:
            return provider_id
    raise NotNow("answer_without_id", unsure=True)
