"""Photos of papers in a phone's browser: shrunk and turned before they leave it, and kept when the link breaks."""

from itertools import takewhile

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from centers.models import DocumentKind
from tests.e2e import photographs
from tests.e2e.visitor import Visitor
from tests.factories.cohorts import CohortFactory
from tests.factories.enrollment import ApplicationFactory
from tests.uploads import making
from trainees.models import Document

MIB = 1024 * 1024


@pytest.fixture
def draft(lists):
    """Somebody at the page of papers, where a KTP and an ijazah are asked for."""
    cohort = CohortFactory(offering__status="open")
    cohort.offering.asked_documents.create(kind=DocumentKind.objects.get(code="ktp"), required=True)
    cohort.offering.asked_documents.create(kind=DocumentKind.objects.get(code="ijazah"), required=False)
    return ApplicationFactory(cohort=cohort, status="draft")


@pytest.fixture
def at_the_papers(people, live_server, draft):
    def come(**options):
        client = Client()
        client.force_login(draft.trainee.account)
        person = people(Visitor, "Sari", **options)
        cookie = {"name": "session", "value": client.cookies["session"].value, "url": live_server.url}
        person.context.add_cookies([cookie])
        person.uploads = []
        person.page.on("request", lambda request: request.method == "POST" and person.uploads.append(request))
        return person.goes(reverse("application_step", args=[draft.pk, "berkas"]))

    return come


@pytest.fixture
def photos(tmp_path):
    """Saves what a phone made and says where."""

    def save(name, content):
        path = tmp_path / name
        path.write_bytes(content)
        return str(path)

    return save


def chosen(person):
    return person.page.locator(".chosen-page:not(.chosen-busy)")


def kept(draft):
    return Document.objects.current().get(trainee=draft.trainee, kind__code="ktp")


def test_twelve_megapixels_on_their_side_arrive_upright_and_under_a_megabyte(at_the_papers, draft, photos):
    camera = photos("IMG_0001.jpg", photographs.from_a_phone())
    person = at_the_papers().fills(ktp=camera)
    chosen(person).wait_for()
    person.sees("2,8 MB → ").sees_not("buram").looks("berkas-terpilih")

    person.presses("Simpan foto dulu").sees("Diunggah").looks("berkas-terkirim")

    assert 100_000 < int(person.uploads[0].all_headers()["content-length"]) < MIB
    with first_page(draft).open("rb") as file:
        assert photographs.is_upright(file)


def first_page(draft):
    return kept(draft).pages.get(number=1).file


def test_a_photo_out_of_focus_is_said_to_be_so_and_may_be_sent(at_the_papers, draft, photos):
    person = at_the_papers().fills(ktp=photos("buram.jpg", photographs.from_a_phone(blur=14)))
    chosen(person).wait_for()

    person.sees("Foto tampak buram").looks("berkas-buram").presses("Simpan dan lanjut")

    assert kept(draft).uploaded_at <= timezone.now()


def test_what_lies_on_its_side_is_turned_by_hand(at_the_papers, draft, photos):
    person = at_the_papers().fills(ktp=photos("miring.jpg", lying_on_its_side()))
    chosen(person).wait_for()
    for _quarter in range(3):
        person.page.get_by_role("button", name="Putar: Halaman 1").click()
        chosen(person).wait_for()

    person.presses("Simpan foto dulu")

    with first_page(draft).open("rb") as file:
        assert photographs.is_upright(file)


def lying_on_its_side():
    """Turned to the right by 90 degrees, and no EXIF to say so."""
    buffer = photographs.BytesIO()
    photographs.a_paper(1600, 1200).rotate(-90, expand=True).save(buffer, "JPEG")
    return buffer.getvalue()


def test_when_the_link_breaks_the_photos_stay_and_go_when_it_is_back(at_the_papers, draft, photos):
    person = at_the_papers().fills(ktp=photos("ktp.jpg", photographs.from_a_phone()))
    chosen(person).wait_for()
    person.context.set_offline(True)
    person.page.get_by_role("button", name="Simpan foto dulu").click()
    person.page.get_by_text("Jaringan terputus").wait_for()
    person.looks("berkas-terputus")
    assert chosen(person).count() == 1
    person.faults = [fault for fault in person.faults if "ERR_INTERNET_DISCONNECTED" not in fault]

    with person.page.expect_navigation():
        person.context.set_offline(False)  # the browser says so, and the page tries again by itself

    assert kept(draft).pk
    assert len(person.uploads) == 2


