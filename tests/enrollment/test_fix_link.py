"""The link in the message of papers sent back: one time of being sent back, papers only, no signing in."""

import re
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from audit.models import AuditEntry
from audit.moves import CLOCK, Refused
from blk_portal.logs import scrub
from cohorts.models import OfferingDocument
from enrollment import links, transitions
from enrollment.transitions import mending
from notifications.models import OutboxMessage
from tests.factories.centers import DocumentKindFactory, actor_at
from tests.factories.enrollment import ApplicationFactory
from tests.factories.trainees import ConsentTextFactory, DocumentFactory, a_photo
from tests.filled import filled
from trainees.models import Consent

pytestmark = pytest.mark.django_db


@pytest.fixture
def application():
    """Submitted with two papers that the program asks for."""
    application = ApplicationFactory(trainee__full_name="Siti Aminah Contoh")
    for code, name in (("ktp", "KTP"), ("kk", "Kartu keluarga")):
        kind = DocumentKindFactory(code=code, name=name)
        OfferingDocument.objects.create(offering=application.choices.get().offering, kind=kind, required=True)
        DocumentFactory(trainee=application.trainee, kind=kind)
    return application


def send_back(application, *codes, reason="Foto buram.", fix_by=None):
    kinds = [one.kind for one in application.trainee.documents.current() if one.kind.code in codes]
    by = actor_at(application.wave.center)
    transitions.return_for_fixing(application, by=by, reason=reason, kinds=kinds, fix_by=fix_by)
    return application


@pytest.fixture
def returned(application):
    return send_back(application, "ktp")


def address(application):
    return reverse("journey:fix", args=[links.fix_token(application)])


def photo():
    return SimpleUploadedFile("foto.jpg", a_photo(800, 600), "image/jpeg")


def status_of(application):
    application.refresh_from_db()
    return application.status


def state_of(application, code):
    return application.trainee.documents.current().get(kind__code=code).state


def words(response):
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


# --- what it shows ---


def test_the_message_leads_to_what_was_sent_back_and_why(client, returned):
    link = re.search(r"https?://[^/]+(/perjalanan/perbaiki/\S+)", OutboxMessage.objects.get().body)[1]

    page = words(client.get(link))

    assert ("KTP" in page, "Foto buram." in page, returned.number in page) == (True, True, True)
    assert "Kartu keluarga" not in page, "only what was sent back is listed"


def test_a_forwarded_link_tells_no_more_than_the_first_name(client, returned):
    trainee = returned.trainee

    html = client.get(address(returned)).content.decode()

    told = [trainee.nik, trainee.nik_tail, trainee.phone, trainee.address, trainee.full_name, "/berkas/", "2004"]
    assert [secret for secret in told if secret and secret in html] == []
    assert "Siti, ada yang perlu diperbaiki" in html


def test_the_new_photo_is_not_shown_either(client, returned):
    client.post(address(returned), {"ktp": photo(), "stay": "1"})

    page = client.get(address(returned)).content.decode()

    assert ("Foto baru sudah kami terima." in page, "/berkas/" in page) == (True, False)


def test_ten_looks_change_nothing(client, returned):
    before = AuditEntry.objects.count(), OutboxMessage.objects.count()

    codes = [getattr(client, way)(address(returned)).status_code for way in ("get", "head") * 5]

    assert codes == [200] * 10
    assert (status_of(returned), AuditEntry.objects.count(), OutboxMessage.objects.count()) == ("returned", *before)


def test_what_is_in_the_form_needs_signing_in(client, application):
    send_back(application, reason="Nama tidak sama dengan KTP.")

    page = client.get(address(application))

    assert "Masuk untuk memperbaiki isian" in words(page)
    assert b"Kirim perbaikan" not in page.content
    assert f"next=/pendaftaran/{application.pk}/periksa/" in page.content.decode()


@pytest.mark.parametrize("papers", [1, 4])
def test_the_page_costs_the_same_for_any_number_of_papers(client, application, papers, django_assert_num_queries):
    for number in range(papers):
        DocumentFactory(trainee=application.trainee, kind=DocumentKindFactory(code=f"lain-{number}"))
    send_back(application, *[f"lain-{number}" for number in range(papers)])

    link = address(application)

    # the link: 2; papers and when they were sent back: 2; consents and their texts: 2
    with django_assert_num_queries(6):
        client.get(link)


# --- what it does ---


def test_photo_and_button_send_it_again(client, returned):
    response = client.post(address(returned), {"ktp": photo(), "kirim": "1"}, follow=True)

    assert (status_of(returned), state_of(returned, "ktp")) == ("submitted", "waiting")
    assert (response.status_code, "Perbaikan terkirim" in words(response)) == (200, True)
    assert OutboxMessage.objects.latest("pk").kind == "enrollment/resubmitted"


def test_saving_first_and_sending_later(client, returned):
    client.post(address(returned), {"ktp": photo(), "stay": "1"})
    assert (status_of(returned), state_of(returned, "ktp")) == ("returned", "waiting")

    client.post(address(returned), {"kirim": "1"})

    assert status_of(returned) == "submitted"


def test_the_trail_says_that_nobody_had_signed_in(client, returned):
    client.post(address(returned), {"ktp": photo(), "kirim": "1"})

    entries = AuditEntry.objects.about(returned).order_by("-pk")[:2]
    assert [(one.action, one.user, one.role) for one in entries] == [
        ("application.resubmit", None, "trainee"),
        ("application.fill", None, "trainee"),
    ]


