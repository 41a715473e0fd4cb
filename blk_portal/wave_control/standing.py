"""How a wave stands: its stages with their dates, and each program in figures. A few queries, whatever its size."""

from collections import Counter

from django.db.models import Count
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from blk_portal.wave_control.blockers import ranking_of
from cohorts.workflow import CohortStatus, OfferingStatus
from enrollment import selectors as seats
from enrollment.models import Application, Choice
from enrollment.workflow import ChoiceState, RankingStatus, Status

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


def offering_rows(wave):
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


def steps_of(wave):
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
