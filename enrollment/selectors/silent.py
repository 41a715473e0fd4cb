"""Whom an officer rings: a deadline within two days, told of and reminded, and nothing done.

Who waits is asked in a few queries, however many people; what a page shows of them in a few more.
"""

from dataclasses import dataclass, field, replace

from enrollment.models import Application, Appointment, Call
from enrollment.rules.deadlines import CALLED_FROM, SILENCE, STAGES
from enrollment.selectors import deadlines
from enrollment.selectors.deadlines import ACCEPTED, APPOINTMENT, DRAFT, GUARDIAN, PROVISIONAL, RETURNED, Due
from notifications.models import OutboxMessage
from notifications.workflow import State
from trainees import guardian_link

SETTLED = frozenset({Call.Result.REACHED, Call.Result.WILL_ACT})
FAILED = frozenset({State.DEAD, State.BOUNCED})


@dataclass(frozen=True, slots=True)
class Silent:
    """One deadline of one application that nobody has answered. `calls`: about this deadline, the newest first."""

    due: Due
    application_id: int
    reminder: OutboxMessage | None = None
    calls: list = field(default_factory=list)
    application: Application | None = None

    @property
    def is_settled(self):
        """Somebody has spoken with them; until they act they stay in sight."""
        return bool(self.calls) and self.calls[0].result in SETTLED

    @property
    def order(self):
        return self.is_settled, self.due.until, self.due.matter, self.due.pk


def silent(reach, now):
    """[Silent] among the applications of `reach`: those to ring first, the nearest deadline first."""
    found = [one for matter, ask in ASKED.items() for one in ask(matter, reach, now)]
    reminders = _last_reminders([one.due for one in found])
    calls = _calls(found)
    told = [
        replace(one, reminder=reminders.get(one.due), calls=calls.get((one.application_id, one.due.until), []))
        for one in found
    ]
    return sorted((one for one in told if _is_silent(one, now)), key=lambda one: one.order)


def shown(rows):
    """The same with all that a page tells of them; three queries."""
    applications = Application.objects.select_related("wave", "trainee__account", "trainee__guardian")
    applications = applications.prefetch_related("trainee__contacts").order_by("pk")
    found = applications.in_bulk({one.application_id for one in rows})
    return [replace(one, application=found[one.application_id]) for one in rows]


# --- who has not answered ---


def _of_applications(matter, reach, now):
    rows = deadlines.waited_for(matter).filter(pk__in=reach.values("pk"))
    return [Silent(due, due.pk) for due in deadlines.coming(matter, now, CALLED_FROM, rows)]


def _of_appointments(matter, reach, now):
    rows = deadlines.waited_for(matter).filter(application__in=reach.values("pk"))
    found = deadlines.coming(matter, now, CALLED_FROM, rows)
    owners = dict(Appointment.objects.filter(pk__in=[one.pk for one in found]).values_list("pk", "application_id"))
    return [Silent(due, owners[due.pk]) for due in found]


def _of_guardians(matter, reach, now):
    """Rung about the newest application that waits for their consent."""
    waiting = reach.filter(status__in=deadlines.UNVERIFIED)
    rows = deadlines.waited_for(matter).filter(trainee__in=waiting.values("trainee"))
    found = deadlines.coming(matter, now, CALLED_FROM, rows)
    minors = waiting.filter(trainee__guardian__in=[one.pk for one in found]).order_by("pk")
    owners = dict(minors.values_list("trainee__guardian", "pk"))
    return [Silent(due, owners[due.pk]) for due in found]


ASKED = {
    RETURNED: _of_applications,
    ACCEPTED: _of_applications,
    PROVISIONAL: _of_applications,
    APPOINTMENT: _of_appointments,
    GUARDIAN: _of_guardians,
    DRAFT: _of_applications,
}  # who has said that they will come is not silent


def _last_reminders(dues):
    """{due: the newest reminder of it}, with what became of it."""
    of_key = {due.key(days): due for due in dues for days in STAGES}
    rows = OutboxMessage.objects.filter(dedupe_key__in=of_key).order_by("pk") if of_key else []
    return {of_key[row.dedupe_key]: row for row in rows}


def _calls(rows):
    """{(application's id, deadline): its calls, the newest first}."""
    pks = {one.application_id for one in rows}
    made = Call.objects.filter(application__in=pks).select_related("called_by").order_by("-called_at", "-pk")
    found = {}
    for call in made if pks else []:
        found.setdefault((call.application_id, call.deadline), []).append(call)
    return found


def _is_silent(one, now):
    """They have had three hours since they were last told; to whom nothing came through, nobody waits that long."""
    if one.reminder is None:
        return one.due.told_at + SILENCE <= now
    return one.reminder.state in FAILED or one.reminder.created_at + SILENCE <= now


def deadlines_of(application):
    """Every deadline that an officer may have rung about, also one that has just been met."""
    guardian = getattr(application.trainee, "guardian", None)
    asked = guardian_link.ends_at(guardian) if guardian and guardian.asked_at else None
    sittings = application.appointments.values_list("sitting__starts_at", flat=True)
    own = {application.fix_by, application.answer_by, application.wave.closes_at, asked}
    return own | {*sittings.order_by("pk")}
