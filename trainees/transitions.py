"""What people say about themselves, show and agree to. Whether it may be changed now is the caller's question."""

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from audit import trail
from audit.moves import Refused, lock
from trainees import selectors
from trainees.models import Consent, Contact, Document, Guardian, Trainee


def of_account(account):
    """The trainee of this account, begun now if there is none. Two tabs at once get the same one."""
    trainee, _created = Trainee.objects.get_or_create(account=account, defaults={"full_name": account.full_name})
    return trainee


def describe(trainee, *, nik="", **fields):
    """Write these fields and no others: a tab left open since yesterday must not undo what another one saved."""
    for name, value in fields.items():
        setattr(trainee, name, value)
    changed = list(fields)
    if nik:
        trainee.nik = nik
        changed += ["nik_sealed", "nik_tail"]
    trainee.save(update_fields=changed)


@transaction.atomic
def set_contact(trainee, *, name, relation, phone):
    """The one other contact of the form; without a name there is none."""
    contact = trainee.contacts.order_by("pk").first() or Contact(trainee=trainee)
    if not name:
        return contact.delete() if contact.pk else None
    contact.name, contact.relation, contact.phone = name, relation, phone
    return contact.save()


def set_guardian(trainee, *, name, relation, phone):
    guardian, _created = Guardian.objects.update_or_create(
        trainee=trainee, defaults={"name": name, "relation": relation, "phone": phone}
    )
    return guardian


@transaction.atomic
def attach(trainee, kind, photo):
    """Keep a clean photo as the current paper of its kind. The one before stays, replaced."""
    lock(trainee)
    now = timezone.now()
    trainee.documents.current().filter(kind=kind).update(replaced_at=now)
    document = Document(
        trainee=trainee, kind=kind, sha256=photo.sha256, width=photo.width, height=photo.height, uploaded_at=now
    )
    document.file.save("photo.jpg", ContentFile(photo.bytes), save=False)
    document.save()
    return document


def agree(trainee, texts, *, given_by, ip=None, channel=Consent.Channel.PORTAL, document=None):
    """One row for each text: who, to which words, when, from where (UU PDP art. 24: the controller must prove it)."""
    now = timezone.now()
    return Consent.objects.bulk_create(
        Consent(trainee=trainee, text=text, given_by=given_by, channel=channel, document=document, ip=ip, given_at=now)
        for text in texts
    )


@transaction.atomic
def close_gap(gap, *, by, name, relation, phone, note):
    """The family of an imported minor has agreed, on paper or at the desk; `note` says where the paper lies.

    Raises Refused: closed, no_text.
    """
    lock(gap)
    if gap.closed_at:
        raise Refused("closed", _("Persetujuan ini sudah dicatat."))
    text = selectors.guardian_text()
    if text is None:
        raise Refused("no_text", _("Teks persetujuan wali belum ada. Tambahkan lebih dahulu."))
    set_guardian(gap.trainee, name=name, relation=relation, phone=phone)
    agree(gap.trainee, [text], given_by=name, channel=Consent.Channel.LETTER)
    gap.closed_at = timezone.now()
    gap.save(update_fields=["closed_at"])
    trail.write("consentgap.close", by=by, about=gap, note=note)
