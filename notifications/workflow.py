"""The life of a message. It is machinery, not an act of the office: no audit entries, the row itself is the record.

waiting ─claim→ sending ─accepted by the server→ sent
                sending ─refused for now→ failed ─claim, after a pause→ sending
                sending ─refused for good, or tried too often→ dead
                sending ─worker died, lease over→ waiting
                waiting | failed ─the act it tells of is undone→ withdrawn
                failed ─its channel is down for long, and there is another→ dead
                any ─a receipt says that it left after all→ sent
                sent ─the other server says later that nobody is there→ bounced
A message that ends dead or bounced is followed by a row of its own on the person's next channel, if there is one.
"""

from django.db import models
from django.utils.translation import gettext_lazy as _


class State(models.TextChoices):
    WAITING = "waiting", _("Menunggu")
    SENDING = "sending", _("Sedang dikirim")
    SENT = "sent", _("Terkirim")
    FAILED = "failed", _("Akan dicoba lagi")
    DEAD = "dead", _("Tidak terkirim")
    BOUNCED = "bounced", _("Dikembalikan")
    WITHDRAWN = "withdrawn", _("Ditarik")


DUE = frozenset({State.WAITING, State.FAILED})
WITH_ERROR = frozenset({State.FAILED, State.DEAD, State.BOUNCED})
HAS_LEFT = frozenset({State.SENT, State.BOUNCED})


class Channel(models.TextChoices):
    EMAIL = "email", _("E-mail")
    WHATSAPP = "whatsapp", _("WhatsApp")
    SMS = "sms", _("SMS")


class Priority(models.IntegerChoices):
    """What leaves first. A sign-in code never waits behind six hundred announcements."""

    URGENT = 10, _("Mendesak")
    NORMAL = 50, _("Biasa")
    BULK = 90, _("Massal")
