"""The columns a list can be exported with: those on its screen, and of lists of people what else is known of them.

A NIK is text, whole for whoever may take it out and masked for everybody else.
"""

from collections.abc import Callable
from dataclasses import dataclass, field

from django.contrib.admin.utils import label_for_field, lookup_field
from django.core.exceptions import ObjectDoesNotExist
from django.db.models import Model
from django.utils import timezone
from django.utils.html import strip_tags
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from blk_portal.lists.subjects import paths_of
from centers import roles
from centers.models import Region
from trainees.rules.age import age_on

YES, NO = _("Ya"), _("Tidak")
PLACES = Region.Level


@dataclass(frozen=True, slots=True)
class Column:
    """`of` answers the value of a Subject: text, a number, a date, or None."""

    key: str
    words: str = field(compare=False)
    of: Callable = field(compare=False)


def columns_of(page, request):
    """{key: Column} of everything this list can be exported with, as far as this role may see it."""
    paths = paths_of(page)
    found = on_screen(page, request)
    if paths.person is not None and roles.may(request.actor, "trainees.trainee", "view"):
        found += of_person(request.actor)
    if paths.application is not None and roles.may(request.actor, "enrollment.application", "view"):
        found += OF_APPLICATION
    if paths.enrollment is not None and roles.may(request.actor, "enrollment.enrollment", "view"):
        found += OF_CLASS
    return {one.key: one for one in found}


def may_take_niks(actor):
    return roles.may(actor, "trainees.trainee", "export_nik")


# --- what the list shows ---


def on_screen(page, request):
    names = [name for name in page.get_list_display(request) if name != "action_checkbox"]
    return [_shown(page, name) for name in names]


def _shown(page, name):
    words = capfirst(str(label_for_field(name, page.model, page)))
    return Column(name, words, lambda subject: _value(page, name, subject.row))


def _value(page, name, row):
    try:
        found, _attribute, value = lookup_field(name, row, page)
    except ObjectDoesNotExist:
        return None
    if found is not None and found.flatchoices:
        return str(getattr(row, f"get_{name}_display")())
    return cell(value)


def cell(value):
    """As a cell can hold it: moments and numbers as they are, the rest as a person reads it."""
    if isinstance(value, bool):
        return str(YES if value else NO)
    if value is None or isinstance(value, int | float) or hasattr(value, "isoformat"):
        return value
    if isinstance(value, Model):
        return str(value)
    return strip_tags(str(value)) if hasattr(value, "__html__") else _plain(value)


def _plain(value):
    return float(value) if hasattr(value, "as_tuple") else str(value)


# --- who they are ---


def of_person(actor):
    number = _nik if may_take_niks(actor) else (lambda subject: subject.person.nik_tail)
    return [
        Column("nama", _("Nama"), lambda s: s.person.full_name),
        Column("nik", _("NIK"), number),
        Column("ponsel", _("No. HP"), lambda s: s.person.phone),
        Column("surel", _("E-mail"), lambda s: s.person.email),
        Column("kelamin", _("Jenis kelamin"), lambda s: str(s.person.get_sex_display())),
        Column("tempat_lahir", _("Tempat lahir"), lambda s: s.person.birth_place),
        Column("tanggal_lahir", _("Tanggal lahir"), lambda s: s.person.birth_date),
        Column("usia", _("Usia"), age),
        Column("alamat", _("Alamat"), lambda s: s.person.address),
        Column("desa", _("Desa/kelurahan"), lambda s: place(s.person.region, PLACES.VILLAGE)),
        Column("kecamatan", _("Kecamatan"), lambda s: place(s.person.region, PLACES.DISTRICT)),
        Column("kabupaten", _("Kabupaten/kota"), lambda s: place(s.person.region, PLACES.REGENCY)),
        Column("pendidikan", _("Pendidikan terakhir"), lambda s: str(s.person.education or "")),
        Column("wali", _("Orang tua/wali"), lambda s: _guardian(s.person, "name")),
        Column("ponsel_wali", _("No. HP orang tua/wali"), lambda s: _guardian(s.person, "phone")),
    ]


def _nik(subject):
    return subject.person.nik


def _guardian(person, name):
    return getattr(getattr(person, "guardian", None), name, "")


def age(subject):
    """In whole years on the day that counts for the program; of whoever has sent nothing, today."""
    born, offering = subject.person.birth_date, subject.offering
    return age_on(born, offering.age_on if offering else timezone.localdate()) if born else None


def place(region, level):
    """The name of the place of this level in which they live; Banten's are known down to the village."""
    while region is not None and region.level > level:
        region = region.parent
    return region.name if region is not None and region.level == level else ""


# --- what they sent ---


def _choice(order):
    def told(subject):
        return next((str(one.offering.program) for one in subject.application.choices.all() if one.order == order), "")

    return told


def _score(part):
    def told(subject):
        return next((float(one.value) for one in subject.application.scores.all() if one.part == part), None)

    return told


OF_APPLICATION = [
    Column("nomor", _("Nomor pendaftaran"), lambda s: s.application.number),
    Column("gelombang", _("Gelombang"), lambda s: s.application.wave.label),
    Column("status_pendaftaran", _("Status pendaftaran"), lambda s: str(s.application.get_status_display())),
    Column("dikirim", _("Dikirim"), lambda s: s.application.submitted_at),
    Column("pilihan_1", _("Pilihan 1"), _choice(1)),
    Column("pilihan_2", _("Pilihan 2"), _choice(2)),
    Column("pilihan_3", _("Pilihan 3"), _choice(3)),
    Column("nilai_tes", _("Nilai tes"), _score("test")),
    Column("nilai_wawancara", _("Nilai wawancara"), _score("interview")),
    Column("petugas", _("Petugas"), lambda s: str(s.application.officer or "")),
    Column("batas_perbaikan", _("Batas perbaikan"), lambda s: s.application.fix_by),
    Column("batas_daftar_ulang", _("Batas daftar ulang"), lambda s: s.application.answer_by),
    Column("alasan", _("Alasan yang dibaca peserta"), lambda s: s.application.reason),
]


# --- their class ---


def in_class(value):
    """Empty for whoever sits in none."""
    return lambda subject: value(subject) if subject.enrollment else None


def result(subject):
    decided = getattr(subject.enrollment, "overall_result", None)
    return str(decided.get_result_display()) if decided else ""


OF_CLASS = [
    Column("kelas", _("Kelas"), lambda s: s.cohort.name if s.cohort else ""),
    Column("program", _("Program"), lambda s: str(s.offering.program) if s.offering else ""),
    Column("kejuruan", _("Kejuruan"), lambda s: str(s.offering.program.track) if s.offering else ""),
    Column("sumber_dana", _("Sumber dana"), lambda s: str(s.offering.funding) if s.offering else ""),
    Column("mulai", _("Tanggal mulai"), lambda s: s.cohort.starts_on if s.cohort else None),
    Column("selesai", _("Tanggal selesai"), lambda s: s.cohort.ends_on if s.cohort else None),
    Column("status_kelas", _("Status di kelas"), in_class(lambda s: str(s.enrollment.get_status_display()))),
    Column("jp_hadir", _("JP hadir"), in_class(lambda s: s.attendance.jp_attended if s.attendance else 0)),
    Column("persen_hadir", _("Kehadiran (%)"), in_class(lambda s: s.attendance.percent if s.attendance else 0)),
    Column("hasil", _("Hasil akhir"), in_class(result)),
    Column("sertifikat", _("Nomor sertifikat"), lambda s: s.certificate.number if s.certificate else ""),
]
