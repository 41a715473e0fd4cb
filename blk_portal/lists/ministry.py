"""The ministry's sheet of participants: its headings in its order, dates as DD/MM/YYYY.

What the portal does not ask people stays empty under its heading: kinds of disability, and placement until it is kept.
"""

from django.utils.translation import gettext_lazy as _

from blk_portal.lists.columns import NO, YES, Column, age, in_class, may_take_niks, result
from blk_portal.lists.subjects import paths_of
from enrollment.workflow import EnrollmentStatus

KEY = "kementerian"
NAME = _("Format peserta kementerian")
FINISHED = {  # as the import of the same sheet reads them
    EnrollmentStatus.COMPLETED: "Selesai",
    EnrollmentStatus.WITHDRAWN: "Mengundurkan diri",
    EnrollmentStatus.DISMISSED: "Dikeluarkan",
    EnrollmentStatus.REPLACED: "Diganti",
    EnrollmentStatus.STOPPED: "Dihentikan",
    EnrollmentStatus.ACTIVE: "Belum selesai",
}
STATE_MONEY, OWN_MONEY = ("apbn",), ("mandiri", "pnbp")


def is_for(page):
    paths = paths_of(page)
    return paths.person is not None and paths.application is not None


def columns(actor):
    number = (lambda s: s.person.nik) if may_take_niks(actor) else (lambda s: s.person.nik_tail)
    return [Column(f"{KEY}_{at}", heading, of) for at, (heading, of) in enumerate(_columns(number), start=1)]


def day(value):
    return f"{value:%d/%m/%Y}" if value else ""


def yes_no(value):
    return "" if value is None else str(YES if value else NO)


def nothing(_subject):
    return ""


def _address(subject):
    return ", ".join(filter(None, [subject.person.address, str(subject.person.region or "")]))


def _of_offering(value):
    return lambda subject: value(subject.offering) if subject.offering else ""


def _starts(subject):
    return subject.cohort.starts_on if subject.cohort else subject.wave.starts_on


def _ends(subject):
    return subject.cohort.ends_on if subject.cohort else subject.wave.ends_on


def _paid_by(offering):
    code = offering.funding.code
    if code.startswith(STATE_MONEY):
        return "APBN"
    return "Mandiri" if code.startswith(OWN_MONEY) else str(offering.funding)


def _columns(number):
    return [
        ("KODE TRANSAKSI", lambda s: s.application.number),
        ("Nama", lambda s: s.person.full_name),
        ("NIK", number),
        ("No. HP", lambda s: s.person.phone),
        ("Email", lambda s: s.person.email),
        ("Jenis Kelamin", lambda s: str(s.person.get_sex_display())),
        ("Alamat", _address),
        ("Tempat Lahir", lambda s: s.person.birth_place),
        ("Tanggal Lahir", lambda s: day(s.person.birth_date)),
        ("Usia", age),
        ("Pendidikan Terakhir", lambda s: str(s.person.education or "")),
        ("Tipe Disabilitas", nothing),
        ("Pernah Bekerja di Luar Negeri", lambda s: yes_no(s.person.abroad_experience)),
        ("Berminat Bekerja di Luar Negeri", lambda s: yes_no(s.person.abroad_interest)),
        ("Judul Program Pelatihan", _of_offering(lambda offering: str(offering.program))),
        ("Kejuruan", _of_offering(lambda offering: str(offering.program.track))),
        ("Metode Pelatihan", _of_offering(lambda offering: "Luring")),
        ("Jenis Pelatihan", _of_offering(lambda offering: str(offering.get_method_display()))),
        ("Angkatan", lambda s: s.wave.label),
        ("Durasi (JP)", _of_offering(lambda offering: offering.program.jp)),
        ("Biaya Pelatihan", _of_offering(_paid_by)),
        ("Tanggal Mulai", lambda s: day(_starts(s))),
        ("Tanggal Selesai", lambda s: day(_ends(s))),
        ("Absensi", in_class(lambda s: f"{s.attendance.percent} %" if s.attendance else "")),
        ("Status Selesai Pelatihan", in_class(lambda s: FINISHED[s.enrollment.status])),
        ("Status Kelulusan", in_class(result)),
        ("Sumber Anggaran", _of_offering(lambda offering: str(offering.funding))),
        ("Status Kebekerjaan", nothing),
        ("Nama Perusahaan/Nama Usaha", nothing),
        ("Lokasi Penempatan (Kota/Kab)", nothing),
        ("Jabatan", nothing),
        ("Tanggal Penempatan", nothing),
    ]
