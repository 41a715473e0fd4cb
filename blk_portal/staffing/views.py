"""Pages of the desk about people who work here: inviting, a lost second factor, leaving, and who may do what."""

from django.contrib import messages
from django.db import IntegrityError
from django.http import Http404
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from accounts.models import User
from audit.moves import Refused
from blk_portal.desk_page import allow, page, seen
from blk_portal.staffing import factor, invitations, leaving, review, words
from blk_portal.staffing.forms import InviteForm, LeaveForm, PersonForm, ReasonForm
from centers import roles
from centers.models import Invitation, Role
from centers.scoped import SAME_TIME

PEOPLE = "admin:accounts_user_changelist"


def urls(guard):
    """For PortalAdminSite.get_urls; `guard` is its admin_view."""
    return [
        path("pegawai/undang/", guard(invite), name="staff_invite"),
        path("pegawai/undang-pengelola/", guard(invite_superuser), name="staff_invite_superuser"),
        path("pegawai/undangan/<int:pk>/<slug:act>/", guard(invitation), name="staff_invitation"),
        path("pegawai/kewenangan/", guard(access), name="staff_access"),
        path("pegawai/<int:pk>/langkah-kedua/", guard(reset_factor), name="staff_reset_factor"),
        path("pegawai/<int:pk>/berhenti/", guard(leave), name="staff_leave"),
    ]


# --- letting in ---


@require_http_methods(["GET", "HEAD", "POST"])
def invite(request):
    allow(request, "page", "invite")
    form = InviteForm(request.actor, request.POST or None)
    if form.is_bound and form.is_valid() and _done(form, invitations.invite, **form.cleaned_data, by=request.actor):
        sent = _("Undangan dikirim ke %(email)s. Tautannya berlaku tujuh hari.")
        messages.success(request, sent % {"email": form.cleaned_data["email"]})
        return redirect(PEOPLE)
    return page(request, "admin/staffing/invite.html", _("Undang pegawai"), form=form, back=reverse(PEOPLE))


@require_http_methods(["GET", "HEAD", "POST"])
def invite_superuser(request):
    """Somebody who may do everything: a page of its own, so that nobody picks it from a list by mistake."""
    allow(request, "page", "invite_superuser")
    form = PersonForm(request.POST or None)
    function = invitations.invite_another_superuser
    if form.is_bound and form.is_valid() and _done(form, function, **form.cleaned_data, by=request.actor):
        done = _("%(name)s diangkat menjadi pengelola sistem dan diberi tahu lewat e-mail.")
        messages.success(request, done % {"name": form.cleaned_data["full_name"]})
        return redirect(PEOPLE)
    context = {"form": form, "back": reverse(PEOPLE), "is_for_everything": True}
    return page(request, "admin/staffing/invite.html", _("Undang pengelola sistem"), **context)


ACTS = {  # part of the address → (row of the role table, function, title, what the page says before and after)
    "kirim-ulang": (
        "resend",
        invitations.resend,
        gettext_lazy("Kirim ulang undangan"),
        gettext_lazy("Tautan yang lama tidak berlaku lagi. Yang baru berlaku tujuh hari."),
        gettext_lazy("Undangan dikirim ulang."),
    ),
    "cabut": (
        "withdraw",
        invitations.withdraw,
        gettext_lazy("Cabut undangan"),
        gettext_lazy("Tautannya tidak berlaku lagi dan perannya dihapus."),
        gettext_lazy("Undangan dicabut."),
    ),
}


@require_http_methods(["GET", "HEAD", "POST"])
def invitation(request, pk, act):
    if act not in ACTS:
        raise Http404
    action, function, title, before, after = ACTS[act]
    allow(request, "centers.invitation", action)
    one = seen(request, Invitation, pk)
    refusal = ""
    if request.method == "POST":
        try:
            function(one, by=request.actor)
        except Refused as refused:
            refusal = refused.message
        else:
            messages.success(request, after)
            return redirect("admin:centers_invitation_changelist")
    context = {"invitation": one, "before": before, "refusal": refusal}
    back = reverse("admin:centers_invitation_change", args=[one.pk])
    return page(request, "admin/staffing/invitation.html", title, back=back, **context)


# --- a lost second factor, and the last day ---


@require_http_methods(["GET", "HEAD", "POST"])
def reset_factor(request, pk):
    allow(request, "accounts.user", "reset_factor")
    person = seen(request, User, pk)
    form = ReasonForm(request.POST or None)
    asked = form.is_bound and form.is_valid()
    if asked and _done(form, factor.reset_factor, person, **form.cleaned_data, by=request.actor):
        messages.success(request, _("Langkah kedua %(name)s sudah dilepas.") % {"name": person})
        return redirect(_person(person))
    title = _("Atur ulang langkah kedua")
    return page(request, "admin/staffing/reset_factor.html", title, person=person, form=form, back=_person(person))


@require_http_methods(["GET", "HEAD", "POST"])
def leave(request, pk):
    allow(request, "accounts.user", "leave")
    person = seen(request, User, pk)
    going = leaving.leaving_of(person, by=request.actor)
    successors = leaving.successors_for(person, by=request.actor)
    form = LeaveForm(successors, going.needs_a_successor, request.POST or None)
    if form.is_bound and form.is_valid() and _done(form, leaving.leave, person, **form.arguments(), by=request.actor):
        messages.success(request, _("%(name)s sudah dicatat berhenti.") % {"name": person})
        return redirect(PEOPLE)
    context = {"person": person, "going": going, "form": form, "blocker": _blocker(going, request.actor)}
    return page(request, "admin/staffing/leave.html", _("Berhenti bertugas"), back=_person(person), **context)


def _blocker(going, actor):
    try:
        leaving.refuse(going, by=actor)
    except Refused as refusal:
        return refusal.message
    return ""


# --- who may do what ---


@require_http_methods(["GET", "HEAD", "POST"])
def access(request):
    allow(request, "page", "review")
    code = request.GET.get("balai", "")
    if request.method == "POST":
        allow(request, "page", "confirm_review")
        review.confirm(request.actor, code)
        messages.success(request, _("Tercatat: daftar kewenangan sudah ditinjau hari ini."))
        return redirect(request.get_full_path())
    rows = review.rows_for(request.actor, code)
    there = {post.role for row in rows for post in row.posts}
    context = {
        "rows": rows,
        "centers": review.centers_of(request.actor, code),
        "roles": [(label, words.what_may(role)) for role, label in Role.choices if role in there],
        "may_confirm": roles.may(request.actor, "page", "confirm_review"),
        "may_see_people": roles.may(request.actor, "accounts.user", "view"),
    }
    return page(request, "admin/staffing/access.html", _("Siapa boleh apa"), **context)


# --- parts ---


def _done(form, function, *args, **kwargs):
    try:
        function(*args, **kwargs)
    except Refused as refusal:
        form.add_error(None, refusal.message)
        return False
    except IntegrityError:  # two did it at once, and the database kept one
        form.add_error(None, SAME_TIME)
        return False
    return True


def _person(person):
    return reverse("admin:accounts_user_change", args=[person.pk])
