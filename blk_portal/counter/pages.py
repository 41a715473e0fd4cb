"""The pages of an application as an officer fills them in for somebody who is present: the same forms and checks.

Only what was taken up here is open here, and only to the center's own officers; each look is in the view log.
"""

from functools import partial

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from audit import trail
from audit.moves import Refused
from blk_portal.counter.forms import (
    CounterContactsForm,
    CounterGuardianForm,
    CounterPersonForm,
    WitnessedConsentsForm,
    contacts_of_the_office,
)
from blk_portal.desk_page import allow
from centers.selectors import scoped
from enrollment import selectors, transitions
from enrollment.models import Application
from enrollment.transitions.filling import may_fill
from enrollment.views import apply, guardian, sending
from enrollment.views.guardian import guardian_page
from enrollment.views.steps import BY_NAME, BY_SLUG, Ways, after, check_of, home_of, steps_of
from enrollment.workflow import Status
from trainees import selectors as people

FORM = ["GET", "HEAD", "POST"]
COUNTER = Ways(
    step="admin:counter_step",
    check="admin:counter_check",
    home="admin:counter_entry",
    later="admin:counter",
    letter="admin:counter_letter",
    ask="admin:counter_ask",
    frame="counter/base.html",
    fills_in=False,
)


def entries(actor):
    """What was taken up at the counter of this center."""
    return scoped(Application.objects.filter(entered_by__isnull=False), actor, "wave__center")


def entry(request, pk):
    allow(request, "page", "counter")
    rows = selectors.with_health(entries(request.actor)).select_related("trainee__account", "entered_by")
    application = selectors.along(get_object_or_404(rows, pk=pk))
    application.ways, application.typist = COUNTER, request.actor.user
    if request.method != "POST":
        trail.viewed("admin:counter", by=request.actor, subjects=[application.trainee])
    return application


def way_on(application):
    """The first page with something missing, else the one that checks everything, else how far it has come."""
    if not may_fill(application, "person"):
        return home_of(application)
    lacking = selectors.missing(application, timezone.localdate())
    if lacking and application.status == Status.DRAFT:
        return BY_NAME[lacking[0][0]].url_for(application)
    return check_of(application)


# --- a page at a time ---


@never_cache
@require_http_methods(FORM)
def step(request, pk, slug):
    application = entry(request, pk)
    if slug not in BY_SLUG:
        raise Http404
    shown = BY_SLUG[slug]
    if not may_fill(application, shown.name):
        messages.info(request, _("Pendaftaran ini sudah dikirim, jadi isinya tidak bisa diubah lagi."))
        return redirect(home_of(application))
    if shown not in steps_of(application):
        return redirect(after(application, shown))
    try:
        return PAGES[shown.name](request, application, shown)
    except Refused as refusal:
        messages.error(request, refusal.message)
        return redirect(home_of(application) if refusal.code == "wrong_status" else shown.url_for(application))


def _offices(application):
    return {"offices": contacts_of_the_office(application.typist, application.wave.center)}


def _guardian(request, application, shown):
    return guardian_page(request, application, shown, partial(CounterGuardianForm, **_offices(application)))


PAGES = apply.PAGES | {
    "person": partial(apply.person_page, form_class=CounterPersonForm),
    "contacts": apply.simple(CounterContactsForm, _offices),
    "guardian": _guardian,
}


@require_POST
def ask(request, pk):
    """The guardian's link goes to their own phone, also from here."""
    application = entry(request, pk)
    if not may_fill(application, "guardian"):
        return redirect(home_of(application))
    guardian.ask(request, application)
    return redirect(BY_NAME["guardian"].url_for(application))


@never_cache
@require_safe
def letter(request, pk):
    return render(request, "enrollment/apply/letter.html", sending.letter_of(entry(request, pk)))


# --- the end ---


@never_cache
@require_http_methods(FORM)
def check(request, pk):
    """What the person agrees to is read to them here, and kept with the officer as its witness."""
    application = entry(request, pk)
    if not may_fill(application, "check"):
        return redirect(home_of(application))
    texts = people.texts_to_ask(application.trainee)
    form = WitnessedConsentsForm(request.POST if request.method == "POST" else None, texts=texts)
    if form.is_bound and form.is_valid():
        refusal = _send(request, application, form)
        if refusal is None or refusal.code == "wrong_status":
            return redirect(home_of(application))
        form.add_error(None, refusal.message)
    return render(request, "counter/check.html", sending.everything(application, form))


def _send(request, application, form):
    act = transitions.submit if application.status == Status.DRAFT else transitions.resubmit
    try:
        act(application, by=request.actor, texts=form.agreed, channel=form.cleaned_data["manner"])
    except Refused as refusal:
        application.refresh_from_db()
        return refusal
    return None
