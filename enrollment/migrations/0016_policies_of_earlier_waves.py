"""Waves that were scored before policies were locked: what their offerings say today becomes the first version."""

import secrets
from hashlib import sha256

from django.db import migrations
from django.db.models import Q
from django.utils import timezone


def lock_what_was_used(apps, schema_editor):
    wave_model, seat_model = apps.get_model("cohorts", "Wave"), apps.get_model("cohorts", "Seat")
    scored = Q(applications__scores__isnull=False) | Q(ranking__isnull=False)
    for wave in wave_model.objects.filter(scored).distinct().order_by("pk"):
        ranking = apps.get_model("enrollment", "Ranking").objects.filter(wave=wave).first()
        policies = _lock(apps, wave, ranking)
        if ranking is not None and ranking.status != "draft":
            apps.get_model("enrollment", "RankingTerms").objects.bulk_create(
                apps.get_model("enrollment", "RankingTerms")(
                    ranking=ranking,
                    offering_id=policy.offering_id,
                    policy=policy,
                    seats=seat_model.objects.filter(cohort__offering=policy.offering_id).count(),
                )
                for policy in policies
            )


def _lock(apps, wave, ranking):
    policy = apps.get_model("enrollment", "SelectionPolicy")
    seed = ranking.seed if ranking else secrets.token_hex(32)
    offerings = wave.offerings.filter(mode="selection").exclude(status="planned").order_by("pk")
    return policy.objects.bulk_create(
        policy(
            offering=one,
            version=1,
            test_weight=one.test_weight,
            interview_weight=one.interview_weight,
            minimum_score=one.minimum_score,
            tie_break=one.tie_break,
            reserves=one.reserves,
            seed=seed,
            commitment=sha256(seed.encode()).hexdigest(),
            locked_at=ranking.created_at if ranking else timezone.now(),
        )
        for one in offerings
    )


class Migration(migrations.Migration):
    dependencies = [("enrollment", "0015_selection_policies")]
    operations = [migrations.RunPython(lock_what_was_used, migrations.RunPython.noop)]
