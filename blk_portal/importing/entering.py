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
from blk_portal.importing.places import Gazetteer
from blk_portal.importing.rows import about
from blk_portal.importing.schooling import Levels
from certification.models import OverallResult
from cohorts.models import Cohort, Seat
from cohorts.transitions import finish_cohort
from cohorts.workflow import START_COHORT, CohortStatus
from enrollment.models import Application, Enrollment
from enrollment.transitions import import_history
from enrollment.workflow import FREES_THE_WAVE, EnrollmentStatus
from trainees import identity, sealing
from trainees.models import Consent, ConsentGap, ConsentText, Trainee

PREFIXES = ("angkatan ", "kelas ", "paket ")


@dataclass(frozen=True, slots=True)
class Entered:
    enrollment: Enrollment
    notes: tuple = ()


class Entry:
    """The wave's classes, the places and the school levels, read once for all rows."""

    def __init__(self, wave, *, by):
        self.wave, self.by = wave, by
        self.places, self.levels = Gazetteer(), Levels()
        self.cohorts = list(
            Cohort.objects.filter(offering__wave=wave)
            .exclude(status=CohortStatus.CANCELLED)
            .select_related("offering__wave", "offering__program")
            .order_by("offering", "name", "pk")
        )

    @transaction.atomic
    def enter(self, row):
        """Raises Refused: already_imported, already_applied, training_elsewhere, unknown_program, cohort_full."""
        lock(self.wave)
        trainee = _known(row.nik)
        if trainee:
            self._refuse_if_here(trainee)
            _refuse_if_training(trainee, row)
        cohort, notes = self._cohort(row)
        trainee, more = (trainee, _differences(trainee, row)) if trainee else self._new_trainee(row)
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
        origin = here.values_list("origin", flat=True).first()
        if origin == Application.Origin.IMPORTED:
            raise Refused("already_imported", _("Sudah diimpor sebelumnya; tidak diubah."))
        if origin:
            raise Refused("already_applied", about("nik", _("orang ini sudah mendaftar sendiri di gelombang ini.")))

    # --- which class ---

    def _cohort(self, row):
        """The class that Angkatan names, else the first of the program with a free seat. And what is odd about it."""
        cohorts = self._of_program(row.program)
        if not cohorts:
            sentence = _("“%(program)s” tidak ada di gelombang ini.") % {"program": row.program[:100]}
            raise Refused("unknown_program", about("program", sentence))
        named = [cohort for cohort in cohorts if _is_group(cohort, row.group)]
        if len(named) == 1:
            return named[0], []
        free = self._first_free(cohorts)
        if free is None:
            sentence = _("semua kelas %(program)s sudah penuh.") % {"program": cohorts[0].offering.program}
            raise Refused("cohort_full", about("program", sentence))
        if row.group and len(cohorts) > 1:
            sentence = _("“%(group)s” tidak dikenal; dimasukkan ke %(cohort)s.")
            return free, [about("group", sentence % {"group": row.group[:40], "cohort": free})]
        return free, []

    def _of_program(self, written):
        """By the program's name; some offices write the name of the class there."""
        wanted = cells.key(written)
        of_program = [cohort for cohort in self.cohorts if cells.key(cohort.offering.program.name) == wanted]
        return of_program or [cohort for cohort in self.cohorts if cells.key(cohort.name) == wanted]

    def _first_free(self, cohorts):
        free = set(Seat.objects.filter(cohort__in=cohorts, application=None).values_list("cohort", flat=True))
        return next((cohort for cohort in cohorts if cohort.pk in free), None)

    # --- who ---

    def _new_trainee(self, row):
        notes = []
        level = self.levels.find(row.education)
        if row.education and level is None:
            notes.append(about("education", _("jenjangnya tidak dikenal; dikosongkan.")))
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
        return trainee, notes

    def _ask_for_consent(self, trainee):
        """A minor of today without a guardian's consent comes to an officer's list; an adult speaks for themselves."""
        consents = Consent.objects.filter(
            trainee=trainee, text__purpose=ConsentText.Purpose.GUARDIAN, withdrawn_at=None
        )
        if not trainee.is_minor(timezone.localdate()) or consents.exists():
            return []
        ConsentGap.objects.get_or_create(trainee=trainee, defaults={"center": self.wave.center})
        return [_("Belum 18 tahun dan belum ada persetujuan wali: masuk daftar petugas.")]


def _known(nik):
    """By its blind index, under every key in use; held until this line is written."""
    return identity.reserve(nik)


def _refuse_if_training(trainee, row):
    if row.status == EnrollmentStatus.ACTIVE and Enrollment.objects.active().filter(trainee=trainee).exists():
        raise Refused("training_elsewhere", about("finished", _("orang ini sedang mengikuti kelas lain.")))


def _differences(trainee, row):
    """Somebody we know stays as they are on record; a sheet of the past does not overwrite them."""
    if cells.key(trainee.full_name) == cells.key(row.name):
        return []
    return [about("name", _("berbeda dengan yang tercatat untuk NIK ini; yang tercatat tidak diubah."))]


def _is_group(cohort, written):
    """Whether “A”, “Kelas A”, “SMAW A” or the whole name means this class, “Juru Las SMAW A”."""
    wanted = cells.key(written)
    for prefix in PREFIXES:
        wanted = wanted.removeprefix(prefix)
    name = cells.key(cohort.name)
    return bool(wanted) and (name == wanted or name.endswith(f" {wanted}"))


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
