"""What became of each line, for the screen, as a text file or as Excel. No NIK and no birth date stands in it."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from audit import sheets
from blk_portal.importing.columns import CODES, COLUMNS, HINTS
from blk_portal.importing.rows import faults_in

DONE, SKIPPED, FAILED = "done", "skipped", "failed"
HEADINGS = ("Baris", "Hasil", "Kolom", "Keterangan", "Tulis", "Kode")


@dataclass(frozen=True, slots=True)
class Verdict:
    line: int
    outcome: str
    code: str
    reason: str

    def told(self):
        """[(column, what is wrong, what to write instead)]: a row of the report for each, one without any too."""
        if self.outcome == FAILED and self.code in CODES:
            faults = [(column, sentence, CODES[self.code]) for column, sentence in faults_in(self.reason)]
        else:
            faults = [(column, sentence, self._hint(column)) for column, sentence in faults_in(self.reason)]
        named = [(COLUMNS[column][0] if column else "", sentence, str(hint)) for column, sentence, hint in faults]
        return named or [("", "", "")]

    def _hint(self, column):
        return HINTS.get(column, "") if self.outcome == FAILED else ""


@dataclass(frozen=True, slots=True)
class Report:
    title: str
    verdicts: tuple
    ignored: tuple = ()  # lines that are no participants

    def of(self, outcome):
        return [verdict for verdict in self.verdicts if verdict.outcome == outcome]

    def as_text(self):
        counts = _("Masuk: %(done)d · Sudah ada: %(skipped)d · Bermasalah: %(failed)d") % {
            name: len(self.of(name)) for name in (DONE, SKIPPED, FAILED)
        }
        lines = [self.title, counts]
        lines += _section(_("Perlu diperbaiki di berkas:"), self.of(FAILED))
        lines += _section(_("Catatan:"), [verdict for verdict in self.of(DONE) if verdict.reason])
        if self.ignored:
            numbers = ", ".join(map(str, self.ignored))
            lines += ["", _("Bukan baris peserta, tidak dibaca: %(lines)s.") % {"lines": numbers}]
        return "\n".join(lines) + "\n"

    def as_xlsx(self):
        words = {DONE: _("Masuk"), SKIPPED: _("Sudah ada"), FAILED: _("Bermasalah")}
        rows = ((one.line, words[one.outcome], *told, one.code) for one in self.verdicts for told in one.told())
        return sheets.write_xlsx(HEADINGS, rows, title=_("Hasil impor"))


def verdict(line, outcome, code, reason):
    """A job knows done, skipped, failed; here only who was in already counts as skipped, the rest has to be mended."""
    kind = DONE if outcome == "done" else SKIPPED if code == "already_imported" else FAILED
    return Verdict(int(line), kind, code, reason)


def of_job(job, *, ignored=()):
    """From the rows of the job, so it is whole also when another process did the work."""
    results = job.results.order_by("pk").values_list("key", "outcome", "code", "reason")
    return Report(job.title, tuple(sorted((verdict(*row) for row in results), key=lambda one: one.line)), ignored)


def _section(title, verdicts):
    if not verdicts:
        return []
    rows = [_("Baris %(line)d: %(reason)s") % {"line": one.line, "reason": one.reason} for one in verdicts]
    return ["", title, *(f"  {row}" for row in rows)]
