"""Questions about a person: which words are in force, what they agreed to, what their NIK disagrees with."""

from dataclasses import dataclass

from django.db.models import Q
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from centers.kept import Kept, kinds
from trainees import sealing
from trainees.models import Consent, ConsentText, Contact, DocumentPage, Trainee
from trainees.rules.nik import WOMAN, InvalidNik, read_nik, warnings


@dataclass(frozen=True, slots=True)
class AtHand:
    """Read along with a person, for one page: the texts they agreed to, each current paper's first page, a contact."""

    texts: frozenset
    covers: list
    contact: Contact | None


GUARDIAN, TRUTH = ConsentText.Purpose.GUARDIAN, ConsentText.Purpose.TRUTH
ORDER = list(ConsentText.Purpose.values)
IN_FORCE = "in force"


def _newest(_ids):
    valid = ConsentText.objects.filter(valid_from__lte=timezone.now())
    newest = valid.order_by("purpose", "-version").distinct("purpose")
    return {IN_FORCE: sorted(newest, key=lambda text: ORDER.index(text.purpose))}


_texts = Kept(_newest)


def texts_in_force():
    """The newest version of each purpose, in the order of the purposes."""
    return _texts.one(IN_FORCE)


def guardian_text():
    return next((text for text in texts_in_force() if text.purpose == GUARDIAN), None)


def texts_to_ask(trainee):
    """What still has to be agreed to. The statement of truth is about what is sent now, so it is asked every time."""
    given = trainee.at_hand.texts if trainee.at_hand else _texts_given(trainee)
    asked = [text for text in texts_in_force() if text.purpose != GUARDIAN]
    return [text for text in asked if text.purpose == TRUTH or text.pk not in given]


def _texts_given(trainee):
    return set(trainee.consents.filter(withdrawn_at=None).order_by().values_list("text", flat=True))


def current_documents(trainee):
    """The current paper of each kind, its pages at hand: {kind_id: document}. Two queries."""
    current = trainee.documents.current().select_related("kind").prefetch_related("pages")
    current = current.order_by("uploaded_at", "pk")
    return {document.kind_id: document for document in current}


def covers(trainee):
    """The first page of each current paper, with the paper: {kind_id: page}. One query."""
    first = trainee.at_hand.covers if trainee.at_hand else _first_pages(trainee)
    known = kinds.of({page.document.kind_id for page in first})
    for page in first:
        page.document.kind = known[page.document.kind_id]
    return {page.document.kind_id: page for page in sorted(first, key=lambda page: page.document.uploaded_at)}


def _first_pages(trainee):
    pages = DocumentPage.objects.filter(document__trainee=trainee, document__replaced_at=None)
    return pages.order_by("document_id", "number").distinct("document_id").select_related("document")


def states_of_papers(trainee):
    """(kind's id, state) of each current paper."""
    if trainee.at_hand:
        return [(page.document.kind_id, page.document.state) for page in trainee.at_hand.covers]
    return list(trainee.documents.current().order_by().values_list("kind_id", "state"))


def first_contact(trainee):
    return trainee.at_hand.contact if trainee.at_hand else trainee.contacts.order_by("pk").first()


def nik_warnings(trainee):
    """Where NIK and form disagree, for the person themselves. Districts are the officer's business, not theirs."""
    nik = trainee.nik
    if not nik:
        return []
    own_district = {f"{nik[:2]}.{nik[2:4]}.{nik[4:6]}"}
    return warnings(nik, birth_date=trainee.birth_date, sex=trainee.sex, known_districts=own_district)


def nik_words(trainee):
    """The NIK read back without showing it: whose it would be. "" without one."""
    nik = trainee.nik
    if not nik:
        return ""
    try:
        facts = read_nik(nik, today=timezone.localdate())
    except InvalidNik:
        return ""
    whose = {"day": date_format(facts.birth_date, "j F Y")}
    if facts.sex == WOMAN:
        return _("NIK ini milik seseorang yang lahir %(day)s, perempuan.") % whose
    return _("NIK ini milik seseorang yang lahir %(day)s, laki-laki.") % whose


def answer_by_link(guardian):
    """What was answered to the newest link: yes, no (withdrawn as it was given), taken back later; or None."""
    if guardian.asked_at is None:
        return None
    of_link = guardian.trainee.consents.filter(
        text__purpose=GUARDIAN, channel=Consent.Channel.PORTAL, given_at__gte=guardian.asked_at
    )
    return of_link.select_related("text").order_by("-given_at", "-pk").first()


# --- finding people ---


def word_on_record(word):
    """As the column has it: capital letters; a mobile number as dialled here without its 0, which stands as +62."""
    return word[1:] if word.isdecimal() and word.startswith("08") else word.upper()


def named(term):
    """People whose name, number or e-mail contains every word."""
    rows = Trainee.objects.all()
    for word in term.split():
        rows = rows.filter(search__contains=word_on_record(word))
    return rows


def with_nik(nik):
    """Whoever holds or claims it, under any key of a rotation under way."""
    try:
        indexes = sealing.blind_indexes(nik)
    except InvalidNik:
        return Trainee.objects.none()
    return Trainee.objects.filter(Q(nik_index__in=indexes) | Q(claimed_index__in=indexes))
