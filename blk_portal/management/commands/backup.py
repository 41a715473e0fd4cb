import time
from pathlib import Path

from django.core.management import BaseCommand, CommandError

from blk_portal.copies import CopyRefused, making

NAMED = 20  # missing files; a disk that is gone would name them all


class Command(BaseCommand):
    help = "Copies database and files into a new folder with a manifest, while the portal runs. Keys are not in it."

    def add_arguments(self, parser):
        parser.add_argument("folder", type=Path, help="a folder that does not exist yet, on another disk")

    def handle(self, *, folder, **_):
        began = time.monotonic()
        try:
            content = making.make(folder.absolute(), tell=self.stdout.write)
        except CopyRefused as refusal:
            raise CommandError(str(refusal)) from None
        self._say_missing(content["missing"])
        files = sum(one["bytes"] for one in content["files"].values())
        self.stdout.write(
            f"{folder}: database {_megabytes(content['database']['bytes'])}, {len(content['files']):,} files "
            f"{_megabytes(files)}, {time.monotonic() - began:.0f} s. Keep the keys elsewhere: they are not in it."
        )

    def _say_missing(self, missing):
        if missing:
            self.stderr.write(f"{len(missing):,} files that the database names are not in MEDIA_ROOT:")
            self.stderr.writelines(f"  {name}\n" for name in missing[:NAMED])


def _megabytes(size):
    return f"{size / 1_000_000:,.1f} MB"
