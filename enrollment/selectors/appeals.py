"""Who may appeal until when, and what was published about a choice."""

from django.utils import timezone

from enrollment.models import Ranking, RankingRow
from enrollment.rules.deadlines import end_of_day
from enrollment.workflow import RankingStatus


def appeal_until(application):
    """The end of the last day on which the results of this wave may be appealed; None while they are not out."""
    published = Ranking.objects.filter(wave=application.wave_id, status=RankingStatus.PUBLISHED)
    at = published.values_list("published_at", flat=True).first()
    return end_of_day(timezone.localdate(at), application.wave.center.appeal_days) if at else None


def published_row(choice):
    """The frozen row of this choice; None for somebody who was never ranked."""
    return RankingRow.objects.filter(choice=choice, ranking__status=RankingStatus.PUBLISHED).first()
