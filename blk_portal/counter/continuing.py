"""Going on from the counter's slip on one's own phone. Opening the address changes nothing, whatever code is in it.

A code that is wrong, used or too old, and a day that is not theirs: one answer for all of them.
"""

import time
from datetime import timedelta

from allauth.account.internal import flows
from allauth.account.models import Login
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_not_required
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from accounts import desk_codes, limits
from audit.moves import Refused
from blk_portal.counter import slips
from blk_portal.counter.forms import PasswordForm, SlipForm
from enrollment.workflow import Status

KEY = "slip"
LIFE = 15 * 60  # seconds from the right code to the password
TRIES, A_DAY = 10, timedelta(days=1)  # of one code: its day of birth is not to be guessed
FORM = ["GET", "HEAD", "POST"]


@login_not_required
@never_cache
@require_http_methods(FORM)
def slip(request, code=""):
    """Code and day of birth. The address of the QR only fills in the code: it is not looked up before the POST."""
    form = SlipForm(request.POST if request.method == "POST" else None, initial={"code": code[:20]})
    if form.is_bound and form.is_valid():
        typed = form.cleaned_data["code"]
        limits.hit("slip_code", desk_codes.mark_of(typed), TRIES, A_DAY)
        mark = slips.find(typed, form.cleaned_data["birth_date"])
        if mark:
            request.session[KEY] = {"mark": mark, "at": time.time()}
            return redirect("slip_account")
        form.refuse()
    return render(request, "counter/slip_code.html", {"form": form, "somebody": _signed_in(request)})


def _signed_in(request):
    """Whom this phone is signed in as: on a shared one that is another person."""
    return str(request.user) if request.user.is_authenticated else ""


@login_not_required
@never_cache
@sensitive_post_parameters("password1")
@require_http_methods(FORM)
def account(request):
    mark = _pending(request.session)
    trainee = slips.holder(mark) if mark else None
    if trainee is None:
        request.session.pop(KEY, None)
        return redirect("slip")
    form = PasswordForm(request.POST if request.method == "POST" else None, name=trainee.full_name)
    if form.is_bound and form.is_valid():
        return _open(request, mark, form.cleaned_data["password1"])
    context = {"form": form, "trainee": trainee, "somebody": _signed_in(request)}
    return render(request, "counter/slip_account.html", context)


def _pending(session):
    kept = session.get(KEY)
    return kept["mark"] if kept and time.time() - kept["at"] <= LIFE else None


def _open(request, mark, password):
    try:
        user = slips.use(mark, password=password, language=translation.get_language())
    except Refused as refusal:
        request.session.pop(KEY, None)
        messages.error(request, refusal.message)
        return redirect("account_login" if refusal.code == "has_account" else "slip")
    logout(request)  # also of who was signed in here before: their session is not the next person's
    messages.success(
        request, _("Akun Anda sudah jadi. Simpan slipnya: lain kali Anda masuk dengan kode slip dan kata sandi ini.")
    )
    return flows.login.perform_login(request, Login(user=user, redirect_url=_way_on(user)))


def _way_on(user):
    """To the draft that still has to be sent, else to the timeline of the newest."""
    newest = user.trainee.applications.order_by("-pk").first()
    if newest is None:
        return reverse("journey:home")
    name = "application" if newest.status in {Status.DRAFT, Status.RETURNED} else "journey:application"
    return reverse(name, args=[newest.pk])
