"""The import as long work: one item for each line of the file, each entered exactly once, also after a break.

Nobody is told of it, so it can be taken back for an hour; until then the sheet stays, for it says who came from it.
"""

import json
from datetime import timedelta
from functools import cached_property

from django.urls import reverse
from django.utils.translation import gettext as _

from audit.moves import Refused
from blk_portal.importing import reading, rows, storage, taking_back
from blk_portal.importing.entering import Entry, settle_classes
from blk_portal.importing.foreseeing import foresee
from centers import roles
from cohorts.models import Wave
from enrollment.models import ParticipantSheet
from jobs import queue
from jobs.handlers import Done, Handler, Skipped, kept_between_turns


def start(path, wave, *, by):
    """Queue the import of this file. Refused("import_running") while another of this wave is under way."""
    storage.sweep()
    name = storage.keep(path)
    job = start_kept(name, wave, None, by=by)
    if job.params.get("file") != name:
        storage.drop(name)
        raise Refused("import_running", _("Impor lain untuk gelombang ini belum selesai."))
    return job


def start_kept(name, wave, layout, *, by):
    """The job of this wave that is live: a new one, or the one that another press or another officer has started."""
    title = _("Impor peserta %(wave)s") % {"wave": wave}
    params = {"wave": wave.pk, "file": name, "layout": layout}
    return queue.start(storage.KIND, title=title, params=params, by=by, dedupe_key=f"import:{wave.pk}")


def rehearse(name, wave, layout, *, by):
    title = _("Uji coba impor %(wave)s, tidak ada yang disimpan") % {"wave": wave}
    params = {"wave": wave.pk, "file": name, "layout": layout}
    return queue.start(storage.REHEARSAL, title=title[:200], params=params, by=by, dedupe_key=f"rehearse:{name}")


class Lines:
    """The lines of one table and what becomes of each. The dry run of the command uses the very same."""

    def __init__(self, table, wave, *, by):
        self.table, self.entry = table, Entry(wave, by=by)
        self.by_key = {str(line.number): line for line in table.lines}

    def enter(self, key):
        """Done with notes, or Skipped: row_error, or a code of `Entry.enter`."""
        try:
            row = rows.parse(self.table, self.by_key[key])
            rows.refuse_a_twin(row, self._first_lines)
            entered = self.entry.enter(row)
        except rows.BadRow as bad:
            return Skipped(bad.code, bad.reason)
        except Refused as refused:
            return Skipped(refused.code, refused.message)
        return Done(" ".join(entered.notes))

    @cached_property
    def _first_lines(self):
        return rows.first_lines(self.table)


@kept_between_turns
def _table_in(name, layout):
    """What is kept under a name is never written again, and reading takes a good part of a turn."""
    return reading.read(storage.path_of(name), json.loads(layout))


class OfASheet(Handler):
    @cached_property
    def wave(self):
        return Wave.objects.select_related("center").get(pk=self.job.params["wave"])

    @cached_property
    def table(self):
        params = self.job.params
        try:
            return _table_in(params["file"], json.dumps(params.get("layout")))
        except reading.Unreadable as unreadable:
            raise Refused("unreadable", str(unreadable)) from None

    def items(self):
        return [(str(line.number), _("Baris %(line)d") % {"line": line.number}) for line in self.table.lines]

    @classmethod
    def way_back(cls, job, actor):
        """The sheet's own page while there is one, else the wave."""
        if roles.may(actor, "page", "import"):
            sheet = ParticipantSheet.objects.filter(file=job.params["file"]).first()
            return (sheet.get_absolute_url() if sheet else reverse("admin:import_begin")), _("Impor peserta")
        wave = Wave.objects.filter(pk=job.params["wave"]).first()
        if wave is None or not roles.may(actor, "page", "wave_control"):
            return None
        return reverse("admin:wave_control", args=[wave.pk]), str(wave)


class ImportParticipants(OfASheet):
    chunk_size = 10
    undo_within = timedelta(hours=1)
    undo_right = ("page", "import")

    @cached_property
    def lines(self):
        return Lines(self.table, self.wave, by=self.job.actor)

    def perform(self, key):
        return self.lines.enter(key)

    def undo(self, key):
        nik = rows.nik_of(self.table, self.lines.by_key[key])
        return taking_back.take_back(nik, self.wave, since=self.job.undoes, by=self.job.actor)

    def finish(self):
        settle_classes(self.wave, by=self.job.actor)
        storage.keep_on(self.job.params["file"])


class RehearseImport(OfASheet):
    """Says of every line what would become of it. Nothing is written but the rows of this job."""

    chunk_size = 200

    @cached_property
    def verdicts(self):
        return foresee(self.table, self.wave)

    def perform(self, key):
        return self.verdicts[key]
