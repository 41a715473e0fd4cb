from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db.models import Count, Q
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from audit import trail
from audit.moves import Refused
from blk_portal import today
from blk_portal.seating import calling_off
from blk_portal.wave_control import standing
from blk_portal.wave_control.acts import ACTS, RESULTS
from blk_portal.wave_control.blockers import Blocker, ranking_of
from centers import roles, selectors, trails
from cohorts.models import Offering, Wave
from enrollment import review
from enrollment.models import Application, Ranking, RankingRow
from enrollment.workflow import RankingStatus


def wave_or_404(request, pk):
    """The page's right first, then the wave: of another center, it does not exist."""
    if not roles.may(request.actor, "page", "wave_control"):
        raise PermissionDenied
    return get_object_or_404(selectors.scoped(Wave.objects.select_related("center"), request.actor, "center"), pk=pk)


def page_of(request, template, wave, **context):
    return TemplateResponse(request, template, {**admin.site.each_context(request), "wave": wave, **context})


def control(request, pk):
    wave = wave_or_404(request, pk)
    ranking = ranking_of(wave)
    published = ranking is not None and ranking.status == RankingStatus.PUBLISHED
    mine = [one for one in ACTS if roles.may(request.actor, *one.row) and not (published and one.row[0] == RESULTS)]
    acts = [(one, one.blocked(wave)) for one in mine]
    return page_of(
        request,
        "admin/wave_control.html",
        wave,
        title=wave.label,
        steps=standing.steps_of(wave),
        ready=[one for one, against in acts if not against],
        blocked=[(one, against) for one, against in acts if against],
        bars=today.funnel_of(wave),
        columns=[(words, how) for words, how, _statuses in standing.COLUMNS],
        offerings=standing.offering_rows(wave),
        small=calling_off.proposals(wave),
        ranking=ranking,
        unscored=review.in_queue("nilai", Application.objects.filter(wave=wave)).count(),
        may_simulate=not published and roles.may(request.actor, RESULTS, "simulate"),
        may_score=roles.may(request.actor, "enrollment.application", "score"),
        may_import=roles.may(request.actor, "page", "import"),
        story=trails.story(wave, *([ranking] if ranking else [])),
    )


def act(request, pk, name):
    """Ask, then do. What blocks it is said on the page; whoever may not do it learns nothing more."""
    chosen = next((one for one in ACTS if one.name == name), None)
    if chosen is None:
        raise Http404
    if not roles.may(request.actor, *chosen.row):
        raise PermissionDenied
    wave = wave_or_404(request, pk)
    form = chosen.form(request.POST if request.method == "POST" else None)
    against = chosen.blocked(wave)
    if form.is_bound and form.is_valid() and not against:
        try:
            target = chosen.run(request, wave, **form.cleaned_data)
        except Refused as refusal:
            against = [Blocker(refusal.message)]
        else:
            return redirect(target or reverse("admin:wave_control", args=[pk]))
    return page_of(
        request, "admin/wave_control_confirm.html", wave, title=chosen.label, act=chosen, form=form, against=against
    )


def results(request, pk):
    """Who came where and why, one offering at a time. Under embargo until published; every look is written down."""
    wave = wave_or_404(request, pk)
    ranking = get_object_or_404(Ranking.objects.exclude(status=RankingStatus.DRAFT), wave=wave)
    offerings = _with_outcomes(wave)
    chosen = request.GET.get("program", "")
    offering = get_object_or_404(wave.offerings, pk=chosen) if chosen.isdecimal() else next(iter(offerings), None)
    rows = ranking.rows.filter(choice__offering=offering).select_related("choice__application__trainee")
    rows = list(rows.order_by("rank", "pk"))
    trail.viewed("admin:wave_results", by=request.actor, subjects=[row.choice.application for row in rows])
    return page_of(
        request,
        "admin/wave_control_results.html",
        wave,
        title=_("Hasil seleksi"),
        ranking=ranking,
        offerings=offerings,
        offering=offering,
        rows=rows,
        policies=list(offering.policies.order_by("version")) if offering else [],
        may_publish=roles.may(request.actor, "enrollment.ranking", "publish") and ranking.published_at is None,
    )


def _with_outcomes(wave):
    outcome = RankingRow.Outcome
    return list(
        wave.offerings.filter(mode=Offering.Mode.SELECTION)
        .select_related("program")
        .annotate(
            accepted=Count("choices__ranking_rows", filter=Q(choices__ranking_rows__outcome=outcome.ACCEPTED)),
            reserves_waiting=Count("choices__ranking_rows", filter=Q(choices__ranking_rows__outcome=outcome.RESERVE)),
            ranked=Count("choices__ranking_rows"),
        )
        .order_by("program__name", "pk")
    )
