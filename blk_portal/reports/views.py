"""The report as a page, as Excel and as a printed sheet. All three show the same figures."""

from dataclasses import dataclass

from django.http import HttpResponse
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from audit import sheets, trail
from blk_portal.desk_page import allow, page
from blk_portal.reports import paper, small
from blk_portal.reports.chart import chart
from blk_portal.reports.figures import DIVISIONS, STAGES, Figures, figures
from blk_portal.reports.forms import ReportForm
from centers.models import Center

SEEN, CAME_ON = 0, 5  # the stages that a bar shows: who applied, and of them who sat in a class
NAME = "laporan"


def urls(guard):
    """For PortalAdminSite.get_urls; `guard` is its admin_view."""
    return [
        path("laporan/", guard(report), name="reports"),
        path("laporan/excel/", guard(as_xlsx), name="reports_xlsx"),
        path("laporan/pdf/", guard(as_pdf), name="reports_pdf"),
    ]


@dataclass(frozen=True, slots=True)
class Report:
    title: str
    center: Center | None
    waves: list
    figures: Figures
    is_together: bool


def _asked(request):
    """(the form, the report it asks for, or None if it asks for something that is not there)."""
    allow(request, "page", "reports")
    form = ReportForm(request.actor, request.GET)
    if not form.is_valid():
        return form, None
    waves, title, center = form.scope()
    found = figures(waves)
    if form.puts_together():
        of_people = [name for name, (_label, is_of_people) in DIVISIONS.items() if is_of_people]
        found.divisions |= {name: small.together(found.divisions[name]) for name in of_people}
    return form, Report(title, center, waves, found, form.puts_together())


@never_cache
@require_safe
def report(request):
    form, asked = _asked(request)
    context = {"form": form, "report": asked}
    if asked:
        chosen = request.GET.get("menurut") if request.GET.get("menurut") in DIVISIONS else "program"
        rows = asked.figures.divisions[chosen]
        context |= {
            "funnel": chart((words, number, number) for words, number in _named(asked.figures.total)),
            "stages": [words for words, _condition in STAGES.values()],
            "total": asked.figures.total,
            "told_total": _named(asked.figures.total),
            "rows": [(row.label, _named(row.counts)) for row in rows],
            "chosen": DIVISIONS[chosen][0],
            "tabs": _tabs(request, chosen),
            "bars": chart((row.label, row.counts[SEEN], row.counts[CAME_ON]) for row in rows),
            "query": request.GET.urlencode(),
        }
    return page(request, "admin/reports/report.html", _("Laporan"), **context)


def _named(counts):
    return [(str(words), number) for (words, _condition), number in zip(STAGES.values(), counts, strict=True)]


def _tabs(request, chosen):
    """(address, words, whether it is the one shown) of each way to divide."""
    return [(_address(request, name), label, name == chosen) for name, (label, _is_of_people) in DIVISIONS.items()]


def _address(request, division):
    asked = request.GET.copy()
    asked["menurut"] = division
    return f"?{asked.urlencode()}"


# --- what is taken out ---


@require_safe
def as_xlsx(request):
    """All divisions below one another: a table that Excel can filter."""
    return _taken_out(request, "xlsx", sheets.XLSX, _as_xlsx)


@require_safe
def as_pdf(request):
    return _taken_out(request, "pdf", "application/pdf", paper.pdf)


def _taken_out(request, suffix, content_type, make):
    form, asked = _asked(request)
    if asked is None:
        return page(request, "admin/reports/report.html", _("Laporan"), form=form, report=None)
    name = f'attachment; filename="{NAME}-{timezone.localdate():%Y-%m-%d}.{suffix}"'
    response = HttpResponse(make(asked), content_type=content_type, headers={"Content-Disposition": name})
    trail.viewed(f"admin:reports_{suffix}", by=request.actor, subjects=asked.waves)
    return response


def _as_xlsx(asked):
    headings = [_("Menurut"), _("Kelompok"), *(str(words) for words, _condition in STAGES.values())]
    rows = [[_("Semua"), asked.title, *asked.figures.total]]
    for name, (label, _is_of_people) in DIVISIONS.items():
        rows += [[str(label), row.label, *row.counts] for row in asked.figures.divisions[name]]
    return sheets.write_xlsx(headings, rows, title=_("Laporan"))
