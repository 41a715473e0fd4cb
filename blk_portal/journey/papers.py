"""The person's papers, each with what the officer found, and the way to mend one where it may be mended now."""

from dataclasses import dataclass

from django.urls import reverse

from enrollment import selectors
from enrollment.transitions.filling import may_fill
from trainees.models import Document


@dataclass(frozen=True, slots=True)
class Paper:
    document: Document
    fix_url: str = ""

    @property
    def is_to_fix(self):
        return self.document.state in selectors.TO_FIX


def papers_of(application):
    """Those looked at now. `fix_url` leads to just that paper on its page."""
    current = application.trainee.documents.current().select_related("kind").prefetch_related("pages")
    page = _page(application)
    return [Paper(one, _fix_url(one, page)) for one in current.order_by("kind__order", "pk")]


def _page(application):
    return reverse("application_step", args=[application.pk, "berkas"]) if may_fill(application, "documents") else ""


def _fix_url(document, page):
    to_fix = page and document.state in selectors.TO_FIX
    return f"{page}#paper-{document.kind.code}" if to_fix else ""
