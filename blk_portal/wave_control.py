"""One wave on one page: how it stands, what blocks the next stage, and the acts that take it there.

A button leads to a page that asks once more; only its POST acts. Publishing is a Job, the rest is done at once.
"""

from collections import Counter
from dataclasses import dataclass

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import Count, Q
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from audit import trail
from audit.moves import Refused
from centers import roles, selectors, trails
from cohorts import opening
from cohorts import transitions as offered
from cohorts.models import Cohort, Offering, Wave
from cohorts.workflow import CohortStatus, OfferingStatus
from enrollment import review, transitions
from enrollment import selectors as seats
from enrollment.forms_desk import ConfirmForm, NoteForm
from enrollment.models import Application, Choice, Ranking, RankingRow
from enrollment.workflow import ChoiceState, RankingStatus, Status
from jobs import queue

FIRST_CHOICE, SEAT, QUEUE = (
    gettext_lazy("pilihan pertama"),
    gettext_lazy("menurut kursi"),
    gettext_lazy("setiap antrean"),
)
COLUMNS = (  # what an offering's applicants are counted by: words, how, statuses
    (gettext_lazy("menunggu diperiksa"), FIRST_CHOICE, {Status.SUBMITTED, Status.PROVISIONAL}),
    (gettext_lazy("perlu diperbaiki"), FIRST_CHOICE, {Status.RETURNED}),
    (gettext_lazy("berkas lolos"), FIRST_CHOICE, {Status.VERIFIED}),
    (gettext_lazy("diterima"), SEAT, {Status.ACCEPTED}),
    (gettext_lazy("cadangan"), QUEUE, {Status.RESERVE}),
    (gettext_lazy("daftar ulang"), SEAT, {Status.CONFIRMED}),
)


RESULTS = "enrollment.ranking"


@dataclass(frozen=True, slots=True)
class WaveAct:
    """What one may do to a whole wave. `blocked` answers the sentences that stand against it, or none."""

    name: str
    label: str
    text: str
    row: tuple  # of the role table
    run: object
    blocked: object
    form: type = ConfirmForm
    danger: bool = False


# --- what stands in the way ---


def ranking_of(wave):
    return Ranking.objects.filter(wave=wave).first()


def _against_opening(wave):
    planned = wave.offerings.filter(status__in=[OfferingStatus.PLANNED, OfferingStatus.POSTPONED])
    if not planned.exists():
        return [_("Tidak ada program yang menunggu dibuka.")]
    bare = planned.filter(cohorts=None).select_related("program").order_by("program__name")
    return [_("%(program)s belum punya kelas.") % {"program": offering.program} for offering in bare]


def _against_planning(wave):
    bare = Cohort.objects.filter(offering__wave=wave, sessions=None).exclude(status=CohortStatus.CANCELLED)
    return [] if bare.exists() else [_("Semua kelas sudah punya jadwal.")]


def _against_proposing(wave):
    ranking, found = ranking_of(wave), []
    if ranking and ranking.status != RankingStatus.DRAFT:
        return [_("Hasil sudah diajukan.")]
    if timezone.now() <= wave.closes_at:
        found.append(_("Pendaftaran belum ditutup."))
    waiting = seats.undecided(wave).count()
    if waiting:
        found.append(_("%(count)d pendaftaran belum diputuskan.") % {"count": waiting})
    if not wave.applications.filter(status=Status.VERIFIED).exists():
        found.append(_("Belum ada pendaftar yang berkasnya lolos."))
    return found


def _against_deciding(wave):
    """Both for taking a proposal back and for publishing it: there has to be one."""
    ranking = ranking_of(wave)
    if ranking is None or ranking.status != RankingStatus.PROPOSED:
        return [_("Belum ada hasil yang diajukan.")]
    return []


# --- the acts ---


def _open(request, wave):
    count = offered.open_wave(wave, by=request.actor)
    messages.success(request, _("%(count)d program dibuka.") % {"count": count})


def _plan(request, wave):
    planned, refusals = opening.plan_wave_sessions(wave, by=request.actor)
    messages.success(request, _("Jadwal %(count)d kelas dibuat.") % {"count": planned})
    for cohort, why in refusals:
        messages.warning(request, f"{cohort}: {why}")


