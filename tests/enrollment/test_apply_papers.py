"""Photos of papers: kept when good, explained when not, seen by their owner and the staff who need them."""

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from audit.models import ViewLog
from centers.models import Role
from cohorts.models import OfferingDocument
from enrollment.models import Application
from tests.factories.accounts import SuperuserFactory
from tests.factories.centers import DocumentKindFactory, MembershipFactory
from tests.factories.enrollment import ApplicationFactory
from tests.factories.trainees import DocumentFactory, TraineeFactory, a_photo
from trainees.forms.upload import ACCEPT
from trainees.models import Document, DocumentPage

pytestmark = pytest.mark.django_db


@pytest.fixture
def draft(client, cohort):
    """A draft whose program asks for a KTP, and for an ijazah if there is one."""
    OfferingDocument.objects.create(offering=cohort.offering, kind=DocumentKindFactory(code="ktp"))
    OfferingDocument.objects.create(offering=cohort.offering, kind=DocumentKindFactory(code="ijazah"), required=False)
    application = ApplicationFactory(cohort=cohort, status="draft")
    client.force_login(application.trainee.account)
    return application


def page(application):
    return reverse("application_step", args=[application.pk, "berkas"])


def photo(name="foto.jpg", content=None):
    return SimpleUploadedFile(name, content if content is not None else a_photo(), content_type="image/jpeg")


def test_the_page_asks_for_what_the_program_asks_for(client, draft):
    response = client.get(page(draft))

    assert list(response.context["form"].fields) == ["ktp", "ijazah"]
    assertContains(response, "paling besar 10 MB")
    assertContains(response, f'accept="{ACCEPT}"', count=2)


def test_a_photo_is_kept_and_shown_small(client, draft):
    assertRedirects(client.post(page(draft), {"ktp": photo()}), reverse("application_check", args=[draft.pk]))

    document = draft.trainee.documents.get()
    assert (document.kind.code, document.first_page.width, document.first_page.height) == ("ktp", 40, 30)
    assertContains(client.get(page(draft)), f"{reverse('document_page', args=[document.first_page.key])}?kecil")


def test_one_photo_at_a_time_stays_on_the_page(client, draft):
    assertRedirects(client.post(page(draft), {"ktp": photo(), "stay": "1"}), page(draft))


def test_a_new_photo_replaces_the_old_one_which_stays_on_record(client, draft):
    client.post(page(draft), {"ktp": photo()})
    client.post(page(draft), {"ktp": photo(content=a_photo(50, 50))})

    old, new = draft.trainee.documents.order_by("pk")
    assert old.replaced_at is not None
    assert (new.replaced_at, new.first_page.width) == (None, 50)


HOSTILE = [
    (b"", "kosong"),
    (b"<svg onload=alert(1)>", "bukan foto (JPG, PNG, WebP, HEIC) atau PDF"),
    (b"%PDF-1.7", "rusak"),
    (b"\xff\xd8\xff" + b"x" * 100, "rusak"),
    (b"MZ" + b"\x00" * 100, "bukan foto (JPG, PNG, WebP, HEIC) atau PDF"),
    (a_photo()[:200], "rusak"),
]


@pytest.mark.parametrize(("content", "words"), HOSTILE)
def test_what_is_no_photo_is_explained_and_its_neighbour_kept(client, draft, content, words):
    response = client.post(page(draft), {"ktp": photo(content=content), "ijazah": photo()})

    assertContains(response, words)
    assert [document.kind.code for document in draft.trainee.documents.all()] == ["ijazah"]


def test_the_name_and_the_bytes_of_an_upload_are_not_kept(client, draft):
    hidden = a_photo() + b"<?php system($_GET['c']); ?>"
    client.post(page(draft), {"ktp": photo("../../evil.php", hidden)})

    stored = DocumentPage.objects.get(document__trainee=draft.trainee)
    assert stored.file.name == f"documents/{stored.key.hex[:2]}/{stored.key.hex}.jpg"
    with stored.file.open() as file:
        assert b"php" not in file.read()


