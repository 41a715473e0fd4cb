"""What a reminder says: the deadline, how much of it is left, and the link that acts. One composed row per person."""

from dataclasses import dataclass

from django.conf import settings
from django.db.models import Prefetch
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from enrollment import links
from enrollment.announcements import moment, recipient_of, recipient_of_guardian, sitting_words
from enrollment.models import Application, Choice
from enrollment.selectors import deadlines
from enrollment.workflow import LIVE, Status
from notifications import channels, outbox
from notifications.events import catalogue
from notifications.outbox import Recipient
from notifications.workflow import Priority
from trainees import guardian_link

KIND = {matter: f"enrollment/remind_{matter}" for matter in deadlines.ROWS}


@dataclass(frozen=True, slots=True)
class Letter:
    """To whom one reminder goes and what fills it; `about` is what the message belongs to."""

    to: Recipient
    about: object
    application: Application
    values: dict


def loaded(matter, rows):
    """The rows with all that their letters read."""
    chosen = Choice.objects.select_related("offering__program").order_by("order")
    if matter in (deadlines.APPOINTMENT, deadlines.COMING):
        along = (
            "application__trainee__account",
            "sitting__wave__center",
            "sitting__room",
            "application__wave__center",
        )
        return rows.select_related(*along)
    if matter == deadlines.GUARDIAN:
        waiting = Application.objects.filter(status__in=sorted(LIVE | {Status.DRAFT})).order_by("-pk")
        waiting = waiting.select_related("wave__center").prefetch_related(Prefetch("choices", chosen))
        return rows.select_related("trainee__account").prefetch_related(Prefetch("trainee__applications", waiting))
    along = ("trainee__account", "wave__center", "seat__cohort__offering__program")
    return rows.select_related(*along).prefetch_related(Prefetch("choices", chosen))


def compose(matter, rows, due, library):
    """Outbox rows, not stored yet. `due`: {row's pk: (Due, days)}."""
    letters = [(row, _letter(matter, row)) for row in _tokened(matter, rows)]
    routes = channels.routes_for_many([letter.to for _row, letter in letters], KIND[matter])
    return [
        outbox.compose(
            KIND[matter],
            to=letter.to,
            values={name: letter.values[name] for name in catalogue()[KIND[matter]].placeholders},
            library=library,
            about=letter.about,
            center_code=letter.application.wave.center.code,
            priority=Priority.BULK,
            dedupe_key=due[row.pk][0].key(due[row.pk][1]),
            is_secret=matter == deadlines.GUARDIAN and not settings.DEMONSTRATION,
            routes=ways,
        )
        for (row, letter), ways in zip(letters, routes, strict=True)
    ]


def _tokened(matter, rows):
    """Links that ask the trail are made for all at once."""
    tokens = links.fix_tokens(rows) if matter == deadlines.RETURNED else {}
    for row in rows:
        row.fix_token = tokens.get(row.pk)
    return rows


def _letter(matter, row):
    if matter == deadlines.GUARDIAN:
        return _of_guardian(row)
    if matter in (deadlines.APPOINTMENT, deadlines.COMING):
        return _of_appointment(row)
    to = recipient_of(row.trainee)
    with translation.override(to.language):
        return Letter(to, row, row, _of_application(row, row.until) | {"tautan": _address(_way(matter, row))})


def _of_guardian(guardian):
    trainee = guardian.trainee
    to = recipient_of_guardian(trainee, guardian.phone, guardian.email)
    application = trainee.applications.all()[0]
    link = reverse("guardian_consent", args=[guardian_link.token_of(guardian)])
    with translation.override(to.language):
        values = _of_application(application, guardian.until)
        values |= {"nama": trainee.full_name, "wali": guardian.name, "tautan": _address(link)}
    return Letter(to, guardian, application, values)


def _of_appointment(appointment):
    application = appointment.application
    to = recipient_of(application.trainee)
    link = reverse("journey:appointment", args=[links.appointment_token(appointment)])
    with translation.override(to.language):
        values = _of_application(application, appointment.until)
        values |= sitting_words(appointment.sitting) | {"tautan": _address(link)}
    return Letter(to, application, application, values)


def _of_application(application, until):
    return {
        "nama": application.trainee.full_name,
        "nomor": application.number or "",
        "gelombang": str(application.wave),
        "balai": str(application.wave.center),
        "program": _program(application),
        "alasan": application.reason,
        "batas": moment(until),
        "sisa": left(until),
    }


def _program(application):
    """The one of the seat, else all that were chosen. An appointment is for all of them, and names none."""
    if application.seat_id:
        return str(application.seat.cohort.offering.program)
    if "choices" not in getattr(application, "_prefetched_objects_cache", {}):
        return ""
    return ", ".join(str(choice.offering.program) for choice in application.choices.all())


def left(until):
    """How much of it is left, by the calendar, as one says it."""
    days = (timezone.localdate(until) - timezone.localdate()).days
    if days <= 1:
        return _("besok") if days == 1 else _("hari ini")
    return ngettext("%(number)d hari lagi", "%(number)d hari lagi", days) % {"number": days}


def _way(matter, application):
    """Where it is done; without signing in where a link may."""
    if matter == deadlines.RETURNED:
        return reverse("journey:fix", args=[application.fix_token])
    if matter == deadlines.ACCEPTED:
        return reverse("journey:answer", args=[links.answer_token(application)])
    if matter == deadlines.DRAFT:
        return reverse("application", args=[application.pk])
    return application.get_absolute_url()


def _address(path):
    return f"{settings.SITE_URL}{path}"
