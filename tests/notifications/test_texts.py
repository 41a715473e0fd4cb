"""The portal's own words are whole in both languages, and what people typed arrives as typed."""

import pytest
from django.conf import settings

from notifications import placeholders, texts
from notifications.events import catalogue
from notifications.models import MessageText
from notifications.outbox import Recipient, enqueue, follow
from notifications.workflow import Channel, State
from tests.factories.accounts import UserFactory
from tests.factories.centers import CenterFactory

EVENTS = list(catalogue())
EACH = pytest.mark.parametrize("kind", EVENTS)
LANGUAGES = pytest.mark.parametrize("language", ["id", "en"])
HOSTILE = [
    "{{7*7}}",
    "{tautan}",
    "%(a)s",
    "{% now 'Y' %}",
    "{x.__class__}",
    "<script>alert(1)</script>",
    "Siti & Rekan",
]


def names_in(text):
    return set(placeholders.names_in(text))


@EACH
@LANGUAGES
def test_a_text_uses_only_what_its_event_declares(kind, language):
    event = catalogue()[kind]
    mail = texts.standard(kind, Channel.EMAIL, language)
    short = texts.standard(kind, Channel.WHATSAPP, language)

    assert names_in(mail.subject + mail.body + short.body) - set(event.placeholders) == set()
    assert event.needed - names_in(mail.body) - names_in(mail.subject) == set()
    assert event.needed - names_in(short.body) - {"nomor", "isi"} == set()  # a letter's words are read on the portal
    for text in (mail.subject, mail.body, short.body):
        assert not set("{}%") & set(placeholders.NAME.sub("", text))


@EACH
@LANGUAGES
def test_the_short_text_is_one_whatsapp_would_approve(kind, language):
    """At most 1,024 characters, and neither its first nor its last word a placeholder."""
    short = texts.standard(kind, Channel.WHATSAPP, language).body.strip()

    assert len(placeholders.fill(short, catalogue()[kind].samples)) <= 1024
    assert not short.startswith("{")
    assert not short.endswith("}")


@EACH
def test_the_languages_differ(kind):
    for channel in (Channel.EMAIL, Channel.WHATSAPP):
        assert texts.standard(kind, channel, "id").body != texts.standard(kind, channel, "en").body


def test_no_text_is_left_without_its_event():
    stems = {
        f"{path.parts[-4]}/{path.stem.removesuffix('_whatsapp')}"
        for path in (settings.BASE_DIR / "templates").glob("*/messages/*/*.txt")
    }

    assert stems == set(EVENTS)


def test_parameters_are_counted_in_the_order_the_text_first_names_them():
    kind = "enrollment/accepted"

    assert texts.parameters(kind, "id") == ["nama", "program", "gelombang", "batas", "tautan", "balai"]
    assert texts.for_provider(kind, "id").startswith("Halo {{1}},\n\nSelamat! Anda diterima di {{2}}, {{3}}.")


@pytest.mark.parametrize("typed", HOSTILE)
def test_values_are_never_read_again(typed):
    words = texts.Words("Untuk {nama}", "{nama}\n{tautan}")

    assert words.filled({"nama": typed, "tautan": "https://x"}) == (f"Untuk {typed}", f"{typed}\nhttps://x\n")


# --- a center's own words ---


@pytest.fixture
def center(db):
    return CenterFactory(code="pusat")


def own(center, **row):
    values = {"version": 1, "subject": "{nama}, kabar baik", "body": "Isi kami, {nama}.", "created_by": UserFactory()}
    return MessageText.objects.create(center=center, kind="enrollment/accepted", **{**values, **row})


def told(to, center_code="pusat"):
    values = catalogue()["enrollment/accepted"].samples | {"nama": "Siti"}
    return enqueue("enrollment/accepted", to=to, values=values, center_code=center_code)


SITI = Recipient(email="siti@example.test", name="Siti")


def test_the_newest_version_is_used_and_named_on_the_message(center):
    own(center)
    newest = own(center, version=2, body="Versi dua, {nama}.")

    message = told(SITI)

    assert (message.subject, message.body, message.text_version) == ("Siti, kabar baik", "Versi dua, Siti.\n", newest)


def test_an_empty_version_returns_to_the_portals_own_words(center):
    own(center)
    own(center, version=2, subject="", body="")

    message = told(SITI)

    assert (message.subject, message.text_version) == ("Selamat, Anda diterima di Las SMAW 3G", None)


def test_another_centers_words_and_language_are_not_used(center):
    own(center)

    assert told(SITI, center_code="cabang").text_version is None
    english = told(Recipient(email="a@example.test", language="en"))
    assert english.subject == "Congratulations, you are accepted in Las SMAW 3G"


def test_the_next_channel_is_written_again_from_the_same_values(center):
    own(center)
    dead = told(SITI)
    dead.state, dead.last_error, dead.routes = State.DEAD, "550 no such user", [["whatsapp", "+6281200000001"]]
    dead.save()

    message = follow(dead)

    assert message.values == dead.values
    assert message.text_version is None
    assert message.body.startswith("Halo Siti,\n\nSelamat! Anda diterima di Las SMAW 3G")
    assert message.body.endswith("Pesan ini dikirim oleh UPTD Pelatihan Kerja Contoh.\n")
