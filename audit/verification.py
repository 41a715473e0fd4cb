"""Recompute the chain and say whether the trail still is what was sealed.

What it finds: a changed row, a row that went without a purge record, a row put in under an old id, a changed or
missing seal. Whoever holds the database may rewrite rows and all later seals; only a digest kept elsewhere shows that,
which is why each seal is told to the log and why `expect` asks for one that was written down.
"""

from dataclasses import dataclass, field

from django.db import transaction
from django.utils.translation import gettext as _

from audit.models import PurgeRecord, Seal
from audit.sealing import MODELS, digest_of_rows, digest_of_seal


@dataclass(slots=True)
class Report:
    """`fault` is the code of the first thing that does not agree, `sentence` says it, `seal` is its number."""

    seals: int = 0
    rows: int = 0
    purged: int = 0
    waiting: int = 0
    digest: str = ""
    fault: str = ""
    sentence: str = ""
    seal: int | None = None
    upto: dict = field(default_factory=lambda: dict.fromkeys(MODELS, 0))


class Mismatch(Exception):
    def __init__(self, code, sentence, seal=None):
        super().__init__(code)
        self.code, self.sentence, self.seal = code, sentence, seal


@transaction.atomic
def verify(expect=""):
    """Walk the chain from its first seal. `expect`: a digest written down earlier, which must still be in it."""
    report, seen = Report(), not expect
    try:
        for seal in Seal.objects.order_by("number").iterator(chunk_size=500):
            _check_link(report, seal)
            _check_rows(report, seal)
            _pass(report, seal)
            seen = seen or seal.digest == expect
        _check_ends(report, seen)
    except Mismatch as mismatch:
        report.fault, report.sentence, report.seal = mismatch.code, mismatch.sentence, mismatch.seal
    return report


def _check_link(report, seal):
    if seal.number != report.seals + 1:
        sentence = _("Segel nomor %(number)d tidak ada.") % {"number": report.seals + 1}
        raise Mismatch("seal_missing", sentence, report.seals + 1)
    whole = seal.previous == report.digest and seal.after == report.upto[seal.table]
    if not whole or seal.digest != digest_of_seal(seal):
        raise Mismatch("seal_changed", _("Segel nomor %(number)d diubah.") % {"number": seal.number}, seal.number)


def _check_rows(report, seal):
    count, digest = digest_of_rows(seal.table, seal.layout, seal.after, seal.upto)
    if (count, digest) == (seal.rows, seal.rows_digest):
        report.rows += count
        return
    if count == 0 and _was_purged(seal):
        report.purged += seal.rows
        return
    raise Mismatch(*_what_happened(seal, count), seal.number)


def _was_purged(seal):
    """Asked only now: a purge that ended while we were reading is seen, too."""
    records = PurgeRecord.objects.filter(table=seal.table)
    return records.filter(first_seal__lte=seal.number, last_seal__gte=seal.number).exists()


def _what_happened(seal, count):
    words = {
        "number": seal.number,
        "table": seal.get_table_display(),
        "first": seal.after + 1,
        "last": seal.upto,
        "there": count,
        "sealed": seal.rows,
    }
    if count == seal.rows:
        return "rows_changed", _(
            "Isi %(table)s di antara baris %(first)d dan %(last)d diubah (segel nomor %(number)d)."
        ) % words
    code = "rows_deleted" if count < seal.rows else "rows_inserted"
    return code, _(
        "Di antara baris %(first)d dan %(last)d dari %(table)s ada %(there)d baris, padahal yang disegel %(sealed)d "
        "(segel nomor %(number)d)."
    ) % words


def _pass(report, seal):
    report.seals, report.digest = seal.number, seal.digest
    report.upto[seal.table] = seal.upto


def _check_ends(report, seen):
    """What lies before the first seal or after the last one, and whether the chain still reaches what was expected."""
    for table, model in MODELS.items():
        if model.objects.filter(pk__lt=1).exists():
            raise Mismatch("rows_inserted", _("Ada baris dengan nomor yang tidak mungkin."))
        report.waiting += model.objects.filter(pk__gt=report.upto[table]).count()
    if not seen:
        raise Mismatch("digest_missing", _("Sidik yang Anda simpan tidak ada lagi di dalam rantai segel."))
