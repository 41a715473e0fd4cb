"""Trying a channel: a message to one's own address, through the outbox like any other."""

from datetime import timedelta
from urllib.parse import urlsplit

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from audit.moves import Refused
from blk_portal.correspondence.events import TEST
from enrollment.announcements import moment
from notifications import channels, outbox
from notifications.models import OutboxMessage
from notifications.outbox import Recipient
from notifications.workflow import Priority

AT_MOST, WITHIN = 5, timedelta(minutes=10)


def recent(user):
    """The tests this person has sent, the newest first."""
    return OutboxMessage.objects.filter(kind=TEST, to_user=user).order_by("-pk")[:10]


@transaction.atomic
def send_test(channel, *, by):
    """Raises Refused: no_such_channel, not_configured, no_address, too_often."""
    if channel not in settings.CHANNELS:
        raise Refused("no_such_channel", _("Saluran itu tidak ada."))
    if not channels.is_configured(channel):
        raise Refused("not_configured", _("Saluran ini belum dipasang."))
    to = Recipient.of(by.user)
    address = channels.carrier(channel).address_of(to)
    if not address:
        raise Refused("no_address", _("Akun Anda belum punya alamat untuk saluran ini."))
    lately = OutboxMessage.objects.filter(kind=TEST, to_user=by.user, created_at__gt=timezone.now() - WITHIN)
    if lately.count() >= AT_MOST:
        raise Refused("too_often", _("Terlalu banyak percobaan. Tunggu sepuluh menit."))
    return outbox.enqueue(
        TEST,
        to=to,
        values={
            "nama": str(by.user),
            "portal": urlsplit(settings.SITE_URL).hostname,
            "waktu": moment(timezone.now()),
        },
        about=by.user,
        center_code=by.center_code,
        priority=Priority.URGENT,
        routes=[[channel, address]],
    )
