import time

from django.core.management import BaseCommand, CommandError

from audit import trail
from audit.moves import Actor
from blk_portal.keys import rotation

TOLD = 10  # pks of rows that don't open; all of them would fill the screen


class Command(BaseCommand):
    help = "Moves NIKs, indexes and second factors to the first of NIK_KEYS and NIK_INDEX_KEY while the portal runs."

    def add_arguments(self, parser):
        parser.add_argument("--check", action="store_true", help="only say what stands under which key")
        parser.add_argument("--batch", type=int, default=500, help="rows a transaction")
        parser.add_argument("--rebuild-index", action="store_true", help="the index key is lost: stop web, then this")
        parser.add_argument("--pause", type=float, default=0, help="seconds between them, to spare a busy database")

    def handle(self, *, check, batch, pause, rebuild_index, **_):
        if batch < 1:
            raise CommandError("--batch is a number of rows, 1 or more.")
        reports = rotation.look() if check else self._rotate(size=batch, pause=pause, rebuild=rebuild_index)
        for report in reports:
            self._say(report)
        if all(report.is_done for report in reports):
            self.stdout.write("Everything is under the current keys: older ones may be removed from the environment.")
        else:
            raise CommandError("Not everything is under the current keys: keep the older ones, and run this again.")

    def _rotate(self, **how):
        self._told = time.monotonic()
        try:
            reports = rotation.rotate(**how, tell=self._progress)
        except rotation.KeysMissing as missing:
            raise CommandError(str(missing)) from None
        renewed = {report.name: report.renewed for report in reports}
        if any(renewed.values()):
            trail.write("keys.rotated", by=Actor(role="console"), facts=renewed)
        return reports

    def _progress(self, report, seconds):
        if time.monotonic() - self._told >= 1:
            self._told = time.monotonic()
            rate = report.renewed / seconds
            self.stdout.write(f"{report.name}: {report.renewed:,} renewed, {rate:,.0f} a second")

    def _say(self, report):
        held = ", ".join(f"{rows:,} {_under(key, report)}" for key, rows in sorted(report.by_key.items())) or "none"
        self.stdout.write(f"{report.name}: {held}" + (f"; {report.renewed:,} renewed now" if report.renewed else ""))
        if report.closed:
            some = ", ".join(map(str, sorted(report.closed)[:TOLD]))
            self.stderr.write(
                f"{report.name}: {len(report.closed):,} could not be moved, for they don't open with the keys given "
                f"or another row holds that NIK; rows {some}"
            )


def _under(key, report):
    if key:
        return f'under "{key}"' + (" (current)" if key == report.current else "")
    return "of a NIK that was changed since, or of a key not given" if report.at_rest else "not sealed yet"
