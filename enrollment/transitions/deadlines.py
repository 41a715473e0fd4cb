"""Before a deadline passes: people are reminded once a stage, and rung by an officer who writes down the answer."""

from django.db import transaction
from django.utils import timezone

from enrollment import reminding
from enrollment.selectors import deadlines
from notifications import outbox

AT_ONCE = 100


def remind_all(now, library):
    """Write every reminder that is due, a hundred people to a transaction."""
    for matter, due in deadlines.to_remind(now).items():
        for start in range(0, len(due), AT_ONCE):
            remind(matter, due[start : start + AT_ONCE], library)


@transaction.atomic
def remind(matter, due, library):
    """Write to those of `due`, [(Due, days)], who are still waited for, with their rows locked.

    Whoever acts at this moment holds their row: they are passed over, and asked about again in the next minute. What
    was written before stays as it is, by its dedupe_key.
    """
    told = {one.pk: (one, days) for one, days in due}
    rows = deadlines.waited_for(matter).filter(pk__in=told, until__gt=timezone.now()).order_by("pk")
    rows = reminding.loaded(matter, rows.select_for_update(of=("self",), no_key=True, skip_locked=True))
    still = [row for row in rows if row.until == told[row.pk][0].until]
    if still:
        outbox.write_all(reminding.compose(matter, still, told, library))
    return len(still)
