"""Rule rows taken over from where they were typed before."""

from django.db import transaction
from django.utils.translation import gettext as _

from audit import trail
from audit.moves import Refused, lock
from cohorts import opening
from enrollment.models import EligibilityRule

COLUMNS = ("kind", "effect", "level_min", "level_max", "months", "fact", "note")


@transaction.atomic
def copy_rules(offering, source, *, by):
    """Those the offering does not have yet. Answers how many; Refused("nothing_to_copy") if none."""
    lock(offering)
    here = set(offering.eligibility_rules.values_list("kind", "fact"))
    wanted = [row for row in source.eligibility_rules.all() if (row.kind, row.fact) not in here]
    if not wanted:
        raise Refused("nothing_to_copy", _("Semua syarat program itu sudah ada di sini."))
    EligibilityRule.objects.bulk_create(
        EligibilityRule(offering=offering, **{name: getattr(row, name) for name in COLUMNS}) for row in wanted
    )
    trail.write("offering.rules_copied", by=by, about=offering, facts={"from": source.pk, "rules": len(wanted)})
    return len(wanted)


@transaction.atomic
def copy_offerings(wave, source, *, by):
    """What `cohorts.opening` copies, each with the rules of the offering it was copied from."""
    before = set(wave.offerings.values_list("pk", flat=True))
    copied = opening.copy_offerings(wave, source, by=by)
    for new in wave.offerings.exclude(pk__in=before).order_by("pk"):
        old = source.offerings.filter(program=new.program_id, funding=new.funding_id).first()
        if old and old.eligibility_rules.exists():
            copy_rules(new, old, by=by)
    return copied
