from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from audit import sheets, trail
from audit.moves import Refused
from centers import roles
from jobs import handlers, queue, selectors, standing, undoing

LISTED = 25


# --- the list ---


@require_GET
def job_list(request):
    """One's own jobs, or with `milik=balai` those of the center; newest first."""
    if not roles.may(request.actor, "page", "jobs"):
        raise Http404
    whose = "balai" if request.GET.get("milik") == "balai" else "saya"
    chosen = request.GET.get("keadaan", "")
    rows = selectors.listed(request.actor, whose, chosen)
    page = Paginator(rows, LISTED).get_page(request.GET.get("hal"))
    context = {"page": page, "whose": whose, "chosen": chosen, "filters": selectors.FILTERS}
    return render(request, "jobs/list.html", context)


@require_GET
def live(request):
    """The number beside the link in the header, fetched after the page: no page waits for it.

    It is kept for no time at all: beside a job that has just ended, the number of before would be wrong.
    """
    if not roles.may(request.actor, "page", "jobs"):
        raise Http404
    number = selectors.visible_to(request.actor).live().count()
    return render(request, "jobs/_live.html", {"number": number})


# --- one job ---


@require_GET
def progress(request, pk):
    """How far a job is. htmx asks for the fragment every two seconds, until the job is over."""
    job = get_object_or_404(selectors.visible_to(request.actor).select_related("undoes"), pk=pk)
    template = "jobs/_progress.html" if request.htmx else "jobs/progress.html"
    context = {
        "job": job,
        "way_back": _way_back(job, request.actor),
        **(_report(request, job) if job.is_over else _news(request, job)),
    }
    response = render(request, template, context)
    if job.is_over:
        response["HX-Trigger"] = "jobs-changed"  # the number in the header is asked for again
    patch_vary_headers(response, ["HX-Request"])
    return response


def _news(request, job):
    """While it lasts. A screen reader hears of a quarter more, not of every two seconds."""
    milestone = standing.milestone(job)
    return {
        "standing": standing.of(job),
        "milestone": milestone,
        "is_news": milestone != request.GET.get("sudah", milestone),
        "may_cancel": job.created_by_id == request.user.pk,
    }


def _report(request, job):
    """When it is over. Whose names were shown is noted."""
    exceptions = selectors.exceptions(job)
    trail.viewed("jobs:progress", by=request.actor, subjects=[row for group in exceptions for row in group.rows])
    undone_by = undoing.undone_by(job)
    return {
        "exceptions": exceptions,
        "is_news": "sudah" in request.GET,
        "fruit": _fruit(job, request.actor),
        "undo_until": undoing.until(job) if undoing.is_open(job, request.actor) else None,
        "undone_by": undone_by,
        "letters_gone": undoing.letters_of(job.undoes)[1] if job.undoes else 0,
    }


def _way_back(job, actor):
    """Where whoever has read this page goes on; their own desk, if the work names no page or is no longer known."""
    kind = handlers.known(job.kind)
    found = kind.way_back(job, actor) if kind else None
    return found or (reverse("home_after_sign_in"), _("Meja kerja"))


def _fruit(job, actor):
    kind = handlers.known(job.kind)
    return kind.fruit(job, actor) if kind else None


@require_GET
def result(request, pk):
    """All rows as Excel; that they were taken out is noted with their number."""
    job = get_object_or_404(selectors.visible_to(request.actor), pk=pk)
    headings = [_("Butir"), _("Hasil"), _("Keterangan"), _("Waktu")]
    rows = job.results.order_by("pk")
    told = ([one.label, one.get_outcome_display(), one.reason, one.at] for one in rows.iterator())
    name = f'attachment; filename="pekerjaan-{job.pk}.xlsx"'
    response = HttpResponse(content_type=sheets.XLSX, headers={"Content-Disposition": name})
    sheets.save_xlsx(response, headings, told, title=_("Hasil"))
    trail.viewed("jobs:result", by=request.actor, subjects=[job], rows=rows.count())
    return response


@require_POST
def cancel(request, pk):
    """Whoever started it may stop it."""
    job = get_object_or_404(selectors.visible_to(request.actor), pk=pk)
    if job.created_by_id != request.user.pk:
        raise PermissionDenied
    try:
        queue.cancel(job, by=request.actor)
    except Refused as refusal:
        messages.warning(request, refusal.message)
    else:
        messages.success(request, _("Pekerjaan dihentikan. Yang sudah selesai tetap berlaku."))
    return redirect(job)


@require_http_methods(["GET", "POST"])
def undo(request, pk):
    """Says what will happen; the POST starts the job that takes this one back."""
    job = get_object_or_404(selectors.visible_to(request.actor), pk=pk)
    if not undoing.may_undo(job, request.actor):
        raise PermissionDenied
    try:
        if request.method == "POST":
            return redirect(queue.undo(job, by=request.actor))
        undoing.check(job, request.actor)
    except Refused as refusal:
        messages.warning(request, refusal.message)
        return redirect(job)
    here, gone = undoing.letters_of(job)
    context = {"job": job, "here": here, "gone": gone, "until": undoing.until(job)}
    return render(request, "jobs/undo.html", context)
