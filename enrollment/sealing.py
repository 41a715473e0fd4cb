"""The sheet of a ranking from what is stored, and its seal. Names and NIKs are not on it."""

from datetime import UTC

from enrollment.models import RankingRow, Score
from enrollment.rules.sheets import seal_of, sheet


def sheet_of(ranking, salt):
    rows = RankingRow.objects.filter(ranking=ranking).select_related("choice__application")
    rows = rows.prefetch_related("choice__application__scores").order_by("pk")
    by_offering = {}
    for row in rows:
        by_offering.setdefault(row.choice.offering_id, []).append(_line(row))
    terms = ranking.terms.select_related("policy", "offering__program").order_by("offering_id")
    return sheet(salt, [(_heading(one), by_offering.get(one.offering_id, [])) for one in terms])


def seal(ranking, salt):
    return seal_of(sheet_of(ranking, salt))


def _heading(terms):
    policy = terms.policy
    words = {
        "offering": f"{terms.offering_id:08d} {terms.offering.program.code}",
        "policy": policy.version,
        "test": policy.test_weight,
        "interview": policy.interview_weight,
        "minimum": policy.minimum_score,
        "ties": policy.tie_break,
        "reserves": policy.reserves,
        "seats": terms.seats,
        "seed": policy.seed,
    }
    return " | ".join(f"{name} {value}" for name, value in words.items())


def _line(row):
    application = row.choice.application
    scores = {score.part: score.value for score in application.scores.all()}
    return {
        "number": application.number,
        "order": row.choice.order,
        "submitted": application.submitted_at.astimezone(UTC).isoformat(),
        "test": scores.get(Score.Part.TEST),
        "interview": scores.get(Score.Part.INTERVIEW),
        "total": row.total,
        "rank": row.rank,
        "outcome": str(row.outcome),
    }
