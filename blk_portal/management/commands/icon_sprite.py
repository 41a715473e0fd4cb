"""Make static/img/icons.svg: one sprite of the icons named in static/vendor/bootstrap-icons/sprite.txt."""

import re
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

CREDIT = "<!-- Bootstrap Icons 1.13.2, MIT, Copyright 2019-2024 The Bootstrap Authors -->"


def symbol(name, folder):
    try:
        drawing = (folder / f"{name}.svg").read_text()
    except FileNotFoundError:
        raise CommandError(f"{folder} has no icon {name}.") from None
    shapes = re.search(r"<svg[^>]*>(.*)</svg>", drawing, re.DOTALL).group(1)
    one_line = re.sub(r"\s*\n\s*", "", shapes)
    return f'<symbol id="{name}" viewBox="0 0 16 16">{one_line}</symbol>'


class Command(BaseCommand):
    help = "Make the icon sprite from the icons folder of the bootstrap-icons package."

    def add_arguments(self, parser):
        parser.add_argument("folder", type=Path, help="the package's folder icons/")

    def handle(self, *args, folder, **options):
        static = settings.BASE_DIR / "static"
        names = sorted((static / "vendor/bootstrap-icons/sprite.txt").read_text().split())
        symbols = [symbol(name, folder) for name in names]
        lines = ['<svg xmlns="http://www.w3.org/2000/svg">', CREDIT, *symbols, "</svg>", ""]
        (static / "img/icons.svg").write_text("\n".join(lines))
