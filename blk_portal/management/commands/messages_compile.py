"""Write django.mo beside every django.po. The .mo files are not in the repository: set-up makes them."""

import os
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from django.conf import settings
from django.core.management.base import BaseCommand


def compile_catalogues():
    """Compile what is newer than its .mo; gives the files written."""
    written = []
    for po in sorted(Path(settings.LOCALE_PATHS[0]).glob("*/LC_MESSAGES/*.po")):
        mo = po.with_suffix(".mo")
        if mo.exists() and mo.stat().st_mtime >= po.stat().st_mtime:
            continue
        scratch = mo.with_suffix(f".{os.getpid()}")  # whole or not at all: two set-ups may run at once
        with po.open("rb") as source, scratch.open("wb") as target:
            write_mo(target, read_po(source, locale=po.parts[-3]))
        scratch.replace(mo)
        written.append(mo)
    return written


class Command(BaseCommand):
    help = "Compile the translations."

    def handle(self, *args, verbosity, **options):
        for path in compile_catalogues():
            if verbosity:
                self.stdout.write(f"compiled {path}")
