"""What was sent, and what became of it, in the person's own words; each letter beside what it tells of.

A letter that could not be delivered one way is followed by a row of its own on the next: what counts is the last. One
that may still be taken back is told of, and read once it may not.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from blk_portal.journey.events import Event, moment
from blk_portal.journey.words import DONE
from certification.models import Certificate
from notifications.letters import chains
from notifications.models import OutboxMessage
from notifications.workflow import Channel, State

TOGETHER = timedelta(minutes=1)  # a letter is queued in the transaction it tells of
ON_ITS_WAY = frozenset({State.WAITING, State.SENDING, State.FAILED})


@dataclass(frozen=True, slots=True)
class Sent:
    """One letter; without `body` it may still be taken back. `arrived` is False once nothing is on its way any more:
    then `advice` says what to do.
    """

    pk: int
    at: datetime
    subject: str
    body: str
    became: str
    arrived: bool = True
    advice: str = ""


def letters_of(application, enrollment=None):
    """Everything written about it, the class and its certificates, the oldest first: one query, two with a class."""
    about = Q(subject_type="enrollment.application", subject_id=application.pk)
    if enrollment:
        papers = Certificate.objects.filter(enrollment=enrollment).values("pk")
        about |= Q(subject_type="enrollment.enrollment", subject_id=enrollment.pk)
        about |= Q(subject_type="certification.certificate", subject_id__in=papers)
    rows = OutboxMessage.objects.filter(about, is_secret=False).exclude(state=State.WITHDRAWN)
    return [_sent(letter) for letter in reversed(chains(rows.order_by("-created_at", "-pk")))]


def _sent(letter):
    row, last = letter.row, letter.last
    body = row.body if row.channel == Channel.EMAIL else row.values.get("isi") or row.body  # a notice of a letter
    may_go = row.state == State.WAITING and row.batch
    arrived = last.row.state not in {State.DEAD, State.BOUNCED}
    return Sent(
        pk=row.pk,
        at=row.created_at,
        subject=_("Kabar tentang langkah ini") if may_go else row.subject,
        body="" if may_go else body,
        became=_became(last.row),
        arrived=arrived,
        advice="" if arrived else _advice(last),
    )


def _became(row):
    if row.state in ON_ITS_WAY:
        return _on_its_way(row)
    if row.state != State.SENT:
        return _("tidak sampai")
    channel = {"channel": row.get_channel_display()}
    if row.read_at:
        return _("dibaca lewat %(channel)s") % channel
    if row.delivered_at:
        return _("sampai lewat %(channel)s") % channel
    return _("terkirim lewat %(channel)s") % channel


def _on_its_way(row):
    """At night and until an act may not be taken back any more, a letter is held."""
    later = {"moment": moment(row.not_before)}
    if row.state == State.FAILED:
        return _("belum berhasil, dicoba lagi %(moment)s WIB") % later
    if row.state == State.WAITING and row.not_before > timezone.now():
        return _("ditahan, dikirim %(moment)s WIB") % later
    return _("menunggu dikirim")


def _advice(last):
    why = str(last.reason)
    return f"{why} {_('Isinya tetap bisa dibaca di sini. Perbaiki nomor ponsel atau e-mail Anda.')}".strip()


def beside(events, letters):
    """The same events with each letter at what it tells of; what was written on another occasion stands alone."""
    past = [one for one in events if one.at]
    alone = []
    for letter in letters:
        cause = min(past, key=lambda event: abs(event.at - letter.at), default=None)
        if cause and abs(letter.at - cause.at) <= TOGETHER:
            cause.letters.append(letter)
        else:
            alone.append(Event(_("Kabar dari balai"), DONE, moment(letter.at), at=letter.at, letters=[letter]))
    told = sorted([*past, *alone], key=lambda event: event.at)
    return told + [one for one in events if not one.at]
