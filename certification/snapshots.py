"""What a certificate says, gathered once when it is issued. Whatever is renamed later, this stays.

No NIK: name, place and date of birth are what such a paper is known by.
"""

from certification import selectors
from certification.announcements import verification_url
from certification.models import OverallResult
from classroom import selectors as attended


def of(enrollment, *, kind, number, code, official, day):
    """The printed words as plain values, dates in ISO form."""
    trainee, overall = enrollment.trainee, enrollment.overall_result
    imported = overall.source == OverallResult.Source.IMPORTED
    return {
        "kind": kind,
        "number": number,
        "issued_on": day.isoformat(),
        "verify_url": verification_url(code),
        "name": trainee.full_name,
        "birth_place": trainee.birth_place,
        "birth_date": trainee.birth_date.isoformat() if trainee.birth_date else None,
        "overall": overall.result,
        "jp_attended": None if imported else attended.attendance(enrollment.cohort)[enrollment.pk].jp_attended,
        "units": [] if imported else _units(enrollment),
        **_training(enrollment, imported),
        "center": _center(enrollment.cohort.offering.wave.center),
        "official": {
            "name": official.name,
            "nip": official.nip,
            "position": official.position,
            "acting": official.acting,
        },
    }


def _training(enrollment, imported):
    """The class's dates; of somebody from an earlier wave the ones the register gave."""
    cohort = enrollment.cohort
    program, offering = cohort.offering.program, cohort.offering
    begun, ended = (enrollment.started_on, enrollment.ended_on) if imported else (cohort.starts_on, cohort.ends_on)
    return {
        "program": program.name,
        "track": program.track.name,
        "jp": program.jp,
        "starts_on": begun.isoformat(),
        "ends_on": ended.isoformat(),
        "cohort": cohort.name,
        "wave": offering.wave.label,
        "place": offering.place,
    }


def _units(enrollment):
    """The program's units in its order, each with the result in force. Nothing is made up for a missing one."""
    outcomes = {one.unit_id: one.outcome for one in enrollment.assessments.current().order_by("pk")}
    hours = attended.jp_by_unit(enrollment.cohort)
    return [
        {"code": unit.code, "title": unit.title, "jp": hours.get(unit.pk), "outcome": outcomes[unit.pk]}
        for unit in selectors.units_of(enrollment.cohort)
        if unit.pk in outcomes
    ]


def _center(center):
    return {
        "code": center.code,
        "name": center.name,
        "agency": center.agency,
        "address": center.address,
        "city": center.city,
    }
