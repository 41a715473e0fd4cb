"""A list on A4 with the centre's letterhead and the official who signs."""

import json
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

import typst
from django.conf import settings
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from centers.selectors import official_of

HOME = Path(__file__).parent / "typst"
FONTS = Path(settings.BASE_DIR) / "certification" / "typst" / "fonts"


@dataclass(frozen=True, slots=True)
class Paper:
    """`columns`: (heading, width in Typst's words); `rows`: as many texts each; `warning` stands above the list."""

    center: object
    title: str
    facts: list
    columns: list
    rows: list
    empty: str
    warning: str = ""
    remark: str = ""
    numbers: frozenset = field(default_factory=frozenset)  # columns that are set to the right

    def pdf(self):
        inputs = {"data": json.dumps(self._data())}
        return _compiler().compile(input=str(HOME / "list.typ"), sys_inputs=inputs, format="pdf")

    def _data(self):
        center = self.center
        return {
            "center": {"agency": center.agency, "name": center.name, "address": center.address},
            "title": self.title,
            "facts": [[str(name), str(value)] for name, value in self.facts],
            "columns": [
                {"name": str(name), "width": width, "right": at in self.numbers}
                for at, (name, width) in enumerate(self.columns)
            ],
            "rows": [[str(cell) for cell in row] for row in self.rows],
            "empty": self.empty,
            "warning": self.warning,
            "remark": self.remark,
            "sign": _signature(center),
            "page": _("Halaman"),
        }


def _signature(center):
    """Place and day, who signs and as what; without an official there is a line to write on."""
    today = timezone.localdate()
    official = official_of(center, today)
    return {
        "place": f"{center.city}, {date_format(today, 'j F Y')}",
        "position": official.position if official else "",
        "name": official.name if official else "",
        "nip": official.nip if official else "",
    }


@cache
def _compiler():
    return typst.Compiler(root=str(HOME), font_paths=[str(FONTS)], ignore_system_fonts=True)
