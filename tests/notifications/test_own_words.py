"""A center writes its own words: plain placeholders only, a preview first, every version kept."""

import pytest
from django.urls import reverse

from audit.models import AuditEntry
from audit.moves import Refused
from centers.models import Role
from notifications import placeholders, revisions
from notifications.forms import PlainTextForm
from notifications.models import MessageText, WhatsAppTemplate
from tests.factories.accounts import SuperuserFactory
from tests.factories.centers import CenterFactory, actor_at
from tests.factories.notifications import MessageTextFactory

pytestmark = pytest.mark.django_db
LIST = reverse("admin:notifications_messagetext_changelist")
KIND = "enrollment/accepted"
GOOD = {"subject": "{nama}, kabar baik", "body": "Datang sebelum {batas} WIB.\n{tautan}"}


def page(name="write", event="accepted", language="id"):
    return reverse(f"admin:notifications_messagetext_{name}", args=["enrollment", event, language])


@pytest.fixture
def center():
    return CenterFactory(code="pusat")


@pytest.fixture
def officer(client, center):
    actor = actor_at(center)
    client.force_login(actor.user)
    return actor


# --- what may stand in a text ---

CODES = {
    "{nama.x}": placeholders.NOT_PLAIN,
    "{nama!r}": placeholders.NOT_PLAIN,
    "{nama:>9}": placeholders.NOT_PLAIN,
    "{nama[0]}": placeholders.NOT_PLAIN,
    "{0}": placeholders.NOT_PLAIN,
    "{}": placeholders.NOT_PLAIN,
    "{nik}": placeholders.UNKNOWN,
    "{nama": placeholders.UNBALANCED,
    "nama}": placeholders.UNBALANCED,
    "{{nama}}": placeholders.UNBALANCED,
}


@pytest.mark.parametrize("typed", CODES)
@pytest.mark.parametrize("field", ["subject", "body"])
def test_only_bare_names_from_the_list_may_stand_in_braces(typed, field):
    data = {"subject": "Halo", "body": "Isi", field: f"Halo {typed}"}

    form = PlainTextForm(data, allowed={"nama", "tautan"})

    assert [error.code for error in form.errors.as_data()[field]] == [CODES[typed]]


@pytest.mark.parametrize("typed", ["%(a)s", "{% now 'Y' %}", "<b>tebal</b>", "100 %"])
def test_what_is_no_placeholder_is_only_text(typed):
    """{% now %} is caught for its braces; the rest is text like any other."""
    form = PlainTextForm({"subject": "Halo", "body": typed}, allowed={"nama"})

    assert form.is_valid() is ("{" not in typed)


def test_the_link_and_the_deadline_may_not_be_left_out():
    form = PlainTextForm({"subject": "Halo", "body": "{nama}"}, allowed={"nama"}, needed={"tautan", "batas"})

    assert [error.code for error in form.errors.as_data()["body"]] == [placeholders.MISSING] * 2


@pytest.mark.parametrize("line_break", ["\n", "\r\n", "\r", "\x0b", "\x85", "\u2028"])
def test_a_subject_is_one_line(line_break):
    form = PlainTextForm({"subject": f"Halo{line_break}Bcc: x", "body": "Isi"}, allowed={})

    assert [error.code for error in form.errors.as_data()["subject"]] == ["line_break"]


def test_too_long_is_said():
    form = PlainTextForm({"subject": "a" * 151, "body": "b" * 4001}, allowed={})

    assert {name: [e.code for e in errors] for name, errors in form.errors.as_data().items()} == {
        "subject": ["max_length"],
        "body": ["max_length"],
    }


# --- the pages ---


def test_the_list_says_whose_words_tell_each_event(client, officer, center):
    row = MessageTextFactory(center=center, version=3)
    MessageTextFactory(version=9)

    text = client.get(LIST).content.decode()

    assert "Versi 3" in text
    assert str(row.created_by) in text
    assert "Versi 9" not in text


def test_looking_shows_the_result_and_keeps_nothing(client, officer):
    answer = client.post(page(), {**GOOD, "seen": "0"})

    assert "Siti Aminah, kabar baik" in answer.content.decode()
    assert not MessageText.objects.exists()


