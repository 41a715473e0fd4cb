"""An address in one cell, read as far as it is certain. No place is ever taken by its name alone.

"Kel. Jelupang, Kec. Serpong Utara, Kota Tangerang Selatan" names a chain; there are two Curug and two Serang, so a
kecamatan counts only under its kabupaten/kota, and that only with its "Kab." or "Kota".
"""

import re
from collections import Counter

from blk_portal.importing import cells
from centers.models import Region

WORDS = {"kabupaten": "kab", "kecamatan": "kec", "kelurahan": "kel", "desa": "kel", "ds": "kel"}
VILLAGE, DISTRICT = "kel ", "kec "


class Gazetteer:
    def __init__(self):
        rows = Region.objects.exclude(level=Region.Level.PROVINCE).values_list("code", "name", "level", "parent")
        rows = list(rows)
        regencies = [(_key(name), code) for code, name, level, _parent in rows if level == Region.Level.REGENCY]
        names = Counter(name for name, _code in regencies)
        self.regencies = {name: code for name, code in regencies if names[name] == 1}
        self.below = {(parent, _key(name)): code for code, name, level, parent in rows if level > Region.Level.REGENCY}

    def find(self, address):
        """The code of the deepest place that the whole chain above it confirms, or None."""
        parts = [_key(part) for part in re.split(r"[,;\n]", address)]
        code = next((self.regencies[part] for part in reversed(parts) if part in self.regencies), None)
        for prefix in (DISTRICT, VILLAGE):
            named = [part.removeprefix(prefix) for part in parts if part.startswith(prefix)]
            deeper = next((self.below[code, name] for name in named if (code, name) in self.below), None)
            if deeper is None:
                return code
            code = deeper
        return code


def _key(name):
    first, blank, rest = cells.key(name).partition(" ")
    return f"{WORDS.get(first, first)}{blank}{rest}"
