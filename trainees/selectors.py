"""Questions about a person: which words are in force, what they agreed to, what their NIK disagrees with."""

from django.db.models import Exists, OuterRef
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from trainees.models import Consent, ConsentText
from trainees.rules.nik import WOMAN, InvalidNik, read_nik, warnings

GUARDIAN, TRUTH = ConsentText.Purpose.GUARDIAN, ConsentText.Purpose.TRUTH
ORDER = list(ConsentText.Purpose.values)


def texts_in_force(**told):
    """The newest version of each purpose, in the order of the purposes; with what is `told` of each."""
    valid = ConsentText.objects.filter(valid_from__lte=timezone.now()).annotate(**told)
    newest = valid.order_by("purpose", "-version").distinct("purpose")
    return sorted(newest, key=lambda text: ORDER.index(text.purpose))


def guardian_text():
    return next((text for text in texts_in_force() if text.purpose == GUARDIAN), None)


def texts_to_ask(trainee):
    """What still has to be agreed to. The statement of truth is about what is sent now, so it is asked every time."""
    given = Exists(Consent.objects.filter(trainee=trainee, text=OuterRef("pk"), withdrawn_at=None))
    asked = [text for text in texts_in_force(is_given=given) if text.purpose != GUARDIAN]
    return [text for text in asked if text.purpose == TRUTH or not text.is_given]


def current_documents(trainee):
    """The current paper of each kind, its pages at hand: {kind_id: document}. Two queries."""
    current = trainee.documents.current().select_related("kind").prefetch_related("pages")
    current = current.order_by("uploaded_at", "pk")
    return {document.kind_id: document for document in current}


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
