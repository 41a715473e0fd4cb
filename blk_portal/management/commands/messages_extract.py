"""Collect every translatable sentence into locale/<language>/LC_MESSAGES/django.po, without the system's gettext.

Templates go through Django's own `templatize`, Python files directly, both into Babel's Python extractor. What is
translated already stays; what no page says any more is dropped; nothing is ever marked fuzzy.
"""

from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract
from babel.messages.pofile import read_po, write_po
from django.conf import settings
from django.core.management.base import BaseCommand
from django.utils.translation.template import templatize

SOURCE_LANGUAGE = "id"
HEADER = "# The portal in another language. Made by manage.py messages_extract; translate what is empty."
FIRST_DAY = datetime(
    2026, 11, 21, tzinfo=UTC
)  # a date that moved with every run would be the only change in most diffs
KEYWORDS = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
}
TEMPLATE_ENDINGS = {".html", ".txt"}


def python_files(root):
    for app in settings.FLOORS:
        yield from sorted((root / app).rglob("*.py"))


def template_files(root):
    yield from sorted(path for path in (root / "templates").rglob("*") if path.suffix in TEMPLATE_ENDINGS)


def source_of(path):
    """Python as it is; a template as the Python that gettext reads, without the blanks that look like indents."""
    text = path.read_text()
    if path.suffix not in TEMPLATE_ENDINGS:
        return text
    return "\n".join(line.lstrip() for line in templatize(text, origin=str(path)).splitlines())


def collect(root):
    """All messages of the portal, with the files they come from."""
    catalog = Catalog(project="BLK portal", charset="utf-8", fuzzy=False)
    for path in [*python_files(root), *template_files(root)]:
        where = str(path.relative_to(root))
        found = extract("python", BytesIO(source_of(path).encode()), KEYWORDS, options={"encoding": "utf-8"})
        for _line, message, _comments, context in found:
            if message and message != ("", ""):
                catalog.add(message, locations=[(where, None)], context=context)
    return catalog


def catalogue_path(language):
    return Path(settings.LOCALE_PATHS[0]) / language / "LC_MESSAGES" / "django.po"


def load(language):
    path = catalogue_path(language)
    if not path.exists():
        return Catalog(locale=language, project="BLK portal", charset="utf-8", fuzzy=False)
    with path.open("rb") as file:
        return read_po(file, locale=language)


def merge(language, fresh):
    """The catalogue of `language` with exactly the messages of `fresh`."""
    catalog = load(language)
    catalog.update(fresh, no_fuzzy_matching=True, update_header_comment=False)
    catalog.obsolete.clear()
    catalog.header_comment = HEADER
    catalog.creation_date = catalog.revision_date = FIRST_DAY
    return catalog


def unfinished(catalog):
    """The messages still without a translation, or marked fuzzy."""
    return [message for message in catalog if message.id and (message.fuzzy or not all(_strings(message)))]


def save(language, catalog):
    path = catalogue_path(language)
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        write_po(file, catalog, width=119, sort_output=True, omit_header=False, include_lineno=False)


def _strings(message):
    return message.string if isinstance(message.string, tuple) else (message.string,)


class Command(BaseCommand):
    help = "Collect translatable sentences into locale/; print what is still untranslated."

    def add_arguments(self, parser):
        parser.add_argument("--dry-run", action="store_true", help="only print what is untranslated")

    def handle(self, *args, dry_run, **options):
        fresh = collect(settings.BASE_DIR)
        for language, _name in settings.LANGUAGES:
            if language == SOURCE_LANGUAGE:
                continue
            catalog = merge(language, fresh)
            if not dry_run:
                save(language, catalog)
            for message in unfinished(catalog):
                self.stdout.write(f"{language}: {message.id!r}")
            self.stdout.write(f"{language}: {len(catalog)} messages, {len(unfinished(catalog))} to translate")
