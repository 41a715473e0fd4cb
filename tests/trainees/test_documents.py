"""Papers of several pages: added to, taken from, judged; with the PDF they came from."""

from hashlib import sha256
from io import BytesIO

import pytest
from django.core.files.storage import default_storage

from audit.moves import Refused
from tests.factories.centers import DocumentKindFactory
from tests.factories.trainees import DocumentFactory, TraineeFactory, a_photo
from tests.uploads.making import paper, saved
from trainees import selectors, transitions
from trainees.models import Document, DocumentPage
from trainees.papers import clean_upload

pytestmark = pytest.mark.django_db


def photos(*widths):
    return clean_upload([BytesIO(a_photo(width, 700)) for width in widths])


def scan(sheets):
    sheet = paper(300, 420)
    return saved(sheet, "PDF", save_all=True, append_images=[sheet] * (sheets - 1))


def widths(document):
    return [page.width for page in document.pages.order_by("number")]


def content_of(file):
    with file.open() as opened:
        return opened.read()


@pytest.fixture
def trainee():
    return TraineeFactory()


@pytest.fixture
def kind():
    return DocumentKindFactory(code="ijazah")


def test_each_photo_is_a_page_with_a_name_of_its_own(trainee, kind):
    document = transitions.attach(trainee, kind, photos(800, 900))

    assert widths(document) == [800, 900]
    pages = document.pages.all()
    assert [page.file.name for page in pages] == [f"documents/{page.key.hex[:2]}/{page.key.hex}.jpg" for page in pages]
    assert [sha256(content_of(page.file)).hexdigest() for page in pages] == [page.sha256 for page in pages]
    assert (bool(document.original), document.original_sha256) == (False, "")


def test_a_scan_is_kept_whole_beside_its_pages(trainee, kind):
    raw = scan(3)

    document = transitions.attach(trainee, kind, clean_upload([BytesIO(raw)]))

    assert document.pages.count() == 3
    assert content_of(document.original) == raw
    assert document.original_sha256 == sha256(raw).hexdigest()
    assert str(document.key.hex) not in document.original.name
    assert document.original.name.endswith(".pdf")


def test_photos_and_one_pdf_stand_in_the_order_they_were_sent(trainee, kind):
    mixed = clean_upload([BytesIO(a_photo(800, 700)), BytesIO(scan(2)), BytesIO(a_photo(900, 700))])

    document = transitions.attach(trainee, kind, mixed)

    assert (widths(document)[0], widths(document)[-1], document.pages.count()) == (800, 900, 4)
    assert document.original.size == len(scan(2))


def test_of_two_pdfs_none_stands_for_the_whole():
    assert clean_upload([BytesIO(scan(1)), BytesIO(scan(2))]).original is None


def test_at_most_ten_pages_and_the_file_that_goes_beyond_is_named():
    sent = clean_upload([BytesIO(scan(6)), BytesIO(scan(5)), BytesIO(a_photo())])

    assert len(sent.pages) == 7
    assert [(problem.code, problem.sentence[:12]) for problem in sent.problems] == [("too_many_pages", "Berkas ke-2 ")]


def test_a_page_comes_behind_the_others(trainee, kind):
    document = transitions.attach(trainee, kind, photos(800))

    same = transitions.add_pages(document, photos(900, 1000))

    assert (same.pk, widths(same)) == (document.pk, [800, 900, 1000])


def test_a_photo_that_is_sent_twice_is_one_page(trainee, kind):
    document = transitions.attach(trainee, kind, photos(800))
    transitions.add_pages(document, photos(900))

    again = transitions.add_pages(document, photos(900, 1000))

    assert widths(again) == [800, 900, 1000]


def test_no_eleventh_page_is_added(trainee, kind):
    document = DocumentFactory(trainee=trainee, kind=kind, pages=9)

    with pytest.raises(Refused) as refusal:
        transitions.add_pages(document, photos(800, 900))

    assert refusal.value.code == "too_many_pages"
    assert document.pages.count() == 9


def test_what_was_judged_stays_on_record_and_a_longer_one_takes_its_place(trainee, kind):
    judged = DocumentFactory(trainee=trainee, kind=kind, state="fix", reason="Halaman belakang belum ada.")

    new = transitions.add_pages(judged, photos(900))

    judged.refresh_from_db()
    assert (judged.state, judged.replaced_at is None, widths(judged)) == ("fix", False, [40])
    assert (new.state, new.replaced_at, widths(new)) == ("waiting", None, [40, 900])
    assert selectors.current_documents(trainee) == {kind.pk: new}


def test_a_page_is_taken_away_with_its_file_and_the_whole_pdf(trainee, kind, django_capture_on_commit_callbacks):
    document = transitions.attach(trainee, kind, clean_upload([BytesIO(scan(3))]))
    second = document.pages.get(number=2)
    gone = [second.file.name, document.original.name]

    with django_capture_on_commit_callbacks(execute=True):
        transitions.remove_page(second)

    document.refresh_from_db()
    assert [page.number for page in document.pages.all()] == [1, 3]
    assert (document.original.name, document.original_sha256) == ("", "")
    assert [default_storage.exists(name) for name in gone] == [False, False]
    assert all(default_storage.exists(page.file.name) for page in document.pages.all())


def test_a_number_is_not_given_twice(trainee, kind):
    document = DocumentFactory(trainee=trainee, kind=kind, pages=3)
    transitions.remove_page(document.pages.get(number=2))

    transitions.add_pages(document, photos(900))

    assert [page.number for page in document.pages.all()] == [1, 3, 4]


def test_a_page_of_a_judged_paper_stays_on_record(trainee, kind):
    judged = DocumentFactory(trainee=trainee, kind=kind, pages=2, state="invalid", reason="Milik orang lain.")

    new = transitions.remove_page(judged.pages.get(number=1))

    assert (judged.pages.count(), new.pages.count()) == (2, 1)
    assert Document.objects.current().get() == new


def test_with_its_last_page_a_paper_is_no_longer_there(trainee, kind):
    document = DocumentFactory(trainee=trainee, kind=kind)

    assert transitions.remove_page(document.first_page) is None

    assert selectors.current_documents(trainee) == {}
    assert DocumentPage.objects.count() == 1  # on record, as whatever is replaced


@pytest.mark.parametrize(
    "act", [lambda one: transitions.add_pages(one, photos(800)), lambda one: transitions.remove_page(one.first_page)]
)
def test_what_was_replaced_meanwhile_changes_no_more(trainee, kind, act):
    document = transitions.attach(trainee, kind, photos(800))
    transitions.attach(trainee, kind, photos(900))

    with pytest.raises(Refused) as refusal:
        act(document)

    assert refusal.value.code == "replaced"


@pytest.mark.parametrize("papers", [1, 5])
def test_the_current_papers_cost_two_queries(trainee, django_assert_num_queries, papers):
    for number in range(papers):
        DocumentFactory(trainee=trainee, kind=DocumentKindFactory(code=f"k{number}"), pages=3)

    with django_assert_num_queries(2):  # papers with their kinds; all their pages
        there = selectors.current_documents(trainee)
        assert [len(one.pages.all()) for one in there.values()] == [3] * papers
