from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import path
from django.views.decorators.http import require_safe

from audit import trail
from blk_portal.desk_page import allow, seen
from blk_portal.printing import lists
from centers.selectors import scoped
from cohorts.models import Cohort, Offering
from enrollment.models import Enrollment, Ranking
from enrollment.workflow import RankingStatus


def urls(seen_by):
    return [
        path("cetak/kelas/<int:pk>/peserta.pdf", seen_by(class_list), name="print_class"),
        path("cetak/program/<int:pk>/hasil.pdf", seen_by(results), name="print_results"),
        path("cetak/program/<int:pk>/papan.pdf", seen_by(notice), name="print_notice"),
    ]


def _answer(paper, name):
    header = {"Content-Disposition": f'inline; filename="{name}.pdf"'}
    return HttpResponse(paper.pdf(), content_type="application/pdf", headers=header)


@require_safe
def class_list(request, pk):
    allow(request, Enrollment._meta.label_lower, "view")
    related = ("offering__program", "offering__funding", "offering__wave__center")
    classes = scoped(Cohort.objects.select_related(*related), request.actor, "offering__wave__center")
    cohort = get_object_or_404(classes, pk=pk)
    people = list(lists.people_of(cohort))
    trail.viewed("admin:print_class", by=request.actor, subjects=people)
    return _answer(lists.class_list(cohort, people), f"peserta-{cohort.pk}")


@require_safe
def results(request, pk):
    """Also before they are published, for whoever decides; the paper says so."""
    ranking, offering = _ranking(request, pk, [RankingStatus.PROPOSED, RankingStatus.PUBLISHED])
    return _of_results(request, "admin:print_results", lists.result_list, ranking, offering, "hasil")


@require_safe
def notice(request, pk):
    """Only what is published hangs on the board."""
    ranking, offering = _ranking(request, pk, [RankingStatus.PUBLISHED])
    return _of_results(request, "admin:print_notice", lists.notice, ranking, offering, "papan")


def _ranking(request, pk, statuses):
    allow(request, "enrollment.ranking", "view")
    offering = seen(request, Offering, pk)
    decided = Ranking.objects.filter(status__in=statuses).select_related("wave__center")
    ranking = get_object_or_404(decided, wave=offering.wave_id)
    return ranking, offering


def _of_results(request, page, make, ranking, offering, name):
    rows = list(lists.ranked(ranking, offering))
    trail.viewed(page, by=request.actor, subjects=[row.choice.application for row in rows] or [ranking])
    return _answer(make(ranking, offering, rows), f"{name}-{offering.pk}")
