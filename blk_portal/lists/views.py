"""Keeping the filters of a list, taking a list out as Excel, and choosing which columns go along."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404
from django.shortcuts import get_object_or_404, redirect
from django.urls import path, reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from audit import sheets, trail
from audit.moves import Refused
from blk_portal import desk_page
from blk_portal.desk_page import allow
from blk_portal.lists import asking, keeping, ministry, storage
from blk_portal.lists import job as exporting
from blk_portal.lists.columns import columns_of, may_take_niks, on_screen
from blk_portal.lists.forms import ON_SCREEN, ColumnSetForm, ExportForm, FilterForm
from blk_portal.lists.subjects import paths_of
from centers.listing import SEARCH, filters_only
from centers.models import ColumnSet, SavedFilter
from jobs import selectors as jobs
from jobs.workflow import State

ASKED = require_http_methods(["GET", "HEAD", "POST"])


def urls(seen_by):
    return [
        path("saringan/<str:label>/", seen_by(filters), name="saved_filters"),
        path("saringan/<int:pk>/hapus/", seen_by(drop_filter), name="drop_filter"),
        path("ekspor/berkas/<int:pk>/", seen_by(export_file), name="export_file"),
        path("ekspor/susunan/<int:pk>/", seen_by(column_set), name="column_set"),
        path("ekspor/susunan/<int:pk>/hapus/", seen_by(drop_column_set), name="drop_column_set"),
        path("ekspor/<str:label>/", seen_by(export), name="export_list"),
        path("ekspor/<str:label>/susunan/", seen_by(add_column_set), name="add_column_set"),
    ]


def _list(request, label):
    """The admin page of this list, for whoever may look at it."""
    page = asking.page_of(label)
    if not page.has_view_permission(request):
        raise PermissionDenied
    return page


def _frame(request, template, page, title, **context):
    query = request.GET.urlencode()
    url = reverse(asking.list_url(page))
    more = {
        "label": asking.label_of(page),
        "list_words": capfirst(str(page.opts.verbose_name_plural)),
        "list_url": f"{url}?{query}" if query else url,
        "plain_url": url,
        "query": query,
        **context,
    }
    return desk_page.page(request, template, title, **more)


def _here(request, page):
    """The list for the filters in the address, or None and a sentence."""
    try:
        return asking.changelist(page, request)
    except Refused as refusal:
        messages.error(request, refusal.message)
        return None


# --- filters ---


@ASKED
def filters(request, label):
    """Those that are kept, and a form for the one in the address."""
    page = _list(request, label)
    lists = _here(request, page)
    if lists is None:
        return redirect(asking.list_url(page))
    form, query = FilterForm(request.POST if request.method == "POST" else None), filters_only(request.GET)
    if form.is_bound and form.is_valid() and _kept_filter(request, label, form, query):
        return redirect(f"{reverse(asking.list_url(page))}?{query}")
    context = {
        "form": form,
        "filters": asking.in_words(lists),
        "is_filtered": bool(query),
        "searched": bool(request.GET.get(SEARCH)),
        "kept": SavedFilter.objects.of_list(label, request.actor),
    }
    return _frame(request, "admin/saved_filters.html", page, _("Saringan tersimpan"), **context)


def _kept_filter(request, label, form, query):
    try:
        kept = keeping.keep_filter(label, by=request.actor, query=query, **form.cleaned_data)
    except Refused as refusal:
        form.add_error("name" if refusal.code == "name_taken" else None, refusal.message)
        return False
    messages.success(request, _("Saringan “%(name)s” disimpan.") % {"name": kept})
    return True


@require_POST
def drop_filter(request, pk):
    kept = get_object_or_404(SavedFilter, pk=pk, owner=request.user)
    keeping.drop(kept)
    messages.success(request, _("Saringan “%(name)s” dihapus.") % {"name": kept})
    return redirect("admin:saved_filters", kept.list)


# --- exports ---


@ASKED
def export(request, label):
    """What would go out, in which columns; the POST starts the job."""
    allow(request, "page", "export")
    page = _list(request, label)
    lists = _here(request, page)
    if lists is None:
        return redirect(asking.list_url(page))
    sets = ColumnSet.objects.of_list(label, request.actor)
    form = ExportForm(request.POST if request.method == "POST" else None, page, sets)
    count = lists.queryset.order_by()[: exporting.MOST + 1].count()
    if form.is_bound and form.is_valid() and 0 < count <= exporting.MOST:
        return redirect(_started(request, page, lists, form))
    context = {
        "form": form,
        "count": count,
        "too_many": count > exporting.MOST,
        "most": exporting.MOST,
        "filters": asking.in_words(lists),
        "searched": bool(lists.query),
        "is_personal": page.personal or paths_of(page).person is not None,
        "may_take_niks": may_take_niks(request.actor),
        "choices": _choices(request, page, form),
    }
    return _frame(request, "admin/export_list.html", page, _("Ekspor ke Excel"), **context)


def _started(request, page, lists, form):
    pks = dict.fromkeys(lists.queryset.values_list("pk", flat=True)[: exporting.MOST])
    keys = _keys(request, page, form, form.cleaned_data["columns"])
    said = {"named": form.named, "filters": asking.in_words(lists), "searched": bool(lists.query)}
    return exporting.start(page, pks, keys, by=request.actor, press=form.cleaned_data["press"], **said)


def _keys(request, page, form, chosen):
    if chosen == ON_SCREEN:
        return [one.key for one in on_screen(page, request)]
    return [ministry.KEY] if chosen == ministry.KEY else form.sets[chosen].columns


def _choices(request, page, form):
    """Each choice with the headings it brings, and the set behind it if it is one."""
    told = []
    for box, (value, _words) in zip(form["columns"], form.fields["columns"].choices, strict=True):
        columns = exporting.chosen_columns(page, request, _keys(request, page, form, value))
        told.append({"box": box, "headings": [str(one.words) for one in columns], "kept": form.sets.get(value)})
    return told


@require_safe
def export_file(request, pk):
    """The workbook, for whoever asked for it, while it is kept; each time it is taken is on record."""
    allow(request, "page", "export")
    done = jobs.visible_to(request.actor).filter(kind=exporting.KIND, state=State.DONE, created_by=request.user)
    job = get_object_or_404(done, pk=pk)
    target = storage.path_of(job.params["file"])
    if not target.exists():
        raise Http404
    trail.viewed("admin:export_file", by=request.actor, subjects=[job], rows=len(job.params["ids"]))
    name = f"{job.params['list'].partition('.')[2]}-{job.created_at:%Y%m%d}-{job.pk}.xlsx"
    return FileResponse(target.open("rb"), as_attachment=True, filename=name, content_type=sheets.XLSX)


# --- column sets ---


@ASKED
def add_column_set(request, label):
    allow(request, "page", "export")
    return _column_set(request, _list(request, label), None)


@ASKED
def column_set(request, pk):
    """One's own; a shared one of somebody else is used, not changed."""
    allow(request, "page", "export")
    kept = get_object_or_404(ColumnSet, pk=pk, owner=request.user)
    return _column_set(request, _list(request, kept.list), kept)


