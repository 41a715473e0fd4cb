"""The simulator's page: a question by GET, an answer beside what holds now, nothing written but that it was seen."""

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _

from audit import trail
from blk_portal.wave_control.views import RESULTS, page_of, wave_or_404
from centers import roles
from enrollment.forms.simulation import SimulationForm
from enrollment.simulation import basis, compare


def simulate(request, pk):
    """Once the results are out nobody is a candidate any more, and the page says that there is nothing to try."""
    if not roles.may(request.actor, RESULTS, "simulate"):
        raise PermissionDenied
    wave = wave_or_404(request, pk)
    found = basis(wave)
    form = SimulationForm(request.GET, found.offerings, found.terms)
    effects = compare(found, form.chosen_terms()) if form.is_valid() and request.GET else []
    changed = [one for one in effects if one.is_changed]
    people = {moved.application for one in changed for moved in (*one.entering, *one.leaving)}
    trail.viewed("admin:wave_simulate", by=request.actor, subjects=sorted(people, key=lambda one: one.pk))
    return page_of(
        request,
        "admin/wave_control_simulation.html",
        wave,
        title=_("Simulasi seleksi"),
        form=form,
        found=found,
        asked=bool(request.GET) and form.is_valid(),
        changed=changed,
    )
