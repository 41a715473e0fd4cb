"""The lists a portal starts from: places, school levels, kinds of documents and why they are sent back, programs …

Loading them again adds what is missing and brings the two lists of the state (places, school levels) up to date. What
an office may word or decide for itself, it keeps: there only missing rows are added, and nothing is ever deleted.
"""

import json
from datetime import date
from pathlib import Path

from django.db import transaction
from django.utils import timezone

from centers.models import DocumentKind, EducationLevel, PrivacyNotice, Region
from cohorts.models import Faq, Funding, Holiday, Program, ProgramTopic, ProgramUnit, Track, Unit
from cohorts.rules.calendar import national_holidays
from enrollment.models import PaperReason
from trainees.models import ConsentText

ROOT = Path(__file__).resolve().parent.parent
FUNDINGS = [
    ("apbd-provinsi", "APBD Provinsi", Funding.Scope.PROVINCE),
    ("apbd-kabkota", "APBD Kab/Kota", Funding.Scope.REGENCY),
    ("apbn", "APBN", Funding.Scope.ANYWHERE),
    ("csr", "CSR/kerja sama", Funding.Scope.ANYWHERE),
    ("pnbp", "PNBP/Mandiri", Funding.Scope.ANYWHERE),
]
YEARS_AROUND = 2
PRIVACY_FROM = date(2026, 1, 1)


@transaction.atomic
def load():
    load_regions()
    load_education_levels()
    load_document_kinds()
    load_fundings()
    load_catalogue()
    load_consent_texts()
    load_privacy_notices()
    load_answers()
    load_paper_reasons()
    load_holidays(timezone.localdate().year)


def load_regions():
    regions = [
        Region(
            code=code,
            name=name,
            level=code.count(".") + 1,
            parent_id=code.rpartition(".")[0] or None,
            postal_code=postal_code or "",
        )
        for code, name, postal_code in _read("centers/data/regions.json")
    ]
    _upsert(regions, by="code", fields=["name", "level", "parent", "postal_code"])


def load_education_levels():
    levels = [
        EducationLevel(code=level["code"], name=level["name"], rank=level["rank"])
        for level in _read("centers/data/education.json")
    ]
    _upsert(levels, by="code", fields=["name", "rank"])


def load_document_kinds():
    """In the file's order, turned round: what stands in for another paper is there before it."""
    kinds = list(enumerate(_read("centers/data/document_kinds.json")))
    for order, kind in reversed(kinds):
        instead = DocumentKind.objects.filter(code=kind.get("instead")).first()
        given = {name: kind[name] for name in ("name", "help_text", "from_age")}
        DocumentKind.objects.get_or_create(code=kind["code"], defaults={**given, "order": order, "instead": instead})


def load_fundings():
    _add_missing(Funding(code=code, name=name, scope=scope) for code, name, scope in FUNDINGS)


def load_catalogue():
    catalogue = _read("cohorts/data/catalogue.json")
    _add_missing(
        Unit(code=unit["code"], title=unit["title"], standard=unit["standard"]) for unit in catalogue["units"]
    )
    _add_missing(
        Track(code=track["code"], name=track["name"], order=order) for order, track in enumerate(catalogue["tracks"])
    )
    known = set(Program.objects.values_list("code", flat=True))
    programs = [
        (track["code"], program)
        for track in catalogue["tracks"]
        for program in track["programs"]
        if program["code"] not in known
    ]
    _load_programs(programs, {topic["code"]: topic["name"] for topic in catalogue["topics"]})


def _load_programs(programs, topic_names):
    """Units and topics come with a program that is new; later they are the office's to change."""
    tracks, units = _ids(Track), _ids(Unit)
    levels = _ids(EducationLevel)
    _add_missing(
        Program(
            track_id=tracks[track],
            education_min_id=levels[program["education_min"]] if program["education_min"] else None,
            scheme=program.get("scheme", ""),
            **{name: program[name] for name in ("code", "name", "jp", "summary")},
        )
        for track, program in programs
    )
    ids = _ids(Program)
    _add_missing(
        ProgramUnit(program_id=ids[program["code"]], unit_id=units[code], order=order)
        for _track, program in programs
        for order, code in enumerate(program["units"])
    )
    _add_missing(
        ProgramTopic(program_id=ids[program["code"]], name=topic_names[code], order=order)
        for _track, program in programs
        for order, code in enumerate(program["topics"])
    )


def load_consent_texts():
    """A version that exists is never touched: somebody may have agreed to its words."""
    _add_missing(ConsentText(**text) for text in _read("trainees/data/consent_texts.json", optional=True))


def load_privacy_notices():
    """A version that exists is never touched: people have read it."""
    for path in sorted((ROOT / "centers/data").glob("privacy-*-*.txt")):
        _name, version, language = path.stem.split("-")
        given = {"text": path.read_text(encoding="utf-8"), "valid_from": PRIVACY_FROM}
        PrivacyNotice.objects.get_or_create(version=int(version), language=language, defaults=given)


def load_answers():
    """Only into an empty list: an office that has taken an answer away does not want it back."""
    if not Faq.objects.exists():
        _add_missing(Faq(**answer) for answer in _read("cohorts/data/faq.json"))


def load_paper_reasons():
    """Only into an empty list, like the answers."""
    if not PaperReason.objects.exists():
        _add_missing(PaperReason(**reason) for reason in _read("enrollment/data/paper_reasons.json"))


def load_holidays(year):
    years = range(year - YEARS_AROUND, year + YEARS_AROUND + 1)
    _add_missing(Holiday(date=day, name=name[:120]) for day, name in national_holidays(years).items())


def _read(path, *, optional=False):
    path = ROOT / path
    if optional and not path.exists():
        return []
    return json.loads(path.read_text(encoding="utf-8"))


def _ids(model):
    return dict(model.objects.values_list("code", "pk"))


def _upsert(rows, *, by, fields):
    type(rows[0]).objects.bulk_create(rows, update_conflicts=True, unique_fields=[by], update_fields=fields)


def _add_missing(rows):
    rows = list(rows)
    if rows:
        type(rows[0]).objects.bulk_create(rows, ignore_conflicts=True)
