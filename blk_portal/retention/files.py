"""Files of documents: gone after the commit that removed their rows, or found again without a row and removed then."""

from datetime import timedelta
from pathlib import Path

from django.core.files.storage import default_storage
from django.db import transaction
from django.utils import timezone

from trainees.models import Document, DocumentPage

FOLDER = "documents"
YOUNG = timedelta(days=1)  # a file is written before its row is committed


def delete_after_commit(documents):
    """Every page of these, and the PDF they came from."""
    names = _names(DocumentPage.objects.filter(document__in=documents), "file")
    names += _names(Document.objects.filter(pk__in=[one.pk for one in documents]), "original")
    transaction.on_commit(lambda: _delete(names))


def _names(rows, field):
    return list(rows.exclude(**{field: ""}).order_by("pk").values_list(field, flat=True))


def sweep():
    """Remove every file that no document names. Folder by folder, so that no list grows with the portal."""
    return sum(_sweep(folder) for folder in default_storage.listdir(FOLDER)[0]) if _exists() else 0


def _exists():
    return Path(default_storage.path(FOLDER)).is_dir()


def _sweep(folder):
    prefix = f"{FOLDER}/{folder}/"
    known = {
        *_names(DocumentPage.objects.filter(file__startswith=prefix), "file"),
        *_names(Document.objects.filter(original__startswith=prefix), "original"),
    }
    found = [f"{prefix}{name}" for name in default_storage.listdir(prefix)[1]]
    orphans = [name for name in found if name not in known and _is_old(name)]
    _delete(orphans)
    return len(orphans)


def _is_old(name):
    return timezone.now() - default_storage.get_modified_time(name) > YOUNG


def _delete(names):
    for name in names:
        default_storage.delete(name)
