"""What was taken as one photo a paper is still there, as page one, after the migration of a filled database."""

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone

from tests.factories.centers import DocumentKindFactory
from tests.factories.trainees import TraineeFactory
from trainees.models import Document, DocumentPage

BEFORE, MIDDLE, AFTER = "0004_situation_and_health", "0005_document_pages", "0006_pages_hold_the_files"


def migrated(name):
    executor = MigrationExecutor(connection)
    executor.migrate([("trainees", name)])
    return MigrationExecutor(connection).loader.project_state([("trainees", name)]).apps


@pytest.fixture
def newest():
    """Whatever the test does, the database ends where the others expect it."""
    yield
    executor = MigrationExecutor(connection)
    executor.migrate(executor.loader.graph.leaf_nodes())  # of every app: others were walked back with this one


def a_photo_of_yesterday(old, trainee, kind, number, **fields):
    return old.get_model("trainees", "Document").objects.create(
        trainee_id=trainee.pk,
        kind_id=kind.pk,
        file=f"documents/ab/{number}.jpg",
        sha256=f"{number:064d}",
        width=800 + number,
        height=600,
        **fields,
    )


@pytest.mark.django_db(transaction=True)
def test_photos_of_yesterday_become_first_pages(newest):
    trainee, kind = TraineeFactory(), DocumentKindFactory()
    old = migrated(BEFORE)
    kept = a_photo_of_yesterday(old, trainee, kind, 1, state="fix", reason="Buram.")
    a_photo_of_yesterday(old, trainee, kind, 2, replaced_at=timezone.now())

    middle = migrated(MIDDLE)
    a_photo_of_yesterday(middle, trainee, kind, 3)  # by a web process that has not been stopped yet
    migrated(AFTER)

    pages = DocumentPage.objects.order_by("document")
    assert [(page.number, page.file.name, page.width, page.height, int(page.sha256)) for page in pages] == [
        (1, f"documents/ab/{number}.jpg", 800 + number, 600, number) for number in (1, 2, 3)
    ]
    assert len({page.key for page in pages}) == 3
    document = Document.objects.get(pk=kept.pk)
    assert (document.key, document.state, document.reason, bool(document.original)) == (
        kept.key,
        "fix",
        "Buram.",
        False,
    )
