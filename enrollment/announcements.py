"""Telling the person: one outbox row per event, written in the transaction of the move it tells of.

What a text may say is worked out here, once, as finished strings in the reader's language. No NIK, no birth date.
"""

from django.conf import settings
from django.utils import timezone, translation
from django.utils.formats import date_format

from enrollment.workflow import Status
from notifications.events import catalogue
from notifications.outbox import Recipient, enqueue

MOMENT, DAY = "j F Y, H.i", "j F Y"


def recipient_of(trainee):
    """Where they read, the address they gave for this or else the one they sign in with; and in which language."""
    account = trainee.account
    email = trainee.email or (account.email if account else "") or ""
    language = account.language if account else settings.LANGUAGE_CODE
    return Recipient(email=email, user=account, language=language, name=trainee.full_name, phone=trainee.phone)


def announce(application, event, *, dedupe_key=None, **more):
    """Queue the event of `enrollment.events`. The caller is in the transaction that made it true."""
    to, center = recipient_of(application.trainee), application.wave.center
    kind = f"enrollment/{_told_as(application, event, more)}"
    enqueue(
        kind,
        to=to,
        values=values_of(application, kind, to.language, **more),
        about=application,
        center_code=center.code,
        dedupe_key=dedupe_key,
    )


def values_of(application, kind, language, *, reason="", cohort=None, offering=None, row=None, **_unused):
    """The placeholders this event declares, and no others."""
    declared = catalogue()[kind].placeholders
    with translation.override(language):
        values = {
            "nama": application.trainee.full_name,
            "nomor": application.number or "",
            "gelombang": str(application.wave),
            "balai": str(application.wave.center),
            "tautan": f"{settings.SITE_URL}{application.get_absolute_url()}",
            "batas": moment(application.fix_by if application.status == Status.RETURNED else application.answer_by),
            "alasan": str(reason),
        }
        if "program" in declared:
            values["program"] = _program(application, row.choice.offering if row else offering)
        if cohort:
            values |= {"kelas": str(cohort), "mulai": day(cohort.starts_on)}
        return {name: values[name] for name in declared}


def moment(value):
    return date_format(timezone.localtime(value), MOMENT) if value else ""


def day(value):
    return date_format(value, DAY) if value else ""


def _program(application, offering):
    """The one this is about; for somebody who got the only choice they made, that one."""
    offering = offering or application.choices.select_related("offering__program").order_by("order")[0].offering
    return str(offering.program)


def _told_as(application, event, more):
    """Where the same move ends differently for different people, each end has its own words."""
    if event == "appeal_granted" and not more.get("seat"):
        return "appeal_queued"
    if event == "promoted" and application.status == Status.PROVISIONAL:
        return "promoted_provisional"
    if event == "lapsed" and not application.verified_at:
        return "seat_lapsed"
    return event