def _column_set(request, page, kept):
    there = columns_of(page, request)
    initial = {"name": kept.name, "shared": kept.shared, "columns": kept.columns} if kept else None
    form = ColumnSetForm(request.POST if request.method == "POST" else None, there, initial)
    if form.is_bound and form.is_valid() and _kept_columns(request, page, form, kept):
        query = request.GET.urlencode()
        url = reverse("admin:export_list", args=[asking.label_of(page)])
        return redirect(f"{url}?{query}" if query else url)
    return _frame(request, "admin/column_set.html", page, _("Susunan kolom"), form=form, kept=kept)


def _kept_columns(request, page, form, kept):
    said = {name: form.cleaned_data[name] for name in ("name", "shared", "columns")}
    try:
        kept = keeping.keep_columns(asking.label_of(page), by=request.actor, kept=kept, **said)
    except Refused as refusal:
        form.add_error("name" if refusal.code == "name_taken" else None, refusal.message)
        return False
    messages.success(request, _("Susunan “%(name)s” disimpan.") % {"name": kept})
    return True


@require_POST
def drop_column_set(request, pk):
    allow(request, "page", "export")
    kept = get_object_or_404(ColumnSet, pk=pk, owner=request.user)
    keeping.drop(kept)
    messages.success(request, _("Susunan “%(name)s” dihapus.") % {"name": kept})
    return redirect("admin:export_list", kept.list)
