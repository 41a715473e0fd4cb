"""What is offered, for anybody: the catalogue, one program, and the way into an application."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from audit.moves import Refused
from centers.shared_pages import shareable
from cohorts import selectors as offered
from cohorts.models import Offering
from enrollment import selectors, showcase, transitions
from enrollment.forms.wanted import Choices, Wanted, settled
from enrollment.models import Application
from enrollment.rules.eligibility import judge, requirements
from enrollment.views.people import trainees_only
from enrollment.views.steps import BY_NAME
from enrollment.workflow import Status
from trainees.models import Trainee
from trainees.transitions import of_account

CARDS_PER_PAGE = 24


@login_not_required
@require_safe
@shareable
def catalogue(request):
    every = showcase.on_show(past=request.GET.get("past") == "on")
    wanted, choices = settled(Wanted.of(request.GET), Choices.among(every))
    trainee = _trainee_of(request)
    found = _found(every, wanted, trainee)
    ordered = [card for _wave, cards in showcase.by_wave(found) for card in cards]
    page = Paginator(ordered, CARDS_PER_PAGE).get_page(request.GET.get("halaman"))
    context = {
        "wanted": wanted,
        "choices": choices,
        "page": page,
        "waves": showcase.by_wave(page.object_list),
        "found": len(found),
        "open_count": sum(card.takes_people for card in found),
        "may_fit": trainee is not None,
        "announcements": [] if wanted.is_narrow else offered.current_announcements()[:3],
    }
    return render(request, "enrollment/catalogue.html", context)


def _found(cards, wanted, trainee):
    found = [card for card in cards if wanted.takes(card)]
    if wanted.words and found:
        said = showcase.mentioning(wanted.words)
        found = [card for card in found if card.pk in said]
    if wanted.fits and trainee:
        fitting = _that_fit(trainee, [card.pk for card in found if card.takes_people])
        found = [card for card in found if card.pk in fitting]
    return found


def _that_fit(trainee, keys):
    """The keys among these whose rules let this person apply: one query for the programs, one for their rule rows."""
    asked = selectors.asked_of_many(offered.published_offerings().filter(pk__in=keys))
    facts, today = selectors.facts_of(trainee, *asked.values()), timezone.localdate()
    return {one.pk for one, terms in asked.items() if judge(facts, terms, today=today).may_apply}


def shown_or_404(pk):
    offerings = selectors.with_demand(offered.published_offerings())
    (shown,) = selectors.with_rules([get_object_or_404(offerings, pk=pk)])
    return showcase.with_label(shown)


@login_not_required
@require_safe
@shareable
def offering(request, pk):
    shown = shown_or_404(pk)
    return render(request, "enrollment/offering.html", _about(request, shown))


def _about(request, shown):
    trainee = _trainee_of(request)
    today = timezone.localdate()
    asked = selectors.asked_of(shown)
    verdict = judge(selectors.facts_of(trainee, asked), asked, today=today) if trainee else None
    (card,) = showcase.cards_of(offered.published_offerings().filter(pk=shown.pk))
    return {
        "offering": shown,
        "card": card,
        "requirements": requirements(asked),
        "units": [row.unit for row in shown.program.program_units.select_related("unit").order_by("order", "pk")],
        "topics": shown.program.topics.order_by("order", "pk"),
        "documents": shown.asked_documents.select_related("kind__instead").order_by("kind__order", "pk"),
        "cohorts": shown.cohorts.order_by("starts_on", "name", "pk"),
        "first_come": _seats_of(shown) if shown.mode == Offering.Mode.FIRST_COME else None,
        "may_start": request.actor.role in {"", "trainee"},
        "own": _own(trainee, shown),
        "verdict": verdict,
        "instead": fitting(selectors.facts_of(trainee), shown, today) if verdict and verdict.blockers else [],
        "remind": selectors.worth_reminding(shown, verdict),
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
