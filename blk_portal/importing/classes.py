"""Which class a line goes to: the one that Angkatan names, else the first of the program with a free seat."""

from collections import Counter

from django.db.models import Count
from django.utils.translation import gettext as _

from audit.moves import Refused
from blk_portal.importing import cells
from blk_portal.importing.rows import about
from cohorts.models import Cohort, Seat
from cohorts.workflow import CohortStatus

PREFIXES = ("angkatan ", "kelas ", "paket ")


class Classes:
    """The classes of a wave, read once; which of them have a free seat is asked for each line."""

    def __init__(self, wave):
        self.cohorts = list(
            Cohort.objects.filter(offering__wave=wave)
            .exclude(status=CohortStatus.CANCELLED)
            .select_related("offering__wave", "offering__program")
            .order_by("offering", "name", "pk")
        )

    def choose(self, row):
        """The class, and what is odd about the choice. Raises Refused: unknown_program, cohort_full."""
        cohorts = self._of_program(row.program)
        if not cohorts:
            sentence = _("“%(program)s” tidak ada di gelombang ini.") % {"program": row.program[:100]}
            raise Refused("unknown_program", about("program", sentence))
        named = [cohort for cohort in cohorts if _is_group(cohort, row.group)]
        if len(named) == 1:
            return named[0], []
        free = self.first_free(cohorts)
        if free is None:
            sentence = _("semua kelas %(program)s sudah penuh.") % {"program": cohorts[0].offering.program}
            raise Refused("cohort_full", about("program", sentence))
        if row.group and len(cohorts) > 1:
            sentence = _("“%(group)s” tidak dikenal; dimasukkan ke %(cohort)s.")
            return free, [about("group", sentence % {"group": row.group[:40], "cohort": free})]
        return free, []

    def first_free(self, cohorts):
        free = set(Seat.objects.filter(cohort__in=cohorts, application=None).values_list("cohort", flat=True))
        return next((cohort for cohort in cohorts if cohort.pk in free), None)

    def _of_program(self, written):
        """By the program's name; some offices write the name of the class there."""
        wanted = cells.key(written)
        of_program = [cohort for cohort in self.cohorts if cells.key(cohort.offering.program.name) == wanted]
        return of_program or [cohort for cohort in self.cohorts if cells.key(cohort.name) == wanted]


class CountedClasses(Classes):
    """The same for a rehearsal: the free seats are counted once, and each line that would enter takes one."""

    def __init__(self, wave):
        super().__init__(wave)
        free = Seat.objects.filter(cohort__in=self.cohorts, application=None).order_by()
        self.free = Counter(dict(free.values_list("cohort").annotate(number=Count("pk"))))

    def first_free(self, cohorts):
        return next((cohort for cohort in cohorts if self.free[cohort.pk]), None)

    def take(self, cohort):
        if not self.free[cohort.pk]:
            raise Refused("cohort_full", _("%(cohort)s sudah penuh.") % {"cohort": cohort})
        self.free[cohort.pk] -= 1


def _is_group(cohort, written):
    """Whether “A”, “Kelas A”, “SMAW A” or the whole name means this class, “Juru Las SMAW A”."""
    wanted = cells.key(written)
    for prefix in PREFIXES:
        wanted = wanted.removeprefix(prefix)
    name = cells.key(cohort.name)
    return bool(wanted) and (name == wanted or name.endswith(f" {wanted}"))
