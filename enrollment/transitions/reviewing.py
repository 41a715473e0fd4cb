"""Checking papers one file at a time: taken on a lease, decided whole, or put back.

A lease is two columns and a moment: when it has passed the file is free again, and nobody has to clean up. Two
officers who take at the same time skip each other's rows (SKIP LOCKED), so neither waits and neither gets the other's.
"""

from dataclasses import dataclass
from datetime import timedelta

from django.db import transaction
from django.db.models import Subquery
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from audit import trail
from audit.moves import Refused, lock, moving
from enrollment import workflow
from enrollment.announcements import announce, recipient_of
from enrollment.models import Application
from enrollment.rules.deadlines import end_of_day
from enrollment.selectors import files, reasons
from enrollment.transitions.identity import link_claim
from enrollment.transitions.intake import refuse
from enrollment.transitions.verifying import found_good
from enrollment.workflow import Status
from trainees.models import Document

LEASE = timedelta(minutes=10)
VALID, OTHER = "valid", "other"
WORDS = 75  # of one's own beside a reason: both fit into what a paper keeps


@dataclass(frozen=True, slots=True)
class Answer:
    """What was said of one paper: VALID, OTHER, or the number of a PaperReason; and words of one's own."""

    choice: str = ""
    words: str = ""


@dataclass(frozen=True, slots=True)
class Judgement:
    paper: files.Paper
    state: str
    reason: str = ""

    @property
    def is_good(self):
        return self.state == Document.State.VALID


# --- having a file ---


@transaction.atomic
def take(waiting, *, by):
    """The next of `waiting` (a query set) that nobody else has, held for ten minutes; None if there is none."""
    now = timezone.now()
    free = files.next_for(waiting, by.user, now).select_for_update(skip_locked=True, no_key=True, of=("self",))
    taken = Application.objects.filter(pk=Subquery(free.values("pk")[:1]))
    until = now + LEASE
    if not taken.update(held_by=by.user, held_until=until):
        return None
    return Application.objects.filter(held_by=by.user, held_until=until)


@transaction.atomic
def take_this(application, *, by):
    """Hold this one, or hold it for longer. Raises Refused: already_decided, taken_by_other."""
    lock(application)
    _refuse_unless_open(application, by)
    application.held_by, application.held_until = by.user, timezone.now() + LEASE
    application.save(update_fields=["held_by", "held_until"])


@transaction.atomic
def put_back(application, *, by):
    """Let somebody else have it. What one does not hold stays as it is."""
    lock(application)
    if application.held_by_id == by.user.pk:
        _let_go(application)


def _let_go(application):
    application.held_by = application.held_until = None
    application.save(update_fields=["held_by", "held_until"])


def _refuse_unless_open(application, by):
    if not files.is_undecided(application):
        status = application.get_status_display()
        raise Refused("already_decided", _("Berkas ini sudah diputuskan: %(status)s.") % {"status": status})
    if application.held_by_id not in {None, by.user.pk} and application.held_until > timezone.now():
        raise Refused("taken_by_other", _taken(application))


def _taken(application):
    until = timezone.localtime(application.held_until).strftime("%H.%M")
    return _("Berkas ini sedang diperiksa %(name)s sampai pukul %(until)s. Keputusan Anda belum disimpan.") % {
        "name": application.held_by,
        "until": until,
    }


# --- deciding ---


@transaction.atomic
def decide(found, answers, *, by, note="", fix_by=None):
    """Record what was said of every paper and, with it, what becomes of the application.

    All papers valid and no `note`: verified. Otherwise the person gets them back, each named with its reason, and has
    time until `fix_by`. `found` is a query set of the one application, within what the actor may see.
    `answers` is {paper's id: Answer}. Answers with the application.
    Raises Refused: already_decided, taken_by_other, undecided, papers_changed, unknown_reason, words_missing, past,
    and all of `verify`.
    """
    application = _held(found, by)
    judged = _judged(application, answers)
    _keep(judged)
    application.held_by = application.held_until = None
    if note or not all(one.is_good for one in judged):
        _send_back(application, judged, by=by, note=note, fix_by=fix_by)
    else:
        found_good(application, by=by, has_to_fix=False)
    return application