def test_saving_keeps_a_version_and_leaves_a_trail(client, officer, center):
    answer = client.post(page(), {**GOOD, "seen": "0", "save": "1"})

    assert answer.status_code == 302
    row = MessageText.objects.get()
    assert (row.center, row.kind, row.language, row.version, row.subject, row.body, row.created_by) == (
        center,
        KIND,
        "id",
        1,
        GOOD["subject"],
        GOOD["body"],
        officer.user,
    )
    assert AuditEntry.objects.about(row).get().action == "messagetext.write"


def test_hostile_words_are_shown_as_words(client, officer):
    body = "<script>alert(1)</script> <img src=x onerror=alert(1)> {tautan} {batas}"

    text = client.post(page(), {"subject": "<b>Halo</b>", "body": body, "seen": "0"}).content.decode()

    assert "<script>alert(1)" not in text
    assert "<img src=x" not in text
    assert "&lt;b&gt;Halo&lt;/b&gt;" in text


def test_two_who_write_at_once_do_not_overwrite_each_other(client, officer, center):
    MessageTextFactory(center=center, body="Yang baru: {batas} {tautan}")

    text = client.post(page(), {**GOOD, "seen": "0", "save": "1"}).content.decode()

    assert MessageText.objects.count() == 1
    assert "Yang baru: {batas} {tautan}" in text
    assert "Datang sebelum {batas} WIB." in text


def test_returning_to_the_standard_is_a_version_too(client, officer, center):
    MessageTextFactory(center=center)

    client.post(page(), {"standard": "1", "seen": "1"})

    assert list(MessageText.objects.order_by("version").values_list("version", "body"))[1] == (2, "")
    text = client.get(page("versions")).content.decode()
    assert "Versi 2 · kembali ke teks bawaan" in text


@pytest.mark.parametrize(
    ("code", "act"),
    [
        ("changed_meanwhile", {"seen": 4, "subject": "a", "body": "b"}),
        ("nothing_new", {"seen": 1, "subject": "{nama}, kabar baik", "body": "Sama {tautan} {batas}"}),
    ],
)
def test_refused_versions_have_their_code(center, code, act):
    MessageTextFactory(center=center, body="Sama {tautan} {batas}")

    with pytest.raises(Refused) as refusal:
        revisions.write(center, KIND, "id", by=actor_at(center), **act)

    assert refusal.value.code == code


def test_without_words_of_its_own_there_is_nothing_to_return_from(center):
    with pytest.raises(Refused) as refusal:
        revisions.return_to_standard(center, KIND, "id", seen=0, by=actor_at(center))

    assert refusal.value.code == "is_standard"


def test_the_whatsapp_text_is_shown_with_its_approval(client, officer):
    WhatsAppTemplate.objects.create(kind=KIND, language="id", name="diterima", approval="approved")

    text = client.get(page()).content.decode()

    assert "Disetujui" in text
    assert "Pesan ini dikirim oleh {balai}." in text


def test_another_centers_words_cannot_be_reached(client, officer, center):
    other = CenterFactory(code="cabang")

    client.post(f"{page()}?balai=cabang", {**GOOD, "seen": "0", "save": "1"})

    assert list(MessageText.objects.values_list("center__code", flat=True)) == [center.code]
    assert not MessageText.objects.filter(center=other).exists()


@pytest.mark.parametrize("url", [page(event="no_such"), page(language="ja")])
def test_what_is_not_in_the_catalogue_does_not_exist(client, officer, url):
    assert client.get(url).status_code == 404


def test_who_only_reads_messages_does_not_write_their_words(client, center):
    client.force_login(actor_at(center, Role.CERTIFICATION).user)

    assert [client.get(LIST).status_code, client.post(page(), GOOD).status_code] == [403, 403]


@pytest.mark.parametrize("size", [1, 20])
def test_the_list_costs_the_same_for_any_number_of_versions(client, officer, center, size, django_assert_num_queries):
    for version in range(size):
        MessageTextFactory(center=center, version=version + 1)
    client.get(LIST)

    with django_assert_num_queries(5):  # session, user, memberships, center, versions in force
        client.get(LIST)


def test_whoever_belongs_to_no_center_chooses_one(client, center):
    other = CenterFactory(code="cabang", name="ZZ Cabang")
    client.force_login(SuperuserFactory())

    text = client.get(f"{LIST}?balai=cabang").content.decode()
    client.post(f"{page()}?balai=cabang", {**GOOD, "seen": "0", "save": "1"})

    assert 'href="?balai=pusat"' in text
    assert MessageText.objects.get().center == other
