"""The published result of each choice as a score card: the marks, what each weighed, and how they make the total.

Results are under embargo until the head publishes them: scores and ranks are asked for only through a published
ranking, so that no page can show them early by mistake.
"""

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from django.db.models import Count

from enrollment.models import RankingRow, Score
from enrollment.workflow import RankingStatus, Status

BEFORE_RESULTS = frozenset({Status.DRAFT, Status.SUBMITTED, Status.RETURNED, Status.VERIFIED, Status.PROVISIONAL})
HUNDREDTH = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class Part:
    label: str
    value: Decimal
    weight: int
    share: Decimal
    points: tuple  # (criterion, points, of how many) that the mark was made of


@dataclass(frozen=True, slots=True)
class Card:
    """`of` is how many were ranked; `adds_up` whether the weights of today still make the total that was published."""

    row: RankingRow
    parts: tuple
    of: int

    @property
    def offering(self):
        return self.row.choice.offering

    @property
    def adds_up(self):
        return bool(self.parts) and self.row.total == _rounded(sum(part.value * part.weight for part in self.parts))


def cards(application):
    """One for each choice, in its order; nothing before the results are published. Four queries."""
    rows = _published(application)
    if not rows:
        return []
    scores = {score.part: score for score in application.scores.prefetch_related("points__criterion")}
    ranked = _how_many(rows)
    return [
        Card(row, tuple(_parts(row.choice.offering, scores)), ranked.get(row.choice.offering_id, 0)) for row in rows
    ]


def _published(application):
    if application.status in BEFORE_RESULTS:
        return []
    rows = RankingRow.objects.filter(
        choice__application=application, ranking__status=RankingStatus.PUBLISHED, ranking__wave=application.wave_id
    )
    return list(rows.select_related("choice__offering__program").order_by("choice__order"))


def _how_many(rows):
    """{offering's id: how many have a rank there}: a number, and nobody's."""
    offerings = [row.choice.offering_id for row in rows]
    ranked = RankingRow.objects.filter(ranking=rows[0].ranking_id, choice__offering__in=offerings, rank__isnull=False)
    counted = ranked.order_by().values("choice__offering").annotate(number=Count("pk"))
    return {one["choice__offering"]: one["number"] for one in counted}


def _parts(offering, scores):
    weighed = ((Score.Part.TEST, offering.test_weight), (Score.Part.INTERVIEW, offering.interview_weight))
    for part, weight in weighed:
        score = scores.get(part)
        if score and weight:
            points = [(one.criterion.name, one.value, one.criterion.maximum) for one in score.points.all()]
            share = (score.value * weight / 100).normalize()
            yield Part(score.get_part_display(), score.value, weight, share, tuple(points))


def _rounded(hundredfold):
    return (hundredfold / 100).quantize(HUNDREDTH, ROUND_HALF_UP)
