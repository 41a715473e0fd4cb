"""As what somebody acts now who works here as more than one thing, and a center's logo."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_http_methods, require_safe

from centers import selectors, telling
from centers.middleware import MEMBERSHIP, SUPERUSER, actor_of
from centers.models import Center


@require_http_methods(["GET", "HEAD", "POST"])
def choose_membership(request):
    """One membership is active at a time; its role and center are all that the next pages go by."""
    if not request.user.is_staff:
        raise PermissionDenied
    mine = selectors.memberships_of(request.user)
    if request.method == "POST":
        request.session[MEMBERSHIP], said = _chosen(request, mine)
        messages.success(request, _("Anda sekarang bertugas sebagai %(membership)s.") % {"membership": said})
        return redirect("home_after_sign_in")
    active = actor_of(request.user, request.session)
    rows = [
        (one, (one.role, one.center.code if one.center else "") == (active.role, active.center_code)) for one in mine
    ]
    context = {"offered": rows, "is_superuser_now": active.role == SUPERUSER}
    return TemplateResponse(request, "centers/choose_membership.html", context)


def _chosen(request, mine):
    """What the session keeps, and its words. What is not this person's to choose does not exist."""
    chosen = request.POST.get("membership", "")
    if chosen == SUPERUSER and request.user.is_superuser:
        return SUPERUSER, telling.role_words(SUPERUSER)
    membership = get_object_or_404(mine, pk=chosen if chosen.isdecimal() else 0)
    return membership.pk, membership


@login_not_required
@require_safe
@cache_control(public=True, max_age=3600)
def logo(request, code):
    """Public like the sign over the door. The bytes are our own drawing of what was uploaded."""
    center = get_object_or_404(Center.objects.exclude(logo=""), code=code)
    with center.logo.open() as file:
        return HttpResponse(file.read(), content_type="image/png")
