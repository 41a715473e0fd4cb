"""Papers of several pages on the page that asks for them, and opened by who may see them."""

from io import BytesIO

import pytest
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from audit.models import ViewLog
from cohorts.models import OfferingDocument
from tests.factories.centers import DocumentKindFactory, MembershipFactory
from tests.factories.enrollment import ApplicationFactory
from tests.factories.trainees import DocumentFactory, TraineeFactory, a_photo
from tests.uploads.making import HEIC, paper, saved
from trainees import selectors
from trainees.models import DocumentPage

pytestmark = pytest.mark.django_db


@pytest.fixture
def draft(client, cohort):
    for code in ("ktp", "ijazah"):
        OfferingDocument.objects.create(offering=cohort.offering, kind=DocumentKindFactory(code=code))
    application = ApplicationFactory(cohort=cohort, status="draft")
    client.force_login(application.trainee.account)
    return application


def page(application):
    return reverse("application_step", args=[application.pk, "berkas"])


def photo(width=800, name="foto.jpg", content=None):
    return SimpleUploadedFile(name, content or a_photo(width, 700), content_type="image/jpeg")


def kept(draft, code):
    documents = selectors.current_documents(draft.trainee).values()
    return next((document for document in documents if document.kind.code == code), None)


def widths(draft, code):
    return [one.width for one in kept(draft, code).pages.all()]


def content_of(file):
    with file.open() as opened:
        return opened.read()


def test_several_photos_in_one_control_are_the_pages_of_one_paper(client, draft):
    client.post(page(draft), {"ijazah": [photo(800), photo(810), photo(820)]})

    assert widths(draft, "ijazah") == [800, 810, 820]


def test_an_iphone_s_photo_and_a_scan_are_taken_as_they_come(client, draft):
    scan = saved(paper(600, 840), "PDF", save_all=True, append_images=[paper(600, 840)])
    client.post(
        page(draft), {"ktp": photo(name="IMG_1.HEIC", content=HEIC), "ijazah": photo(name="ijazah.pdf", content=scan)}
    )

    assert widths(draft, "ktp") == [1000]
    assert (len(widths(draft, "ijazah")), content_of(kept(draft, "ijazah").original)) == (2, scan)


def test_a_bad_file_among_good_ones_is_named_and_they_are_kept(client, draft):
    bad = photo(name="catatan <b>penting</b> untuk panitia pendaftaran.docx", content=b"PK\x03\x04")

    response = client.post(page(draft), {"ijazah": [photo(800), bad, photo(820)]})

    assert response.context["form"].errors.as_data()["ijazah"][0].code == "not_a_photo"
    assertContains(response, "Berkas ke-2 (")
    assertNotContains(response, "<b>penting")
    assert widths(draft, "ijazah") == [800, 820]


def test_pages_are_added_when_one_says_so(client, draft):
    client.post(page(draft), {"ijazah": photo(800)})
    client.post(page(draft), {"ijazah": photo(900), "add": "ijazah", "stay": "1"})
    assert widths(draft, "ijazah") == [800, 900]

    client.post(page(draft), {"ijazah": photo(1000), "add": "ktp"})
    assert widths(draft, "ijazah") == [1000]


def test_the_first_pages_are_added_to_nothing(client, draft):
    client.post(page(draft), {"ijazah": photo(800), "add": "ijazah"})

    assert widths(draft, "ijazah") == [800]


def test_more_than_ten_pages_are_refused_and_nothing_changes(client, draft):
    DocumentFactory(trainee=draft.trainee, kind=DocumentKindFactory(code="ijazah"), pages=9)

    response = client.post(page(draft), {"ijazah": [photo(800), photo(900)], "add": "ijazah", "ktp": photo(810)})

    assertContains(response, "paling banyak 10 halaman")
    assert (len(widths(draft, "ijazah")), widths(draft, "ktp")) == (9, [810])


def test_a_page_is_taken_away(client, draft):
    client.post(page(draft), {"ijazah": [photo(800), photo(810)]})
    first = kept(draft, "ijazah").first_page

    assertRedirects(client.post(page(draft), {"remove": str(first.key)}), page(draft))

    assert widths(draft, "ijazah") == [810]


