"""An instructor's pages: today's session on one screen, the class's results, and corrections. Their own classes only.

One screen is one save: attendance and results of the day are written in one transaction. No page needs JavaScript.
"""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from audit import trail
from audit.moves import Refused
from centers import roles
from certification import selectors as results
from certification.forms import OutcomeForm, OverallForm
from certification.transitions import decide_overall, record
from classroom import selectors, transitions
from classroom.forms import CorrectionForm, PresenceForm
from classroom.models import Sheet
from cohorts.models import Cohort
from cohorts.workflow import CohortStatus, SessionStatus

SHOWN = [CohortStatus.RUNNING, CohortStatus.TESTING, CohortStatus.FINISHED]


def _own_cohorts(request):
    """Trainees and visitors find nothing here; staff with another role may not."""
    actor = request.actor
    if actor.role in {"", "trainee"}:
        raise Http404
    if not roles.may(actor, "page", "teaching"):
        raise PermissionDenied
    own = Cohort.objects.all() if actor.role == "superuser" else Cohort.objects.taught_by(actor.user)
    return own.select_related("offering__program", "offering__wave")


@require_safe
def today(request):
    day = timezone.localdate()
    own = _own_cohorts(request)
    running = own.filter(status__in=[CohortStatus.RUNNING, CohortStatus.TESTING]).order_by("name", "pk")
    context = {
        "day": day,
        "sessions": selectors.on_day(own.values("pk"), day),
        "late": selectors.unmarked_before(own.values("pk"), day)[:5],
        "cohorts": running,
    }
    return render(request, "teaching/today.html", context)


# --- one session ---


@require_http_methods(["GET", "POST"])
def session(request, pk):
    found = get_object_or_404(selectors.sessions_of(_own_cohorts(request).values("pk")), pk=pk)
    sheet = Sheet.objects.filter(session=found).first()
    people, forms_ = _session_forms(request, found, sheet)
    if request.method == "POST" and all(form.is_valid() for form in forms_):
        try:
            _save(found, *forms_, by=request.actor)
        except Refused as refusal:
            forms_[0].add_error(None, refusal.message)
        else:
            messages.success(request, _("Tersimpan: %(count)d peserta.") % {"count": len(people)})
            return redirect("teaching:session", found.pk)
    if people:
        trail.viewed("teaching:session", by=request.actor, subjects=[one.trainee for one in people])
    presence, outcomes = forms_
    context = {
        "session": found,
        "sheet": sheet,
        "presence": presence,
        "outcomes": outcomes,
        "rows": _rows(found, people, presence, outcomes, sheet),
        "may_write": _may_write(found, sheet),
        "early": found.date > timezone.localdate(),
    }
    return render(request, "teaching/session.html", context)


def _may_write(found, sheet):
    """Whether the page offers to write; the transition decides."""
    open_sheet = sheet is None or sheet.locked_at is None
    taught = found.cohort.status in transitions.TAUGHT and found.status != SessionStatus.CANCELLED
    return open_sheet and taught and found.date <= timezone.localdate()


def _session_forms(request, found, sheet):
    people = list(selectors.roster(found).prefetch_related(results.in_force()))
    posted = request.POST if request.method == "POST" else None
    units = [found.unit] if found.unit else []
    presence = PresenceForm(posted, roster=people, marks=selectors.marks(sheet) if sheet else {})
    return people, (presence, OutcomeForm(posted, roster=people, units=units, radio=True))


def _rows(found, people, presence, outcomes, sheet):
    marked = selectors.marks(sheet) if sheet and sheet.locked_at else {}
    return [
        {
            "enrollment": one,
            "presence": presence.field_of(one),
            "outcome": outcomes.field_of(one, found.unit) if found.unit else None,
            "mark": marked.get(one.pk),
        }
        for one in people
    ]


