"""Telling the person: one outbox row per event, written in the transaction of the move it tells of.

What a text may say is worked out here, once, as finished strings in the reader's language. No NIK, no birth date.
"""

from django.conf import settings
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from enrollment.links import answer_token, appointment_token, carry_token, choice_token, fix_token
from enrollment.models import Score
from enrollment.workflow import Status
from notifications.events import catalogue
from notifications.outbox import Recipient, enqueue

ANSWERED = (
    "enrollment/accepted",
    "enrollment/promoted",
    "enrollment/appeal_granted",
    "enrollment/carried_seat",
)
BY_LINK = {  # kind → page, and what makes its link
    **dict.fromkeys(ANSWERED, ("journey:answer", answer_token)),
    "enrollment/returned": ("journey:fix", fix_token),
    "enrollment/postponed": ("journey:carry", carry_token),
}
TO_CHOOSE = "enrollment/appointment_choose"
TO_COME = {"enrollment/appointment_new", "enrollment/appointment_moved"}
MOMENT, DAY = "j F Y, H.i", "j F Y"
GUARDIAN_ASKED = "enrollment/guardian_asked"


def recipient_of(trainee):
    """Where they read, the address they gave for this or else the one they sign in with; and in which language.

    Who has neither an address nor a number is told through somebody: a minor's guardian, else the other contact.
    """
    account = trainee.account
    language = account.language if account else settings.LANGUAGE_CODE
    if teller := teller_of(trainee):
        email = getattr(teller, "email", "")
        told = {"name": teller.name, "passes_on_to": trainee.full_name}
        return Recipient(email=email, user=account, language=language, phone=teller.phone, **told)
    email = trainee.email or (account.email if account else "") or ""
    return Recipient(email=email, user=account, language=language, name=trainee.full_name, phone=trainee.phone)


def teller_of(trainee):
    """Who reads for somebody without any address of their own, or None; nothing is asked where there is one."""
    account = trainee.account
    if trainee.phone or trainee.email or (account and account.email):
        return None
    guardian = getattr(trainee, "guardian", None) if trainee.is_minor(timezone.localdate()) else None
    return guardian or next(iter(sorted(trainee.contacts.all(), key=lambda contact: contact.pk)), None)


def recipient_of_guardian(trainee, phone, email):
    """Their own phone and e-mail only: an address that is the trainee's as well would let them answer themselves."""
    account = trainee.account
    own = {trainee.phone, trainee.email.lower(), *_signs_in_with(account)}
    return Recipient(
        email=email if email.lower() not in own else "",
        phone=phone if phone not in own else "",
        language=account.language if account else settings.LANGUAGE_CODE,
    )


def _signs_in_with(account):
    return {account.phone or "", (account.email or "").lower()} if account else set()


def ask_guardian(application, guardian, link, *, until):
    """The link is a credential: wiped once sent, and shown to nobody but, in a demonstration, its mailbox."""
    to, center = recipient_of_guardian(application.trainee, guardian.phone, guardian.email), application.wave.center
    with translation.override(to.language):
        values = {
            "wali": guardian.name,
            "nama": application.trainee.full_name,
            "program": ", ".join(str(choice.offering.program) for choice in chosen(application)),
            "balai": str(center),
            "tautan": link,
            "batas": moment(until),
        }
    enqueue(
        GUARDIAN_ASKED,
        to=to,
        values=values,
        about=guardian,
        center_code=center.code,
        is_secret=not settings.DEMONSTRATION,
    )


def chosen(application):
    return application.choices.select_related("offering__program").order_by("order")


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


def values_of(
    application,
    kind,
    language,
    *,
    reason="",
    cohort=None,
    offering=None,
    row=None,
    guardian=None,
    position="",
    appointment=None,
    part="",
    until=None,
    **_unused,
):
    """The placeholders this event declares, and no others."""
    declared = catalogue()[kind].placeholders
    with translation.override(language):
        values = {
            "nama": application.trainee.full_name,
            "nomor": application.number or "",
            "gelombang": str(application.wave),
            "balai": str(application.wave.center),
            "tautan": f"{settings.SITE_URL}{_way(application, kind, appointment, part)}",
            "batas": moment(until or _deadline(application)),
            "alasan": str(reason),
            "wali": guardian.name if guardian else "",
            "urutan": str(position),
        }
        if "program" in declared:
            values["program"] = _program(application, row.choice.offering if row else offering)
        if cohort:
            values |= {"kelas": str(cohort), "mulai": day(cohort.starts_on)}
        if part:
            values["bagian"] = str(Score.Part(part).label)
        if appointment:
            values |= sitting_words(appointment.sitting)
        return {name: values[name] for name in declared}


def _deadline(application):
    return application.fix_by if application.status == Status.RETURNED else application.answer_by


def sitting_words(sitting):
    return {
        "bagian": sitting.get_part_display(),
        "waktu": date_format(timezone.localtime(sitting.starts_at), "l, j F Y, H.i"),
        "tempat": sitting.where,
        "bawa": sitting.bring or _("KTP atau KK, dan alat tulis"),
    }


def _way(application, kind, appointment=None, part=""):
    """To the page that tells all; where something is asked for, to the page that takes it without signing in.

    A link that acts goes to the person only, never through somebody who reads for them.
    """
    if kind in BY_LINK and not teller_of(application.trainee):
        page, token_of = BY_LINK[kind]
        return reverse(page, args=[token_of(application)])
    if kind in TO_COME and appointment:
        return reverse("journey:appointment", args=[appointment_token(appointment)])
    if kind == TO_CHOOSE and part:
        return reverse("journey:choose", args=[choice_token(application, part)])
    return application.get_absolute_url()


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
