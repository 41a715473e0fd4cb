"""The way in: a new account, a forgotten password, and the code that proves a contact.

Whether a contact is known shows nowhere: page, status, redirect and work are the same. Only who reads the message
at that contact learns it.
"""

from allauth.account.internal import flows
from allauth.account.internal.flows.email_verification import verify_email_indirectly
from allauth.account.internal.flows.password_reset_by_code import PASSWORD_RESET_VERIFICATION_SESSION_KEY
from allauth.account.models import Login
from allauth.account.utils import get_next_redirect_url
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.hashers import make_password
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from accounts import desk_codes, limits
from accounts.models import User
from audit.moves import Refused
from blk_portal.entrance import finding, letters, opening, pending
from blk_portal.entrance.forms import CodeForm, PhoneSignUpForm, ResetForm, SignUpForm
from blk_portal.entrance.pending import Pending
from blk_portal.language import of_letter
from blk_portal.limits import SIGN_UPS_A_NUMBER, SIGN_UPS_PER

BY_PHONE = "ponsel"
FORM = ["GET", "HEAD", "POST"]


# --- a new account ---


@login_not_required
@never_cache
@sensitive_post_parameters("password1")
@require_http_methods(FORM)
def sign_up(request):
    way_on = get_next_redirect_url(request) or ""
    if request.user.is_authenticated:
        return redirect(way_on or "home_after_sign_in")
    by_phone = BY_PHONE in request.POST.get("dengan", request.GET.get("dengan", ""))
    form = (PhoneSignUpForm if by_phone else SignUpForm)(request.POST or None)
    if request.method == "POST" and form.is_valid():
        begin = _begin_by_phone if by_phone else _begin_by_email
        return begin(request, way_on=way_on, **form.cleaned_data)
    context = {"form": form, "by_phone": by_phone, "way_on": way_on}
    return render(request, "account/signup.html", context | {"coded": by_phone and letters.phones_are_reached()})


def _begin_by_email(request, *, email, password1, way_on):
    theirs = finding.by_email(email)
    options = {"password": make_password(password1), "way_on": way_on, "language": _language(theirs)}
    return _ask_for_code(request, Pending("signup", email, False, leads_on=not theirs, **options))


def _begin_by_phone(request, *, phone, password1, way_on):
    """Who types the password of an account with this number means that account."""
    theirs, owner = finding.with_password(password1, phone=phone), finding.owner_of(phone)
    password = make_password(password1)
    if not letters.phones_are_reached():
        return _enter_unproved(request, theirs, phone, password, way_on)
    leads_on = theirs is not None or owner is None
    options = {"password": password, "way_on": way_on, "language": _language(filter(None, [theirs or owner]))}
    return _ask_for_code(request, Pending("signup", phone, True, leads_on, user=theirs and theirs.pk, **options))


def _enter_unproved(request, theirs, phone, password, way_on):
    """No code can reach a phone: the account begins at once, and the number is verified at the desk."""
    limits.hit("sign_up_number", phone, SIGN_UPS_A_NUMBER, SIGN_UPS_PER)
    if theirs:
        return flows.login.perform_login(request, Login(user=theirs, redirect_url=way_on))
    language = translation.get_language()
    user = opening.open_account(phone=phone, password=password, language=language, verified=False)
    messages.info(request, _("Akun Anda sudah jadi. Nomor ini belum kami pastikan; petugas memastikannya nanti."))
    return flows.signup.complete_signup(request, user=user, redirect_url=way_on or None)


def _language(accounts):
    return of_letter(next(iter(accounts), None))


def _ask_for_code(request, asked):
    asked.send(request.session)
    return redirect("account_code")


# --- a forgotten password ---


@login_not_required
@never_cache
@require_http_methods(FORM)
def reset_password(request):
    form = ResetForm(request.POST or None)
    reached = letters.phones_are_reached()
    if request.method == "POST" and form.is_valid():
        contact = form.cleaned_data["login"]
        return _ask_for_code(request, _reset_of(contact, reached))
    context = {"form": form, "reached": reached, "way_on": get_next_redirect_url(request) or ""}
    return render(request, "account/password_reset.html", context)


def _reset_of(contact, reached):
    """To a slip nothing can be sent: who signs in by one is given a code at the desk."""
    is_slip = bool(desk_codes.as_printed(contact))
    is_phone = "@" not in contact and not is_slip
    user = next((user for user in finding.by_contact(contact) if user.is_active), None)
    about = {"user": user and user.pk, "language": of_letter(user)}
    return Pending("reset", contact, is_phone, user is not None, unsent=is_slip or (is_phone and not reached), **about)


# --- the code ---


@login_not_required
@never_cache
@require_http_methods(FORM)
def code(request):
    asked = pending.of(request.session)
    if asked is None:
        messages.warning(request, _("Kode itu sudah tidak berlaku. Minta kode yang baru."))
        return redirect("account_phone" if request.user.is_authenticated else "account_login")
    if request.POST.get("action") == "resend":
        return _send_again(request, asked)
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        limits.hit("code", asked.contact, 20, limits.HOUR)
        if asked.accepts(form.cleaned_data["code"], request.session):
            pending.drop(request.session)
            return _proved(request, asked)
        form.refuse()
        if pending.of(request.session) is None:
            messages.error(request, _("Kode salah terlalu sering. Mulai lagi dari sini."))
            return redirect(BEGINNING[asked.purpose])
    return render(request, "account/code.html", {"form": form, "asked": asked, "again": BEGINNING[asked.purpose]})


def _send_again(request, asked):
    if asked.may_resend:
        asked.send(request.session)
        messages.info(request, _("Kode baru sudah kami kirim."))
    return redirect("account_code")


BEGINNING = {"signup": "account_signup", "reset": "account_reset_password", "phone": "account_phone"}


def _proved(request, asked):
    try:
        return PROVED[asked.purpose](request, asked)
    except Refused as refusal:
        messages.error(request, refusal.message)
        return redirect("account_phone" if request.user.is_authenticated else "account_login")


def _signed_up(request, asked):
    if asked.user:
        user = _with_phone(User.objects.get(pk=asked.user), asked)
        return flows.login.perform_login(request, Login(user=user, redirect_url=asked.way_on or None))
    contact = {"phone" if asked.is_phone else "email": asked.contact}
    user = opening.open_account(password=asked.password, language=translation.get_language(), **contact)
    return flows.signup.complete_signup(request, user=user, redirect_url=asked.way_on or None)


def _may_choose_password(request, asked):
    """allauth's page of the new password takes over; to it, the code has been confirmed."""
    user = User.objects.get(pk=asked.user)
    if asked.proves and asked.is_phone:
        _with_phone(user, asked)
    elif asked.proves:
        verify_email_indirectly(request, user, asked.contact)
    request.session[PASSWORD_RESET_VERIFICATION_SESSION_KEY] = {
        "at": asked.at,
        "failed_attempts": 0,
        "email": asked.contact if "@" in asked.contact else "",
        "user_id": str(user.pk),
        "code_confirmed": True,
    }
    return redirect("account_complete_password_reset")


def _phone_changed(request, asked):
    opening.own_phone(User.objects.get(pk=request.user.pk), asked.contact)
    messages.success(request, _("Nomor ponsel Anda sudah dipastikan."))
    return redirect("account_phone")


def _with_phone(user, asked):
    return user if user.phone_verified_at else opening.own_phone(user, asked.contact)


PROVED = {"signup": _signed_up, "reset": _may_choose_password, "phone": _phone_changed}