def test_without_all_papers_it_says_which_are_missing(client, application):
    send_back(application, "ktp", "kk")

    response = client.post(address(application), {"ktp": photo(), "kirim": "1"})

    assert "Belum ada foto baru untuk: Kartu keluarga." in words(response)
    assert (status_of(application), state_of(application, "ktp")) == ("returned", "waiting")


def test_a_file_that_is_no_photo_is_told_and_its_neighbour_kept(client, application):
    send_back(application, "ktp", "kk")
    note = SimpleUploadedFile("surat.txt", b"bukan foto", "text/plain")

    response = client.post(address(application), {"ktp": photo(), "kk": note, "kirim": "1"})

    assert "bukan foto" in words(response)
    assert [state_of(application, code) for code in ("ktp", "kk")] == ["waiting", "fix"]


def test_only_what_was_sent_back_can_be_replaced(client, returned):
    before = returned.trainee.documents.current().get(kind__code="kk").pk

    client.post(address(returned), {"kk": photo(), "stay": "1"})

    assert returned.trainee.documents.current().get(kind__code="kk").pk == before


def test_the_statement_of_truth_is_asked_for_and_kept(client, returned):
    text = ConsentTextFactory(purpose="truth", text="Semua yang saya kirim benar.")

    without = client.post(address(returned), {"ktp": photo(), "kirim": "1"})
    assert ("Centang pernyataan ini" in words(without), status_of(returned)) == (True, "returned")
    client.post(address(returned), {"kirim": "1", "truth": "on"})

    assert status_of(returned) == "submitted"
    assert Consent.objects.get(trainee=returned.trainee).text == text


@pytest.mark.parametrize(
    ("code", "spoil"),
    [
        ("papers_missing", lambda application: None),
        ("nothing_mended", lambda application: application.trainee.documents.update(state="waiting", reason="")),
        ("form_incomplete", lambda application: _mended(application, address="")),
        ("link_over", lambda application: transitions.withdraw(application, by=CLOCK)),
    ],
)
def test_every_refusal_by_its_code(returned, code, spoil):
    spoil(returned)

    with pytest.raises(Refused) as refusal:
        mending.send_mended(links.fix_token(returned), by=CLOCK)

    assert refusal.value.code == code


def _mended(application, **lost):
    ktp = application.trainee.documents.current().get(kind__code="ktp")
    ktp.replaced_at = timezone.now()
    ktp.save()
    DocumentFactory(trainee=application.trainee, kind=ktp.kind)
    for name, value in lost.items():
        setattr(application.trainee, name, value)
    application.trainee.save()


# --- when it is over ---


def test_after_the_deadline_it_opens_nothing(client, returned, time_machine):
    link = address(returned)
    time_machine.move_to(returned.fix_by + timedelta(seconds=1))

    assert [client.get(link).status_code, client.post(link, {"ktp": photo()}).status_code] == [410, 410]
    assert state_of(returned, "ktp") == "fix"


def test_sent_back_once_more_the_older_link_is_dead(client, returned):
    """Even with the very same deadline."""
    earlier, fix_by = address(returned), returned.fix_by
    client.post(earlier, {"ktp": photo(), "kirim": "1"})
    returned.refresh_from_db()

    send_back(returned, "ktp", reason="Masih buram.", fix_by=fix_by)

    assert client.post(earlier, {"ktp": photo(), "kirim": "1"}).status_code == 410
    assert (client.get(address(returned)).status_code, status_of(returned)) == (200, "returned")


@pytest.mark.parametrize("spoil", [lambda t: t[:-1], lambda t: "x" + t, lambda t: t.replace(":", ""), lambda t: "é"])
def test_a_link_that_was_changed_opens_nothing(client, returned, spoil):
    url = reverse("journey:fix", args=[spoil(links.fix_token(returned))])

    assert (client.get(url).status_code, client.post(url, {"ktp": photo()}).status_code) == (410, 410)


def test_a_link_for_another_act_or_person_does_not_fit(client, returned):
    other = send_back(ApplicationFactory())
    for token in (links.answer_token(returned), links.fix_token(returned).replace(":", "", 1)):
        assert client.post(reverse("journey:fix", args=[token]), {"ktp": photo()}).status_code == 410

    assert links.asked_by(links.fix_token(returned)) is None
    assert links.asked_to_fix(links.fix_token(other)) == other


def test_sent_while_the_form_was_open_tells_so_and_keeps_nothing(client, returned):
    link = address(returned)
    client.post(link, {"ktp": photo(), "kirim": "1"})
    kept = returned.trainee.documents.current().get(kind__code="ktp").pk

    response = client.post(link, {"ktp": photo(), "kirim": "1"})

    assert "Perbaikan terkirim" in words(response)
    assert returned.trainee.documents.current().get(kind__code="ktp").pk == kept


# --- guards ---


def test_the_buttons_want_the_page_s_token_against_forgery(returned):
    strict = Client(enforce_csrf_checks=True)

    bare = strict.post(address(returned), {"ktp": photo(), "kirim": "1"})
    as_pressed = strict.post(address(returned), filled(strict.get(address(returned))) | {"ktp": photo(), "kirim": "1"})

    assert (bare.status_code, as_pressed.status_code) == (403, 302)


def test_one_application_is_not_posted_to_for_ever(client, returned, monkeypatch):
    monkeypatch.setattr("blk_portal.journey.mending.TRIES", 2)

    assert [client.post(address(returned), {"stay": "1"}).status_code for _ in range(3)] == [302, 302, 429]


def test_the_address_is_cut_in_the_log(returned):
    assert scrub(f"GET {address(returned)} 200") == "GET /perjalanan/perbaiki/…/ 200"
