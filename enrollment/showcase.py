"""The catalogue as anybody sees it: plain cards out of one query, since this page is opened more than all others."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from types import SimpleNamespace

from django.db import connection
from django.db.models import Count, Exists, F, IntegerField, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from centers.counting import number_of
from cohorts import selectors as offered
from cohorts.models import Offering, ProgramTopic, ProgramUnit, Seat, Session
from cohorts.rules.countdown import until
from cohorts.workflow import CohortStatus, SessionStatus
from enrollment.models import Choice
from enrollment.workflow import Status

ORDER = [
    offered.OPEN,
    offered.QUEUE,
    offered.SOON,
    offered.FULL,
    offered.POSTPONED,
    offered.CLOSED,
    offered.CANCELLED,
]
TONES = {
    offered.OPEN: ("success", "check-lg"),
    offered.QUEUE: ("waiting", "hourglass-split"),
    offered.SOON: ("info", "info-circle"),
    offered.FULL: ("waiting", "hourglass-split"),
    offered.POSTPONED: ("waiting", "hourglass-split"),
    offered.CANCELLED: ("danger", "x-lg"),
}
NEUTRAL = ("neutral", "circle")
ICONS = {
    "las": "fire",
    "listrik": "lightning-charge",
    "menjahit": "scissors",
    "kecantikan": "stars",
    "animasi": "film",
    "otomasi": "cpu",
    "informatika": "laptop",
    "mesin": "gear-wide-connected",
    "pendingin": "snow",
    "desain": "palette",
    "otomotif": "car-front",
}
SOME_DAY = date(1, 1, 1)  # stands for today until there is one
MOST = 500  # more than four years of a whole province; who looks for older ones narrows the search


@dataclass(frozen=True, slots=True)
class Card:
    """One program of a wave with what a person looks for first. Nothing here is a model: it goes into a template."""

    pk: int
    program: str
    summary: str
    track: str
    track_code: str
    icon: str
    jp: int
    days: int
    mode: str
    method: str
    boarding: bool
    place: str
    region: str
    region_code: str
    center: str
    center_code: str
    wave: int
    wave_label: str
    opens_at: datetime
    closes_at: datetime
    starts_on: date
    ends_on: date
    applicants: int
    seats: int
    free: int
    label: str
    left: str

    @property
    def url(self):
        return reverse("offering", args=[self.pk])

    @property
    def words(self):
        return offered.LABELS[self.label]

    @property
    def tone(self):
        return TONES.get(self.label, NEUTRAL)[0]

    @property
    def sign(self):
        return TONES.get(self.label, NEUTRAL)[1]

    @property
    def takes_people(self):
        return self.label in offered.TAKES_PEOPLE

    @property
    def time(self):
        return span(self.starts_on, self.ends_on)

    @property
    def size(self):
        if self.days:
            return _("%(jp)d JP, %(days)d hari") % {"jp": self.jp, "days": self.days}
        return _("%(jp)d JP") % {"jp": self.jp}

    @property
    def demand(self):
        if self.mode == Offering.Mode.FIRST_COME and self.label in {offered.OPEN, offered.QUEUE}:
            words = _("Siapa cepat: sisa %(free)d dari %(seats)d kursi")
            return words % {"free": self.free, "seats": self.seats}
        words = _("%(applicants)d pendaftar untuk %(seats)d kursi")
        return words % {"applicants": self.applicants, "seats": self.seats}

    @property
    def share_title(self):
        return _("%(program)s: pelatihan gratis") % {"program": self.program}

    @property
    def share_words(self):
        """What a message shows under the link. It is stored by whoever shows it, so it says nothing that flips."""
        said = {"time": self.time, "place": self.place, "region": self.region, "center": self.center}
        return _("%(time)s di %(place)s, %(region)s. Daftar dari ponsel di %(center)s.") % said


def span(first, last):
    """ "3 Des 2026 – 14 Jan 2027"; the year once where it is the same."""
    same = first.year == last.year
    return f"{date_format(first, 'j M' if same else 'j M Y')} – {date_format(last, 'j M Y')}"


# --- from the database ---

COLUMNS = {
    "cap": F("applicant_cap"),
    "program_name": F("program__name"),
    "summary": F("program__summary"),
    "jp": F("program__jp"),
    "track": F("program__track__name"),
    "track_code": F("program__track__code"),
    "center": F("wave__center__name"),
    "center_code": F("wave__center__code"),
    "region_code": Coalesce("region", "wave__center__region"),
    "region_name": Coalesce("region__name", "wave__center__region__name"),
    "wave_label": F("wave__label"),
    "opens_at": F("wave__opens_at"),
    "closes_at": F("wave__closes_at"),
    "starts_on": F("wave__starts_on"),
    "ends_on": F("wave__ends_on"),
}
AS_THEY_ARE = ("pk", "status", "mode", "method", "boarding", "place", "wave", "applicants", "seats", "taken", "days")


def with_figures(offerings):
    """Offerings with `applicants` (everybody who sent one), `seats`, `taken` and `days`, none of them joined."""
    sent = Choice.objects.filter(offering=OuterRef("pk")).exclude(application__status=Status.DRAFT)
    seats = Seat.objects.filter(cohort__offering=OuterRef("pk")).exclude(cohort__status=CohortStatus.CANCELLED)
    return offerings.annotate(
        applicants=number_of(sent),
        seats=number_of(seats),
        taken=number_of(seats.filter(application__isnull=False)),
        days=_days(),
    )


def _days():
    """Days on which the class that meets most often meets; 0 while nobody has planned the timetable."""
    held = Session.objects.filter(cohort__offering=OuterRef("pk")).exclude(status=SessionStatus.CANCELLED)
    per_class = held.order_by().values("cohort").annotate(number=Count("date", distinct=True))
    return Coalesce(Subquery(per_class.order_by("-number").values("number")[:1], output_field=IntegerField()), 0)


def cards_of(offerings, now=None):
    """Offerings as cards, in their order: one query, whatever their number."""
    now = now or timezone.now()
    return [_card(row, now) for row in _rows(offerings)]


def _rows(offerings):
    return with_figures(offerings).values(*AS_THEY_ARE, **COLUMNS)


def on_show(*, past):
    """Every card of the catalogue. Its SQL is put together once: for everybody it differs by today's date alone."""
    sql, parameters, names = _statement(past)
    today, now = timezone.localdate(), timezone.now()
    with connection.cursor() as cursor:
        cursor.execute(sql, [today if value == SOME_DAY else value for value in parameters])
        return [_card(dict(zip(names, row, strict=True)), now) for row in cursor.fetchall()]


