"""Who of the office has a file, and what officers tell one another about it. Neither changes where it stands."""

from django.db import transaction
from django.utils.translation import gettext as _

from audit import trail
from audit.moves import Refused, lock
from enrollment.models import Note
from enrollment.selectors.officers import officers_of


@transaction.atomic
def assign(application, *, by, officer):
    """Make it `officer`'s file, or with None nobody's. Anybody of the center may still work on it.

    Raises Refused: same_officer, not_an_officer_here.
    """
    lock(application)
    if application.officer == officer:
        raise Refused("same_officer", _("Berkas ini sudah dipegang petugas itu."))
    if officer and not officers_of(application.wave.center.code).filter(user=officer).exists():
        raise Refused("not_an_officer_here", _("Orang itu bukan petugas balai ini."))
    application.officer = officer
    application.save(update_fields=["officer"])
    trail.write("application.assigned", by=by, about=application, facts={"officer": officer.pk if officer else None})
    return application


@transaction.atomic
def write_note(application, *, by, text):
    """For the other officers. The trail says that there is one, not what it says. Raises Refused("empty")."""
    lock(application)
    if not text.strip():
        raise Refused("empty", _("Catatannya masih kosong."))
    note = Note.objects.create(application=application, text=text.strip(), written_by=by.user)
    trail.write("application.note_written", by=by, about=application)
    return note
