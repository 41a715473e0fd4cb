"""Changing what an application says while it may be changed: a draft, one sent back, the papers of a held seat."""

from contextlib import contextmanager

from django.db import transaction
from django.utils.translation import gettext as _

from audit import trail
from audit.moves import Refused
from enrollment.transitions.drafts import hold, touch
from enrollment.workflow import Status

OPEN = frozenset({Status.DRAFT, Status.RETURNED})
OPEN_FOR_PAPERS = OPEN | {Status.PROVISIONAL}
PAPERS = frozenset({"documents", "guardian"})
AWAITS_CONSENT = frozenset({Status.SUBMITTED, Status.RESERVE})


def may_fill(application, step):
    """Until a minor's guardian has agreed, their page stays open: the link may not have been answered."""
    if step == "guardian" and application.status in AWAITS_CONSENT:
        return application.consented_at is None
    return application.status in (OPEN_FOR_PAPERS if step in PAPERS else OPEN)


@contextmanager
def filling(application, step, *, by):
    """Hold the application while the body saves one step of it. Refused("wrong_status") once it has been sent."""
    with transaction.atomic():
        hold(application)
        if not may_fill(application, step):
            raise Refused("wrong_status", _("Pendaftaran ini sudah dikirim, jadi isinya tidak bisa diubah lagi."))
        yield
        touch(application)
        if application.status != Status.DRAFT:
            trail.write("application.fill", by=by, about=application, facts={"step": step})