@cache
def _statement(past):
    offerings = offered.published_offerings()
    rows = _rows(offerings)[:MOST] if past else _rows(offerings.filter(wave__ends_on__gte=SOME_DAY))[:MOST]
    names = [*rows.query.values_select, *rows.query.annotation_select]
    return *rows.query.sql_with_params(), names


def _card(row, now):
    free = row["seats"] - row.pop("taken")
    told = SimpleNamespace(status=row.pop("status"), mode=row["mode"], applicant_cap=row.pop("cap"))
    told.wave = SimpleNamespace(opens_at=row["opens_at"], closes_at=row["closes_at"])
    label = offered.label(told, now, applicants=row["applicants"], free=free)
    program, region = row.pop("program_name"), row.pop("region_name")
    icon = ICONS.get(row["track_code"], "tools")
    return Card(**row, program=program, region=region, icon=icon, free=free, label=label, left=_left(row, label, now))


def with_label(offering):
    """An offering of `selectors.with_demand` with its label in words and colour, for lists that need the model."""
    free = offering.seats_total - offering.seats_taken
    offering.label = offered.label(offering, timezone.now(), applicants=offering.applicants, free=free)
    offering.label_words = offered.LABELS[offering.label]
    offering.label_tone = TONES.get(offering.label, NEUTRAL)[0]
    return offering


def _left(row, label, now):
    """The countdown of those that take people: a closing date matters to nobody else."""
    return until(row["closes_at"], now) if label in offered.TAKES_PEOPLE else ""


def mentioning(words):
    """The keys of offerings in which every one of these words is said: name, trade, place, units or topics."""
    found = offered.published_offerings().select_related(None).order_by()
    for word in words:
        unit = ProgramUnit.objects.filter(program=OuterRef("program"), unit__title__icontains=word)
        topic = ProgramTopic.objects.filter(program=OuterRef("program"), name__icontains=word)
        columns = ("program__name", "program__summary", "program__track__name", "place", "wave__label")
        said = Q(Exists(unit)) | Q(Exists(topic))
        for column in columns:
            said |= Q(**{f"{column}__icontains": word})
        found = found.filter(said)
    return set(found.values_list("pk", flat=True))


# --- for the page ---


def by_wave(cards):
    """[(a card of the wave, its cards)]: what can be applied for first, then what opens next, the newest first."""
    waves = {}
    for card in sorted(cards, key=lambda card: ORDER.index(card.label)):
        waves.setdefault(card.wave, []).append(card)
    groups = [(rows[0], rows) for rows in waves.values()]
    return sorted(groups, key=lambda group: (min(ORDER.index(group[0].label), 2), -group[0].opens_at.timestamp()))


def numbers(cards):
    """How many there are of each label."""
    return Counter(card.label for card in cards)
