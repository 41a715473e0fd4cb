"""Filters and column sets that are kept: for oneself, or for the colleagues of one's center."""

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from audit.moves import Refused
from centers.models import Center, ColumnSet, SavedFilter

MOST = 30  # of one person on one list; more are not found again


def keep_filter(label, *, by, name, query, shared):
    """Raises Refused: nothing_filtered, too_long, too_many, name_taken."""
    if not query:
        raise Refused("nothing_filtered", _("Saring dahulu daftarnya, lalu simpan."))
    if len(query) > SavedFilter._meta.get_field("query").max_length:
        raise Refused("too_long", _("Saringan ini terlalu panjang untuk disimpan."))
    return _keep(SavedFilter(query=query), label, by=by, name=name, shared=shared)


def keep_columns(label, *, by, name, columns, shared, kept=None):
    """A new set, or `kept` with other columns. Raises Refused: too_many, name_taken."""
    kept = kept or ColumnSet()
    kept.columns = columns
    return _keep(kept, label, by=by, name=name, shared=shared)


def drop(kept):
    kept.delete()


def _keep(kept, label, *, by, name, shared):
    mine = type(kept).objects.filter(owner=by.user, list=label)
    if kept.pk is None and mine.count() >= MOST:
        raise Refused(
            "too_many", _("Anda sudah menyimpan %(most)d. Hapus dahulu yang tidak dipakai.") % {"most": MOST}
        )
    kept.owner, kept.list, kept.name, kept.shared = by.user, label, name, shared
    kept.center = Center.objects.filter(code=by.center_code).first() if by.center_code else None
    try:
        with transaction.atomic():
            kept.save()
    except IntegrityError:
        raise Refused("name_taken", _("Anda sudah menyimpan dengan nama itu. Pilih nama lain.")) from None
    return kept
