from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from audit.moves import Refused
from jobs import handlers, queue, selectors


@require_GET
def progress(request, pk):
    """How far a job is. htmx asks for the fragment every two seconds, until the job is over."""
    job = get_object_or_404(selectors.visible_to(request.actor), pk=pk)
    template = "jobs/_progress.html" if request.htmx else "jobs/progress.html"
    context = {
        "job": job,
        "exceptions": selectors.exceptions(job),
        "may_cancel": job.created_by_id == request.user.pk,
        "way_back": _way_back(job, request.actor),
    }
    response = render(request, template, context)
    patch_vary_headers(response, ["HX-Request"])
    return response


def _way_back(job, actor):
    """Where whoever has read this page goes on; their own desk, if the work names no page or is no longer known."""
    found = handlers.named(job.kind).way_back(job, actor) if job.kind in settings.JOB_HANDLERS else None
    return found or (reverse("home_after_sign_in"), _("Meja kerja"))


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
