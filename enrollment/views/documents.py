"""A photo of somebody's paper: for its owner, and for staff whose center has an application of theirs."""

from io import BytesIO

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe
from PIL import Image

from audit import trail
from centers.roles import may
from centers.selectors import scoped
from enrollment.models import Application
from trainees.models import Document

THUMBNAIL = 320


@require_safe
def document(request, key):
    shown = get_object_or_404(_visible_to(request), key=key)
    if shown.trainee.account_id != request.user.pk:
        trail.viewed("document", by=request.actor, subjects=[shown.trainee])
    try:
        with shown.file.open("rb") as file:
            body = _small(file) if "kecil" in request.GET else file.read()
    except FileNotFoundError as gone:
        raise Http404 from gone
    return _private(HttpResponse(body, content_type="image/jpeg"), shown)


def _visible_to(request):
    documents = Document.objects.select_related("trainee", "kind")
    if request.actor.role == "trainee":
        return documents.filter(trainee__account=request.user)
    if not may(request.actor, "trainees.document", "show"):
        return documents.none()
    seen = scoped(Application.objects.sent(), request.actor, "wave__center")
    return documents.filter(trainee__in=seen.values("trainee"))


def _small(file):
    """A thumbnail, drawn from an eighth of the pixels: what a list shows need not weigh a megabyte."""
    with Image.open(file, formats=["JPEG"]) as image:
        image.draft("RGB", (THUMBNAIL, THUMBNAIL))
        image.thumbnail((THUMBNAIL, THUMBNAIL))
        out = BytesIO()
        image.save(out, "JPEG", quality=70)
    return out.getvalue()


def _private(response, shown):
    response["Content-Disposition"] = f'inline; filename="{shown.kind.code}.jpg"'
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response["Cache-Control"] = "private, no-store"
    return response