def _propose(request, wave):
    ranking = transitions.propose(wave, by=request.actor)
    messages.success(request, _("Hasil diajukan kepada kepala: %(count)d baris.") % {"count": ranking.rows.count()})
    return reverse("admin:wave_results", args=[wave.pk])


def _retract(request, wave, note=""):
    transitions.retract(ranking_of(wave), by=request.actor, note=note)
    messages.success(request, _("Usulan ditarik. Nilai bisa diubah lagi."))


def _publish(request, wave):
    """620 people take seconds, so this is a job; a second press finds the first one's."""
    ranking = ranking_of(wave)
    title = _("Umumkan hasil %(wave)s") % {"wave": wave}
    key = f"publish_ranking:{ranking.pk}"
    job = queue.start("publish_ranking", title=title, params={"ranking": ranking.pk}, by=request.actor, dedupe_key=key)
    return job.get_absolute_url()


ACTS = (
    WaveAct(
        "jadwal",
        gettext_lazy("Buat jadwal semua kelas"),
        gettext_lazy("JP setiap program dibagi ke hari kerja sejak kelas mulai; hari libur dilewati."),
        ("cohorts.cohort", "plan_sessions"),
        _plan,
        _against_planning,
    ),
    WaveAct(
        "buka",
        gettext_lazy("Buka pendaftaran"),
        gettext_lazy("Semua program yang masih rencana tampil di katalog dan menerima pendaftaran sesuai tanggalnya."),
        ("cohorts.wave", "open"),
        _open,
        _against_opening,
    ),
    WaveAct(
        "ajukan",
        gettext_lazy("Ajukan hasil"),
        gettext_lazy("Peringkat dihitung dan disimpan. Belum ada yang diberi tahu sampai kepala mengumumkannya."),
        (RESULTS, "propose"),
        _propose,
        _against_proposing,
    ),
    WaveAct(
        "tarik",
        gettext_lazy("Tarik usulan"),
        gettext_lazy("Usulan kembali menjadi draf, sehingga nilai dan berkas bisa diubah lagi."),
        (RESULTS, "retract"),
        _retract,
        _against_deciding,
        form=NoteForm,
    ),
    WaveAct(
        "umumkan",
        gettext_lazy("Umumkan hasil"),
        gettext_lazy("Semua peserta gelombang ini diberi tahu sekarang juga. Hasil tidak bisa diubah lagi."),
        (RESULTS, "publish"),
        _publish,
        _against_deciding,
        danger=True,
    ),
)


# --- pages ---


def _wave(request, pk):
    """The page's right first, then the wave: of another center, it does not exist."""
    if not roles.may(request.actor, "page", "wave_control"):
        raise PermissionDenied
    return get_object_or_404(selectors.scoped(Wave.objects.select_related("center"), request.actor, "center"), pk=pk)


def _page(request, template, wave, **context):
    return TemplateResponse(request, template, {**admin.site.each_context(request), "wave": wave, **context})


def control(request, pk):
    wave = _wave(request, pk)
    ranking = ranking_of(wave)
    published = ranking is not None and ranking.status == RankingStatus.PUBLISHED
    mine = [one for one in ACTS if roles.may(request.actor, *one.row) and not (published and one.row[0] == RESULTS)]
    acts = [(one, one.blocked(wave)) for one in mine]
    return _page(
        request,
        "admin/wave_control.html",
        wave,
        title=wave.label,
        steps=_steps(wave),
        ready=[one for one, against in acts if not against],
        blocked=[(one, against) for one, against in acts if against],
        columns=[(words, how) for words, how, _statuses in COLUMNS],
        offerings=_offering_rows(wave),
        ranking=ranking,
        unscored=review.in_queue("nilai", Application.objects.filter(wave=wave)).count(),
        may_score=roles.may(request.actor, "enrollment.application", "score"),
        story=trails.story(wave, *([ranking] if ranking else [])),
    )


def _offering_rows(wave):
    """Counts per offering in a few queries, however many offerings and people there are."""
    people = _people(wave)
    offerings = seats.with_demand(wave.offerings.select_related("program", "funding").order_by("program__name", "pk"))
    rows = list(offerings.prefetch_related("cohorts"))
    return [
        {
            "offering": offering,
            "cells": [
                {"words": words, "how": how, "number": sum(people[offering.pk, status] for status in statuses)}
                for words, how, statuses in COLUMNS
            ],
        }
        for offering in rows
    ]


