"""Pages that say how the portal works, and what the centers announce. Anybody may read them."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from audit.models import RetentionRule
from centers.models import Center
from centers.plain_text import blocks
from centers.selectors import privacy_notices
from centers.shared_pages import shareable
from cohorts import selectors as offered

TOLD_TO_PEOPLE = ("drafts", "applicant_documents", "dormant_accounts", "messages", "view_log")  # rules of retention
NOT_FOR_MACHINES = ("/admin/", "/akun/", "/instruktur/", "/pendaftaran/", "/perjalanan/", "/undangan/", "/berkas/")
PUBLIC = ("catalogue", "announcements", "help", "contact", "privacy", "accessibility", "verify")


def _page(template, context=dict):
    @login_not_required
    @require_safe
    @shareable
    def page(request):
        return render(request, template, context())

    return page


def _centers():
    return {"centers": Center.objects.order_by("name")}


def _help():
    return {"groups": offered.answers(get_language())}


def _announcements():
    return {"announcements": offered.current_announcements()[:50]}


help_page = _page("pages/help.html", _help)
contact = _page("pages/contact.html", _centers)
accessibility = _page("pages/accessibility.html")
announcements = _page("pages/announcements.html", _announcements)


@login_not_required
@require_safe
@shareable
def announcement(request, pk):
    shown = get_object_or_404(offered.current_announcements(), pk=pk)
    return render(request, "pages/announcement.html", {"announcement": shown})


@login_not_required
@require_safe
@shareable
def privacy(request, version=None):
    """The notice in force, or an older one; each version keeps its address."""
    notices = privacy_notices(get_language())
    shown = next((one for one in notices if version in {None, one.version}), None)
    if shown is None and (version is not None or notices):
        raise Http404
    context = {
        "notice": shown,
        "blocks": blocks(shown.text) if shown else [],
        "is_in_force": bool(notices) and shown == notices[0],
        "others": [one for one in notices if one != shown],
        "kept": _kept(),
    }
    return render(request, "pages/privacy.html", context)


def _kept():
    """How long things of a person stay: the office may change the periods, and the page says what holds today."""
    return RetentionRule.objects.filter(code__in=TOLD_TO_PEOPLE, active=True).order_by("pk")


# --- for machines ---


@login_not_required
@require_safe
@shareable
def robots(request):
    """A demonstration is full of invented people and wants to be found by nobody."""
    closed = ["/"] if settings.DEMONSTRATION else NOT_FOR_MACHINES
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in closed)]
    if not settings.DEMONSTRATION:
        lines += ["", f"Sitemap: {settings.SITE_URL}{reverse('sitemap')}"]
    return HttpResponse("\n".join([*lines, ""]), content_type="text/plain; charset=utf-8")


@login_not_required
@require_safe
@shareable
def sitemap(request):
    """What can be found by anybody: the pages above, what is offered now, and what is announced."""
    paths = [reverse(name) for name in PUBLIC]
    running = offered.published_offerings().filter(wave__ends_on__gte=timezone.localdate())
    paths += [reverse("offering", args=[pk]) for pk in running.values_list("pk", flat=True)]
    paths += [one.get_absolute_url() for one in offered.current_announcements()]
    context = {"addresses": [f"{settings.SITE_URL}{path}" for path in paths]}
    return render(request, "sitemap.xml", context, content_type="application/xml")
