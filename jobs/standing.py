"""Where a job that is not over stands, honestly: at work and how fast, in the queue, or without a worker."""

from dataclasses import dataclass
from datetime import timedelta

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from jobs import pace, selectors
from jobs.workflow import State

SILENCE = timedelta(seconds=60)  # a turn of jobs takes twenty seconds, so a living worker is heard more often


@dataclass(frozen=True, slots=True)
class Standing:
    sentence: str
    alarm: bool = False


def of(job):
    """One or two queries: how fast the last items went, and whether anybody is there to do them."""
    now = timezone.now()
    if job.cancel_asked_at:
        return Standing(_("Berhenti sesudah butir yang sedang dikerjakan."))
    if job.state == State.RUNNING and job.lease_until <= now:
        words = _("%(silence)s Pekerjaan ini dilanjutkan sendiri.")
        return Standing(words % {"silence": _silent(job.heartbeat)}, alarm=True)
    if job.state == State.QUEUED:
        return _waiting(job, now)
    measured = _pace(job, now)
    return Standing(_sentence(measured) if measured else _("Sisa waktunya bisa dikira setelah beberapa butir."))


def _waiting(job, now):
    last = selectors.last_beat()
    if last is None or now - last > SILENCE:
        words = _("%(silence)s Pekerjaan ini tersimpan dan dikerjakan begitu pekerjanya kembali.")
        return Standing(words % {"silence": _silent(last)}, alarm=True)
    others = selectors.others_waiting(job)
    if not others:
        return Standing(_("Dikerjakan dalam beberapa detik."))
    return Standing(_("Bergiliran dengan %(count)d pekerjaan lain.") % {"count": others})


def _pace(job, now):
    return pace.measure(selectors.last_moments(job), job.total - job.handled, now)


def _sentence(measured):
    rate, left = pace.rate(measured.per_minute), pace.remaining(measured.seconds_left)
    return _("%(left)s, %(rate)s.") % {"left": left[0].upper() + left[1:], "rate": rate}


def _silent(since):
    if since is None:
        return _("Belum ada tanda hidup dari pekerja.")
    return _("Tidak ada tanda hidup sejak %(time)s.") % {"time": clock(since)}


def clock(moment):
    """ "14.32" today, "20 Nov 14.32" on another day."""
    local = timezone.localtime(moment)
    return date_format(local, "H.i" if local.date() == timezone.localdate() else "j M H.i")


def milestone(job):
    """What a screen reader has heard: the state, and of the work each quarter."""
    quarter = 4 * job.handled // job.total if job.total else 0
    return f"{job.state}-{quarter}{'-stop' if job.cancel_asked_at else ''}"