@transaction.atomic
def refuse_file(found, *, by, reason):
    """Not eligible, whatever the papers. Raises Refused: already_decided, taken_by_other, words_missing."""
    if not reason.strip():
        raise Refused("words_missing", _("Tulis alasan yang dibaca peserta."))
    application = found.get()
    lock(application.wave)
    _refuse_unless_open(lock(application), by)
    _let_go(application)
    refuse(application, by=by, reason=reason)
    return application


@transaction.atomic
def link_file(application, *, by, note):
    """Both are one person. Raises Refused: already_decided, taken_by_other, words_missing, and all of `link_claim`."""
    if not note.strip():
        raise Refused("words_missing", _("Tulis apa yang meyakinkan Anda bahwa keduanya satu orang."))
    lock(application)
    _refuse_unless_open(application, by)
    return link_claim(application, by=by, note=note)


def _held(found, by):
    """Locked, with papers, person and wave, in one statement."""
    rows = files.with_papers(found).select_related("trainee__account", "wave__center", "held_by")
    application = rows.select_for_update(no_key=True, of=("self",)).get()
    _refuse_unless_open(application, by)
    return application


def _judged(application, answers):
    papers = files.papers_of_file(application)
    if set(answers) - {paper.pk for paper in papers}:
        raise Refused("papers_changed", _("Peserta baru saja mengganti berkasnya. Muat ulang, lalu periksa lagi."))
    undecided = [paper.kind for paper in papers if not answers.get(paper.pk, Answer()).choice]
    if undecided:
        raise Refused("undecided", _("Belum diputuskan: %(kinds)s.") % {"kinds": ", ".join(undecided)})
    rows = reasons.reasons_of(application.wave.center.code)
    with translation.override(recipient_of(application.trainee).language):
        return [_judgement(paper, answers[paper.pk], rows) for paper in papers]


def _judgement(paper, answer, rows):
    words = " ".join(answer.words.split())[:WORDS]
    if answer.choice == VALID:
        return Judgement(paper, Document.State.VALID)
    if answer.choice == OTHER:
        if not words:
            raise Refused("words_missing", _("Tulis apa yang kurang pada %(kind)s.") % {"kind": paper.kind})
        return Judgement(paper, Document.State.FIX, words)
    offered = reasons.offered_for(paper.kind_id, rows)
    reason = next((row for row in offered if str(row.pk) == answer.choice), None)
    if reason is None:
        raise Refused("unknown_reason", _("Alasan itu sudah tidak ada. Muat ulang, lalu pilih lagi."))
    return Judgement(paper, reason.state, f"{reason.words} {words}".strip())


def _keep(judged):
    """Two statements at most. A paper that was replaced since the page was read is nobody's to judge any more."""
    good = [one.paper.pk for one in judged if one.is_good]
    bad = [Document(pk=one.paper.pk, state=one.state, reason=one.reason) for one in judged if not one.is_good]
    current = Document.objects.current()
    kept = current.filter(pk__in=good).update(state=Document.State.VALID, reason="") if good else 0
    kept += current.bulk_update(bad, ["state", "reason"]) if bad else 0
    if kept != len(judged):
        raise Refused("papers_changed", _("Peserta baru saja mengganti berkasnya. Muat ulang, lalu periksa lagi."))


def _send_back(application, judged, *, by, note, fix_by):
    words = _words(judged, note)
    if application.status == Status.PROVISIONAL:
        _ask_again(application, words, by=by)
        return
    fix_by = fix_by or end_of_day(timezone.localdate(), application.wave.center.fix_days)
    if fix_by <= timezone.now():
        raise Refused("past", _("Batas perbaikan harus di masa depan."))
    with moving(application, workflow.RETURN, by=by, note=words, is_locked=True):
        application.fix_by, application.reason = fix_by, words
    announce(application, "returned", reason=words)


def _ask_again(application, words, *, by):
    """A held seat stays held until its own deadline; only the papers are asked for once more."""
    application.reason = words
    application.save(update_fields=["held_by", "held_until", "reason"])
    trail.write("application.ask_again", by=by, about=application, note=words)
    announce(application, "papers_again", reason=words)


def _words(judged, note):
    """Each paper by its name with what is wrong, then what the officer adds."""
    named = [f"{one.paper.kind}: {one.reason}" for one in judged if not one.is_good]
    return "\n".join(filter(None, [*named, note.strip()]))
