"""From wishes to marks: only where what stands now is what stood when the sheet was made."""

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from audit.moves import Refused, lock
from enrollment.score_sheets.columns import values_now
from enrollment.scoring import give_scores
from enrollment.transitions.policies import lock_before_marks

CHANGE, SAME, OVERTAKEN = "change", "same", "overtaken"


def standing(wish):
    """Whether it would be written, is so already, or somebody else was there meanwhile."""
    now = values_now(wish.application, wish.columns)
    if now == wish.wanted:
        return SAME
    return CHANGE if now == wish.was else OVERTAKEN


def grant(wish, *, by):
    """Under the person's lock. Raises Refused: same, overtaken, and all of `give_score`."""
    lock_before_marks(wish.application.wave_id, by=by)
    lock(wish.application)
    state = standing(wish)
    if state == SAME:
        raise Refused("same", _("Sudah sama."))
    if state == OVERTAKEN:
        raise Refused("overtaken", overtaken_words(wish))
    if wish.columns[0].criterion is None:
        return give_scores(wish.application, by=by, marks={wish.part: wish.wanted[wish.columns[0].heading]})
    points = {column.criterion: wish.wanted[column.heading] for column in wish.columns}
    return give_scores(wish.application, by=by, points={wish.part: points})


def overtaken_words(wish):
    score = next((one for one in wish.application.scores.all() if one.part == wish.part), None)
    values = {
        "was": told(wish.was),
        "now": told(values_now(wish.application, wish.columns)),
        "wanted": told(wish.wanted),
        "who": score.scored_by if score else "–",
        "when": date_format(timezone.localtime(score.scored_at), "j F Y, H.i") if score else "–",
    }
    return (
        _("Diubah %(who)s, %(when)s: saat diunduh %(was)s, sekarang %(now)s, di lembar %(wanted)s. Tidak ditimpa.")
        % values
    )


def told(values):
    return ", ".join(str(value) for value in values.values()) or "–"
