"""May I? Asked of one program or of all that are open or soon will be. Nothing is stored and no address tells it."""

from dataclasses import dataclass

from django.contrib.auth.decorators import login_not_required
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from cohorts import selectors as offered
from cohorts.workflow import OfferingStatus
from enrollment import selectors
from enrollment.forms.eligibility import EligibilityForm
from enrollment.rules.eligibility import Outcome, judge
from enrollment.showcase import with_label
from enrollment.views.catalogue import fitting, shown_or_404

TITLES = {
    Outcome.OK: _("Cocok untuk Anda"),
    Outcome.LOOK: _("Perlu dilihat petugas"),
    Outcome.BLOCKED: _("Belum bisa sekarang"),
}


@dataclass(frozen=True, slots=True)
class Answer:
    """One offering with what the rules say of it, and the sentences worth reading."""

    offering: object
    verdict: object

    @property
    def sentences(self):
        findings = self.verdict.blockers or self.verdict.to_look_at
        return [finding.sentence for finding in findings]

    @property
    def remind(self):
        return selectors.worth_reminding(self.offering, self.verdict)


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def eligibility(request, pk):
    """One program. The answers come by POST; its own page holds no form, so that it can be the same for everybody."""
    shown = shown_or_404(pk)
    form = EligibilityForm(request.POST if request.method == "POST" else None, asks=selectors.situation_asked([shown]))
    context = {"offering": shown, "eligibility_form": form}
    if form.is_valid():
        today = timezone.localdate()
        verdict = judge(form.facts, selectors.asked_of(shown), today=today)
        context |= {
            "verdict": verdict,
            "instead": fitting(form.facts, shown, today) if verdict.blockers else [],
            "remind": selectors.worth_reminding(shown, verdict),
        }
    return render(request, "enrollment/eligibility.html", context)


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def check_eligibility(request):
    """All that are open or soon will be, in three groups."""
    form = EligibilityForm(request.POST if request.method == "POST" else None)
    context = {"form": form}
    if form.is_valid():
        groups = grouped(form.facts)
        context |= {"groups": groups, "nothing_ahead": not any(answers for *_title, answers in groups)}
    return render(request, "enrollment/check_eligibility.html", context)


def grouped(facts):
    """[(outcome, its title, answers)] in the order of TITLES, empty groups included."""
    today = timezone.localdate()
    answers = [Answer(one, judge(facts, asked, today=today)) for one, asked in _ahead().items()]
    return [
        (outcome, title, [answer for answer in answers if answer.verdict.outcome == outcome])
        for outcome, title in TITLES.items()
    ]


def _ahead():
    """{offering: what it asks} of those one can apply for now or soon."""
    offerings = selectors.with_demand(offered.published_offerings()).filter(
        status=OfferingStatus.OPEN, wave__closes_at__gte=timezone.now()
    )
    in_order = offerings.order_by("wave__opens_at", "program__name", "pk")
    return selectors.asked_of_many(with_label(one) for one in in_order)
