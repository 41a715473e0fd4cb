"""The trail of one object in words: what the admin's history and the officer's pages show."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from audit.models import AuditEntry
from centers.models import Role

WHO = dict(Role.choices) | {
    "trainee": _("Peserta"),
    "guardian": _("Orang tua/wali"),
    "clock": _("Sistem"),
    "superuser": _("Pengelola sistem"),
}
DEEDS = {  # acts that end in no status
    "added": _("Dibuat"),
    "changed": _("Diubah"),
    "deleted": _("Dihapus"),
    "appointed": _("Diangkat"),
    "score": _("Nilai ditulis"),
    "link_claim": _("Klaim identitas digabungkan"),
    "close": _("Persetujuan wali dicatat"),
    "fill": _("Isian diubah peserta"),
    "resize": _("Jumlah kursi diubah"),
    "sessions_planned": _("Jadwal dibuat"),
    "sessions_dropped": _("Jadwal dihapus"),
    "offering_removed": _("Program dihapus"),
    "cohort_removed": _("Kelas dihapus"),
    "opened": _("Pendaftaran dibuka"),
    "copied": _("Program disalin dari gelombang lain"),
    "mark": _("Kehadiran dicatat"),
    "lock": _("Daftar hadir dikunci"),
    "correct": _("Kehadiran dikoreksi"),
    "assess": _("Unit dinilai"),
    "settle": _("Hasil akhir ditetapkan"),
    "state": _("Keadaan diperbarui"),
    "import": _("Diimpor"),
    "cancel": _("Penghentian diminta"),
    "withdraw": _("Pesan ditarik"),
    "signed_in": _("Masuk"),
    "signed_out": _("Keluar"),
    "sign_in_failed": _("Percobaan masuk tidak berhasil"),
    "password_changed": _("Kata sandi diganti"),
    "second_factor_added": _("Langkah kedua dipasang"),
    "second_factor_removed": _("Langkah kedua dilepas"),
    "rotated": _("Kunci diganti"),
    "made": _("Salinan cadangan dibuat"),
    "restored": _("Dipulihkan dari salinan cadangan"),
}


@dataclass(frozen=True, slots=True)
class Line:
    at: datetime
    what: str
    who: str
    role: str
    note: str


def story(obj, *others):
    """Oldest first; `others` belong to it and are told with their names. Of each model in its own words."""
    lines = _story_of(obj)
    for other in others:
        lines += _story_of(other, f"{capfirst(other._meta.verbose_name)}: ")
    return sorted(lines, key=lambda line: line.at)


def _story_of(obj, name=""):
    """A move is told by the status it led to."""
    statuses = dict(next((field.flatchoices for field in obj._meta.fields if field.name == "status"), ()))
    entries = AuditEntry.objects.about(obj).oldest_first().select_related("user")
    return [
        Line(
            at=entry.at,
            what=f"{name}{statuses.get(entry.to_status) or _deed(entry.action)}",
            who=str(entry.user or ""),
            role=str(WHO.get(entry.role, "")),
            note=entry.note,
        )
        for entry in entries
    ]


def _deed(action):
    verb = action.rpartition(".")[2]
    return DEEDS.get(verb, verb)
