"""The report on A4 landscape, with the center's letterhead. It names nobody."""

import json
from functools import cache
from pathlib import Path

import typst
from django.conf import settings
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from blk_portal.reports.figures import DIVISIONS, STAGES

HOME = Path(__file__).parent / "typst"
FONTS = Path(settings.BASE_DIR) / "certification" / "typst" / "fonts"


def pdf(report):
    stages = [str(words) for words, _condition in STAGES.values()]
    data = {
        "center": _letterhead(report.center),
        "title": _("Laporan pendaftaran dan pelatihan"),
        "subtitle": report.title,
        "stages": stages,
        "total": {"name": _("Semua"), "counts": report.figures.total},
        "tables": [
            {"title": str(label), "rows": [[row.label, *row.counts] for row in report.figures.divisions[name]]}
            for name, (label, _is_of_people) in DIVISIONS.items()
        ],
        "words": _page_words(report),
    }
    return _compiler().compile(input=str(HOME / "report.typ"), sys_inputs={"data": json.dumps(data)}, format="pdf")


def _letterhead(center):
    if center is None:
        return {"agency": "", "name": _("Semua balai"), "address": "", "city": ""}
    return {"agency": center.agency, "name": center.name, "address": center.address, "city": center.city}


def _page_words(report):
    counted = _("Setiap pendaftaran dihitung sekali, dengan tahap terjauhnya. Keadaan per %(day)s.")
    small = _("Kelompok di bawah 5 orang digabung supaya angka tidak menunjuk seseorang.")
    return {
        "page": _("Halaman"),
        "group": _("Kelompok"),
        "note": counted % {"day": date_format(timezone.localtime(), "j F Y H.i")},
        "small": small if report.is_together else "",
        "signer": _("Mengetahui"),
    }


@cache
def _compiler():
    return typst.Compiler(root=str(HOME), font_paths=[str(FONTS)], ignore_system_fonts=True)
