"""What the office tells everybody: announcements, answers, the privacy notice, contacts, and what machines read."""

import re
from datetime import date, timedelta
from pathlib import Path
from xml.etree import ElementTree

import pytest
from django.contrib.staticfiles import finders
from django.urls import reverse
from django.utils import timezone
from PIL import Image
from pytest_django.asserts import assertContains, assertNotContains

from blk_portal import reference
from centers.models import PrivacyNotice
from centers.plain_text import blocks
from cohorts.models import Announcement, Faq
from tests.factories.centers import CenterFactory
from tests.factories.cohorts import OfferingFactory, WaveFactory

pytestmark = pytest.mark.django_db


def announced(center, title, *, since=0, until=None):
    now = timezone.now()
    return Announcement.objects.create(
        center=center,
        title=title,
        body="Alinea satu.\n\nAlinea <dua>.",
        publish_at=now - timedelta(hours=since),
        hide_at=None if until is None else now + timedelta(hours=until),
    )


def test_announcements_have_pages_while_they_last(client):
    center = CenterFactory()
    shown, over, ahead = (
        announced(center, "Tes"),
        announced(center, "Lama", until=-1),
        announced(center, "X", since=-1),
    )

    assertContains(client.get(reverse("announcements")), shown.get_absolute_url())
    assertContains(client.get(shown.get_absolute_url()), "<p>Alinea &lt;dua&gt;.</p>", html=True)
    assert [client.get(one.get_absolute_url()).status_code for one in (over, ahead)] == [404, 404]
    assertNotContains(client.get(reverse("announcements")), "Lama")


@pytest.mark.parametrize("size", [1, 5])
def test_announcements_cost_the_same_for_many(client, size, django_assert_num_queries):
    for number in range(size):
        announced(CenterFactory(), f"Kabar {number}")

    with django_assert_num_queries(1):  # announcements with their centers
        client.get(reverse("announcements"))


def test_answers_stand_in_groups_in_the_reader_s_language_and_hidden_ones_do_not(client):
    Faq.objects.create(question="Biaya?", answer="Gratis.", order=2)
    Faq.objects.create(question="Siapa?", answer="Semua.", order=1)
    Faq.objects.create(question="Berkas?", answer="KK.", group="papers", center=CenterFactory(name="BLK Satu"))
    Faq.objects.create(question="Rahasia?", answer="Tidak.", visible=False)

    page = client.get(reverse("help"))
    told = [(str(name), [one.question for one in rows]) for name, rows in page.context["groups"]]
    assert told == [("Mendaftar", ["Siapa?", "Biaya?"]), ("Berkas", ["Berkas?"])]
    assertContains(page, "BLK Satu")

    client.cookies["django_language"] = "en"
    assertContains(client.get(reverse("help")), "Biaya?")
    Faq.objects.create(question="Cost?", answer="Free.", language="en")
    assert [rows for _name, rows in client.get(reverse("help")).context["groups"]] == [
        [Faq.objects.get(question="Cost?")]
    ]


def test_the_notice_in_force_is_shown_and_each_version_keeps_its_page(client):
    today = timezone.localdate()
    for version, since in [(1, date(2026, 1, 1)), (2, today), (3, today + timedelta(days=1))]:
        PrivacyNotice.objects.create(version=version, valid_from=since, text=f"## Isi\n\nTeks versi {version}.")

    current, old = client.get(reverse("privacy")), client.get(reverse("privacy_version", args=[1]))

    assertContains(current, "Teks versi 2.")
    assertContains(current, reverse("privacy_version", args=[1]))
    assertContains(old, "Teks versi 1.")
    assertContains(old, "Versi ini sudah diganti")
    assertNotContains(current, "Versi ini sudah diganti")
    assert client.get(reverse("privacy_version", args=[3])).status_code == 404


def test_a_notice_without_translation_is_marked_as_indonesian(client):
    PrivacyNotice.objects.create(version=1, valid_from=date(2026, 1, 1), text="Teks.")
    client.cookies["django_language"] = "en"

    assertContains(client.get(reverse("privacy")), '<div class="prose" lang="id">')


