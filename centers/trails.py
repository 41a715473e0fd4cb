"""The trail of one object in words: what the admin's history and the officer's pages show."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from audit.models import AuditEntry
from centers import telling

DEEDS = {  # acts that end in no status
    "added": _("Dibuat"),
    "changed": _("Diubah"),
    "deleted": _("Dihapus"),
    "appointed": _("Diangkat"),
    "score": _("Nilai ditulis"),
    "score_changed": _("Nilai diubah"),
    "book": _("Jadwal tes dibuat"),
    "invite": _("Diminta memilih jadwal tes"),
    "places": _("Jumlah tempat diubah"),
    "reschedule": _("Waktu atau tempat diubah"),
    "sittings_planned": _("Sesi tes dibuat"),
    "retire": _("Kriteria tidak dipakai lagi"),
    "assigned": _("Petugas ditetapkan"),
    "note_written": _("Catatan petugas ditulis"),
    "told_apart": _("Dinyatakan bukan orang yang sama dengan seseorang lain"),
    "link_claim": _("Klaim identitas digabungkan"),
    "ask_again": _("Berkas kursi sementara diminta lagi"),
    "close": _("Persetujuan wali dicatat"),
    "phone_verified": _("Nomor ponsel dipastikan"),
    "phone_changed": _("Nomor ponsel diganti"),
    "phone_released": _("Nomor ponsel dilepas: sekarang dipegang orang lain"),
    "enter": _("Diinput petugas di loket"),
    "called": _("Ditelepon petugas"),
    "appeal_filed": _("Sanggahan diajukan"),
    "appeal_declined": _("Sanggahan dijawab: hasil tetap"),
    "carried": _("Tempat dipindahkan dari gelombang sebelumnya"),
    "reordered": _("Urutan cadangan diubah"),
    "calendar_made": _("Tautan kalender dibuat"),
    "calendar_stopped": _("Tautan kalender dihentikan"),
    "take_back": _("Hasil impor dibatalkan"),
    "slip_given": _("Slip loket dicetak; slip sebelumnya tidak berlaku lagi"),
    "slip_used": _("Akun dibuat dengan kode slip loket"),
    "code_given": _("Kode kata sandi diberikan di meja layanan"),
    "taken_back": _("Persetujuan ditarik"),
    "ask": _("Permintaan diajukan"),
    "fulfil": _("Permintaan dikerjakan"),
    "decline": _("Permintaan dijawab: tidak dapat dipenuhi"),
    "correct_person": _("Data diri diperbaiki petugas"),
    "fill": _("Isian diubah peserta"),
    "guardian_asked": _("Tautan persetujuan dikirim ke orang tua/wali"),
    "guardian_agreed": _("Orang tua/wali menyetujui lewat tautan"),
    "guardian_declined": _("Orang tua/wali memilih tidak setuju"),
    "guardian_withdrew": _("Orang tua/wali menarik persetujuan"),
    "resize": _("Jumlah kursi diubah"),
    "sessions_planned": _("Jadwal dibuat"),
    "sessions_dropped": _("Jadwal dihapus"),
    "offering_removed": _("Program dihapus"),
    "cohort_removed": _("Kelas dihapus"),
    "opened": _("Pendaftaran dibuka"),
    "policies_locked": _("Aturan seleksi dikunci"),
    "policy_changed": _("Aturan seleksi diubah"),
    "copied": _("Program disalin dari gelombang lain"),
    "rules_copied": _("Syarat disalin dari program lain"),
    "mark": _("Kehadiran dicatat"),
    "lock": _("Daftar hadir dikunci"),
    "correct": _("Kehadiran dikoreksi"),
    "assess": _("Unit dinilai"),
    "settle": _("Hasil akhir ditetapkan"),
    "state": _("Keadaan diperbarui"),
    "import": _("Diimpor"),
    "cancel": _("Penghentian diminta"),
    "undo": _("Pembatalan diminta"),
    "export": _("Data pribadi diekspor ke Excel"),
    "write": _("Teks pesan ditulis"),
    "withdraw": _("Pesan ditarik"),
    "resend": _("Pesan dikirim ulang"),
    "write_to_people": _("Surat kepada peserta dikirim"),
    "signed_in": _("Masuk"),
    "signed_out": _("Keluar"),
    "sign_in_failed": _("Percobaan masuk tidak berhasil"),
    "password_changed": _("Kata sandi diganti"),
    "invited": _("Diundang"),
    "invitation_accepted": _("Undangan diterima"),
    "invitation_withdrawn": _("Undangan dicabut"),
    "made_superuser": _("Diangkat menjadi pengelola sistem"),
    "factor_reset": _("Langkah kedua diatur ulang oleh petugas"),
    "codes_kept": _("Kode pemulihan disimpan"),
    "left": _("Berhenti bertugas"),
    "post_ended": _("Masa tugas berakhir"),
    "handed_over": _("Kelas dialihkan ke instruktur lain"),
    "access_reviewed": _("Daftar kewenangan ditinjau"),
    "second_factor_added": _("Langkah kedua dipasang"),
    "second_factor_removed": _("Langkah kedua dilepas"),
    "rotated": _("Kunci diganti"),
    "made": _("Salinan cadangan dibuat"),
    "restored": _("Dipulihkan dari salinan cadangan"),
}


SHOWN = 200


@dataclass(frozen=True, slots=True)
class Line:
    """One act: when, what, who in which role, the facts in words, and what they wrote beside it."""

    at: datetime
    what: str
    who: str
    role: str
    note: str
    facts: tuple = ()


def story(obj, *others):
    """The newest two hundred, oldest first; `others` belong to it and are told with their names."""
    entries = _about(obj)
    named = {(type(other), other.pk): capfirst(other._meta.verbose_name) for other in others}
    for other in others:
        entries += _about(other)
    entries.sort(key=lambda entry: (entry.at, entry.pk))
    return _cut(entries) + told(entries[-SHOWN:], named)


def told(entries, named=None):
    """Lines of these entries, in their order. `named`: {(model, pk): words before what happened to that object}."""
    names, named = telling.names_in(entries), named or {}
    return [_line(entry, names, named) for entry in entries]


def what_of(entry):
    """A move is told by the status it led to, anything else by its deed."""
    return _status_words(entry, entry.to_status) or _deed(entry.action)


def _about(obj):
    """The newest, and one more as the sign that there are older ones."""
    entries = AuditEntry.objects.about(obj).select_related("user", "subject_type")
    return list(entries.order_by("-at", "-pk")[: SHOWN + 1])


def _cut(entries):
    """Before the first line, where to find what is older; nothing if nothing is."""
    if len(entries) <= SHOWN:
        return []
    return [
        Line(at=entries[-SHOWN].at, what=gettext("Catatan yang lebih lama ada di Jejak"), who="", role="", note="")
    ]


def _line(entry, names, named):
    model = entry.subject_type.model_class() if entry.subject_type_id else None
    name = named.get((model, entry.subject_id), "")
    before = _status_words(entry, entry.from_status)
    facts = [gettext("Sebelumnya: %(status)s") % {"status": before}] if before else []
    return Line(
        at=entry.at,
        what=f"{name}: {what_of(entry)}" if name else what_of(entry),
        who=str(entry.user or ""),
        role=telling.role_words(entry.role),
        note=entry.note,
        facts=(*facts, *telling.facts_of(entry, names)),
    )


def _status_words(entry, status):
    model = entry.subject_type.model_class() if status and entry.subject_type_id else None
    return str(_statuses(model).get(status, "")) if model else ""


def _statuses(model):
    """The words of a model's statuses; where no field is called so, of its result or state."""
    for name in ("status", "result", "state"):
        for field in model._meta.concrete_fields:
            if field.name == name and field.choices:
                return dict(field.flatchoices)
    return {}


def _deed(action):
    return str(DEEDS.get(action) or DEEDS.get(action.rpartition(".")[2], action))
