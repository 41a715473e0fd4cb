"""The vendored lists are complete and hang together: what a form offers is what the rules know."""

import json
from collections import Counter
from pathlib import Path

from trainees.rules.nik import PROVINCES

DATA = Path(__file__).resolve().parents[2] / "centers" / "data"


def load(name):
    return json.loads((DATA / name).read_text(encoding="utf-8"))


def test_regions_are_complete_for_banten_and_reach_kabupaten_elsewhere():
    levels = Counter((code.startswith("36"), code.count(".")) for code, _, _ in load("regions.json"))

    assert levels == {
        (True, 0): 1,
        (True, 1): 8,
        (True, 2): 155,
        (True, 3): 1552,
        (False, 0): 37,
        (False, 1): 506,
    }


def test_every_region_hangs_under_its_parent_and_no_code_comes_twice():
    codes = [code for code, _, _ in load("regions.json")]

    assert len(codes) == len(set(codes))
    assert {code.rpartition(".")[0] for code in codes} - {""} <= set(codes)


def test_codes_are_dotted_as_the_ministry_writes_them():
    widths = {tuple(map(len, code.split("."))) for code, _, _ in load("regions.json")}

    assert widths == {(2,), (2, 2), (2, 2, 2), (2, 2, 2, 4)}


def test_postal_codes_stand_at_every_village_and_nowhere_else():
    rows = load("regions.json")

    assert all((postal is not None) == (code.count(".") == 3) for code, _, postal in rows)
    assert all(len(postal) == 5 and postal.isdigit() for _, _, postal in rows if postal)


def test_the_two_serangs_and_three_tangerangs_are_told_apart_by_their_names():
    names = {code: name for code, name, _ in load("regions.json") if code.startswith("36") and code.count(".") == 1}

    assert names == {
        "36.01": "Kab. Pandeglang",
        "36.02": "Kab. Lebak",
        "36.03": "Kab. Tangerang",
        "36.04": "Kab. Serang",
        "36.71": "Kota Tangerang",
        "36.72": "Kota Cilegon",
        "36.73": "Kota Serang",
        "36.74": "Kota Tangerang Selatan",
    }


def test_level_two_always_says_kab_or_kota():
    names = [name for code, name, _ in load("regions.json") if code.count(".") == 1]

    assert [name for name in names if not name.startswith(("Kab. ", "Kota "))] == []


def test_banten_kecamatan_per_kabupaten_and_kota():
    districts = Counter(code[:5] for code, _, _ in load("regions.json") if code[:2] == "36" and code.count(".") == 2)

    assert districts == {
        "36.01": 35, "36.02": 28, "36.03": 29, "36.04": 29, "36.71": 13, "36.72": 8, "36.73": 6, "36.74": 7,
    }  # fmt: skip


def test_the_provinces_a_nik_may_start_with_are_those_of_the_list():
    assert {code for code, _, _ in load("regions.json") if "." not in code} == PROVINCES


def test_regions_stay_small_enough_to_vendor():
    assert (DATA / "regions.json").stat().st_size < 200_000


def test_education_levels_rise_and_their_codes_and_aliases_are_unique():
    levels = load("education.json")
    aliases = [alias for level in levels for alias in level["aliases"]]

    assert [level["rank"] for level in levels] == sorted({level["rank"] for level in levels})
    assert len({level["code"] for level in levels}) == len(levels)
    assert len(aliases) == len(set(aliases))


def test_document_kinds_speak_to_minors_where_they_must():
    kinds = {kind["code"]: (kind["from_age"], kind["until_age"]) for kind in load("document_kinds.json")}

    assert kinds == {
        "ktp": (17, None),
        "kk": (None, None),
        "kia": (None, 17),
        "ijazah": (None, None),
        "foto": (None, None),
        "surat_wali": (None, 18),
    }
    assert all(kind["help_text"].endswith(".") for kind in load("document_kinds.json"))
    assert max(len(kind["help_text"]) for kind in load("document_kinds.json")) <= 300
