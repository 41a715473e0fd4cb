"""Marks as the desk writes them down: both parts of one person at once, or a whole list in one go."""

from django.db import transaction

from enrollment.models import Score
from enrollment.transitions import give_score


@transaction.atomic
def give_scores(application, *, by, test=None, interview=None):
    """Write down what is given and has changed; None leaves a part alone. Refuses as `give_score` does."""
    known = {score.part: score.value for score in application.scores.all()}
    wanted = {Score.Part.TEST: test, Score.Part.INTERVIEW: interview}
    for part, value in wanted.items():
        if value is not None and value != known.get(part):
            give_score(application, part, value, by=by)
