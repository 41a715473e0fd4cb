"""Everything held of one trainee, column by column, as `personal_data` classifies it (UU 27/2022 art. 6, 7 and 13).

Of other people nothing is told but that somebody of the office acted: a colleague's name is not the trainee's data.
What the office still keeps under embargo, scores and ranks of a wave without published results, is not told yet.
"""

from dataclasses import dataclass

from django.apps import apps
from django.db.models import Q
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from audit.models import AuditEntry, ViewLog
from blk_portal.history import belongings
from blk_portal.mydata.values import Teller
from blk_portal.personal_data import HELD
from enrollment.models import Application, CriterionScore, RankingRow, Score
from enrollment.workflow import RankingStatus
from notifications.models import OutboxMessage

OF_NO_TRAINEE = frozenset(  # of whoever works here, or of a contact that nobody has proved to be this person's
    {
        "audit.purgerecord",
        "centers.official",
        "centers.membership",
        "centers.invitation",
        "centers.savedfilter",
        "centers.columnset",
        "notifications.messagetext",
        "jobs.job",
        "jobs.jobresult",
        "classroom.sheet",
        "enrollment.participantsheet",
        "enrollment.reminder",
        "enrollment.selectionpolicy",
    }
)
MACHINERY = ("audit.", "notifications.")  # told last: who one is comes before what the portal wrote down about it
LABELS = sorted((label for label in HELD if label not in OF_NO_TRAINEE), key=lambda label: label.startswith(MACHINERY))
GENERAL, SPECIFIC = _("umum"), _("spesifik")


@dataclass(frozen=True, slots=True)
class Column:
    name: str
    words: str
    kind: str


@dataclass(frozen=True, slots=True)
class Holding:
    """One kind of record: why and how long it is kept, its columns, and its rows as lists of values in that order."""

    label: str
    title: str
    purpose: str
    basis: str
    retention: str
    columns: tuple
    rows: tuple

    @property
    def cells(self):
        """Each row as (column, value) pairs."""
        return [list(zip(self.columns, row, strict=True)) for row in self.rows]


def of_trainee(trainee):
    """A Holding for each kind of record that there is of this person; some queries a kind, none a row."""
    things = belongings.of_trainee(trainee)
    teller = Teller(trainee, things)
    return [held for label in LABELS if (held := _holding(label, things, teller)).rows]


def _holding(label, things, teller):
    held, model = HELD[label], apps.get_model(label)
    columns = tuple(_columns(held, model, teller.trainee))
    return Holding(
        label=label,
        title=capfirst(str(model._meta.verbose_name)),
        purpose=held.purpose,
        basis=held.basis,
        retention=held.retention,
        columns=columns,
        rows=tuple([teller.told(row, column.name) for column in columns] for row in _rows(model, things, teller)),
    )


def _columns(held, model, trainee):
    """Of a minor all is specific data (art. 4), whatever the column."""
    minor = trainee.is_minor(timezone.localdate())
    for names, kind in ((held.general, GENERAL), (held.specific, SPECIFIC)):
        for name in names.split():
            words = capfirst(str(model._meta.get_field(name).verbose_name))
            yield Column(name, words, str(SPECIFIC if minor else kind))


def _rows(model, things, teller):
    account = teller.trainee.account_id
    found = {
        AuditEntry: lambda: belongings.acts_on(things).exclude(_score_under_embargo(things)),
        ViewLog: lambda: belongings.views_of(things),
        OutboxMessage: lambda: belongings.messages_to(things, account),
        Score: lambda: _of(Score, things).filter(application__wave__ranking__status=RankingStatus.PUBLISHED),
        CriterionScore: lambda: _of(CriterionScore, things).filter(
            score__application__wave__ranking__status=RankingStatus.PUBLISHED
        ),
        RankingRow: lambda: _of(RankingRow, things).filter(ranking__status=RankingStatus.PUBLISHED),
    }
    rows = found[model]() if model in found else _of(model, things)
    return rows.order_by("pk")


def _of(model, things):
    return model._base_manager.filter(pk__in=things.get(model, []))


def _score_under_embargo(things):
    """The trail names the value of a score; until the results are published it is not told either."""
    waiting = Application.objects.filter(pk__in=things.get(Application, []))
    waiting = waiting.exclude(wave__ranking__status=RankingStatus.PUBLISHED).order_by("pk")
    return Q(action="application.score", subject_id__in=list(waiting.values_list("pk", flat=True)))