def test_what_was_sent_back_is_asked_for_again_with_the_reason(client, cohort):
    application = ApplicationFactory(cohort=cohort, status="returned", reason="Foto KK buram.")
    DocumentFactory(
        trainee=application.trainee, kind=DocumentKindFactory(code="kk"), state="fix", reason="Tulisan tidak terbaca."
    )
    client.force_login(application.trainee.account)

    response = client.get(page(application))

    assertContains(response, "Tulisan tidak terbaca.")
    assertContains(response, "Foto KK buram.")
    assert list(response.context["form"].fields) == ["kk"]


def test_papers_of_a_held_seat_may_be_replaced_but_nothing_else(client, first_come):
    OfferingDocument.objects.create(offering=first_come.offering, kind=DocumentKindFactory(code="ktp"))
    application = ApplicationFactory(cohort=first_come, status="provisional")
    client.force_login(application.trainee.account)

    assertRedirects(client.post(page(application), {"ktp": photo()}), application.get_absolute_url())
    assertRedirects(
        client.get(reverse("application_step", args=[application.pk, "alamat"])), application.get_absolute_url()
    )
    assert application.trainee.documents.count() == 1


# --- who may open one ----------------------------------------------------------------------------------------------


@pytest.fixture
def document(cohort):
    application = ApplicationFactory(cohort=cohort)
    return DocumentFactory(trainee=application.trainee)


def opened(client, document, **query):
    return client.get(reverse("document", args=[document.key]), query)


def test_the_owner_opens_it_and_no_log_is_written(client, document):
    client.force_login(document.trainee.account)
    response = opened(client, document)

    assert response.content == a_photo()
    assert response["Content-Type"] == "image/jpeg"
    assert response["Content-Disposition"] == 'inline; filename="ktp-1.jpg"'
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert response["Cache-Control"] == "private, no-store"
    assert not ViewLog.objects.exists()


def test_a_thumbnail_is_a_small_jpeg(client):
    document = DocumentFactory(pages__file=SimpleUploadedFile("p.jpg", a_photo(1600, 1200)))
    client.force_login(document.trainee.account)

    small = opened(client, document, kecil="").content

    assert small.startswith(b"\xff\xd8\xff")
    assert len(small) < len(a_photo(1600, 1200))


@pytest.mark.parametrize("role", [Role.OFFICER, Role.HEAD])
def test_staff_of_the_center_open_it_and_the_log_says_so(client, document, cohort, role):
    membership = MembershipFactory(center=cohort.offering.wave.center, role=role)
    client.force_login(membership.user)

    assert opened(client, document).status_code == 200
    row = ViewLog.objects.get()
    assert (row.page, row.user, row.role, row.subject_ids) == (
        "document",
        membership.user,
        role,
        [document.trainee_id],
    )


def test_nobody_else_knows_that_it_exists(client, document, cohort):
    center = cohort.offering.wave.center
    strangers = [
        TraineeFactory().account,
        MembershipFactory().user,
        MembershipFactory(center=center, role=Role.INSTRUCTOR).user,
        MembershipFactory(center=center, role=Role.CERTIFICATION).user,
        MembershipFactory(center=center, role=Role.TREASURER).user,
        MembershipFactory(center=None, role=Role.PROVINCE).user,
    ]
    for stranger in strangers:
        client.force_login(stranger)
        assert opened(client, document).status_code == 404
    client.logout()
    assert opened(client, document).status_code == 302
    assert not ViewLog.objects.exists()


def test_a_draft_shows_its_papers_to_no_officer(client, draft):
    document = DocumentFactory(trainee=draft.trainee)
    client.force_login(MembershipFactory(center=draft.wave.center).user)

    assert opened(client, document).status_code == 404


def test_a_superuser_opens_it_and_leaves_a_trace(client, document):
    client.force_login(SuperuserFactory())

    assert opened(client, document).status_code == 200
    assert ViewLog.objects.count() == 1


def test_a_lost_file_is_not_found(client, document):
    default_storage.delete(document.first_page.file.name)
    client.force_login(document.trainee.account)

    assert opened(client, document).status_code == 404


def test_an_application_without_papers_says_so(client):
    application = ApplicationFactory(status="draft")
    client.force_login(application.trainee.account)

    response = client.get(page(application))

    assertContains(response, "tidak meminta berkas")
    assertNotContains(response, "Simpan foto dulu")
    assert (Application.objects.count(), Document.objects.count()) == (1, 0)