@transaction.atomic
def _save(found, presence, outcomes, *, by):
    transitions.mark_session(found, presence.presences(), by=by)
    for enrollment, unit, outcome in outcomes.changed():
        record(enrollment, unit, outcome, by=by)


@require_POST
def lock(request, pk):
    own = _own_cohorts(request).values("pk")
    sheet = get_object_or_404(Sheet, session__cohort__in=own, session=pk)
    try:
        transitions.lock_sheet(sheet, by=request.actor)
    except Refused as refusal:
        messages.warning(request, refusal.message)
    else:
        messages.success(request, _("Daftar hadir dikunci."))
    return redirect("teaching:session", pk)


@require_http_methods(["GET", "POST"])
def correct(request, pk):
    own = _own_cohorts(request).values("pk")
    mark = get_object_or_404(selectors.correctable(own), pk=pk)
    form = CorrectionForm(request.POST or None, initial={"presence": mark.presence})
    if request.method == "POST" and form.is_valid():
        try:
            transitions.correct(mark, **form.cleaned_data, by=request.actor)
        except Refused as refusal:
            form.add_error(None, refusal.message)
        else:
            messages.success(request, _("Koreksi tercatat. Catatan lama tetap tersimpan."))
            return redirect("teaching:session", mark.sheet.session_id)
    trail.viewed("teaching:correct", by=request.actor, subjects=[mark.enrollment.trainee])
    return render(request, "teaching/correct.html", {"mark": mark, "form": form, "session": mark.sheet.session})


# --- one class ---


@require_safe
def cohort(request, pk):
    found = get_object_or_404(_own_cohorts(request).filter(status__in=SHOWN), pk=pk)
    rows = results.standings(found)
    if rows:
        trail.viewed("teaching:cohort", by=request.actor, subjects=[row.enrollment.trainee for row in rows])
    context = {"cohort": found, "rows": rows, "sessions": selectors.past(found), "units": results.units_of(found)}
    return render(request, "teaching/cohort.html", context)


@require_http_methods(["GET", "POST"])
def grid(request, pk):
    """Trainees down, units across; a program without units has one column, the overall result."""
    found = get_object_or_404(_own_cohorts(request).filter(status__in=SHOWN), pk=pk)
    units, people = results.units_of(found), list(results.roster(found))
    form = _grid_form(request, people, units)
    if request.method == "POST" and form.is_valid():
        try:
            count = _save_grid(form, units, by=request.actor)
        except Refused as refusal:
            form.add_error(None, refusal.message)
        else:
            messages.success(request, _("Tersimpan: %(count)d penilaian.") % {"count": count})
            return redirect("teaching:grid", found.pk)
    if people:
        trail.viewed("teaching:grid", by=request.actor, subjects=[one.trainee for one in people])
    rows = [(one, _fields(form, one, units)) for one in people]
    context = {"cohort": found, "units": units, "rows": rows, "form": form}
    return render(request, "teaching/grid.html", context)


def _grid_form(request, people, units):
    posted = request.POST if request.method == "POST" else None
    return OutcomeForm(posted, roster=people, units=units) if units else OverallForm(posted, roster=people)


def _fields(form, enrollment, units):
    """(column heading, field) of one row."""
    if not units:
        return [(_("Hasil akhir"), form.field_of(enrollment))]
    return [(unit.code, form.field_of(enrollment, unit)) for unit in units]


@transaction.atomic
def _save_grid(form, units, *, by):
    write = record if units else decide_overall
    changed = form.changed()
    for change in changed:
        write(*change, by=by)
    return len(changed)


app_name = "teaching"
urlpatterns = [
    path("", today, name="today"),
    path("pertemuan/<int:pk>/", session, name="session"),
    path("pertemuan/<int:pk>/kunci/", lock, name="lock"),
    path("koreksi/<int:pk>/", correct, name="correct"),
    path("kelas/<int:pk>/", cohort, name="cohort"),
    path("kelas/<int:pk>/penilaian/", grid, name="grid"),
]
