"""What is now and what follows: each with its date, and who has to act. These are steps; nothing here is promised."""

from django.utils import timezone
from django.utils.translation import gettext as _

from blk_portal.journey.events import Event, day, hour, moment, until
from blk_portal.journey.words import CENTER, OFFICER, YOU
from cohorts.models import Offering
from enrollment.workflow import AWAITED, Status

BEFORE_VERIFIED = frozenset({Status.DRAFT, Status.SUBMITTED, Status.RETURNED})
BEFORE_RESULTS = BEFORE_VERIFIED | {Status.VERIFIED}
BEFORE_ACCEPTED = BEFORE_RESULTS | {Status.PROVISIONAL}


def what_comes(application, enrollment, appointments, step):
    """`appointments`: those that hold a place. The step stands first; what it says is not said twice."""
    rows = [_now(step)]
    if application.status == Status.RESERVE:
        return rows + _if_a_seat_falls_free(application.wave)
    if application.status in BEFORE_ACCEPTED:
        rows += _before_the_seat(application, appointments, step)
    return rows + _of_the_class(application, enrollment)


def _now(step):
    if step.by:
        when = _("Paling lambat %(when)s WIB") % {"when": moment(step.by)}
    elif step.at:
        when = hour(step.at)
    else:
        when = day(step.on) if step.on else ""
    return Event(step.title, "current", when, who=step.who)  # its words and its button stand above, once


def _before_the_seat(application, appointments, step):
    status, wave = application.status, application.wave
    selection = any(choice.offering.mode == Offering.Mode.SELECTION for choice in application.choices.all())
    rows = []
    if status in BEFORE_VERIFIED and step.is_yours:
        rows.append(Event(_("Berkas diperiksa petugas"), who=OFFICER))
    if selection and status in BEFORE_RESULTS:
        rows += _tests(status, appointments, step)
        if step.on != wave.announce_on or step.title != _("Tunggu pengumuman hasil"):
            rows.append(Event(_("Pengumuman hasil"), when=day(wave.announce_on), who=CENTER))
    return [*rows, Event(_("Daftar ulang bila diterima"), when=until(wave.confirm_by), who=YOU)]


def _tests(status, appointments, step):
    """Each one to come with its hour; before anything is fixed, that there will be one."""
    if status in BEFORE_VERIFIED:
        return [Event(_("Tes dan wawancara"), when=_("Balai mengabarkan waktu dan tempatnya"), who=YOU)]
    ahead = [one for one in appointments if one.status in AWAITED and one.sitting.ends_at > timezone.now()]
    return [
        Event(one.get_part_display(), when=hour(one.sitting.starts_at), text=one.sitting.where, who=YOU)
        for one in ahead
        if one.sitting.starts_at != step.at
    ]


def _of_the_class(application, enrollment):
    """Its first day stands in the step of whoever has confirmed."""
    cohort = application.seat.cohort if application.seat else application.wave
    begins = Event(_("Pelatihan dimulai"), when=day(cohort.starts_on), who=YOU)
    ends = Event(_("Pelatihan selesai, hasil, dan sertifikat"), when=day(cohort.ends_on), who=CENTER)
    return [ends] if enrollment or application.status == Status.CONFIRMED else [begins, ends]


def _if_a_seat_falls_free(wave):
    """The wave's day for confirming is not theirs: each offer brings a day of its own, up to the stop date."""
    offered = _("Kursi kosong ditawarkan sampai %(day)s") % {"day": day(wave.promote_until)}
    return [
        Event(_("Daftar ulang bila mendapat tawaran kursi"), when=offered, who=YOU),
        Event(_("Pelatihan dimulai"), when=day(wave.starts_on), who=YOU),
        Event(_("Pelatihan selesai, hasil, dan sertifikat"), when=day(wave.ends_on), who=CENTER),
    ]
