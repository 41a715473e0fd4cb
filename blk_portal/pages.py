"""Pages that say how the portal works: help, contact, privacy, accessibility. Anybody may read them."""

from django.contrib.auth.decorators import login_not_required
from django.shortcuts import render
from django.views.decorators.http import require_safe

from audit.models import RetentionRule
from centers.models import Center

TOLD_TO_PEOPLE = ("drafts", "applicant_documents", "dormant_accounts", "messages", "view_log")  # rules of retention


def _kept():
    """How long things of a person stay: the office may change the periods, and the page says what holds today."""
    return RetentionRule.objects.filter(code__in=TOLD_TO_PEOPLE, active=True).order_by("pk")


def _with_centers(template, **more):
    @login_not_required
    @require_safe
    def page(request):
        context = {name: ask() for name, ask in more.items()}
        return render(request, template, {"centers": Center.objects.order_by("name"), **context})

    return page


help_page = _with_centers("pages/help.html")
contact = _with_centers("pages/contact.html")
privacy = _with_centers("pages/privacy.html", kept=_kept)
accessibility = _with_centers("pages/accessibility.html")
