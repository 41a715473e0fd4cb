"""Telling the person: one outbox row per event, written in the transaction of the move it tells of."""

from django.conf import settings

from notifications.outbox import Recipient, enqueue


def recipient_of(trainee):
    """Where they read: the address they gave for this, else the one they sign in with."""
    account = trainee.account
    email = trainee.email or (account.email if account else "") or ""
    return Recipient(email=email, user=account, name=trainee.full_name, phone=trainee.phone)


def announce(application, event, *, dedupe_key=None, **more):
    """Queue templates/enrollment/messages/<event>. The caller is in the transaction that made it true."""
    wave = application.wave
    context = {
        "application": application,
        "trainee": application.trainee,
        "wave": wave,
        "center": wave.center,
        "choices": list(application.choices.select_related("offering__program").order_by("order")),
        "link": f"{settings.SITE_URL}{application.get_absolute_url()}",
        **more,
    }
    enqueue(
        f"enrollment/{event}",
        to=recipient_of(application.trainee),
        context=context,
        about=application,
        center_code=wave.center.code,
        dedupe_key=dedupe_key,
    )
