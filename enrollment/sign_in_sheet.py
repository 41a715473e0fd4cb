"""The sign-in list of a sitting on A4, with the center's letterhead. No NIK and no telephone number is on it."""

import json
from functools import cache
from pathlib import Path

import typst
from django.conf import settings
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

HOME = Path(__file__).parent / "typst"
FONTS = Path(settings.BASE_DIR) / "certification" / "typst" / "fonts"


def pdf(sitting, people):
    data = {
        "center": _letterhead(sitting.wave.center),
        "title": _("Daftar hadir %(part)s") % {"part": sitting.get_part_display().lower()},
        "facts": _facts(sitting),
        "columns": [_("No."), _("Nomor pendaftaran"), _("Nama"), _("Tanda tangan")],
        "rows": [[one.place_number, one.application.number, one.application.trainee.full_name] for one in people],
        "words": {"page": _("Halaman"), "officer": _("Petugas"), "empty": _("Belum ada peserta.")},
    }
    inputs = {"data": json.dumps(data)}
    return _compiler().compile(input=str(HOME / "sign_in.typ"), sys_inputs=inputs, format="pdf")


def _letterhead(center):
    return {"agency": center.agency, "name": center.name, "address": center.address, "city": center.city}


def _facts(sitting):
    start, end = timezone.localtime(sitting.starts_at), timezone.localtime(sitting.ends_at)
    facts = [
        (_("Gelombang"), str(sitting.wave)),
        (_("Hari"), date_format(start, "l, j F Y")),
        (_("Waktu"), _("%(start)s–%(end)s WIB") % {"start": f"{start:%H.%M}", "end": f"{end:%H.%M}"}),
        (_("Tempat"), sitting.where),
    ]
    return facts + ([(_("Program"), str(sitting.offering.program))] if sitting.offering else [])


@cache
def _compiler():
    return typst.Compiler(root=str(HOME), font_paths=[str(FONTS)], ignore_system_fonts=True)
