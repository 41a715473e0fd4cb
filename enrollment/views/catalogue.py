"""What is offered, for anybody: the catalogue, one program, and the way into an application."""

from collections import Counter

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from audit.moves import Refused
from cohorts import selectors as offered
from cohorts.models import Offering
from enrollment import selectors, transitions
from enrollment.forms.catalogue import FilterForm
from enrollment.forms.eligibility import EligibilityForm
from enrollment.models import Application
from enrollment.rules.eligibility import judge, requirements
from enrollment.views.people import trainees_only
from enrollment.views.steps import BY_NAME
from enrollment.workflow import Status
from trainees.models import Trainee
from trainees.transitions import of_account

TONES = {
    offered.OPEN: "success",
    offered.SOON: "info",
    offered.FULL: "waiting",
    offered.POSTPONED: "waiting",
    offered.CANCELLED: "danger",
}
ICONS = {
    "las": "fire",
    "listrik": "lightning-charge",
    "menjahit": "scissors",
    "kecantikan": "stars",
    "animasi": "film",
    "otomasi": "cpu",
    "informatika": "laptop",
    "mesin": "gear-wide-connected",
    "pendingin": "snow",
    "desain": "palette",
    "otomotif": "car-front",
}
ORDER = [offered.OPEN, offered.SOON, offered.FULL, offered.POSTPONED, offered.CLOSED, offered.CANCELLED]


@login_not_required
@require_safe
def catalogue(request):
    form = FilterForm(request.GET, auto_id="saring_%s")
    offerings = form.narrow(selectors.with_demand(offered.published_offerings()))
    if not form.wants_past:
        offerings = offerings.filter(wave__ends_on__gte=timezone.localdate())
    labelled = [with_label(offering) for offering in offerings]
    context = {
        "form": form,
        "waves": _by_wave(labelled),
        "open_count": Counter(offering.label for offering in labelled)[offered.OPEN],
        "is_narrowed": any(request.GET.get(name) for name in ("track", "center")),
        "announcements": offered.current_announcements()[:5],
    }
    return render(request, "enrollment/catalogue.html", context)


def with_label(offering):
    offering.label = offered.label(offering, timezone.now(), applicants=offering.applicants)
    offering.label_words = offered.LABELS[offering.label]
    offering.label_tone = TONES.get(offering.label, "neutral")
    offering.icon = ICONS.get(offering.program.track.code, "tools")
    return offering


def _by_wave(offerings):
    """[(wave, its offerings)], the newest wave first, what can be applied for first within it."""
    waves = {}
    for offering in offerings:
        waves.setdefault(offering.wave, []).append(offering)
    return [(wave, sorted(rows, key=lambda row: ORDER.index(row.label))) for wave, rows in waves.items()]


def shown_or_404(pk):
    offerings = selectors.with_demand(offered.published_offerings())
    (shown,) = selectors.with_rules([get_object_or_404(offerings, pk=pk)])
    return with_label(shown)


@login_not_required
@require_safe
def offering(request, pk):
    shown = shown_or_404(pk)
    return render(request, "enrollment/offering.html", about(request, shown))


def about(request, shown):
    trainee = _trainee_of(request)
    today = timezone.localdate()
    asked = selectors.asked_of(shown)
    verdict = judge(selectors.facts_of(trainee, asked), asked, today=today) if trainee else None
    return {
        "offering": shown,
        "asked": asked,
        "requirements": requirements(asked),
        "units": [row.unit for row in shown.program.program_units.select_related("unit").order_by("order", "pk")],
        "topics": shown.program.topics.order_by("order", "pk"),
        "documents": shown.asked_documents.select_related("kind__instead").order_by("kind__order", "pk"),
        "cohorts": shown.cohorts.order_by("starts_on", "name", "pk"),
        "first_come": _seats_of(shown) if shown.mode == Offering.Mode.FIRST_COME else None,
        "takes_applications": shown.label == offered.OPEN,
        "may_start": request.actor.role in {"", "trainee"},
        "own": _own(trainee, shown),
        "verdict": verdict,
        "instead": fitting(selectors.facts_of(trainee), shown, today) if verdict and verdict.blockers else [],
        "remind": selectors.worth_reminding(shown, verdict),
        "eligibility_form": None if trainee else EligibilityForm(asks=selectors.situation_asked([shown])),
    }


def _seats_of(shown):
    """As sending would find them this second: seats that can still be taken, and how many wait for one."""
    return {"free": selectors.free_seats(shown).count(), "waiting": selectors.queue(shown).count()}


def _trainee_of(request):
    if request.actor.role != "trainee":
        return None
    return Trainee.objects.filter(account=request.user).select_related("education").first()


def _own(trainee, shown):
    """The person's application in this wave, if there is one that counts."""
    if trainee is None:
        return None
    return (
        Application.objects.filter(trainee=trainee, wave=shown.wave_id)
        .exclude(status__in=[Status.WITHDRAWN, Status.CANCELLED])
        .first()
    )


def fitting(facts, but, today):
    """Other offerings that are open now and would take this person."""
    now = timezone.now()
    others = offered.published_offerings().filter(status="open").exclude(pk=but.pk)
    asked = selectors.asked_of_many(one for one in others if offered.takes_applications(one, now))
    return [other for other, terms in asked.items() if judge(facts, terms, today=today).may_apply][:4]


@trainees_only
@require_http_methods(["GET", "HEAD", "POST"])
def start(request, pk):
    """Begin an application, or go on with the one there is. Its GET only asks: signing in leads back to it."""
    shown = shown_or_404(pk)
    if request.method != "POST":
        return render(request, "enrollment/start.html", {"offering": shown})
    try:
        application = transitions.begin(of_account(request.user), shown, by=request.actor)
    except Refused as refusal:
        messages.error(request, refusal.message)
        return redirect(shown)
    return _way_on(request, application, shown)


def _way_on(request, application, shown):
    if application.status != Status.DRAFT:
        messages.info(request, _("Anda sudah mendaftar pada gelombang ini."))
        return redirect(application)
    if not application.choices.filter(offering=shown).exists():
        messages.info(request, _("Anda sudah punya draf pada gelombang ini. Tambahkan atau ganti programnya di sini."))
        return redirect(BY_NAME["choices"].url_for(application))
    return redirect("application", application.pk)