def test_words_typed_into_a_box_become_headings_lists_and_paragraphs():
    told = blocks("## Judul\nSatu\ndua\n\n- a\n- b\n\n#bukan judul\n-5 derajat")

    assert [(block.kind, block.lines) for block in told] == [
        ("heading", ("Judul",)),
        ("paragraph", ("Satu", "dua")),
        ("item", ("a", "b")),
        ("paragraph", ("#bukan judul", "-5 derajat")),
    ]


def test_the_lists_a_portal_starts_from_hold_answers_and_notices_in_both_languages_and_bring_nothing_back():
    reference.load_answers()
    reference.load_privacy_notices()
    count = Faq.objects.count()
    Faq.objects.filter(order=0).delete()

    reference.load_answers()
    reference.load_privacy_notices()

    assert Faq.objects.count() == count - 2
    assert sorted(PrivacyNotice.objects.values_list("version", "language")) == [(1, "en"), (1, "id")]
    by_language = [Faq.objects.filter(language=language).count() for language in ("id", "en")]
    assert by_language[0] == by_language[1] > 15


def test_contacts_tell_how_to_complain(client):
    CenterFactory(complaint_whatsapp="+6281200000017", complaint_info="Dijawab 3 hari.", office_hours="Senin, 08.00")

    page = client.get(reverse("contact"))

    for words in ("Layanan pengaduan", "https://wa.me/6281200000017", "Dijawab 3 hari.", "Senin, 08.00"):
        assertContains(page, words)


# --- what messengers and machines read ---


def properties(page):
    found = re.findall(r'<(?:meta|link) (?:property|name|rel)="([^"]+)" (?:content|href)="([^"]*)"', page)
    return {name: value for name, value in found if name.startswith("og:") or name in {"canonical", "description"}}


def test_a_shared_link_shows_what_the_program_is(client, settings):
    settings.SITE_URL = "https://portal.example.go.id"
    offering = OfferingFactory(program__name="Juru Las")

    told = properties(client.get(offering.get_absolute_url() + "?dari=wa").content.decode())

    address = f"https://portal.example.go.id/program/{offering.pk}/"
    assert (told["og:url"], told["canonical"], told["og:locale"]) == (address, address, "id_ID")
    assert (told["og:title"], told["og:type"]) == ("Juru Las: pelatihan gratis", "website")
    assert "Bengkel Contoh, Kota Tangerang Selatan" in told["og:description"]
    assert told["description"] == told["og:description"]
    assert told["og:image"] == "https://portal.example.go.id/static/img/berbagi.png"


def test_the_picture_of_a_shared_link_is_what_it_says_and_light():
    path = Path(finders.find("img/berbagi.png"))

    with Image.open(path) as picture:
        assert (picture.size, picture.format) == ((1200, 630), "PNG")
    assert path.stat().st_size < 60_000


def test_the_sitemap_names_what_is_on_now(client, settings):
    settings.SITE_URL = "https://portal.example.go.id"
    now, past = OfferingFactory(), OfferingFactory(wave=WaveFactory(past=True))
    told = announced(now.wave.center, "Tes")

    response = client.get("/sitemap.xml")

    found = [one.text for one in ElementTree.fromstring(response.content).iter() if one.tag.endswith("loc")]
    site = "https://portal.example.go.id"
    assert response.headers["Content-Type"] == "application/xml"
    assert {f"{site}/", f"{site}{now.get_absolute_url()}", f"{site}{told.get_absolute_url()}"} <= set(found)
    assert f"{site}{past.get_absolute_url()}" not in found


def test_robots_stay_out_of_what_is_somebody_s_and_of_a_demonstration(client, settings):
    settings.SITE_URL = "https://portal.example.go.id"
    open_ = client.get("/robots.txt").content.decode()
    settings.DEMONSTRATION = True

    assert "Disallow: /pendaftaran/\n" in open_
    assert "Disallow: /\n" not in open_
    assert open_.endswith("Sitemap: https://portal.example.go.id/sitemap.xml\n")
    assert client.get("/robots.txt").content.decode() == "User-agent: *\nDisallow: /\n"
