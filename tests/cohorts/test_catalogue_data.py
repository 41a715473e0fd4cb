"""The seed catalogue names only units that are known and only parts that exist."""

import json
import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
CATALOGUE = json.loads((ROOT / "cohorts" / "data" / "catalogue.json").read_text(encoding="utf-8"))
PROGRAMS = [program for track in CATALOGUE["tracks"] for program in track["programs"]]


def test_all_eleven_tracks_have_a_program():
    assert [(track["code"], bool(track["programs"])) for track in CATALOGUE["tracks"]] == [
        ("las", True),
        ("listrik", True),
        ("menjahit", True),
        ("kecantikan", True),
        ("animasi", True),
        ("otomasi", True),
        ("informatika", True),
        ("mesin", True),
        ("pendingin", True),
        ("desain", True),
        ("otomotif", True),
    ]


def test_codes_come_once():
    for rows in (PROGRAMS, CATALOGUE["units"], CATALOGUE["topics"]):
        codes = [row["code"] for row in rows]
        assert len(codes) == len(set(codes))


def test_programs_point_at_units_topics_and_education_levels_that_exist():
    education = json.loads((ROOT / "centers" / "data" / "education.json").read_text(encoding="utf-8"))

    assert {code for program in PROGRAMS for code in program["units"]} <= {u["code"] for u in CATALOGUE["units"]}
    assert {code for program in PROGRAMS for code in program["topics"]} <= {t["code"] for t in CATALOGUE["topics"]}
    assert {program["education_min"] for program in PROGRAMS} <= {level["code"] for level in education}


def test_no_unit_has_a_cut_title():
    assert [unit["code"] for unit in CATALOGUE["units"] if "..." in unit["title"] or "…" in unit["title"]] == []


def test_programs_without_known_units_stay_without():
    assert [program["code"] for program in PROGRAMS if not program["units"]] == [
        "autocad-bangunan",
        "bubut-frais",
        "autocad-manufaktur",
        "desain-grafis",
        "sepeda-motor",
        "kendaraan-ringan",
    ]


def test_programs_have_jp_in_whole_days_and_a_summary_in_sentences():
    assert all(program["jp"] > 0 and program["jp"] % 8 == 0 for program in PROGRAMS)
    assert all(re.fullmatch(r"[A-Z].{40,}\.", program["summary"]) for program in PROGRAMS)
