"""Indonesian is what the code says; every other language is a complete catalogue."""

import re

import pytest
from babel.messages.catalog import Catalog
from babel.messages.mofile import read_mo
from django.conf import settings

from blk_portal.management.commands import messages_compile, messages_extract

OTHERS = [language for language, _name in settings.LANGUAGES if language != messages_extract.SOURCE_LANGUAGE]
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%[sd]|\{\w*\}")


@pytest.fixture(scope="module")
def found():
    return messages_extract.collect(settings.BASE_DIR)


def keys(catalog):
    return {(message.context, message.id) for message in catalog if message.id}


def both(value):
    return list(value) if isinstance(value, tuple | list) else [value]


def test_a_sentence_deep_in_a_template_is_found(tmp_path):
    page = tmp_path / "page.html"
    page.write_text(
        "{% load i18n %}\n<p>\n    {% if here %}\n        {% blocktranslate trimmed %}\n            Dua kata\n"
        '        {% endblocktranslate %}\n    {% endif %}\n      {% translate "Satu" %}\n</p>\n'
    )

    source = messages_extract.source_of(page)

    assert ("Dua kata" in source, "Satu" in source) == (True, True)
    assert [line for line in source.splitlines() if line.startswith(" ")] == []


def test_a_translation_stays_when_its_sentence_stays(settings, tmp_path):
    settings.LOCALE_PATHS = [tmp_path]
    old = Catalog(locale="en")
    old.add("Masuk", "Sign in")
    old.add("Dulu ada", "Gone by now")
    messages_extract.save("en", old)
    fresh = Catalog()
    fresh.add("Masuk")
    fresh.add("Keluar")

    merged = messages_extract.merge("en", fresh)

    assert {message.id: message.string or "" for message in merged if message.id} == {"Masuk": "Sign in", "Keluar": ""}
    assert [message.id for message in messages_extract.unfinished(merged)] == ["Keluar"]


def test_a_compiled_catalogue_says_the_translation(settings, tmp_path):
    settings.LOCALE_PATHS = [tmp_path]
    catalog = Catalog(locale="en")
    catalog.add("Masuk", "Sign in")
    messages_extract.save("en", catalog)

    (written,) = messages_compile.compile_catalogues()

    with written.open("rb") as file:
        assert read_mo(file)["Masuk"].string == "Sign in"
    assert messages_compile.compile_catalogues() == []


@pytest.mark.parametrize("language", OTHERS)
def test_the_catalogue_holds_exactly_what_the_portal_says(found, language):
    assert keys(messages_extract.load(language)) == keys(found), "run manage.py messages_extract"


@pytest.mark.parametrize("language", OTHERS)
def test_nothing_is_untranslated_or_fuzzy(language):
    assert [message.id for message in messages_extract.unfinished(messages_extract.load(language))] == []


@pytest.mark.parametrize("language", OTHERS)
def test_a_translation_keeps_the_blanks_to_fill(language):
    for message in messages_extract.load(language):
        wanted = set(PLACEHOLDER.findall("".join(both(message.id)))) if message.id else set()
        for string in both(message.string):
            if message.id and string:
                assert set(PLACEHOLDER.findall(string)) == wanted, message.id
