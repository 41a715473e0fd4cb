"""The import as long work: one item for each line of the file, each entered exactly once, also after a break."""

from functools import cached_property

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from audit.moves import Refused
from blk_portal.importing import reading, rows, storage
from blk_portal.importing.entering import Entry, settle_classes
from centers import roles
from cohorts.models import Wave
from jobs import queue
from jobs.handlers import Done, Handler, Skipped


def start(path, wave, *, by):
    """Queue the import of this file. Refused("import_running") while another of this wave is under way."""
    storage.sweep()
    name = storage.keep(path)
    title = _("Impor peserta %(wave)s") % {"wave": wave}
    params = {"wave": wave.pk, "file": name}
    job = queue.start(storage.KIND, title=title, params=params, by=by, dedupe_key=f"import:{wave.pk}")
    if job.params.get("file") != name:
        storage.drop(name)
        raise Refused("import_running", _("Impor lain untuk gelombang ini belum selesai."))
    return job


class Lines:
    """The lines of one table and what becomes of each. The dry run uses the very same."""

    def __init__(self, table, wave, *, by):
        self.table, self.entry = table, Entry(wave, by=by)
        self.by_key = {str(line.number): line for line in table.lines}

    def enter(self, key):
        """Done with notes, or Skipped: row_error, or a code of `Entry.enter`."""
        line = self.by_key[key]
        try:
            row = rows.parse(self.table, line)
            self._refuse_a_twin(row)
            entered = self.entry.enter(row)
        except rows.BadRow as bad:
            return Skipped(bad.code, bad.reason)
        except Refused as refused:
            return Skipped(refused.code, refused.message)
        return Done(" ".join(entered.notes))

    def _refuse_a_twin(self, row):
        first = self._first_lines[row.nik]
        if first != row.line:
            raise Refused("duplicate_row", rows.about("nik", _("sama dengan baris %(line)d.") % {"line": first}))

    @cached_property
    def _first_lines(self):
        """NIK → the first line it stands on, whatever else is wrong with that line."""
        first = {}
        for line in self.table.lines:
            if nik := rows.nik_of(self.table, line):
                first.setdefault(nik, line.number)
        return first


class ImportParticipants(Handler):
    chunk_size = 10

    @cached_property
    def wave(self):
        return Wave.objects.select_related("center").get(pk=self.job.params["wave"])

    @cached_property
    def lines(self):
        return Lines(self._table(), self.wave, by=self.job.actor)

    def _table(self):
        try:
            return reading.read(storage.path_of(self.job.params["file"]))
        except reading.Unreadable as unreadable:
            raise Refused("unreadable", str(unreadable)) from None

    def items(self):
        return [(key, _("Baris %(line)s") % {"line": key}) for key in self.lines.by_key]

    def perform(self, key):
        return self.lines.enter(key)

    def finish(self):
        settle_classes(self.wave, by=self.job.actor)
        transaction.on_commit(lambda: storage.drop(self.job.params["file"]))

    @classmethod
    def way_back(cls, job, actor):
        wave = Wave.objects.filter(pk=job.params["wave"]).first()
        if wave is None or not roles.may(actor, "page", "wave_control"):
            return None
        return reverse("admin:wave_control", args=[wave.pk]), str(wave)
