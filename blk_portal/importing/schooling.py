"""School levels by the many names they go by: "SMK Negeri", "SLTA", "D-3 Akuntansi"."""

import json
from itertools import pairwise
from pathlib import Path

from blk_portal.importing import cells
from centers.models import EducationLevel

LIST = Path(__file__).resolve().parents[2] / "centers" / "data" / "education.json"


class Levels:
    def __init__(self):
        ids = dict(EducationLevel.objects.values_list("code", "pk"))
        self.by_name = {
            cells.key(name): ids[level["code"]]
            for level in json.loads(LIST.read_text(encoding="utf-8"))
            for name in (level["name"], *level["aliases"])
            if level["code"] in ids
        }

    def find(self, written):
        """The id of the level all known words agree on, or None."""
        words = cells.key(written)
        if words in self.by_name:
            return self.by_name[words]
        named = words.split()
        pairs = [f"{one} {two}" for one, two in pairwise(named)]
        found = {self.by_name[part] for part in pairs if part in self.by_name}
        found = found or {self.by_name[part] for part in named if part in self.by_name}
        return found.pop() if len(found) == 1 else None
