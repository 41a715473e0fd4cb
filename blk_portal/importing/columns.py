"""The columns a sheet of participants may have, by their many headings, and what has to stand in each."""

import re

from django.utils.translation import gettext_lazy as _

from blk_portal.importing import cells

# The ministry's column set, with the other ways its headings are written. What the portal has no use for is left out:
# price, placement (a later floor's), and kinds of disability, which are nobody's business here.
COLUMNS = {
    "name": ("Nama", "nama lengkap", "nama peserta"),
    "nik": ("NIK", "no nik", "nomor nik", "nomor induk kependudukan", "no ktp"),
    "phone": ("No. HP", "nomor hp", "no telepon", "no telp", "no wa", "no hp wa", "nomor ponsel", "hp"),
    "email": ("E-mail", "email", "surel", "alamat email", "alamat e mail"),
    "sex": ("Jenis Kelamin", "l p", "jk"),
    "address": ("Alamat", "alamat lengkap", "alamat domisili"),
    "birth_place": ("Tempat Lahir",),
    "birth_date": ("Tanggal Lahir", "tgl lahir"),
    "education": ("Pendidikan Terakhir", "pendidikan"),
    "abroad_experience": ("Pernah Bekerja di Luar Negeri",),
    "abroad_interest": ("Berminat Bekerja di Luar Negeri",),
    "program": ("Judul Program Pelatihan", "judul program", "program pelatihan", "nama program", "program"),
    "group": ("Angkatan", "kelas", "paket"),
    "started_on": ("Tanggal Mulai", "tgl mulai", "tanggal mulai pelatihan"),
    "ended_on": ("Tanggal Selesai", "tgl selesai", "tanggal selesai pelatihan"),
    "finished": ("Status Selesai Pelatihan", "status selesai", "status pelatihan"),
    "passed": ("Status Kelulusan", "kelulusan", "hasil"),
}
REQUIRED = ("name", "nik", "birth_date", "program", "finished", "passed")
BY_HEADING = {cells.key(heading): column for column, headings in COLUMNS.items() for heading in headings}
HINTS = {  # what to write instead, where a cell can't be used
    "name": _("Nama lengkap seperti pada KTP/KK."),
    "nik": _("16 angka seperti pada KTP/KK. Jadikan selnya teks dulu (Format Cells › Text), lalu ketik ulang."),
    "sex": _("L atau P."),
    "birth_date": _("Tanggal, bulan, tahun dengan 4 angka, misalnya 31/12/2004."),
    "program": _("Nama program seperti pada gelombang ini."),
    "group": _("Nama kelas seperti pada gelombang ini, atau kosongkan."),
    "started_on": _("Misalnya 07/07/2025, atau kosongkan."),
    "ended_on": _("Misalnya 08/08/2025, tidak sebelum tanggal mulai, atau kosongkan."),
    "finished": _("Selesai, Mengundurkan diri, Dikeluarkan, Diganti, Dihentikan, atau Aktif."),
    "passed": _("Kompeten atau Belum Kompeten; kosong hanya bila pelatihannya tidak selesai."),
}
CODES = {  # the same for a line whose cells are right but which can't enter
    "duplicate_row": _("Satu orang satu baris: hapus baris yang keliru, atau perbaiki NIK-nya."),
    "already_applied": _("Orang ini sudah ada di gelombang ini; hapus barisnya dari berkas."),
    "training_elsewhere": _("Tulis bagaimana pelatihan ini berakhir, misalnya Selesai."),
    "cohort_full": _("Tambah kursi kelasnya, atau tulis kelas lain pada kolom Angkatan."),
    "unknown_program": _("Nama program seperti pada gelombang ini; tambahkan dulu programnya bila belum ada."),
    "busy": _("Tidak perlu diubah: impor sekali lagi."),
}


def heading_key(value):
    """Without what stands in brackets: "Tanggal Lahir (DD/MM/YYYY)" is "tanggal lahir"."""
    return cells.key(re.sub(r"\([^)]*\)", " ", value))


def known_headings(own=None):
    """{key of a heading: column}; a center's own words go before the common ones."""
    return {**BY_HEADING, **(own or {})}
