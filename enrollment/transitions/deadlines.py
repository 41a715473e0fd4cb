"""Before a deadline passes: people are reminded once a stage, and rung by an officer who writes down the answer."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from audit import trail
from audit.moves import Refused, lock
from enrollment import reminding
from enrollment.models import Call
from enrollment.selectors import deadlines, silent
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


@transaction.atomic
def note_call(application, *, by, deadline, result, note=""):
    """Somebody was rung about this deadline: what came of it, for colleagues. Raises Refused: other_deadline.

    Also of somebody who acted while the telephone rang: the call was made.
    """
    lock(application)
    if deadline not in silent.deadlines_of(application):
        raise Refused("other_deadline", _("Batas waktunya sudah berubah. Muat ulang daftar ini, lalu catat lagi."))
    call = Call.objects.create(
        application=application, deadline=deadline, result=result, note=note.strip(), called_by=by.user
    )
    trail.write("application.called", by=by, about=application, facts={"result": result})
    return call
