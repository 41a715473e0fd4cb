"""Works out the results of a wave once more and says line by line whether they are what was stored."""

from django.core.management.base import BaseCommand, CommandError

from enrollment.models import Ranking
from enrollment.replaying import replay
from enrollment.sealing import sheet_of
from enrollment.workflow import RankingStatus


class Command(BaseCommand):
    help = "Reproduces every rank and outcome of a wave from stored facts. Ends with an error if one line differs."

    def add_arguments(self, parser):
        parser.add_argument("wave", type=int, help="the number of the wave, as in the address of its page")
        parser.add_argument("--sheet", action="store_true", help="print the sealed sheet and nothing else")
        parser.add_argument("--differences", action="store_true", help="leave out the lines that agree")

    def handle(self, *, wave, sheet, differences, **_):
        ranking = Ranking.objects.exclude(status=RankingStatus.DRAFT).filter(wave=wave).select_related("wave").first()
        if ranking is None:
            raise CommandError(f"Wave {wave} has no results, neither proposed nor published.")
        if sheet:
            self._sheet(ranking)
        else:
            self._replay(ranking, differences)

    def _sheet(self, ranking):
        if not ranking.seal:
            raise CommandError("These results are not sealed.")
        self.stdout.write(sheet_of(ranking, ranking.salt), ending="")

    def _replay(self, ranking, differences):
        found = replay(ranking)
        for line in found.differences if differences else found.lines:
            self.stdout.write(_words(line))
        for fault in found.faults:
            self.stderr.write(fault)
        total, wrong = len(found.lines), len(found.differences)
        self.stdout.write(f"{ranking.wave}: {total - wrong} of {total} lines reproduced.")
        if ranking.seal:
            self.stdout.write(f"seal {ranking.seal}")
        if not found.agrees:
            raise CommandError(f"{wrong} lines differ, {len(found.faults)} other faults.")


def _words(line):
    stored = "{} rank {} {}".format(*line.stored)
    if line.agrees:
        return f"same      {line.number} {line.offering}: {stored}"
    return f"DIFFERENT {line.number} {line.offering}: stored {stored}, now {{}} rank {{}} {{}}".format(*line.again)
