"""One program's queue: every person and place, why not yet, who has left and why, and each step since it began."""

from django import forms
from django.contrib import messages
from django.contrib.contenttypes.models import ContentType
from django.db.models import Count, Max, Q
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from audit import trail
from audit.models import AuditEntry
from audit.moves import Refused
from blk_portal.desk_page import allow, page, seen
from centers import roles
from centers.selectors import scoped
from cohorts.models import Offering
from enrollment import selectors, transitions
from enrollment.models import Application, Choice, QueueStep
from enrollment.selectors.standing import decided
from enrollment.transitions.seats import answer_hours
from enrollment.workflow import ChoiceState, Status

STEPS = 100


@require_safe
def queue(request, pk):
    allow(request, "page", "seat_queue")
    offering = seen(request, Offering, pk)
    waiting = list(selectors.queue(offering).select_related("application__trainee"))
    came = _came(offering)
    left = _left(offering, came)
    trail.viewed("admin:offering_queue", by=request.actor, subjects=[one.application for one in waiting + left])
    return page(
        request,
        "admin/seating/queue.html",
        _now("Antrean kursi"),
        offering=offering,
        seats=_seats(offering),
        rows=_rows(offering, waiting, came),
        left=left,
        steps=QueueStep.objects.filter(offering=offering).order_by("-pk")[:STEPS],
        may_reorder=roles.may(request.actor, "enrollment.choice", "reorder") and len(waiting) > 1,
    )


def _rows(offering, waiting, came):
    """Each reserve with the place in line, since when, and what the engine would answer this minute."""
    reasons = {one.key: one for one in decided(offering, waiting)}
    return [
        {"choice": one, "position": position, "since": came.get(one.application_id), "decision": reasons[one.pk]}
        for position, one in enumerate(waiting, start=1)
    ]


def _came(offering):
    """{application's id: when it last came into the queues}, by the trail."""
    entries = AuditEntry.objects.filter(
        subject_type=ContentType.objects.get_for_model(Application),
        subject_id__in=Choice.objects.filter(offering=offering).values("application"),
        to_status=Status.RESERVE,
    )
    return dict(entries.order_by().values("subject_id").annotate(at=Max("at")).values_list("subject_id", "at"))


def _left(offering, came):
    """Who has waited here and does so no longer."""
    gone = Choice.objects.filter(offering=offering, application__in=list(came)).exclude(state=ChoiceState.WAITING)
    return list(gone.select_related("application__trainee").order_by("application__number"))


def _seats(offering):
    cohorts = offering.cohorts.aggregate(
        total=Count("seats", filter=Q(status__in=sorted(selectors.FILLABLE)), distinct=True),
        taken=Count("seats__application", distinct=True),
    )
    wave = offering.wave
    return cohorts | {
        "free": selectors.free_seats(offering).count(),
        "stopped": timezone.localdate() > wave.promote_until,
        "hours": answer_hours(wave, wave.starts_on),
    }


class OrderForm(forms.Form):
    """`position`: 1 is the head of the queue."""

    position = forms.IntegerField(label=_("Urutan baru"), min_value=1, help_text=_("1 adalah yang pertama dipanggil."))
    reason = forms.CharField(
        label=_("Alasan"),
        help_text=_("Dibaca orangnya dan semua yang urutannya ikut berubah. Jangan sebut nama siapa pun."),
        max_length=200,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def reorder(request, pk):
    allow(request, "enrollment.choice", "reorder")
    rows = scoped(Choice.objects.all(), request.actor, "application__wave__center")
    choice = get_object_or_404(
        rows.select_related("application__trainee", "offering__program", "offering__wave"), pk=pk
    )
    back = reverse("admin:offering_queue", args=[choice.offering_id])
    form = OrderForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid() and _reordered(form, choice, request):
        messages.success(request, _now("Urutan diubah; orangnya diberi tahu."))
        return redirect(back)
    trail.viewed("admin:queue_reorder", by=request.actor, subjects=[choice.application])
    position = selectors.queue_position(choice)
    return page(
        request,
        "admin/seating/reorder.html",
        _now("Ubah urutan"),
        choice=choice,
        form=form,
        back=back,
        position=position,
    )


def _reordered(form, choice, request):
    try:
        transitions.reorder(choice, by=request.actor, **form.cleaned_data)
    except Refused as refusal:
        form.add_error("position", refusal.message)
        return False
    return True
