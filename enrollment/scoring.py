"""Marks as the desk writes them down: both parts of one person at once, or a whole list in one go."""

from django.db import transaction

from enrollment.rules.marks import plain
from enrollment.transitions import give_score


def known_marks(application):
    """({part: mark}, {part: {criterion's id: points}}) as they stand. Asks nothing if all is at hand."""
    scores = list(application.scores.all())
    points = {one.part: {p.criterion_id: plain(p.value) for p in one.points.all()} for one in scores}
    return {one.part: plain(one.value) for one in scores}, {part: of for part, of in points.items() if of}


@transaction.atomic
def give_scores(application, *, by, marks=None, points=None):
    """Write down what is given and has changed: {part: mark} and {part: {criterion's id: points}}.

    Refuses as `give_score` does. A part that is not given is left alone.
    """
    had_marks, had_points = known_marks(application)
    for part, value in (marks or {}).items():
        if value != had_marks.get(part):
            give_score(application, part, value, by=by)
    for part, of in (points or {}).items():
        if of != had_points.get(part):
            give_score(application, part, by=by, points=of)
