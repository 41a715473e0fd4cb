"""Rules of selection: locked before anybody's marks are known; then only the head changes them, with a reason."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from audit import trail
from audit.moves import Refused, lock
from cohorts.models import Wave
from enrollment.models import Ranking, SelectionPolicy
from enrollment.models.policies import new_seed
from enrollment.rules.ranking import commitment
from enrollment.selectors.policies import TERMS, unlocked
from enrollment.wording import stored_words
from enrollment.workflow import RankingStatus


@transaction.atomic
def lock_policies(wave, *, by):
    """What every offering of the wave says of selecting becomes its first version; answers how many that were.

    The wave has one draw: all its offerings share the seed, so that nobody is lucky in one and unlucky in another.
    """
    lock(wave)
    offerings = list(unlocked(wave.pk))
    if not offerings:
        return 0
    seed, now = _seed_of(wave), timezone.now()
    SelectionPolicy.objects.bulk_create(
        SelectionPolicy(
            offering=offering,
            version=1,
            seed=seed,
            commitment=commitment(seed),
            locked_at=now,
            locked_by=by.user,
            **{name: getattr(offering, name) for name in TERMS},
        )
        for offering in offerings
    )
    facts = {"offerings": len(offerings), "commitment": commitment(seed)}
    trail.write("wave.policies_locked", by=by, about=wave, facts=facts)
    return len(offerings)


def lock_before_marks(wave_pk, *, by):
    """Called by whatever shows or stores the first mark, before it locks an application. The rest is free."""
    if unlocked(wave_pk).exists():
        lock_policies(Wave.objects.get(pk=wave_pk), by=by)


def _seed_of(wave):
    known = SelectionPolicy.objects.filter(offering__wave=wave).order_by("pk").first()
    return known.seed if known else new_seed()


@transaction.atomic
def change_policy(offering, *, by, reason, **terms):
    """The next version, with the reason that everybody will read; the draw stays. Raises Refused: not_locked,
    results_proposed, no_change."""
    wave = lock(offering.wave)
    lock(offering)
    last = offering.policies.order_by("-version").first()
    if last is None:
        raise Refused("not_locked", _("Aturannya belum dikunci. Ubah langsung pada data program."))
    _refuse_if_results(wave)
    before = {name: getattr(last, name) for name in TERMS}
    changed = {name: value for name, value in terms.items() if value != before[name]}
    if not changed:
        raise Refused("no_change", _("Tidak ada yang berubah."))
    made = SelectionPolicy.objects.create(
        offering=offering,
        version=last.version + 1,
        seed=last.seed,
        commitment=last.commitment,
        locked_at=timezone.now(),
        locked_by=by.user,
        reason=reason,
        **(before | changed),
    )
    for name, value in changed.items():
        setattr(offering, name, value)
    offering.save(update_fields=sorted(changed))
    _note_change(made, changed, by=by)
    return made


@stored_words()
def _note_change(policy, changed, *, by):
    names = [str(policy._meta.get_field(name).verbose_name) for name in sorted(changed)]
    facts = {"version": policy.version, "fields": names}
    trail.write("offering.policy_changed", by=by, about=policy.offering, note=policy.reason, facts=facts)


def _refuse_if_results(wave):
    settled = [RankingStatus.PROPOSED, RankingStatus.PUBLISHED]
    if Ranking.objects.filter(wave=wave, status__in=settled).exists():
        raise Refused("results_proposed", _("Hasil gelombang ini sudah diajukan. Tarik usulannya lebih dahulu."))
