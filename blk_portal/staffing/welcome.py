"""The page an invitation leads to. Looking at it changes nothing: scanners of mail open links, too."""

from allauth.account.internal.flows.login import perform_login, record_authentication
from allauth.account.models import Login
from django.contrib.auth.decorators import login_not_required
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from audit.moves import Refused
from blk_portal.staffing import invitations
from blk_portal.staffing.forms import FirstPasswordForm

GONE = 410


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def welcome(request, token):
    """Set the first password, then sign in with it: the second factor and its recovery codes come next."""
    invitation = invitations.find(token)
    if invitation is None:
        return _over(request)
    form = FirstPasswordForm(invitation.user, request.POST or None)
    if form.is_bound and form.is_valid():
        return _accept(request, token, form.cleaned_data["password"])
    return render(request, "staffing/welcome.html", {"form": form, "invitation": invitation})


def _accept(request, token, password):
    try:
        user = invitations.accept(token, password)
    except Refused:
        return _over(request)
    record_authentication(request, user, method="password", reauthenticated=True)  # so that no page asks for it again
    return perform_login(request, Login(user=user))


def _over(request):
    """The same answer for a link that was used, revoked, is too old or was never written."""
    return render(request, "staffing/invitation_over.html", status=GONE)
