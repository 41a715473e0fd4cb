"""From scores to results: rank per offering, match over the wave, say why for every choice. Reads, writes nothing."""

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from cohorts.models import Offering
from enrollment import selectors
from enrollment.models import Application, RankingRow, Score
from enrollment.rules.matching import match
from enrollment.rules.ranking import Entry, Weights, rank
from enrollment.wording import stored_words
from enrollment.workflow import Status

Outcome = RankingRow.Outcome


@stored_words()
def proposed_rows(wave, seed):
    """One dict a choice, ready for RankingRow: choice, total, rank, outcome, reason."""
    applications = _candidates(wave)
    choices = {one.pk: [choice.offering_id for choice in one.choices.all()] for one in applications}
    offerings = wave.offerings.filter(mode=Offering.Mode.SELECTION).order_by("pk")
    ranked = {offering.pk: _rank(offering, applications, seed) for offering in offerings}
    taken = match(
        choices,
        {pk: [one.key for one in entries if one.above_minimum] for pk, entries in ranked.items()},
        {offering.pk: selectors.free_seats(offering).count() for offering in offerings},
    )
    caps = {offering.pk: offering.reserves for offering in offerings}
    reserves = {pk: _reserves(entries, taken, caps[pk]) for pk, entries in ranked.items()}
    entries = {pk: {one.key: one for one in ranked[pk]} for pk in ranked}
    return [
        _row(choice, entries[choice.offering_id][application.pk], taken.get(application.pk), reserves)
        for application in applications
        for choice in application.choices.all()
        if choice.offering_id in entries
    ]


def _candidates(wave):
    verified = Application.objects.filter(
        wave=wave, status=Status.VERIFIED, choices__offering__mode=Offering.Mode.SELECTION
    )
    return list(verified.distinct().prefetch_related("choices__offering", "scores").order_by("pk"))


def _rank(offering, applications, seed):
    entries = [
        _entry(application)
        for application in applications
        if any(choice.offering_id == offering.pk for choice in application.choices.all())
    ]
    weights = Weights(test=offering.test_weight, interview=offering.interview_weight)
    return rank(entries, weights=weights, minimum=offering.minimum_score, seed=seed)


def _entry(application):
    scores = {score.part: score.value for score in application.scores.all()}
    return Entry(
        key=application.pk,
        test=scores.get(Score.Part.TEST),
        interview=scores.get(Score.Part.INTERVIEW),
        submitted_at=application.submitted_at,
        number=application.number,
    )


def _reserves(entries, taken, cap):
    """Who waits for this offering, best first: above its minimum and accepted nowhere, up to the cap."""
    waiting = [one.key for one in entries if one.above_minimum and taken.get(one.key) is None]
    return set(waiting if cap is None else waiting[:cap])


def _row(choice, entry, accepted_at, reserves):
    row = {"choice": choice, "total": entry.total, "rank": entry.rank}
    if accepted_at == choice.offering_id:
        reason = _("Peringkat %(rank)d dengan nilai akhir %(total)s.") % {"rank": entry.rank, "total": _written(entry)}
        return row | {"outcome": Outcome.ACCEPTED, "reason": reason}
    if accepted_at is not None:
        return row | {"outcome": Outcome.ELSEWHERE, "reason": _("Diterima di pilihan lain.")}
    if entry.key in reserves[choice.offering_id]:
        reason = _("Peringkat %(rank)d, menunggu kursi kosong.") % {"rank": entry.rank}
        return row | {"outcome": Outcome.RESERVE, "reason": reason}
    return row | {"outcome": Outcome.NOT_SELECTED, "reason": _why_not(entry)}


def _why_not(entry):
    if entry.reason:
        return entry.reason
    if not entry.above_minimum:
        return _("Nilai akhir %(total)s, di bawah nilai minimal.") % {"total": _written(entry)}
    return _("Peringkat %(rank)d, di luar jumlah kursi dan cadangan.") % {"rank": entry.rank}


def _written(entry):
    """The total as the screens write it: two places after the language's own mark. The column keeps the number."""
    return number_format(entry.total, decimal_pos=2)
