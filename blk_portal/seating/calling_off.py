"""Postponing or cancelling a program, or all of a wave's: first what it would mean, then one job that does all of it.

Officers read what it would mean; the head decides.
"""

from dataclasses import dataclass

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from blk_portal.desk_page import allow, page, seen
from centers import roles
from centers.selectors import scoped
from cohorts.models import Offering, Wave
from enrollment.forms_desk import ReasonForm
from enrollment.models import Ranking
from enrollment.selectors.calling_off import can_be_called_off, consequences, small
from enrollment.workflow import RankingStatus
from jobs import queue

FORM = ["GET", "HEAD", "POST"]


@dataclass(frozen=True, slots=True)
class Way:
    name: str  # in the address
    action: str  # of the role table
    kind: str  # of the job
    label: str
    text: str


WAYS = {
    "tunda": Way(
        "tunda",
        "postpone",
        "postpone_offerings",
        _("Tunda"),
        _("Program tidak jalan pada gelombang ini. Peserta ditanya apakah tempatnya dibawa ke gelombang berikutnya."),
    ),
    "batalkan": Way(
        "batalkan",
        "cancel",
        "cancel_offerings",
        _("Batalkan"),
        _("Program tidak jalan dan tidak dibawa ke gelombang lain. Peserta diberi tahu dan boleh mendaftar lagi."),
    ),
}


@require_http_methods(FORM)
def of_offering(request, pk, name):
    allow(request, "page", "wave_control")
    offering = seen(request, Offering, pk)
    rows = Offering.objects.filter(pk=offering.pk)
    return _ask(request, name, offering.wave, rows, str(offering.program), lambda way: _address(offering, way))


@require_http_methods(FORM)
def of_wave(request, pk, name):
    allow(request, "page", "wave_control")
    wave = get_object_or_404(scoped(Wave.objects.select_related("center"), request.actor, "center"), pk=pk)
    return _ask(request, name, wave, wave.offerings.all(), str(wave), lambda way: _address_of_all(wave, way))


def _ask(request, name, wave, rows, about, address):
    way = WAYS.get(name)
    if way is None:
        raise Http404
    other = next(one for one in WAYS.values() if one != way)
    may = roles.may(request.actor, "cohorts.offering", way.action)
    if request.method == "POST" and not may:
        raise PermissionDenied
    offerings = list(can_be_called_off(rows).select_related("program", "wave").order_by("program__name", "pk"))
    form, against = ReasonForm(request.POST if request.method == "POST" else None), _against(wave, offerings)
    if form.is_bound and form.is_valid() and not against:
        return redirect(_start(request, way, offerings, about, form.cleaned_data["reason"]))
    return page(
        request,
        "admin/seating/call_off.html",
        f"{way.label}: {about}",
        way=way,
        other=other,
        other_url=address(other),
        wave=wave,
        offerings=offerings,
        means=consequences(offerings) if offerings else None,
        form=form,
        against=against,
        may=may,
    )


def _against(wave, offerings):
    if not offerings:
        return [
            _now("Tidak ada program yang bisa ditunda atau dibatalkan: kelasnya sudah mulai, atau sudah dihentikan.")
        ]
    if Ranking.objects.filter(wave=wave, status=RankingStatus.PROPOSED).exists():
        return [_now("Hasil gelombang ini sudah diajukan. Tarik usulannya lebih dahulu.")]
    return []


def _start(request, way, offerings, about, reason):
    """A second press finds the first one's job."""
    pks = [one.pk for one in offerings]
    params = {"offerings": pks, "reason": reason}
    key = f"{way.kind}:{','.join(map(str, pks))}"[:120]
    title = f"{way.label}: {about}"[:200]
    return queue.start(way.kind, title=title, params=params, by=request.actor, dedupe_key=key).get_absolute_url()


def proposals(wave):
    """For the control of a wave: programs that too few people want this near the start, and what one may do."""
    rows = small(wave.offerings.select_related("program", "wave")).order_by("program__name", "pk")
    return [{"offering": one, "ways": [(way, _address(one, way)) for way in WAYS.values()]} for one in rows]


def _address_of_all(wave, way):
    return reverse("admin:wave_call_off", args=[wave.pk, way.name])


def _address(offering, way):
    return reverse("admin:offering_call_off", args=[offering.pk, way.name])