def test_nobody_takes_away_another_s_page_or_one_that_is_not_asked_for(client, draft):
    others = DocumentFactory(kind=DocumentKindFactory(code="ktp")).first_page
    letter = DocumentFactory(trainee=draft.trainee, kind=DocumentKindFactory(code="surat_wali")).first_page

    for key in (others.key, letter.key, "x", ""):
        client.post(page(draft), {"remove": str(key)})

    assert DocumentPage.objects.count() == 2
    assert kept(draft, "surat_wali") is not None


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (a_photo(300, 200), "kecil sekali"),
        (saved(Image.new("RGB", (1000, 700), "grey")), "tampak buram"),
        (saved(paper()), None),
    ],
)
def test_what_might_be_better_is_said_once_and_kept(client, draft, content, words):
    client.post(page(draft), {"ktp": photo(content=content), "stay": "1"})

    told = [str(message) for message in client.get(page(draft)).context["messages"]]
    assert [words in sentence for sentence in told if words and words in sentence] == [True] * bool(words)
    assert kept(draft, "ktp") is not None
    assert words or told == []


# --- opening them --------------------------------------------------------------------------------------------------


@pytest.fixture
def scanned(cohort):
    application = ApplicationFactory(cohort=cohort)
    return DocumentFactory(
        trainee=application.trainee,
        kind=DocumentKindFactory(code="ijazah"),
        pages=3,
        original=ContentFile(b"%PDF-1.7 asli", "asli.pdf"),
    )


def staff(cohort, client):
    membership = MembershipFactory(center=cohort.offering.wave.center)
    client.force_login(membership.user)
    return membership


def test_each_page_has_an_address_and_the_paper_s_own_leads_to_the_first(client, scanned):
    client.force_login(scanned.trainee.account)
    names = [
        client.get(reverse("document_page", args=[one.key]))["Content-Disposition"] for one in scanned.pages.all()
    ]

    assert names == [f'inline; filename="ijazah-{number}.jpg"' for number in (1, 2, 3)]
    assert client.get(reverse("document", args=[scanned.key]))["Content-Disposition"] == names[0]


def test_the_pdf_is_handed_over_and_never_shown(client, scanned):
    client.force_login(scanned.trainee.account)

    response = client.get(reverse("document_original", args=[scanned.key]))

    assert response.content == b"%PDF-1.7 asli"
    assert response["Content-Type"] == "application/pdf"
    assert response["Content-Disposition"].startswith('attachment; filename="ijazah-')
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert response["Cache-Control"] == "private, no-store"
    assert not ViewLog.objects.exists()


def test_what_staff_open_is_on_record_page_by_page_and_the_pdf_by_its_own_name(client, scanned, cohort):
    staff(cohort, client)
    for one in scanned.pages.all():
        client.get(reverse("document_page", args=[one.key]), {"sedang": ""})
    client.get(reverse("document_original", args=[scanned.key]))

    rows = ViewLog.objects.order_by("pk")
    assert [row.page for row in rows] == ["document"] * 3 + ["document_original"]
    assert {tuple(row.subject_ids) for row in rows} == {(scanned.trainee_id,)}


def test_nobody_else_learns_of_a_page_or_a_pdf(client, scanned):
    addresses = [
        reverse("document_page", args=[scanned.first_page.key]),
        reverse("document_original", args=[scanned.key]),
    ]
    for stranger in (TraineeFactory().account, MembershipFactory().user):
        client.force_login(stranger)
        assert [client.get(address).status_code for address in addresses] == [404, 404]
    assert not ViewLog.objects.exists()


def test_a_paper_of_photos_has_no_pdf(client, cohort):
    document = DocumentFactory(trainee=ApplicationFactory(cohort=cohort).trainee)
    client.force_login(document.trainee.account)

    assert client.get(reverse("document_original", args=[document.key])).status_code == 404


@pytest.mark.parametrize(("size", "longest"), [("kecil", 320), ("sedang", 960)])
def test_smaller_ones_are_smaller(client, cohort, size, longest):
    document = DocumentFactory(trainee=ApplicationFactory(cohort=cohort).trainee, pages=0)
    document.pages.create(number=1, file=ContentFile(a_photo(2400, 1600), "x.jpg"), width=2400, height=1600)
    client.force_login(document.trainee.account)

    response = client.get(reverse("document", args=[document.key]), {size: ""})

    assert max(Image.open(BytesIO(response.content)).size) == longest


def test_an_officer_sees_every_page_and_may_save_the_pdf(client, scanned, cohort):
    staff(cohort, client)
    application = scanned.trainee.applications.get()

    response = client.get(reverse("admin:enrollment_application_change", args=[application.pk]))

    for one in scanned.pages.all():
        assertContains(response, f'src="{reverse("document_page", args=[one.key])}?sedang"', count=1)
    assertContains(response, "Halaman 3 dari 3", count=1)
    assertContains(response, f'href="{reverse("document_original", args=[scanned.key])}"', count=1)
