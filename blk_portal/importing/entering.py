"""Bringing one understood row in: the person, their place in a class, how it ended.

Whoever is in this wave already is left exactly as they are, so importing a sheet twice does no more than once.
"""

from dataclasses import dataclass

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from audit import trail
from audit.moves import Refused, lock, moving
from blk_portal.importing import cells
from blk_portal.importing.classes import Classes
from blk_portal.importing.places import Gazetteer
from blk_portal.importing.rows import about
from blk_portal.importing.schooling import Levels
from certification.models import OverallResult
from cohorts.models import Cohort
from cohorts.transitions import finish_cohort
from cohorts.workflow import START_COHORT, CohortStatus
from enrollment.models import Application, Enrollment
from enrollment.transitions import import_history
from enrollment.workflow import FREES_THE_WAVE, EnrollmentStatus
from trainees import identity, sealing
from trainees.models import Consent, ConsentGap, ConsentText, Trainee


@dataclass(frozen=True, slots=True)
class Entered:
    enrollment: Enrollment
    notes: tuple = ()


class Entry:
    """The wave's classes, the places and the school levels, read once for all rows."""

    def __init__(self, wave, *, by):
        self.wave, self.by = wave, by
        self.places, self.levels, self.classes = Gazetteer(), Levels(), Classes(wave)

    @transaction.atomic
    def enter(self, row):
        """Raises Refused: already_imported, already_applied, training_elsewhere, unknown_program, cohort_full."""
        lock(self.wave)
        trainee = _known(row.nik)
        if trainee:
            self._refuse_if_here(trainee)
            refuse_if_training(row.status == EnrollmentStatus.ACTIVE and _is_training(trainee))
        cohort, notes = self.classes.choose(row)
        trainee, more = (trainee, differences(trainee, row)) if trainee else self._new_trainee(row)
        ended_on = row.ended_on or min(cohort.ends_on, timezone.localdate())
        enrollment = import_history(
            trainee,
            cohort,
            status=row.status,
            started_on=min(row.started_on or cohort.starts_on, ended_on),
            ended_on=ended_on,
            by=self.by,
        )
        _record_result(enrollment, row.result, by=self.by)
        notes += more + self._ask_for_consent(trainee)
        return Entered(enrollment, tuple(row.notes + notes))

    def _refuse_if_here(self, trainee):
        here = Application.objects.filter(trainee=trainee, wave=self.wave).exclude(status__in=FREES_THE_WAVE)
        refuse_if_here(here.values_list("origin", flat=True).first())

    # --- who ---

    def _new_trainee(self, row):
        level = self.levels.find(row.education)
        trainee = Trainee(
            full_name=row.name,
            birth_date=row.birth_date,
            birth_place=row.birth_place[:80],
            sex=row.sex,
            address=row.address[:200],
            region_id=self.places.find(row.address),
            education_id=level,
            phone=row.phone,
            email=row.email,
            abroad_experience=row.abroad_experience,
            abroad_interest=row.abroad_interest,
            nik_index=sealing.blind_index(row.nik),
        )
        trainee.nik = row.nik
        try:
            with transaction.atomic():
                trainee.save()
        except IntegrityError:  # submitted elsewhere this very moment
            raise Refused("busy", about("nik", _("sedang dipakai pendaftaran lain. Impor sekali lagi."))) from None
        trail.write("trainee.import", by=self.by, about=trainee)
        return trainee, doubts_about_school(row, level)

    def _ask_for_consent(self, trainee):
        """A minor of today without a guardian's consent comes to an officer's list; an adult speaks for themselves."""
        consents = Consent.objects.filter(
            trainee=trainee, text__purpose=ConsentText.Purpose.GUARDIAN, withdrawn_at=None
        )
        if not trainee.is_minor(timezone.localdate()) or consents.exists():
            return []
        ConsentGap.objects.get_or_create(trainee=trainee, defaults={"center": self.wave.center})
        return [gap_sentence()]


def _known(nik):
    """By its blind index, under every key in use; held until this line is written."""
    return identity.reserve(nik)


def _is_training(trainee):
    return Enrollment.objects.active().filter(trainee=trainee).exists()


def refuse_if_here(origin):
    if origin == Application.Origin.IMPORTED:
        raise Refused("already_imported", _("Sudah diimpor sebelumnya; tidak diubah."))
    if origin:
        raise Refused("already_applied", about("nik", _("orang ini sudah mendaftar sendiri di gelombang ini.")))


def refuse_if_training(elsewhere):
    if elsewhere:
        raise Refused("training_elsewhere", about("finished", _("orang ini sedang mengikuti kelas lain.")))


def differences(trainee, row):
    """Somebody we know stays as they are on record; a sheet of the past does not overwrite them."""
    if cells.key(trainee.full_name) == cells.key(row.name):
        return []
    return [about("name", _("berbeda dengan yang tercatat untuk NIK ini; yang tercatat tidak diubah."))]


def doubts_about_school(row, level):
    """What is said when the school level stays empty."""
    if not row.education or level is not None:
        return []
    return [about("education", _("jenjangnya tidak dikenal; dikosongkan."))]


def gap_sentence():
    return _("Belum 18 tahun dan belum ada persetujuan wali: masuk daftar petugas.")


def _record_result(enrollment, result, *, by):
    """The result for the whole training. Which units somebody mastered the sheet does not say, so neither do we."""
    if not result:
        return
    overall = OverallResult.objects.create(
        enrollment=enrollment, result=result, source=OverallResult.Source.IMPORTED, decided_by=by.user
    )
    trail.write("overallresult.import", by=by, about=overall, to_status=result)


@transaction.atomic
def settle_classes(wave, *, by):
    """A class of imported people only is no longer planned: it has started, and ended if nobody is in it any more."""
    lock(wave)
    for cohort in Cohort.objects.filter(offering__wave=wave, status=CohortStatus.PLANNED).order_by("pk"):
        sitting = Application.objects.filter(seat__cohort=cohort)
        if not sitting.exists() or sitting.exclude(origin=Application.Origin.IMPORTED).exists():
            continue
        with moving(cohort, START_COHORT, by=by):
            pass
        if not cohort.enrollments.active().exists() and cohort.ends_on <= timezone.localdate():
            finish_cohort(cohort, by=by)
