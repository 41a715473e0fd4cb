"""What people say about themselves, show and agree to. Whether it may be changed now is the caller's question."""

from hashlib import sha256

from django.core.files.base import ContentFile
from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from audit import trail
from audit.moves import Refused, lock
from trainees import selectors
from trainees.images.formats import MAX_PAGES
from trainees.models import (
    Consent,
    ConsentText,
    Contact,
    Document,
    DocumentPage,
    Guardian,
    HealthAnswer,
    ToldApart,
    Trainee,
)
from trainees.papers import SENTENCES, CleanPaper, CleanPhoto


def of_account(account):
    """The trainee of this account, begun now if there is none. Two tabs at once get the same one."""
    known = {"full_name": account.full_name, "phone": account.phone or ""}
    known["phone_verified_at"] = account.phone_verified_at
    trainee, _created = Trainee.objects.get_or_create(account=account, defaults=known)
    return trainee


def describe(trainee, *, nik="", **fields):
    """Write these fields and no others: a tab left open since yesterday must not undo what another one saved."""
    if fields.get("phone", trainee.phone) != trainee.phone:
        fields["phone_verified_at"] = _proof_of(trainee, fields["phone"])
    for name, value in fields.items():
        setattr(trainee, name, value)
    changed = list(fields)
    if nik:
        trainee.nik = nik
        changed += ["nik_sealed", "nik_tail"]
    trainee.save(update_fields=changed)


def _proof_of(trainee, phone):
    """A new number is nobody's yet, unless it is the one they sign in with and that was verified."""
    account = trainee.account
    return account.phone_verified_at if account and account.phone == phone else None


@transaction.atomic
def set_contact(trainee, *, name, relation, phone):
    """The one other contact of the form; without a name there is none."""
    contact = trainee.contacts.order_by("pk").first() or Contact(trainee=trainee)
    if not name:
        return contact.delete() if contact.pk else None
    contact.name, contact.relation, contact.phone = name, relation, phone
    return contact.save()


@transaction.atomic
def set_guardian(trainee, *, name, relation, phone, email=None):
    """Who answers for a minor. Another person's consent ends with theirs; another phone or address ends the link."""
    lock(trainee)
    guardian = Guardian.objects.filter(trainee=trainee).first() or Guardian(trainee=trainee)
    email = guardian.email if email is None else email
    if guardian.pk and guardian.name != name:
        end_guardian_consents(trainee)
    if (guardian.phone, guardian.email) != (phone, email) or guardian.name != name:
        guardian.asked_at = None
    guardian.name, guardian.relation, guardian.phone, guardian.email = name, relation, phone, email
    guardian.save()
    trainee.guardian = guardian
    return guardian


def end_guardian_consents(trainee):
    """None of them is in force any more, be it a letter or an answer by link. The rows stay."""
    in_force = trainee.consents.filter(text__purpose=ConsentText.Purpose.GUARDIAN, withdrawn_at=None)
    return in_force.update(withdrawn_at=timezone.now())


def answer_health(trainee, answers):
    """What somebody says of their own health, `{fact: True or False}`. An answer that stays keeps its date."""
    known = {answer.fact: answer for answer in trainee.health_answers.all()}
    for fact, holds in answers.items():
        answer = known.get(fact) or HealthAnswer(trainee=trainee, fact=fact)
        if answer.pk is None or answer.holds != holds:
            answer.holds, answer.answered_at = holds, timezone.now()
            answer.save()


def forget_health(trainee, *, but):
    """Erase the answers to what nobody asks any more; `but` names the facts that are still needed."""
    trainee.health_answers.exclude(fact__in=but).delete()


@transaction.atomic
def attach(trainee, kind, paper):
    """Keep a clean paper as the current one of its kind. The one before stays, replaced."""
    lock(trainee)
    now = timezone.now()
    trainee.documents.current().filter(kind=kind).update(replaced_at=now)
    document = Document(trainee=trainee, kind=kind, uploaded_at=now)
    if paper.original:
        document.original.save("asli.pdf", ContentFile(paper.original), save=False)
        document.original_sha256 = sha256(paper.original).hexdigest()
    document.save()
    _append(document, paper.pages)
    return document


