"""Pages of somebody's paper: for its owner, and for staff whose center has an application of theirs.

Pictures are shown; a PDF as it came is only ever handed over to be saved.
"""

from functools import partial
from io import BytesIO

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.views.decorators.http import require_safe
from PIL import Image

from audit import trail
from centers.roles import may
from centers.selectors import scoped
from enrollment.models import Application
from trainees.models import Document, DocumentPage

SIZES = {"kecil": 320, "sedang": 960}  # for a list, and for reading beside the form


@require_safe
def document(request, key):
    """Its first page: what a link to a paper shows."""
    page = _pages_visible_to(request).filter(document__key=key).order_by("number").first()
    return _picture(request, page)


@require_safe
def page(request, key):
    return _picture(request, _pages_visible_to(request).filter(key=key).first())


@require_safe
def original(request, key):
    """The PDF as it was sent. We have not looked inside, so a browser must not either."""
    wanted = get_object_or_404(_visible_to(request).exclude(original=""), key=key)
    _log(request, "document_original", wanted.trainee)
    body = _content(wanted.original, _whole)
    day = timezone.localdate(wanted.uploaded_at)
    return _private(HttpResponse(body, content_type="application/pdf"), f"attachment; {_named(wanted, f'{day}.pdf')}")


def _picture(request, page):
    if page is None:
        raise Http404
    _log(request, "document", page.document.trainee)
    size = next((pixels for name, pixels in SIZES.items() if name in request.GET), None)
    body = _content(page.file, partial(_reduced, size=size) if size else _whole)
    name = _named(page.document, f"{page.number}.jpg")
    return _private(HttpResponse(body, content_type="image/jpeg"), f"inline; {name}")


def _pages_visible_to(request):
    pages = DocumentPage.objects.select_related("document__trainee", "document__kind")
    return pages.filter(document__in=_visible_to(request).values("pk"))


def _visible_to(request):
    documents = Document.objects.select_related("trainee", "kind")
    if request.actor.role == "trainee":
        return documents.filter(trainee__account=request.user)
    if not may(request.actor, "trainees.document", "show"):
        return documents.none()
    seen = scoped(Application.objects.known_to_the_desk(), request.actor, "wave__center")
    return documents.filter(trainee__in=seen.values("trainee"))


def _log(request, what, trainee):
    if trainee.account_id != request.user.pk:
        trail.viewed(what, by=request.actor, subjects=[trainee])


def _content(file, made):
    try:
        with file.open("rb") as opened:
            return made(opened)
    except FileNotFoundError as gone:
        raise Http404 from gone


def _whole(file):
    return file.read()


def _reduced(file, size):
    """A thumbnail, drawn from a fraction of the pixels: what a list shows need not weigh a megabyte."""
    with Image.open(file, formats=["JPEG"]) as image:
        image.draft("RGB", (size, size))
        image.thumbnail((size, size))
        out = BytesIO()
        image.save(out, "JPEG", quality=70)
    return out.getvalue()


def _named(document, ending):
    return f'filename="{document.kind.code}-{ending}"'


def _private(response, disposition):
    response["Content-Disposition"] = disposition
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response["Cache-Control"] = "private, no-store"
    return response
