"""What would become of every line: the questions of `entering`, for a thousand lines at once and without a write.

A test holds it to what the import then does, line by line and word by word.
"""

from itertools import chain, islice

from django.utils import timezone

from audit.moves import Refused
from blk_portal.importing import rows
from blk_portal.importing.classes import CountedClasses
from blk_portal.importing.entering import (
    differences,
    doubts_about_school,
    gap_sentence,
    refuse_if_here,
    refuse_if_training,
)
from blk_portal.importing.schooling import Levels
from enrollment.models import Application, Enrollment
from enrollment.workflow import FREES_THE_WAVE, EnrollmentStatus
from jobs.handlers import Done, Skipped
from trainees import sealing
from trainees.models import Consent, ConsentText, Trainee

AT_ONCE = 1000


def foresee(table, wave):
    """{line number as text: Done or Skipped}, for all lines in the order of the file."""
    parsed = {str(line.number): _parsed(table, line) for line in table.lines}
    first = rows.first_lines(table)
    known = Known([one for one in parsed.values() if isinstance(one, rows.Row)], wave)
    future = Future(wave, known)
    return {key: one if isinstance(one, Skipped) else _verdict(one, first, future) for key, one in parsed.items()}


def _parsed(table, line):
    try:
        return rows.parse(table, line)
    except rows.BadRow as bad:
        return Skipped(bad.code, bad.reason)


def _verdict(row, first, future):
    try:
        rows.refuse_a_twin(row, first)
        return Done(" ".join(future.notes_on(row)))
    except Refused as refused:
        return Skipped(refused.code, refused.message)


class Known:
    """What is on record of the people on these lines: four questions for each thousand of them."""

    def __init__(self, parsed, wave):
        self.by_index, self.origins, self.active, self.consented = {}, {}, set(), set()
        self.indexes = {row.nik: sealing.blind_indexes(row.nik) for row in parsed}
        for indexes in _batches(chain.from_iterable(self.indexes.values())):
            found = Trainee.objects.filter(nik_index__in=indexes).only("full_name", "birth_date", "nik_index")
            self.by_index |= {trainee.nik_index: trainee for trainee in found.order_by("-pk")}
        for people in _batches({trainee.pk for trainee in self.by_index.values()}):
            self._ask(people, wave)

    def _ask(self, people, wave):
        here = Application.objects.filter(trainee__in=people, wave=wave).exclude(status__in=FREES_THE_WAVE)
        self.origins |= dict(here.order_by().values_list("trainee", "origin"))
        self.active |= set(Enrollment.objects.active().filter(trainee__in=people).values_list("trainee", flat=True))
        guardian = Consent.objects.filter(text__purpose=ConsentText.Purpose.GUARDIAN, withdrawn_at=None)
        self.consented |= set(guardian.filter(trainee__in=people).values_list("trainee", flat=True))

    def holder_of(self, nik):
        held = [self.by_index[index] for index in self.indexes[nik] if index in self.by_index]
        return min(held, key=lambda trainee: trainee.pk, default=None)


def _batches(things):
    things = iter(things)
    return iter(lambda: list(islice(things, AT_ONCE)), [])


class Future:
    """The wave as it fills, line after line."""

    def __init__(self, wave, known):
        self.known, self.classes, self.levels = known, CountedClasses(wave), Levels()
        self.today = timezone.localdate()

    def notes_on(self, row):
        """What an officer would read about this line once it is in; raises Refused as the import would."""
        trainee = self.known.holder_of(row.nik)
        if trainee:
            refuse_if_here(self.known.origins.get(trainee.pk))
            refuse_if_training(row.status == EnrollmentStatus.ACTIVE and trainee.pk in self.known.active)
        cohort, notes = self.classes.choose(row)
        self.classes.take(cohort)
        more = differences(trainee, row) if trainee else doubts_about_school(row, self.levels.find(row.education))
        return row.notes + notes + more + self._gap(trainee, row)

    def _gap(self, trainee, row):
        person = trainee or Trainee(birth_date=row.birth_date)
        if not person.is_minor(self.today) or person.pk in self.known.consented:
            return []
        return [gap_sentence()]