def _people(wave):
    """{(offering, status): number}. Until there are results people count where they want to go most, so that the
    programs add up to the wave; then where their seat is, and a reserve in every queue they stand in.
    """
    sent = Application.objects.sent().filter(wave=wave).order_by()
    waiting = Choice.objects.filter(state=ChoiceState.WAITING, queue_place__isnull=False)
    found = (
        sent.filter(seat=None, choices__order=1)
        .exclude(status=Status.RESERVE)
        .values_list("choices__offering", "status"),
        sent.filter(seat__isnull=False).values_list("seat__cohort__offering", "status"),
        waiting.filter(application__in=sent.filter(status=Status.RESERVE))
        .order_by()
        .values_list("offering", "application__status"),
    )
    people = Counter()
    for rows in found:
        for offering, status, number in rows.annotate(number=Count("pk")):
            people[offering, status] += number
    return people


def _steps(wave):
    """Where the wave stands, as a line: open, closed, results, confirmed, training."""
    now = timezone.now()
    ranking = ranking_of(wave)
    published = bool(ranking and ranking.status == RankingStatus.PUBLISHED)
    running = wave.offerings.filter(cohorts__status__in=[CohortStatus.RUNNING, CohortStatus.TESTING]).exists()
    opened = wave.offerings.exclude(status=OfferingStatus.PLANNED).exists()
    done = [opened, opened and now > wave.closes_at, published, published and now > wave.confirm_by, running]
    whens = [wave.opens_at, wave.closes_at, wave.announce_on, wave.confirm_by, wave.starts_on]
    words = [_("Dibuka"), _("Ditutup"), _("Hasil diumumkan"), _("Daftar ulang selesai"), _("Pelatihan mulai")]
    current = next((index for index, is_done in enumerate(done) if not is_done), None)
    return [
        {"words": word, "when": when, "state": "done" if is_done else "current" if index == current else "next"}
        for index, (word, when, is_done) in enumerate(zip(words, whens, done, strict=True))
    ]


def act(request, pk, name):
    """Ask, then do. What blocks it is said on the page; whoever may not do it learns nothing more."""
    chosen = next((one for one in ACTS if one.name == name), None)
    if chosen is None:
        raise Http404
    if not roles.may(request.actor, *chosen.row):
        raise PermissionDenied
    wave = _wave(request, pk)
    form = chosen.form(request.POST if request.method == "POST" else None)
    against = chosen.blocked(wave)
    if form.is_bound and form.is_valid() and not against:
        try:
            target = chosen.run(request, wave, **form.cleaned_data)
        except Refused as refusal:
            against = [refusal.message]
        else:
            return redirect(target or reverse("admin:wave_control", args=[pk]))
    return _page(
        request, "admin/wave_control_confirm.html", wave, title=chosen.label, act=chosen, form=form, against=against
    )


def results(request, pk):
    """Who came where and why, one offering at a time. Under embargo until published; every look is written down."""
    wave = _wave(request, pk)
    ranking = get_object_or_404(Ranking.objects.exclude(status=RankingStatus.DRAFT), wave=wave)
    offerings = _with_outcomes(wave)
    chosen = request.GET.get("program", "")
    offering = get_object_or_404(wave.offerings, pk=chosen) if chosen.isdecimal() else next(iter(offerings), None)
    rows = ranking.rows.filter(choice__offering=offering).select_related("choice__application__trainee")
    rows = list(rows.order_by("rank", "pk"))
    trail.viewed("admin:wave_results", by=request.actor, subjects=[row.choice.application for row in rows])
    return _page(
        request,
        "admin/wave_control_results.html",
        wave,
        title=_("Hasil seleksi"),
        ranking=ranking,
        offerings=offerings,
        offering=offering,
        rows=rows,
        may_publish=roles.may(request.actor, "enrollment.ranking", "publish") and ranking.published_at is None,
    )


def _with_outcomes(wave):
    outcome = RankingRow.Outcome
    return list(
        wave.offerings.filter(mode=Offering.Mode.SELECTION)
        .select_related("program")
        .annotate(
            accepted=Count("choices__ranking_rows", filter=Q(choices__ranking_rows__outcome=outcome.ACCEPTED)),
            reserves_waiting=Count("choices__ranking_rows", filter=Q(choices__ranking_rows__outcome=outcome.RESERVE)),
            ranked=Count("choices__ranking_rows"),
        )
        .order_by("program__name", "pk")
    )
