"""Starting a letter to a group: the words are kept as a row, the job gets ids only."""

import hashlib

from django.db import transaction
from django.utils.translation import gettext as _

from audit import trail
from audit.moves import Refused, lock
from blk_portal.correspondence.group import reach
from jobs import queue, selectors
from notifications.models import MessageText

LETTER = "letter"  # the kind under which a letter's own words are kept; no event of the catalogue


@transaction.atomic
def start(group, *, subject, body, by):
    """The job that writes to everyone. Asked twice with the same words, the same job. Raises Refused: nobody."""
    center = lock(group.wave.center)
    people, unreachable = reach(group)
    if people == unreachable:
        raise Refused("nobody", _("Tidak ada penerima yang bisa dihubungi."))
    text = _kept(center, subject, body, by)
    params = {**group.params, "text": text.pk}
    said = hashlib.sha256(repr((sorted(params.items(), key=str), subject, body)).encode()).hexdigest()[:32]
    title = _("Menulis kepada peserta: %(group)s") % {"group": group}
    if twin := selectors.live(f"letter:{said}"):
        return twin
    trail.write("wave.write_to_people", by=by, about=group.wave, facts={"rows": people})
    return queue.start("write_to_people", title=title, params=params, by=by, dedupe_key=f"letter:{said}")


def _kept(center, subject, body, by):
    """The same words are kept once; new ones are the next version."""
    rows = MessageText.objects.filter(center=center, kind=LETTER).order_by("-version")
    newest = rows.first()
    if newest and (newest.subject, newest.body, newest.created_by_id) == (subject, body, by.user.pk):
        return newest
    version = newest.version + 1 if newest else 1
    return MessageText.objects.create(
        center=center, kind=LETTER, version=version, subject=subject, body=body, created_by=by.user
    )
