"""The import in the admin: a file and its wave, its columns, what the first lines become, a rehearsal, the run."""

from dataclasses import replace
from pathlib import Path

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from audit import sheets, trail
from blk_portal.desk_page import allow, page
from blk_portal.importing import job as importing
from blk_portal.importing import reading, report, showing, storage
from blk_portal.importing.columns import COLUMNS, REQUIRED, known_headings
from blk_portal.importing.forms import ColumnsForm, UploadForm
from blk_portal.importing.tables import Layout, places_of
from centers.selectors import scoped
from cohorts.models import Wave
from enrollment.models import ParticipantSheet, SheetHeading
from jobs.workflow import State

FORM = ["GET", "HEAD", "POST"]
LATEST = 10


def urls(guard):
    """For PortalAdminSite.get_urls; `guard` is its admin_view."""
    return [
        path("impor/", guard(begin), name="import_begin"),
        path("impor/<int:pk>/", guard(sheet), name="import_sheet"),
        path("impor/<int:pk>/kolom/", guard(columns), name="import_columns"),
        path("impor/<int:pk>/laporan/", guard(result), name="import_report"),
    ]


def _sheets(actor):
    return scoped(ParticipantSheet.objects.select_related("wave__center", "rehearsal", "job"), actor, "wave__center")


def _sheet(request, pk):
    allow(request, "page", "import")
    return get_object_or_404(_sheets(request.actor), pk=pk)


def _own_words(center):
    return dict(SheetHeading.objects.filter(center=center).order_by().values_list("heading", "column"))


# --- a file ---


@never_cache
@require_http_methods(FORM)
def begin(request):
    allow(request, "page", "import")
    waves = scoped(Wave.objects.select_related("center"), request.actor, "center").order_by("-starts_on", "-pk")
    posted = [request.POST, request.FILES] if request.method == "POST" else []
    form = UploadForm(waves, *posted, initial={"wave": request.GET.get("gelombang")})
    kept = _kept(form, request) if form.is_bound and form.is_valid() else None
    if kept:
        complete = set(REQUIRED) <= set(kept.layout["places"])
        return redirect(kept if complete else reverse("admin:import_columns", args=[kept.pk]))
    latest = _sheets(request.actor).select_related("uploaded_by")[:LATEST]
    return page(request, "admin/importing/begin.html", _("Impor peserta"), form=form, latest=latest)


def _kept(form, request):
    """The sheet, once it is known to be one; else nothing is kept and the form says why."""
    wave, upload = form.cleaned_data["wave"], form.cleaned_data["file"]
    name = storage.keep_chunks(upload.chunks(), Path(upload.name).suffix)
    try:
        _lines, layout = reading.beginning(storage.path_of(name), _own_words(wave.center))
    except reading.Unreadable as unreadable:
        storage.drop(name)
        form.add_error("file", str(unreadable))
        return None
    return ParticipantSheet.objects.create(
        wave=wave, file=name, name=upload.name[-120:], layout=layout.as_json(), uploaded_by=request.user
    )


# --- its columns ---


@never_cache
@require_http_methods(FORM)
def columns(request, pk):
    kept = _sheet(request, pk)
    try:
        lines, layout = _looked_at(request, kept)
    except reading.Unreadable as unreadable:
        return _unreadable(request, kept, unreadable)
    shown = showing.columns(lines[layout.sheet], layout)
    initial = {column: str(place) for column, place in layout.places.items()}
    form = ColumnsForm(shown, request.POST if request.method == "POST" else None, initial=initial)
    if form.is_bound and form.is_valid():
        _keep_layout(kept, lines, layout, form.places())
        return redirect(kept)
    trail.viewed("admin:import_sheet", by=request.actor, subjects=[kept], rows=showing.SAMPLES)
    rows = [(form[column], showing.samples(lines[layout.sheet], layout, _place(form[column]))) for column in COLUMNS]
    context = {
        "sheet": kept,
        "form": form,
        "rows": rows,
        "heading_line": f"{layout.sheet}-{layout.line}",
        "offered": showing.lines_offered(lines),
    }
    return page(request, "admin/importing/columns.html", _("Pasangkan kolom"), **context)


def _looked_at(request, kept):
    """The sheet's lines, and its layout: with the headings on another line, if the address names one of the file."""
    lines, _found = reading.beginning(storage.path_of(kept.file))
    layout = Layout(**kept.layout)
    wanted = request.GET.get("judul", "")
    if wanted not in dict(showing.lines_offered(lines)):
        return lines, layout
    sheet, line = map(int, wanted.split("-"))
    found, depth = showing.headings(lines[sheet], line)
    return lines, Layout(sheet, line, depth, places_of(found, known_headings(_own_words(kept.wave.center))))


def _place(field):
    value = field.value()
    return int(value) if value and str(value).isdecimal() else None