def test_photos_may_be_taken_back_before_they_are_sent(at_the_papers, photos):
    person = at_the_papers().fills(ktp=photos("ktp.jpg", photographs.from_a_phone()))
    person.page.get_by_role("button", name="Hapus: Halaman 1").click()

    assert person.page.locator("[name=ktp]").first.evaluate("e => e.files.length") == 0
    assert person.page.locator("[name=ktp]").first.evaluate("e => e === document.activeElement")


def test_what_the_browser_cannot_draw_goes_as_it_is(at_the_papers, draft, photos):
    two_pages = making.saved(making.paper(), "PDF", save_all=True, append_images=[making.paper()])
    scans = [making.HEIC, two_pages]
    files = [photos(name, scan) for name, scan in zip(("IMG_1.HEIC", "scan.pdf"), scans, strict=True)]
    person = at_the_papers().fills(ktp=files)
    chosen(person).nth(1).wait_for()

    assert to_be_sent(person) == [len(scan) for scan in scans]
    person.presses("Simpan foto dulu")
    assert kept(draft).pages.count() == 3


def test_what_is_too_large_or_too_many_is_told_before_it_is_sent(at_the_papers, photos):
    heavy = photos("scan.pdf", b"%PDF" + bytes(10 * MIB))
    pages = [photos(f"{number}.jpg", making.JPEG) for number in range(11)]
    person = at_the_papers().fills(ktp=[heavy, *pages])
    chosen(person).nth(11).wait_for()

    person.sees("Berkas ini lebih dari 10 MB, jadi tidak ikut dikirim").sees("Paling banyak 10 halaman")
    assert to_be_sent(person) == [len(making.JPEG)] * 10


def to_be_sent(person):
    return person.page.locator("[name=ktp]").first.evaluate("e => [...e.files].map(file => file.size)")


@pytest.mark.parametrize(("scripts", "shown"), [(True, "0"), (False, "1")])
def test_without_a_script_the_input_says_itself_what_was_chosen(at_the_papers, draft, photos, scripts, shown):
    person = at_the_papers(javascript=scripts)
    control = person.page.locator("[name=ktp]").first
    assert control.evaluate("e => getComputedStyle(e).opacity") == shown

    person.fills(ktp=photos("ktp.jpg", photographs.from_a_phone())).presses("Simpan dan lanjut")

    with first_page(draft).open("rb") as file:
        assert photographs.is_upright(file)


def test_a_guardians_letter_goes_the_same_way(at_the_papers, draft, photos):
    trainee = draft.trainee
    trainee.birth_date = timezone.localdate().replace(year=timezone.localdate().year - 16, day=1)
    trainee.save()
    person = at_the_papers().goes(reverse("application_step", args=[draft.pk, "wali"]))
    person.fills(name="Contoh Ibu", relation="Ibu", phone="0813 0000 1111", way="letter")
    person.fills(letter=photos("surat.jpg", photographs.from_a_phone()))
    chosen(person).wait_for()

    person.looks("surat-terpilih").presses("Simpan dan lanjut")

    assert "/berkas/" in person.page.url
    with Document.objects.get(kind__code="surat_wali").pages.get().file.open("rb") as file:
        assert photographs.is_upright(file)


def test_a_bar_moves_while_a_photo_is_sent(at_the_papers, draft, photos):
    person = at_the_papers().fills(ktp=photos("ktp.jpg", photographs.from_a_phone()))
    chosen(person).wait_for()
    tools = person.context.new_cdp_session(person.page)
    tools.send("Network.enable")
    slow = {"offline": False, "latency": 0, "downloadThroughput": -1, "uploadThroughput": 300_000}
    tools.send("Network.emulateNetworkConditions", slow)
    bar = person.page.locator(".sending progress")
    with person.page.expect_navigation():
        person.page.get_by_role("button", name="Simpan foto dulu").click()
        bar.wait_for()
        moved = list(takewhile(lambda sent: sent < 0.5, positions(bar)))

    assert len(set(moved)) > 1
    assert kept(draft).pk


def positions(bar):
    while True:
        yield bar.evaluate("e => e.position")
