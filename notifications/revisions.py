"""A center's own words for an event, version by version. Nothing is overwritten: a message names what it was written
with, and going back to the portal's words is a version, too."""

from dataclasses import dataclass
from difflib import ndiff

from django.db import transaction
from django.utils.translation import gettext as _

from audit import trail
from audit.moves import Refused, lock
from notifications import texts
from notifications.models import MessageText
from notifications.workflow import Channel


@dataclass(frozen=True, slots=True)
class Revision:
    """One version, and its lines against the one before: (" " | "-" | "+", line)."""

    row: MessageText
    lines: list


@transaction.atomic
def write(center, kind, language, *, subject, body, seen, by):
    """Keep a new version, the next after `seen`. Raises Refused: changed_meanwhile, nothing_new."""
    lock(center)
    newest = texts.newest(kind, Channel.EMAIL, language, center.code)
    if (newest.version if newest else 0) != seen:
        raise Refused(
            "changed_meanwhile", _("Teks ini baru saja diubah orang lain. Bandingkan dulu dengan yang baru.")
        )
    before = texts.words_for(kind, Channel.EMAIL, language, center.code)
    if (before.subject, before.body.strip()) == (subject, body.strip()):
        raise Refused("nothing_new", _("Teksnya masih sama, jadi tidak ada yang disimpan."))
    row = MessageText.objects.create(
        center=center,
        kind=kind,
        language=language,
        version=seen + 1,
        subject=subject,
        body=body,
        created_by=by.user,
    )
    trail.write("messagetext.write", by=by, about=row, facts={"kind": kind, "version": row.version})
    return row


@transaction.atomic
def return_to_standard(center, kind, language, *, seen, by):
    """An empty version: from now on the portal's own words. Raises Refused: is_standard, changed_meanwhile."""
    if texts.words_for(kind, Channel.EMAIL, language, center.code).version is None:
        raise Refused("is_standard", _("Teks bawaan sudah dipakai."))
    return write(center, kind, language, subject="", body="", seen=seen, by=by)


def in_force(center):
    """{(kind, language): version} of the center's newest rows for e-mail, in one query."""
    rows = MessageText.objects.filter(center=center, channel=Channel.EMAIL).select_related("created_by")
    newest = rows.order_by("kind", "language", "-version").distinct("kind", "language")
    return {(row.kind, row.language): row for row in newest}


def history(center, kind, language):
    """The newest first, each against the one before it; the first against the portal's own words."""
    rows = MessageText.objects.filter(center=center, kind=kind, language=language, channel=Channel.EMAIL)
    before, told = _lines(None, kind, language), []
    for row in rows.select_related("created_by").order_by("version"):
        after = _lines(row, kind, language)
        told.append(Revision(row, [(line[0], line[2:]) for line in ndiff(before, after) if line[0] != "?"]))
        before = after
    return told[::-1]


def _lines(row, kind, language):
    words = row if row and row.body else texts.standard(kind, Channel.EMAIL, language)
    return [words.subject, "", *words.body.strip().splitlines()]
