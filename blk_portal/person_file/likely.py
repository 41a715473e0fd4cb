"""Who on record may be the same person: few candidates by index, then `trainees.rules.likeness` says why.

Only among people whom the role may see: that somebody is known elsewhere is told to nobody here.
"""

from dataclasses import dataclass

from django.db.models import Q
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from trainees.models import Trainee
from trainees.rules.likeness import Likeness, Traits, days_meant, likeness

COMPARED = 300  # candidates at most: some days of birth are everybody's in a list that was typed in a hurry
SHOWN = 5


@dataclass(frozen=True, slots=True)
class Double:
    trainee: Trainee
    likeness: Likeness


def doubles(trainee, rows):
    """The likeliest first. Who was told apart from this person before is not asked about again."""
    own = traits_of(trainee)
    found = [Double(one, likeness(own, traits_of(one))) for one in _candidates(trainee, rows)]
    found = [double for double in found if double.likeness.is_enough]
    return sorted(found, key=lambda double: (-double.likeness.points, double.trainee.pk))[:SHOWN]


def traits_of(trainee):
    guardian = getattr(trainee, "guardian", None)
    return Traits(
        name=trainee.full_name,
        birth_date=trainee.birth_date,
        phone=trainee.phone,
        email=trainee.email,
        guardian=guardian.name if guardian else "",
        guardian_phone=guardian.phone if guardian else "",
        marks=frozenset(filter(None, (trainee.nik_index, trainee.claimed_index))),
    )


def side_by_side(trainee, other):
    """(words, of the one, of the other) of what an officer compares with the papers in hand."""
    pairs = zip(_facts(trainee), _facts(other), strict=True)
    return [(words, mine, theirs) for (words, mine), (_words, theirs) in pairs]


def _facts(trainee):
    guardian = getattr(trainee, "guardian", None)
    born = [trainee.birth_place, date_format(trainee.birth_date, "j F Y") if trainee.birth_date else ""]
    return [
        (_("NIK"), trainee.nik_tail),
        (_("Lahir"), ", ".join(filter(None, born))),
        (_("Jenis kelamin"), trainee.get_sex_display()),
        (_("Alamat"), ", ".join(filter(None, [trainee.address, str(trainee.region or "")]))),
        (_("Ponsel"), trainee.phone),
        (_("E-mail"), trainee.email),
        (_("Orang tua/wali"), f"{guardian.name}, {guardian.phone}" if guardian else ""),
        (_("Tercatat sejak"), date_format(timezone.localtime(trainee.created_at), "j F Y")),
    ]


def _candidates(trainee, rows):
    """Each way to them has an index, so that PostgreSQL joins their bitmaps."""
    ways = Q(pk__in=[])
    if trainee.birth_date:
        ways |= Q(birth_date__in=days_meant(trainee.birth_date))
    for contact in filter(None, (trainee.phone, trainee.email)):
        ways |= Q(search__contains=contact.upper())
    for mark in filter(None, (trainee.nik_index, trainee.claimed_index)):
        ways |= Q(nik_index=mark) | Q(claimed_index=mark)
    alike = rows.filter(ways).exclude(pk=trainee.pk).exclude(pk__in=trainee.told_apart.values("other"))
    return alike.select_related("guardian").order_by("-pk")[:COMPARED]
