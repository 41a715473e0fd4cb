"""What is now and what comes, with dates and who acts. Nobody is promised what is not decided: steps, not results."""

from django.utils.translation import gettext as _

from blk_portal.journey.events import Event, day, hour, moment, until
from blk_portal.journey.words import CENTER, OFFICER, YOU
from cohorts.models import Offering
from enrollment.workflow import AWAITED, Status

WAITS_FOR_RESULTS = frozenset({Status.DRAFT, Status.SUBMITTED, Status.RETURNED, Status.VERIFIED})
BEFORE_VERIFIED = frozenset({Status.DRAFT, Status.SUBMITTED, Status.RETURNED})


def what_comes(application, enrollment, appointments, step):
    """`appointments`: those that hold a place, in order of time."""
    return [_now(step), *_to_come(application, enrollment, appointments, step)]


def _now(step):
    """Its words and its button stand above the timeline, once."""
    if step.by:
        when = _("Paling lambat %(when)s WIB") % {"when": moment(step.by)}
    elif step.at:
        when = hour(step.at)
    else:
        when = day(step.on) if step.on else ""
    return Event(step.title, "current", when, who=step.who)


def _to_come(application, enrollment, appointments, step):
    status, wave = application.status, application.wave
    if status == Status.RESERVE:
        return _if_a_seat_falls_free(wave)
    selection = any(choice.offering.mode == Offering.Mode.SELECTION for choice in application.choices.all())
    early = status in BEFORE_VERIFIED
    rows = [
        (early and status != Status.SUBMITTED, _("Berkas diperiksa petugas"), "", OFFICER),
        (selection and early, _("Tes dan wawancara"), "", YOU),
        *[(True, one.get_part_display(), hour(one.sitting.starts_at), YOU) for one in _ahead(appointments, step)],
        (selection and status in WAITS_FOR_RESULTS, _("Pengumuman hasil"), day(wave.announce_on), CENTER),
        (
            status not in {Status.CONFIRMED, Status.ACCEPTED},
            _("Daftar ulang bila diterima"),
            until(wave.confirm_by),
            YOU,
        ),
        (status != Status.CONFIRMED, _("Pelatihan dimulai"), day(wave.starts_on), CENTER),
        (enrollment is None, _("Pelatihan selesai, hasil, dan sertifikat"), day(wave.ends_on), CENTER),
    ]
    return [Event(title, when=when, who=who) for is_ahead, title, when, who in rows if is_ahead]


def _ahead(appointments, step):
    """Those after the one that is the next step."""
    return [one for one in appointments if one.status in AWAITED and step.at and one.sitting.starts_at > step.at]


def _if_a_seat_falls_free(wave):
    """The wave's day for confirming is not theirs: each offer brings a day of its own, up to the stop date."""
    last = _("Kursi kosong ditawarkan sampai %(day)s") % {"day": day(wave.promote_until)}
    return [
        Event(_("Daftar ulang bila mendapat tawaran kursi"), when=last, who=YOU),
        Event(_("Pelatihan dimulai"), when=day(wave.starts_on), who=CENTER),
        Event(_("Pelatihan selesai, hasil, dan sertifikat"), when=day(wave.ends_on), who=CENTER),
    ]
