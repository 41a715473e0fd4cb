"""Attendance: written down, locked, and from then on only corrected by a new row with a reason.

Who may (an instructor of that class) is the page's question: `Cohort.objects.taught_by(user)`.
"""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from audit import trail
from audit.moves import Refused, lock
from classroom import selectors
from classroom.models import Mark, Sheet
from cohorts.transitions import hold_session
from cohorts.workflow import CohortStatus, SessionStatus

Presence = Mark.Presence
THERE = frozenset({Presence.PRESENT, Presence.LATE})
TAUGHT = frozenset({CohortStatus.RUNNING, CohortStatus.TESTING})


@transaction.atomic
def mark_session(session, presences, *, by):
    """Write down who was there: `presences` is {enrollment id: presence}; whoever is not in it was present.

    Until the list is locked it may be written again. Raises Refused: class_not_running, session_cancelled, not_yet,
    not_of_this_class, locked.
    """
    lock(session)
    _refuse_unless_teachable(session)
    roster = list(selectors.roster(session))
    if set(presences) - {enrollment.pk for enrollment in roster}:
        raise Refused("not_of_this_class", _("Ada nama yang tidak ada di daftar hadir pertemuan ini."))
    sheet = _sheet_of(session, by)
    _write(sheet, roster, presences, by)
    if session.status == SessionStatus.PLANNED:
        hold_session(session, by=by)
    trail.write("sheet.mark", by=by, about=sheet, facts={"rows": len(roster)})
    return sheet


def _refuse_unless_teachable(session):
    if session.status == SessionStatus.CANCELLED:
        raise Refused("session_cancelled", _("Pertemuan ini dibatalkan balai; tidak ada daftar hadirnya."))
    if session.cohort.status not in TAUGHT:
        raise Refused("class_not_running", _("Kelas ini sedang tidak berjalan."))
    if session.date > timezone.localdate():
        raise Refused("not_yet", _("Pertemuan ini belum berlangsung. Isi daftar hadirnya pada harinya."))


def _sheet_of(session, by):
    """The list of that day. The session's lock is held, so two who save at once get the same one.

    Its own row is locked too: whoever locks the list this very moment comes before or after, never in between.
    """
    sheet = Sheet.objects.filter(session=session).select_for_update(of=("self",), no_key=True).first()
    if sheet is None:
        return Sheet.objects.create(session=session, marked_by=by.user)
    if sheet.locked_at:
        raise Refused("locked", _("Daftar hadir ini sudah dikunci. Perubahan dicatat lewat koreksi."))
    sheet.marked_by, sheet.marked_at = by.user, timezone.now()
    sheet.save()
    return sheet


def _write(sheet, roster, presences, by):
    there = selectors.marks(sheet)
    rows = [
        Mark(
            pk=getattr(there.get(enrollment.pk), "pk", None),
            sheet=sheet,
            enrollment=enrollment,
            presence=presences.get(enrollment.pk, Presence.PRESENT),
            jp=jp_for(presences.get(enrollment.pk, Presence.PRESENT), sheet.session),
            marked_by=by.user,
        )
        for enrollment in roster
    ]
    changed = ["presence", "jp", "marked_by", "marked_at"]
    Mark.objects.bulk_update([row for row in rows if row.pk], changed)
    Mark.objects.bulk_create(row for row in rows if not row.pk)


def jp_for(presence, session):
    return session.jp if presence in THERE else 0


@transaction.atomic
def lock_sheet(sheet, *, by):
    """From here on the list is what transport money is paid by. Raises Refused: locked."""
    lock(sheet)
    if sheet.locked_at:
        raise Refused("locked", _("Daftar hadir ini sudah dikunci."))
    sheet.locked_at = timezone.now()
    sheet.save(update_fields=["locked_at"])
    trail.write("sheet.lock", by=by, about=sheet)


@transaction.atomic
def lock_sheets(cohort, *, by):
    """What instructors left open, before a class is completed."""
    for sheet in Sheet.objects.filter(session__cohort=cohort, locked_at=None).order_by("pk"):
        lock_sheet(sheet, by=by)


@transaction.atomic
def correct(mark, presence, *, reason, by):
    """After the lock: a new row that corrects the old one, which stays. Answers the new row.

    Raises Refused: not_locked, corrected_before (somebody was faster), no_reason, same_as_before.
    """
    lock(mark)
    if mark.sheet.locked_at is None:
        raise Refused("not_locked", _("Daftar hadir ini belum dikunci; ubah langsung di daftarnya."))
    if Mark.objects.filter(corrects=mark).exists():
        raise Refused("corrected_before", _("Catatan ini baru saja dikoreksi orang lain. Muat ulang halamannya."))
    if not reason.strip():
        raise Refused("no_reason", _("Tulis alasan koreksinya."))
    if presence == mark.presence:
        raise Refused("same_as_before", _("Kehadirannya sama dengan yang sudah tercatat."))
    corrected = Mark.objects.create(
        sheet=mark.sheet,
        enrollment=mark.enrollment,
        presence=presence,
        jp=jp_for(presence, mark.sheet.session),
        corrects=mark,
        reason=reason.strip(),
        marked_by=by.user,
    )
    facts = {"from": mark.presence, "to": presence}
    trail.write("mark.correct", by=by, about=corrected, note=corrected.reason, facts=facts)
    return corrected
