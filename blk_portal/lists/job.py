"""The export of a list as long work: its rows batch by batch, then the workbook they are bound into.

Whose data left with it is written down with each batch. `params` holds ids and keys of columns, no person's data.
"""

import uuid
from functools import cached_property

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from audit import sheets, trail
from blk_portal.lists import asking, ministry, storage
from blk_portal.lists.columns import cell, columns_of, may_take_niks
from blk_portal.lists.subjects import paths_of, subjects
from centers import roles
from jobs import queue
from jobs.handlers import Done, Handler, Skipped
from jobs.workflow import State

KIND = "export_list"
MOST = 20_000  # rows of one workbook; more is hardly what somebody wants to read
BATCH = 500
WORKBOOK = "berkas"


@transaction.atomic
def start(page, pks, columns, *, by, named, filters=(), searched=False, press=None):
    """Queue the export of these rows. `columns` are keys; the ministry's set goes by its own."""
    label = asking.label_of(page)
    params = {
        "list": label,
        "ids": list(pks),
        "columns": columns,
        "named": str(named),
        "filters": list(filters),
        "searched": searched,
        "file": uuid.uuid4().hex,
    }
    title = _("Ekspor %(list)s: %(count)d baris") % {"list": _list_words(page), "count": len(params["ids"])}
    key = f"{KIND}:{by.user.pk}:{press}" if press else ""
    job = queue.start(KIND, title=title[:200], params=params, by=by, dedupe_key=key, once=True)
    if job.params["file"] == params["file"]:
        facts = {
            "list": _list_words(page),
            "rows": len(params["ids"]),
            "columns": str(named),
            "niks": _niks(page, columns, by),
        }
        trail.write("job.export", by=by, about=job, facts=facts)
    return job


def _niks(page, columns, by):
    """Whether the numbers go along whole, in a word for the trail; None where the list has none of them."""
    asked = columns == [ministry.KEY] or "nik" in columns
    return str(_("ya")) if asked and paths_of(page).person is not None and may_take_niks(by) else None


def _list_words(page):
    return str(page.opts.verbose_name_plural)


def chosen_columns(page, request, keys):
    """The Columns of these keys that this role may see, in their order."""
    if keys == [ministry.KEY]:
        return ministry.columns(request.actor) if ministry.is_for(page) else []
    there = columns_of(page, request)
    return [there[key] for key in keys if key in there]


class ExportList(Handler):
    @cached_property
    def page(self):
        return asking.page_of(self.job.params["list"])

    @cached_property
    def request(self):
        return asking.Asking(self.job.actor)

    @cached_property
    def columns(self):
        return chosen_columns(self.page, self.request, self.job.params["columns"])

    @property
    def ids(self):
        return self.job.params["ids"]

    @property
    def numbers(self):
        return range(1, -(-len(self.ids) // BATCH) + 1)

    def items(self):
        batches = [(str(number), self._label(number)) for number in self.numbers]
        return [*batches, (WORKBOOK, _("Berkas Excel"))]

    def _label(self, number):
        last = min(number * BATCH, len(self.ids))
        return _("Baris %(first)d–%(last)d") % {"first": (number - 1) * BATCH + 1, "last": last}

    def perform(self, key):
        return self._bind() if key == WORKBOOK else self._take(int(key))

    def _take(self, number):
        pks = self.ids[(number - 1) * BATCH : number * BATCH]
        found = subjects(self.page, self.request, pks)
        storage.keep_part(self._file, number, [[cell(one.of(row)) for one in self.columns] for row in found])
        if self.page.personal or paths_of(self.page).person is not None:
            seen = f"admin:{self.job.params['list']}:export"
            trail.viewed(seen, by=self.job.actor, subjects=[row.row for row in found])
        gone = len(pks) - len(found)
        return Done(_("%(count)d baris sudah tidak ada lagi.") % {"count": gone} if gone else "")

    def _bind(self):
        if self.job.results.exclude(outcome="done").exists():
            words = _("Sebagian baris tidak terbaca, jadi berkasnya tidak dibuat. Coba ekspor lagi.")
            return Skipped("incomplete", words)
        target = storage.path_of(self._file)
        half = target.with_suffix(".half")
        half.touch(mode=0o640)
        with half.open("wb") as file:
            rows = storage.parts(self._file, self.numbers)
            headings = [str(one.words) for one in self.columns]
            sheets.save_xlsx(file, headings, rows, title=capfirst(_list_words(self.page))[:31], about=self._about())
        half.replace(target)
        transaction.on_commit(lambda: storage.drop_parts(self._file))
        return Done()

    @property
    def _file(self):
        return self.job.params["file"]

    def _about(self):
        """Where the rows come from, on a sheet of its own: whoever reads the file next year should know."""
        params, made = self.job.params, timezone.localtime(self.job.created_at)
        filters = params["filters"] or [_("Tidak disaring: semua baris pada daftar.")]
        told = [
            (_("Daftar"), capfirst(_list_words(self.page))),
            (_("Susunan kolom"), params["named"]),
            *[(_("Saringan"), one) for one in filters],
            (_("Jumlah baris"), len(self.ids)),
            (_("Diambil"), date_format(made, "j F Y H.i")),
            (_("Oleh"), str(self.job.created_by)),
        ]
        if params["searched"]:
            words = _("Ya. Kata yang dicari tidak dicatat, supaya nama orang tidak tertinggal di sini.")
            told.insert(3, (_("Dicari dengan kata"), words))
        care = _("Berisi data pribadi. Simpan di tempat aman dan hapus setelah dipakai.")
        return [*told, (_("Perhatian"), care)]

    @classmethod
    def fruit(cls, job, actor):
        there = job.state == State.DONE and storage.path_of(job.params["file"]).exists()
        if not there or job.created_by_id != actor.user.pk or not roles.may(actor, "page", "export"):
            return None
        return reverse("admin:export_file", args=[job.pk]), _("Unduh berkas Excel")

    @classmethod
    def way_back(cls, job, actor):
        label = job.params["list"]
        if not roles.may(actor, label, "view"):
            return None
        page = asking.page_of(label)
        return reverse(asking.list_url(page)), capfirst(_list_words(page))
