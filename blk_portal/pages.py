"""Pages that say how the portal works: help, contact, privacy, accessibility. Anybody may read them."""

from django.contrib.auth.decorators import login_not_required
from django.shortcuts import render
from django.views.decorators.http import require_safe

from centers.models import Center


def _with_centers(template):
    @login_not_required
    @require_safe
    def page(request):
        return render(request, template, {"centers": Center.objects.order_by("name")})

    return page


help_page = _with_centers("pages/help.html")
contact = _with_centers("pages/contact.html")
privacy = _with_centers("pages/privacy.html")
accessibility = _with_centers("pages/accessibility.html")
