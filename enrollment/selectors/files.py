"""The document queue: which files wait and in which order, who holds which, and one file whole in one statement."""

from dataclasses import dataclass, field
from datetime import timedelta

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Case, DateTimeField, Exists, F, IntegerField, OuterRef, Q, When
from django.db.models.functions import JSONObject
from django.utils import timezone

from centers.counting import number_of
from enrollment.models import Choice
from enrollment.selectors.minors import TO_FIX
from enrollment.workflow import Status
from trainees.models import Document, DocumentPage, Trainee

CHECKABLE = (Status.SUBMITTED, Status.PROVISIONAL)
SOON = timedelta(hours=48)  # a deadline this near goes before everybody's age in the queue


# --- which wait ---


def _unchecked(rows):
    return rows.filter(status__in=CHECKABLE, verified_at=None)


def is_undecided(application):
    return application.status in CHECKABLE and application.verified_at is None


def awaiting_guardian(rows, now):
    """Nobody can decide these before the guardian of a minor has answered."""
    return _unchecked(rows).filter(identity_claim=False, consented_at=None, adult_on__gt=timezone.localdate(now))


def to_check(rows, now):
    """Sent and undecided; neither claimed, nor waiting for the person (a held seat's paper) or for their guardian."""
    owing = Document.objects.current().filter(trainee=OuterRef("trainee"), state__in=TO_FIX)
    settled = Q(consented_at__isnull=False) | Q(adult_on=None) | Q(adult_on__lte=timezone.localdate(now))
    return _unchecked(rows).filter(settled, Q(status=Status.SUBMITTED) | ~Exists(owing), identity_claim=False)


def claimed(rows, now):
    return _unchecked(rows).filter(identity_claim=True)


def lapsing(now):
    return Q(status=Status.PROVISIONAL, answer_by__lte=now + SOON)


def announced_soon(now):
    return Q(wave__announce_on__lte=timezone.localdate(now + SOON))


def in_order(rows, now):
    """A held seat about to lapse, then a wave about to be announced, then whoever has waited longest."""
    ranked = rows.alias(
        risk=Case(
            When(lapsing(now), then=0), When(announced_soon(now), then=1), default=2, output_field=IntegerField()
        ),
        lapses=Case(When(lapsing(now), then=F("answer_by")), output_field=DateTimeField()),
    )
    return ranked.order_by("risk", F("lapses").asc(nulls_last=True), "submitted_at", "pk")


# --- who holds which ---


def is_held(now):
    return Q(held_until__gt=now)


def next_for(rows, user, now):
    """In order, what nobody else holds; what they hold themselves comes first, so that nobody holds two."""
    open_to = rows.filter(~is_held(now) | Q(held_by=user))
    mine = Case(When(is_held(now), held_by=user, then=0), default=1, output_field=IntegerField())
    ordered = in_order(open_to, now)
    return ordered.alias(mine=mine).order_by("mine", *ordered.query.order_by)


def held_now(rows, now):
    """What colleagues have open, the longest first."""
    return _unchecked(rows).filter(is_held(now)).select_related("held_by", "wave").order_by("held_until", "pk")


# --- one file ---


@dataclass(frozen=True, slots=True)
class Page:
    key: str
    number: int
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Paper:
    pk: int
    kind: str
    kind_id: int
    state: str
    reason: str
    key: str
    original: str
    pages: list[Page] = field(default_factory=list)

    @property
    def state_words(self):
        return Document.State(self.state).label


def with_papers(rows):
    """Each with its current papers and their pages, in the statement that reads or locks the row."""
    pages = DocumentPage.objects.filter(document=OuterRef("pk")).order_by("number")
    page = JSONObject(key="key", number="number", width="width", height="height")
    current = Document.objects.current().filter(trainee=OuterRef("trainee")).order_by("kind__order", "pk")
    paper = JSONObject(
        pk="pk",
        kind="kind__name",
        kind_id="kind_id",
        state="state",
        reason="reason",
        key="key",
        original="original",
        pages=ArraySubquery(pages.values(json=page)),
    )
    return rows.annotate(papers=ArraySubquery(current.values(json=paper)))


def papers_of_file(application):
    return [
        Paper(**{**paper, "pages": [Page(**page) for page in paper["pages"] or []]}) for paper in application.papers
    ]


def whole(rows, *, queue, now):
    """With all that the page of one file shows. `queue`: what is counted beside it. One statement."""
    choices = Choice.objects.filter(application=OuterRef("pk")).order_by("order")
    choice = JSONObject(order="order", program="offering__program__name")
    namesakes = Trainee.objects.filter(search__contains=OuterRef("trainee__phone"), phone=OuterRef("trainee__phone"))
    with_all = with_papers(rows).annotate(
        chosen=ArraySubquery(choices.values(json=choice)),
        same_phone=Exists(namesakes.exclude(pk=OuterRef("trainee")).exclude(phone="")),
        waiting=number_of(queue),
        taken=number_of(queue.filter(is_held(now))),
    )
    person = ("trainee__account", "trainee__guardian", "trainee__region__parent__parent", "trainee__education")
    return with_all.select_related(*person, "wave__center", "held_by")


def bounded(rows, *, wave=None, offering=None):
    """Only of this wave, or of this program in it."""
    rows = rows.filter(wave=wave) if wave else rows
    return (
        rows.filter(Exists(Choice.objects.filter(application=OuterRef("pk"), offering=offering))) if offering else rows
    )
