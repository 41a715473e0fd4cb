"""Mending by the link in the message what was sent back: papers only, by whoever holds the link.

What is written in the form needs signing in: the link must not show it, and so can't have it changed.
"""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from audit.moves import Refused, lock
from enrollment import links, selectors, workflow
from enrollment.selectors.sent_back import sent_back
from enrollment.transitions.filling import filling
from enrollment.transitions.intake import resubmit


def is_open(application):
    return workflow.RESUBMIT.is_open_for(application) and timezone.now() <= application.fix_by


@transaction.atomic
def keep_papers(token, save, *, by):
    """Let `save(trainee)` keep the papers that came by this link. Raises Refused: link_over."""
    application = _held(token)
    with filling(application, "documents", by=by):
        save(application.trainee)
    return application


@transaction.atomic
def send_mended(token, *, by, texts=(), ip=None):
    """Send it again, once every paper that was asked for is there.

    Raises Refused: link_over, papers_missing, nothing_mended, form_incomplete, and all of `resubmit`.
    """
    application = _held(token)
    asked = sent_back(application)
    if asked.waiting:
        kinds = ", ".join(str(paper.kind) for paper in asked.waiting)
        raise Refused("papers_missing", _("Belum ada foto baru untuk: %(kinds)s.") % {"kinds": kinds})
    if not asked.mended:
        raise Refused("nothing_mended", _("Yang diminta petugas menyangkut isian. Masuk untuk memperbaikinya."))
    if selectors.missing(application, timezone.localdate()):
        raise Refused("form_incomplete", _("Ada isian yang belum lengkap. Masuk untuk memperbaiki isian."))
    resubmit(application, by=by, texts=texts, ip=ip)
    return application


def _held(token):
    """The application, locked; it may have been sent, ended or sent back once more while we waited."""
    application = links.asked_to_fix(token)
    if application and not is_open(lock(application)):
        application = None
    if application is None or links.asked_to_fix(token) is None:
        raise Refused("link_over", _("Tautan ini tidak berlaku lagi."))
    return application