@transaction.atomic
def add_pages(document, paper):
    """Put these pages behind those that are there. Raises Refused: replaced, too_many_pages.

    A page that is there already is not added again: on a weak link an answer is lost and the same photo sent twice.
    """
    _hold(document)
    there = [page.sha256 for page in document.pages.all()]
    pages = tuple(page for page in paper.pages if page.sha256 not in there)
    if len(there) + len(pages) > MAX_PAGES:
        raise Refused("too_many_pages", str(SENTENCES["too_many_pages"]))
    if pages and document.state != Document.State.WAITING:
        before = _paper_of(document.pages.all())
        return attach(document.trainee, document.kind, CleanPaper(before.pages + pages, paper.original))
    document.uploaded_at = timezone.now()
    document.save(update_fields=["uploaded_at"])
    _append(document, pages)
    return document


@transaction.atomic
def remove_page(page):
    """Take one page away, and the whole PDF with it: what somebody takes back must not stay inside that.

    What an officer has judged stays on record as it was; the rest goes on without the page. Raises Refused: replaced.
    """
    document = page.document
    _hold(document)
    others = document.pages.exclude(pk=page.pk)
    if not others or document.state != Document.State.WAITING:
        document.replaced_at = timezone.now()
        document.save(update_fields=["replaced_at"])
        return attach(document.trainee, document.kind, _paper_of(others)) if others else None
    _forget([page.file, document.original])
    page.delete()
    document.original = document.original_sha256 = ""
    document.save(update_fields=["original", "original_sha256"])
    return document


def _hold(document):
    lock(document.trainee)
    lock(document)
    if document.replaced_at:
        raise Refused("replaced", _("Dokumen ini sudah diganti. Muat ulang halaman ini, lalu coba lagi."))


def _paper_of(pages):
    """Pages that are kept already, as if they had just been sent."""
    there = [page for page in pages if page.file.storage.exists(page.file.name)]
    return CleanPaper(tuple(CleanPhoto(_read(page.file), page.width, page.height, page.sha256) for page in there))


def _read(file):
    with file.open("rb") as opened:
        return opened.read()


def _forget(files):
    """Remove them once nothing can bring their rows back."""
    kept = [(file.storage, file.name) for file in files if file]
    transaction.on_commit(lambda: [storage.delete(name) for storage, name in kept])


def _append(document, photos):
    last = document.pages.aggregate(last=Max("number", default=0))["last"]
    for number, photo in enumerate(photos, last + 1):
        page = DocumentPage(
            document=document, number=number, sha256=photo.sha256, width=photo.width, height=photo.height
        )
        page.file.save("halaman.jpg", ContentFile(photo.bytes), save=False)
        page.save()


def agree(trainee, texts, *, given_by, ip=None, channel=Consent.Channel.PORTAL, document=None, witness=None):
    """One row for each text: who, to which words, when, from where (UU PDP art. 24: the controller must prove it).

    `witness`: the officer who heard it said, or saw it signed.
    """
    how = {"given_by": given_by, "ip": ip, "channel": channel, "document": document, "witnessed_by": witness}
    how["given_at"] = timezone.now()
    return Consent.objects.bulk_create(Consent(trainee=trainee, text=text, **how) for text in texts)


def withdraw_consent(consent, *, by):
    """From now on it is not in force; the row stays as the proof that it was. The caller holds its lock."""
    consent.withdrawn_at = timezone.now()
    consent.save(update_fields=["withdrawn_at"])
    trail.write("consent.taken_back", by=by, about=consent)
    return consent


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


@transaction.atomic
def tell_apart(trainee, other, *, by, reason):
    """An officer has compared two people who look alike: they are two. Both rows of the trail say so.

    Raises Refused: same_person, told_apart.
    """
    if trainee.pk == other.pk:
        raise Refused("same_person", _("Ini orang yang sama: bandingkan dengan orang lain."))
    pair = [lock(one) for one in sorted([trainee, other], key=lambda one: one.pk)]
    if trainee.told_apart.filter(other=other).exists():
        raise Refused("told_apart", _("Keduanya sudah dinyatakan bukan orang yang sama."))
    for one, another in (pair, pair[::-1]):
        ToldApart.objects.create(trainee=one, other=another, reason=reason, decided_by=by.user)
        trail.write("trainee.told_apart", by=by, about=one, note=reason)


@transaction.atomic
def erase(trainee):
    """Nothing is known of this person but what was begun a moment ago and thrown away."""
    trainee.consents.update(document=None)  # a letter is not deleted under its consent
    pages = DocumentPage.objects.filter(document__trainee=trainee)
    _forget([*(page.file for page in pages), *(document.original for document in trainee.documents.all())])
    trainee.delete()
