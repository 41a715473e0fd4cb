"""The copy somebody may take along: JSON for machines, PDF for people. Both tell the same holdings."""

import json
from functools import cache
from pathlib import Path

import typst
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from blk_portal.mydata import holdings
from blk_portal.mydata.values import in_json, in_words

HOME = Path(__file__).parent / "typst"
FONTS = Path(__file__).parents[2] / "certification" / "typst" / "fonts"
MOST_ROWS = 200  # of one kind on paper; the JSON file has all


def as_json(trainee):
    """UTF-8 bytes. The keys are the names of the columns, which stay the same in every language."""
    made = {
        "dibuat": timezone.localtime().isoformat(timespec="seconds"),
        "tentang": trainee.full_name,
        "data": [_plain(held) for held in holdings.of_trainee(trainee)],
    }
    return json.dumps(made, ensure_ascii=False, indent=2, default=in_json).encode()


def _plain(held):
    return {
        "jenis": held.label,
        "nama": held.title,
        "tujuan": held.purpose,
        "dasar_hukum": held.basis,
        "masa_simpan": held.retention,
        "kolom": {column.name: {"nama": column.words, "golongan": column.kind} for column in held.columns},
        "baris": [{column.name: value for column, value in row} for row in held.cells],
    }


def as_pdf(trainee):
    """Tagged PDF with text that can be copied; the newest rows of each kind."""
    data = {
        "lang": get_language()[:2],
        "title": _("Data saya"),
        "about": trainee.full_name,
        "made": date_format(timezone.localtime(), "j F Y, H.i"),
        "words": _words(),
        "holdings": [_printed(held) for held in holdings.of_trainee(trainee)],
    }
    return _compiler().compile(input=str(HOME / "data.typ"), sys_inputs={"data": json.dumps(data)}, format="pdf")


def _words():
    return {
        "made": _("Dibuat"),
        "purpose": _("Tujuan"),
        "basis": _("Dasar hukum"),
        "retention": _("Disimpan"),
        "left_out": _("baris yang lebih lama ada di berkas JSON"),
        "page": _("Halaman"),
    }


def _printed(held):
    rows = held.cells[-MOST_ROWS:][::-1]
    return {
        "title": held.title,
        "purpose": held.purpose,
        "basis": held.basis,
        "retention": held.retention,
        "left_out": len(held.cells) - len(rows),
        "rows": [held_in_words(row) for row in rows],
    }


def held_in_words(row):
    """(name of the column, words) of what is there; empty columns are left out."""
    return [(column.words, in_words(value)) for column, value in row if value is not None]


@cache
def _compiler():
    return typst.Compiler(root=str(HOME), font_paths=[str(FONTS)], ignore_system_fonts=True)
