"""Find a person in one box, and the sheet of one person: the two pages an officer has open all day.

What is typed is posted and kept in the session, so that no name, number or address gets into an address; a NIK is not
kept at all, only the ids it led to.
"""

from django.contrib import admin, messages
from django.http import Http404
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from audit import trail
from audit.moves import Refused
from blk_portal.desk_page import allow, page, seen
from blk_portal.person_file import acts, finding, likely, sheet
from blk_portal.person_file.forms import ApartForm
from blk_portal.person_file.typed import Kind, Typed, read
from centers import roles
from trainees.models import Trainee
from trainees.rules.age import age_on
from trainees.rules.likeness import likeness
from trainees.transitions import tell_apart

ASKED = "find_person"  # in the session: {"typed": …} or, of a NIK, {"people": […]}


def urls(seen_by):
    return [
        path("orang/", seen_by(find), name="find_person"),
        path("orang/<int:pk>/", seen_by(person), name="person_file"),
        path("orang/<int:pk>/nik/", seen_by(nik), name="person_nik"),
        path("orang/<int:pk>/bukan/<int:other>/", seen_by(apart), name="person_apart"),
    ]


def people_seen(request):
    """Whoever this role may know of, as its own list of people says."""
    return admin.site._registry[Trainee].get_queryset(request)


# --- the one box ---


@require_http_methods(["GET", "HEAD", "POST"])
def find(request):
    allow(request, "page", "person_file")
    if request.method == "POST":
        return _asked(request, read(request.POST.get("q", "")))
    asked = request.session.get(ASKED, {})
    typed = read(asked.get("typed", ""))
    found = _found(request, asked, typed)
    trail.viewed("admin:find_person", by=request.actor, subjects=[hit.trainee for hit in found.hits])
    context = {
        "found": found,
        "typed": typed.value if typed.kind is not Kind.NOTHING else "",
        "words": asked.get("typed", ""),
        "of_nik": "people" in asked,
        "objection": typed.objection,
        "most": finding.MOST,
        "may_see_applications": roles.may(request.actor, "enrollment.application", "view"),
    }
    return page(request, "admin/find_person.html", _("Cari orang"), **context)


def _asked(request, typed):
    """Straight to the person where only one is meant; else to the list of those who may be."""
    found = finding.find(typed, people_seen(request), request.actor)
    kept = {"people": [hit.trainee.pk for hit in found.hits]} if typed.kind is Kind.NIK else {"typed": typed.value}
    request.session[ASKED] = kept
    if found.only:
        return redirect("admin:person_file", found.only.pk)
    return redirect("admin:find_person")


def _found(request, asked, typed: Typed):
    if "people" in asked:
        return finding.of_ids(asked["people"], people_seen(request), request.actor)
    return finding.find(typed, people_seen(request), request.actor)


# --- one person ---


def _person(request, pk):
    allow(request, "page", "person_file")
    return seen(request, Trainee, pk)


@require_safe
def person(request, pk):
    trainee = _person(request, pk)
    trail.viewed("admin:person_file", by=request.actor, subjects=[trainee])
    parts = sheet.sheet_of(trainee, request.actor)
    context = {
        **parts,
        "trainee": trainee,
        "acts": acts.on_person(request, trainee),
        "sent": None if parts["applications"] is None else acts.on_applications(request, parts["applications"]),
        "age": age_on(trainee.birth_date, timezone.localdate()) if trainee.birth_date else "",
        "doubles": likely.doubles(trainee, people_seen(request)),
        "lacks_consent": sheet.is_minor_without_consent(trainee),
        "may_show_nik": _may_show_nik(request, trainee),
        "may_show_documents": roles.may(request.actor, "trainees.document", "show"),
        "may_tell_apart": roles.may(request.actor, "trainees.trainee", "tell_apart"),
        "may_download": roles.may(request.actor, "certification.certificate", "download"),
    }
    return page(request, "admin/person_file.html", str(trainee), **context)


def _may_show_nik(request, trainee):
    return roles.may(request.actor, "trainees.trainee", "show_nik") and bool(trainee.nik_sealed)


@require_POST
def nik(request, pk):
    """The NIK in clear, once, on request; who asked for it stays on record."""
    allow(request, "trainees.trainee", "show_nik")
    trainee = _person(request, pk)
    trail.viewed("admin:trainees.trainee:nik", by=request.actor, subjects=[trainee])
    number = trainee.nik
    context = {
        "trainee": trainee,
        "nik": " ".join(number[at : at + 4] for at in range(0, len(number), 4)),
        "back": reverse("admin:person_file", args=[trainee.pk]),
    }
    return page(request, "admin/_nik.html" if request.htmx else "admin/person_nik.html", _("NIK"), **context)


@require_http_methods(["GET", "HEAD", "POST"])
def apart(request, pk, other):
    """Two who look alike, side by side; the POST says that they are two."""
    allow(request, "trainees.trainee", "tell_apart")
    trainee, another = _person(request, pk), seen(request, Trainee, other)
    if trainee == another:
        raise Http404
    form = ApartForm(request.POST if request.method == "POST" else None)
    back = reverse("admin:person_file", args=[pk])
    if form.is_valid() and _told_apart(request, form, trainee, another):
        return redirect(back)
    trail.viewed("admin:person_file", by=request.actor, subjects=[trainee, another])
    alike = likeness(likely.traits_of(trainee), likely.traits_of(another))
    context = {
        "form": form,
        "trainee": trainee,
        "other": another,
        "reasons": alike.reasons,
        "compared": likely.side_by_side(trainee, another),
        "back": back,
    }
    return page(request, "admin/person_apart.html", _("Bukan orang yang sama"), **context)


def _told_apart(request, form, trainee, another):
    try:
        tell_apart(trainee, another, by=request.actor, **form.cleaned_data)
    except Refused as refusal:
        form.add_error(None, refusal.message)
        return False
    words = _("%(one)s dan %(other)s dicatat sebagai dua orang yang berbeda.")
    messages.success(request, words % {"one": trainee, "other": another})
    return True
