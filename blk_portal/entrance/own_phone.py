"""The page of one's own number: see how far it is trusted, prove it, change it, take it away."""

from allauth.account.decorators import reauthentication_required
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from accounts.models import User
from audit.moves import Refused
from blk_portal.entrance import finding, letters, opening
from blk_portal.entrance.forms import PhoneForm
from blk_portal.entrance.pending import Pending
from blk_portal.language import of_letter
from trainees.rules.phones import as_dialled


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def phone(request):
    if request.method == "POST":
        return _change(request)
    return _page(request, PhoneForm())


def _page(request, form):
    context = {"form": form, "reached": letters.phones_are_reached()}
    return render(request, "account/phone.html", context | {"number": as_dialled(request.user.phone or "")})


@reauthentication_required(app="allauth.account")
def _change(request):
    user = User.objects.get(pk=request.user.pk)
    match request.POST.get("action"):
        case "remove":
            return _remove(request, user)
        case "verify" if user.phone:
            return _take(request, user, user.phone)
    form = PhoneForm(request.POST)
    return _take(request, user, form.cleaned_data["phone"]) if form.is_valid() else _page(request, form)


def _take(request, user, number):
    """With a code where one can be sent; else it is written down and the desk verifies it."""
    if letters.phones_are_reached():
        owner = finding.owner_of(number)
        asked = Pending("phone", number, True, owner in (None, user), user=user.pk, language=of_letter(user))
        asked.send(request.session)
        return redirect("account_code")
    if number != user.phone:
        opening.claim_phone(user, number)
        messages.info(request, _("Nomor tersimpan. Nomor ini belum kami pastikan; petugas memastikannya nanti."))
    return redirect("account_phone")


def _remove(request, user):
    try:
        opening.drop_phone(user)
    except Refused as refusal:
        messages.error(request, refusal.message)
    else:
        messages.success(request, _("Nomor ponsel dihapus dari akun Anda."))
    return redirect("account_phone")
