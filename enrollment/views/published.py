"""The results of a wave for anybody: registration numbers, initials, outcome and rank; the rules; and the seal."""

from django.contrib.auth.decorators import login_not_required
from django.db.models import Count, Q
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from centers.shared_pages import shareable
from enrollment.models import Ranking, RankingTerms
from enrollment.rules.names import initials
from enrollment.workflow import Outcome, RankingStatus


@login_not_required
@require_safe
@shareable
def results(request, pk):
    """Not there before the head has published. The people are shown until the training is over."""
    published = Ranking.objects.select_related("wave__center").filter(status=RankingStatus.PUBLISHED)
    ranking = get_object_or_404(published, wave=pk)
    terms = _terms(ranking)
    chosen = _chosen(terms, request.GET.get("program", ""))
    shows_people = timezone.localdate() <= ranking.wave.ends_on
    context = {
        "ranking": ranking,
        "wave": ranking.wave,
        "terms": terms,
        "chosen": chosen,
        "shows_people": shows_people,
        "rows": _rows(ranking, chosen) if chosen and shows_people else [],
        "policies": list(chosen.offering.policies.filter(version__lte=chosen.policy.version)) if chosen else [],
    }
    response = render(request, "enrollment/results.html", context)
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    return response


def _counted(outcome):
    rows = "offering__choices__ranking_rows"
    return Count(rows, filter=Q(**{f"{rows}__outcome": outcome}))


def _terms(ranking):
    rows = RankingTerms.objects.filter(ranking=ranking).select_related("offering__program", "policy")
    rows = rows.annotate(
        accepted=_counted(Outcome.ACCEPTED),
        waiting=_counted(Outcome.RESERVE),
        ranked=Count("offering__choices__ranking_rows"),
    )
    return list(rows.order_by("offering__program__name", "offering_id"))


def _chosen(terms, asked):
    """The program whose number stands in the address; any other address shows the first."""
    return next((one for one in terms if str(one.offering_id) == asked), terms[0] if terms else None)


def _rows(ranking, terms):
    rows = ranking.rows.filter(choice__offering=terms.offering_id).order_by("rank", "choice__application__number")
    return [
        {
            "number": row.choice.application.number,
            "initials": initials(row.choice.application.trainee.full_name),
            "rank": row.rank,
            "outcome": row.outcome,
            "words": row.get_outcome_display(),
        }
        for row in rows.select_related("choice__application__trainee")
    ]
