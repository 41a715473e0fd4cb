"""Where keys have left something: the seals of NIKs, the indexes of NIKs, the secrets of second factors.

A place counts its rows by key and renews a piece of them: it locks what nobody else holds just now, makes it anew
under the current key, and writes it only where the old value still stands. So a row that somebody edits meanwhile is
left to them and comes with the next round; no row is waited for.
"""

from collections import Counter
from dataclasses import dataclass, field

from allauth.mfa.models import Authenticator
from django.db import connection, transaction
from django.db.models import BinaryField, Q, Value
from django.db.models.functions import Substr

from blk_portal.keys import second_factor
from trainees import sealing
from trainees.models import Trainee
from trainees.sealing import SealError


@dataclass(frozen=True, slots=True)
class Piece:
    """What one transaction did: the last row it saw (None: none was left), how many are new, which can't be."""

    last: int | None
    renewed: int = 0
    closed: list = field(default_factory=list)


class NikSeals:
    name = "NIK seals"
    by_ring = True  # its keys are the ids of NIK_KEYS
    at_rest = frozenset()  # what by_key() may hold beside the current key when all is done

    def current(self):
        return sealing.vault().ring.current

    def by_key(self):
        """{key id: rows}, counted by the database."""
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT encode(substring(nik_sealed FROM 1 FOR position('\\x3a'::bytea IN nik_sealed) - 1), 'escape'),"
                " count(*) FROM trainees_trainee WHERE nik_sealed IS NOT NULL GROUP BY 1"
            )
            return Counter(dict(cursor.fetchall()))

    def renew(self, after, size):
        prefix = sealing.vault().ring.prefix
        head = Substr("nik_sealed", 1, Value(len(prefix)), output_field=BinaryField())
        rows = Trainee.objects.exclude(nik_sealed=None).alias(head=head).exclude(head=prefix)
        return _renew(rows, after, size, self._write)

    def _write(self, rows, closed):
        changes = []
        for row in rows:
            if (nik := _opened(row, closed)) is not None:
                changes.append((row.pk, bytes(row.nik_sealed), sealing.seal(nik, aad=row.key.bytes)))
        return _exchange("nik_sealed", "bytea", changes)


class NikIndexes:
    """An index does not say which key made it: each row is opened and its index made again, to see."""

    name = "NIK indexes"
    by_ring = False
    at_rest = frozenset({""})  # the NIK was changed in a draft since: the index of the new one comes with submitting
    COLUMNS = ("nik_index", "claimed_index")

    def __init__(self, *, rebuild=False):
        """`rebuild`: the key that made the indexes is lost; whatever is not the current one is made anew."""
        self.rebuild = rebuild
        if rebuild:
            self.at_rest = frozenset()

    def current(self):
        return sealing.vault().index_fingerprints()[0]

    def by_key(self):
        """{fingerprint of the key: rows}; "" for an index that no key makes from the NIK in its row."""
        names = sealing.vault().index_fingerprints()
        counted = Counter()
        for row in self._rows().only("key", "nik_sealed", *self.COLUMNS).iterator(chunk_size=5000):
            made = dict(zip(_indexes(row, []), names, strict=False))
            held = [getattr(row, column) for column in self.COLUMNS]
            counted.update(made.get(index, "") for index in held if index)
        return counted

    def renew(self, after, size):
        if len(sealing.vault().index_fingerprints()) == 1 and not self.rebuild:
            return Piece(None)
        return _renew(self._rows(), after, size, self._write)

    def _rows(self):
        return Trainee.objects.filter(Q(nik_index__isnull=False) | Q(claimed_index__isnull=False))

    def _write(self, rows, closed):
        made = {row: _indexes(row, closed) for row in rows}
        old = {column: self._changes(column, made) for column in self.COLUMNS}
        old["nik_index"] = _without_doubles(old["nik_index"], closed)
        return sum(_exchange(column, "varchar", changes) for column, changes in old.items())

    def _changes(self, column, made):
        return [
            (row.pk, getattr(row, column), indexes[0])
            for row, indexes in made.items()
            if self._is_old(getattr(row, column), indexes)
        ]

    def _is_old(self, index, indexes):
        if self.rebuild:
            return bool(index and indexes) and index != indexes[0]
        return index in indexes[1:]


class SecondFactors:
    """Few rows: whoever has a second factor. Those written before there were seals are sealed now."""

    name = "second factors"
    by_ring = True
    at_rest = frozenset()

    def current(self):
        return sealing.vault().ring.current

    def by_key(self):
        """{key id: secrets}; "" for what is not sealed yet."""
        rows = Authenticator.objects.values_list("data", flat=True)
        return Counter(second_factor.key_of(text) for data in rows for _field, text in second_factor.texts(data))

    def renew(self, after, size):
        return _renew(Authenticator.objects.all(), after, size, self._write)

    def _write(self, rows, closed):
        return sum(self._reseal(row, closed) for row in rows if self._is_old(row))

    def _is_old(self, row):
        return any(second_factor.key_of(text) != self.current() for _field, text in second_factor.texts(row.data))

    def _reseal(self, row, closed):
        try:
            fresh = second_factor.resealed(row.data)
        except SealError:
            closed.append(row.pk)
            return 0
        return Authenticator.objects.filter(pk=row.pk, data=row.data).update(data=fresh)


PLACES = (NikSeals(), NikIndexes(), SecondFactors())
REBUILT = (NikSeals(), NikIndexes(rebuild=True), SecondFactors())


@transaction.atomic
def _renew(rows, after, size, write):
    """The next `size` rows after that one, but for those somebody holds."""
    rows = rows.filter(pk__gt=after).order_by("pk")
    held = list(rows.select_for_update(of=("self",), no_key=True, skip_locked=True)[:size])
    if not held:
        return Piece(None)
    closed = []
    return Piece(held[-1].pk, write(held, closed), closed)


def _opened(row, closed):
    try:
        return row.nik
    except SealError:
        closed.append(row.pk)
        return None


def _indexes(row, closed):
    nik = _opened(row, closed)
    return sealing.blind_indexes(nik) if nik else []


def _without_doubles(changes, closed):
    """A NIK that another row holds stays that row's: an officer has to look at the two."""
    wanted = [index for _pk, _old, index in changes]
    taken = set(Trainee.objects.filter(nik_index__in=wanted).values_list("nik_index", flat=True))
    kept = []
    for pk, old, index in changes:
        if index in taken:
            closed.append(pk)
        else:
            kept.append((pk, old, index))
            taken.add(index)
    return kept


def _exchange(column, kind, changes):
    """Old value for new, in one statement and only where the old one still stands."""
    if not changes:
        return 0
    pks, old, new = (list(values) for values in zip(*changes, strict=True))
    with connection.cursor() as cursor:
        cursor.execute(
            f"UPDATE trainees_trainee AS kept SET {column} = given.new "
            f"FROM unnest(%s::bigint[], %s::{kind}[], %s::{kind}[]) AS given(id, old, new) "
            f"WHERE kept.id = given.id AND kept.{column} = given.old",
            [pks, old, new],
        )
        return cursor.rowcount