def _keep_layout(kept, lines, layout, places):
    """Also for the next sheet of this center: what it calls its columns."""
    kept.layout = Layout(layout.sheet, layout.line, layout.depth, places).as_json()
    kept.rehearsal = None
    kept.save(update_fields=["layout", "rehearsal"])
    found, _depth = showing.headings(lines[layout.sheet], layout.line)
    own, known = {one.place: one.keys[0] for one in found if one.keys[0]}, known_headings()
    new = [
        SheetHeading(center=kept.wave.center, heading=own[place][:120], column=column)
        for column, place in places.items()
        if place in own and known.get(own[place]) != column
    ]
    unique = {one.heading: one for one in new}.values()
    SheetHeading.objects.bulk_create(
        unique, update_conflicts=True, unique_fields=["center", "heading"], update_fields=["column"]
    )


# --- what would become of it ---


@never_cache
@require_http_methods(FORM)
def sheet(request, pk):
    kept = _sheet(request, pk)
    if request.method == "POST":
        return _acted(request, kept)
    try:
        lines, _found = reading.beginning(storage.path_of(kept.file))
    except reading.Unreadable as unreadable:
        return _unreadable(request, kept, unreadable)
    layout = Layout(**kept.layout)
    people = showing.people(lines[layout.sheet], layout)
    trail.viewed("admin:import_sheet", by=request.actor, subjects=[kept], rows=len(people))
    context = {
        "sheet": kept,
        "layout": layout,
        "found": [COLUMNS[column][0] for column in COLUMNS if column in layout.places],
        "absent": [COLUMNS[column][0] for column in COLUMNS if column not in layout.places],
        "all_columns": len(COLUMNS),
        "is_complete": set(REQUIRED) <= set(layout.places),
        "titles": showing.titles(),
        "people": people,
        "is_rehearsed": kept.rehearsal is not None and kept.rehearsal.state == State.DONE,
        "may_run": kept.job is None or (kept.job.is_over and kept.job.state != State.DONE),
    }
    return page(request, "admin/importing/sheet.html", kept.name, **context)


def _unreadable(request, kept, unreadable):
    context = {"sheet": kept, "trouble": str(unreadable)}
    return page(request, "admin/importing/sheet.html", kept.name, **context)


def _acted(request, kept):
    act = {"uji": _rehearse, "impor": _run, "hapus": _drop}.get(request.POST.get("act"))
    if act is None:
        messages.error(request, _("Pilih salah satu tombolnya."))
        return redirect(kept)
    return act(request, kept)


def _by(request, kept):
    """A superuser acts for the wave's center, so that its officers see the job."""
    return replace(request.actor, center_code=kept.wave.center.code)


def _is_ready(request, kept):
    if set(REQUIRED) <= set(kept.layout["places"]) and storage.path_of(kept.file).exists():
        return True
    messages.error(request, _("Belum bisa: pasangkan dulu kolom yang wajib, atau unggah lagi berkasnya."))
    return False


def _rehearse(request, kept):
    if not _is_ready(request, kept):
        return redirect(kept)
    kept.rehearsal = importing.rehearse(kept.file, kept.wave, kept.layout, by=_by(request, kept))
    kept.save(update_fields=["rehearsal"])
    return redirect(kept.rehearsal)


def _run(request, kept):
    if not _is_ready(request, kept):
        return redirect(kept)
    job = importing.start_kept(kept.file, kept.wave, kept.layout, by=_by(request, kept))
    if job.params["file"] != kept.file:
        messages.warning(request, _("Impor lain untuk gelombang ini belum selesai."))
        return redirect(job)
    kept.job = job
    kept.save(update_fields=["job"])
    return redirect(job)


def _drop(request, kept):
    """Not under the hands of a job that reads it, nor while an import may still be taken back by it."""
    if any(job and not job.is_over for job in (kept.rehearsal, kept.job)):
        messages.error(request, _("Pekerjaannya belum selesai. Tunggu, atau hentikan dulu."))
        return redirect(kept)
    storage.drop(kept.file)
    messages.success(request, _("Berkas dihapus dari portal."))
    return redirect("admin:import_begin")


# --- the report ---


@require_safe
def result(request, pk):
    """What became of each line as Excel, of the run or, before it, of the rehearsal."""
    kept = _sheet(request, pk)
    job = kept.job or kept.rehearsal
    if job is None:
        messages.info(request, _("Belum ada hasil: jalankan dulu uji coba."))
        return redirect(kept)
    told = report.of_job(job)
    name = f'attachment; filename="impor-{job.pk}.xlsx"'
    response = HttpResponse(told.as_xlsx(), content_type=sheets.XLSX, headers={"Content-Disposition": name})
    trail.viewed("admin:import_report", by=request.actor, subjects=[job], rows=len(told.verdicts))
    return response
