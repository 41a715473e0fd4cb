"""Who is meant by what was typed, and what of them it matched. `rows` come scoped to what the role may see.

Each question is answered by an index, also of a part of a name among 200,000 people. A NIK is compared by its keyed
hash only, and is not kept anywhere.
"""

from dataclasses import dataclass

from django.db.models import Prefetch
from django.utils.translation import gettext as _

from accounts.models import User
from blk_portal.person_file.typed import Kind
from centers.selectors import scoped
from enrollment.models import Application
from trainees.models import Contact, Guardian, Trainee
from trainees.rules.phones import as_dialled
from trainees.selectors import named, with_nik, word_on_record

MOST = 50
OTHERS = 10  # who are shown when nobody is called quite so


@dataclass(frozen=True, slots=True)
class Hit:
    """One person, what of them matched, and what they have sent here, the newest first."""

    trainee: Trainee
    reasons: list

    @property
    def newest(self):
        return next(iter(self.trainee.sent_here), None)


@dataclass(frozen=True, slots=True)
class Found:
    """`hits` at most fifty, `more` says that there are others; `guessed`: nobody is called so, these sound like it."""

    hits: tuple = ()
    more: bool = False
    guessed: bool = False

    @property
    def only(self):
        """The one person meant, where there is no doubt."""
        return self.hits[0].trainee if len(self.hits) == 1 and not self.guessed else None


def find(typed, rows, actor):
    if typed.kind in {Kind.NOTHING, Kind.SHORT}:
        return Found()
    people = _page(ASKED[typed.kind](rows, typed.value), actor)
    if people or typed.kind is not Kind.WORDS:
        return Found(_hits(people[:MOST], typed), more=len(people) > MOST)
    return Found(_hits(_page(_sounding_like(rows, typed.value), actor, OTHERS), typed), guessed=True)


def of_ids(pks, rows, actor):
    """Those of a NIK that was looked up before: kept as ids, for the number itself is kept nowhere."""
    people = _page(rows.filter(pk__in=pks).order_by("-pk"), actor)
    return Found(tuple(Hit(one, [_("NIK")]) for one in people))


# --- the questions ---


def _by_nik(rows, nik):
    return rows.filter(pk__in=with_nik(nik).values("pk")).order_by("-pk")


def _by_phone(rows, phone):
    """Their own, the one they sign in with, the parents', a neighbour's: four indexes, then the rows."""
    own = Trainee.objects.filter(search__contains=phone).order_by().values_list("pk")
    account = Trainee.objects.filter(account__in=User.objects.filter(phone=phone)).order_by().values_list("pk")
    others = [one.objects.filter(phone=phone).order_by().values_list("trainee") for one in (Guardian, Contact)]
    pks = [pk for (pk,) in own.union(account, *others)]
    return rows.filter(pk__in=pks).order_by("-pk")


def _by_number(rows, digits):
    """A registration number or how it begins; where there is none, part of a phone."""
    sent = Application.objects.filter(number__startswith=digits).order_by("number")
    pks = [*sent.values_list("trainee", flat=True)[: MOST * 4]]
    numbered = rows.filter(pk__in=pks).order_by("-pk")
    return numbered if numbered.exists() else _by_digits(rows, digits)


def _by_digits(rows, digits):
    return rows.filter(search__contains=word_on_record(digits)).order_by("-pk")


def _by_words(rows, words):
    return rows.filter(pk__in=named(words).values("pk")).order_by("-pk")


def _sounding_like(rows, words):
    """Names that differ in a letter or two, by their trigrams; only ever as a question."""
    return rows.filter(search__trigram_word_similar=words.upper()).order_by("-pk")


ASKED = {
    Kind.NIK: _by_nik,
    Kind.PHONE: _by_phone,
    Kind.NUMBER: _by_number,
    Kind.DIGITS: _by_digits,
    Kind.WORDS: _by_words,
}


# --- the answer ---


def _page(rows, actor, most=MOST):
    """One row more than is shown, each with what they have sent to where this role may look."""
    sent = scoped(Application.objects.sent(), actor, "wave__center").select_related("wave").order_by("-pk")
    people = rows.select_related("account", "guardian")
    people = people.prefetch_related(Prefetch("applications", sent, to_attr="sent_here"), "contacts")
    return list(people[: most + 1])


def _hits(people, typed):
    return tuple(Hit(one, REASONS[typed.kind](one, typed.value)) for one in people)


def _why_nik(trainee, nik):
    return [_("NIK yang diklaim, belum diperiksa")] if trainee.claimed_index else [_("NIK")]


def _why_phone(trainee, phone):
    found = [_("Nomor ponsel %(phone)s") % {"phone": as_dialled(phone)}] if trainee.phone == phone else []
    if trainee.account and trainee.account.phone == phone and not found:
        found.append(_("Nomor untuk masuk ke portal"))
    guardian = getattr(trainee, "guardian", None)
    if guardian and guardian.phone == phone:
        found.append(_("Nomor orang tua atau wali"))
    if any(one.phone == phone for one in trainee.contacts.all()):
        found.append(_("Nomor kontak lain"))
    return found


def _why_number(trainee, digits):
    numbers = [one.number for one in trainee.sent_here if one.number.startswith(digits)]
    return [_("Nomor pendaftaran %(number)s") % {"number": number} for number in numbers] or _why_words(
        trainee, digits
    )


def _why_words(trainee, words):
    """Which part of the person each word stands in; told once a part."""
    parts = {
        trainee.full_name: _("Nama"),
        trainee.phone: _("Nomor ponsel %(phone)s") % {"phone": as_dialled(trainee.phone)},
        trainee.email: _("E-mail %(email)s") % {"email": trainee.email},
    }
    asked = [word_on_record(word) for word in words.split()]
    return [told for part, told in parts.items() if any(word in part.upper() for word in asked)]


REASONS = {
    Kind.NIK: _why_nik,
    Kind.PHONE: _why_phone,
    Kind.NUMBER: _why_number,
    Kind.DIGITS: _why_words,
    Kind.WORDS: _why_words,
}
