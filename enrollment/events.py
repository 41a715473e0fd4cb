"""What happens to an application, as messages tell it: the events, and the values their texts may use."""

from django.utils.translation import gettext_lazy as _

from notifications.events import Event, Placeholder

WORDS = {
    "nama": Placeholder(_("nama peserta"), "Siti Aminah"),
    "nomor": Placeholder(_("nomor pendaftaran"), "G2-2026-00042"),
    "gelombang": Placeholder(_("nama gelombang"), "Gelombang 2 Tahun 2026"),
    "balai": Placeholder(_("nama balai"), "UPTD Pelatihan Kerja Contoh"),
    "tautan": Placeholder(_("tautan ke halaman pendaftaran"), "https://portal.contoh.id/perjalanan/42/"),
    "program": Placeholder(_("nama program"), "Las SMAW 3G"),
    "kelas": Placeholder(_("nama kelas"), "SMAW A"),
    "mulai": Placeholder(_("hari pertama kelas"), "3 Agustus 2026"),
    "batas": Placeholder(_("batas waktu, tanpa kata WIB"), "31 Juli 2026, 16.00"),
    "diperbaiki": Placeholder(_("bagian data yang diperbaiki"), _("nama lengkap, tanggal lahir")),
    "alasan": Placeholder(_("alasan yang ditulis petugas"), "foto KTP belum terbaca"),
    "urutan": Placeholder(_("nomor urut di daftar cadangan"), "7"),
    "wali": Placeholder(_("nama orang tua atau wali"), "Ibu Aminah"),
    "bagian": Placeholder(_("tes tertulis atau wawancara"), _("Tes tertulis")),
    "waktu": Placeholder(_("hari dan jam tes, tanpa kata WIB"), _("Senin, 3 Agustus 2026, 08.00")),
    "tempat": Placeholder(_("ruang atau alamat tes"), "Aula Utama"),
    "bawa": Placeholder(_("yang dibawa"), _("KTP atau KK, dan alat tulis")),
    "sisa": Placeholder(_("sisa waktu: hari ini, besok, atau 2 hari lagi"), _("2 hari lagi")),
}
LEFT = ("batas", "sisa")
OF_SITTING = ("bagian", "waktu", "tempat", "bawa")
OF_LETTER = {
    "perihal": Placeholder(_("perihal yang ditulis petugas"), _("Perubahan jam masuk")),
    "isi": Placeholder(_("isi yang ditulis petugas"), _("Mulai Senin kelas dimulai pukul 08.00.")),
}
LINK_OF_GUARDIAN = Placeholder(_("tautan ke halaman orang tua atau wali"), "https://portal.contoh.id/wali/42-0f1e2d/")
LINK_OF_REMINDER = Placeholder(_("tautan ke halaman pengingat"), "https://portal.contoh.id/ingatkan-saya/42-0f1e2d/")
LINK_OF_PROGRAM = Placeholder(_("tautan ke halaman program"), "https://portal.contoh.id/program/42/")
ALWAYS = ("nama", "nomor", "gelombang", "balai", "tautan")


def _event(name, title, *more, needed=("tautan",)):
    placeholders = {each: WORDS[each] for each in (*ALWAYS, *more)}
    return Event(f"enrollment/{name}", title, placeholders, frozenset(needed))


def _about_data(name, title, *more):
    words = {each: WORDS[each] for each in ("nama", "balai", *more)}
    words["tautan"] = Placeholder(_("tautan ke halaman Data saya"), "https://portal.contoh.id/data-saya/")
    return Event(f"enrollment/{name}", title, words, frozenset({"tautan"}))


EVENTS = (
    _event("submitted", _("Pendaftaran diterima"), needed=("tautan", "nomor")),
    _event("seat_held", _("Mendapat kursi sementara"), "program", "batas", needed=("tautan", "batas")),
    _event("queued", _("Masuk daftar cadangan saat mendaftar"), "program", "urutan", needed=("tautan", "urutan")),
    _event("returned", _("Perlu diperbaiki"), "alasan", "batas", needed=("tautan", "alasan", "batas")),
    _event(
        "papers_again",
        _("Berkas kursi sementara diminta lagi"),
        "alasan",
        "batas",
        needed=("tautan", "alasan", "batas"),
    ),
    _event("resubmitted", _("Perbaikan diterima")),
    _event("lapsed_returned", _("Batas perbaikan terlewat")),
    _event("verified", _("Berkas lolos")),
    _event("seat_confirmed", _("Berkas lolos, kursi pasti"), "program", "batas", needed=("tautan", "batas")),
    _event("ineligible", _("Tidak memenuhi syarat"), "alasan", needed=("tautan", "alasan")),
    _event("appointment_new", _("Jadwal tes atau wawancara"), *OF_SITTING, needed=("tautan", "waktu", "tempat")),
    _event("appointment_moved", _("Jadwal tes berubah"), *OF_SITTING, needed=("tautan", "waktu", "tempat")),
    _event(
        "appointment_cancelled",
        _("Jadwal tes dibatalkan"),
        "bagian",
        "waktu",
        "alasan",
        needed=("tautan", "waktu", "alasan"),
    ),
    _event("appointment_choose", _("Diminta memilih jadwal tes"), "bagian"),
    _event("no_show", _("Tidak hadir tes")),
    _event("no_show_undone", _("Catatan tidak hadir dibatalkan")),
    _event("accepted", _("Hasil seleksi: diterima"), "program", "batas", needed=("tautan", "batas")),
    _event("reserve", _("Hasil seleksi: cadangan")),
    _event("not_selected", _("Hasil seleksi: belum terpilih")),
    _event("promoted", _("Cadangan mendapat kursi"), "program", "batas", needed=("tautan", "batas")),
    _event(
        "promoted_provisional",
        _("Cadangan mendapat kursi sementara"),
        "program",
        "batas",
        needed=("tautan", "batas"),
    ),
    _event(
        "appeal_granted",
        _("Sanggahan diterima, mendapat kursi"),
        "program",
        "batas",
        "alasan",
        needed=("tautan", "batas"),
    ),
    _event("appeal_queued", _("Sanggahan diterima, cadangan pertama"), "program", "alasan"),
    _event("appeal_received", _("Sanggahan kami terima"), "program", "batas", needed=("tautan", "batas")),
    _event("appeal_declined", _("Sanggahan tidak diterima"), "program", "alasan", needed=("tautan", "alasan")),
    _event(
        "queue_moved",
        _("Urutan cadangan diubah petugas"),
        "program",
        "urutan",
        "alasan",
        needed=("tautan", "urutan", "alasan"),
    ),
    _event(
        "postponed",
        _("Program ditunda"),
        "program",
        "alasan",
        "batas",
        needed=("tautan", "alasan", "batas"),
    ),
    _event("choice_called_off", _("Satu pilihan ditunda atau dibatalkan"), "program", "alasan"),
    _event("carried_seat", _("Tempat dipindahkan: mendapat kursi"), "program", "batas", needed=("tautan", "batas")),
    _event("carried_queue", _("Tempat dipindahkan: cadangan"), "program"),
    _event("carried_on", _("Pendaftaran dipindahkan"), "program"),
    _event("carry_impossible", _("Tempat tidak bisa dipindahkan"), "program", "alasan", needed=("tautan", "alasan")),
    _event("lapsed", _("Batas daftar ulang terlewat")),
    _event("seat_lapsed", _("Kursi sementara berakhir")),
    _event("queue_closed", _("Masa cadangan berakhir")),
    _event("confirmed", _("Daftar ulang berhasil"), "kelas", "mulai"),
    _event("enrolled", _("Kelas dimulai"), "kelas"),
    _event("withdrawn", _("Mengundurkan diri")),
    _event("left", _("Keluar dari pelatihan")),
    _event("cancelled", _("Dibatalkan balai"), "alasan", needed=("tautan", "alasan")),
    _event("dismissed", _("Keikutsertaan dihentikan"), "alasan", needed=("tautan", "alasan")),
    _about_data("request_received", _("Permintaan tentang data diterima"), "batas"),
    _about_data("request_answered", _("Permintaan tentang data dijawab")),
    _about_data("data_corrected", _("Data diri diperbaiki petugas"), "diperbaiki"),
    Event(
        "enrollment/guardian_asked",
        _("Orang tua atau wali diminta menyetujui"),
        {name: WORDS[name] for name in ("wali", "nama", "program", "balai", "batas")} | {"tautan": LINK_OF_GUARDIAN},
        frozenset({"tautan", "nama", "batas"}),
    ),
    _event("guardian_agreed", _("Orang tua atau wali menyetujui"), "wali"),
    _event("guardian_declined", _("Orang tua atau wali belum menyetujui"), "wali"),
    _event("guardian_withdrew", _("Orang tua atau wali menarik persetujuan"), "wali"),
    _event("remind_returned", _("Pengingat: perbaiki berkas"), *LEFT, "alasan", needed=("tautan", "batas")),
    _event("remind_accepted", _("Pengingat: daftar ulang"), *LEFT, "program", needed=("tautan", "batas")),
    _event("remind_provisional", _("Pengingat: lengkapi berkas"), *LEFT, "program", needed=("tautan", "batas")),
    _event("remind_draft", _("Pengingat: draf belum dikirim"), *LEFT, "program", needed=("tautan", "batas")),
    Event(
        "enrollment/remind_guardian",
        _("Pengingat kepada orang tua atau wali"),
        {name: WORDS[name] for name in ("wali", "nama", "program", "balai", *LEFT)} | {"tautan": LINK_OF_GUARDIAN},
        frozenset({"tautan", "nama", "batas"}),
    ),
    _event(
        "remind_appointment",
        _("Pengingat: jawab jadwal tes"),
        *OF_SITTING,
        "sisa",
        needed=("tautan", "waktu", "tempat"),
    ),
    _event("remind_coming", _("Pengingat: tes besok"), *OF_SITTING, "sisa", needed=("tautan", "waktu", "tempat")),
    Event(
        "enrollment/reminder_asked",
        _("Pengingat diminta, belum dipastikan"),
        {"program": WORDS["program"], "tautan": LINK_OF_REMINDER},
        frozenset({"tautan"}),
    ),
    Event(
        "enrollment/reminder_due",
        _("Pengingat yang diminta"),
        {"program": WORDS["program"], "gelombang": WORDS["gelombang"], "tautan": LINK_OF_PROGRAM}
        | {"berhenti": LINK_OF_REMINDER},
        frozenset({"tautan", "berhenti"}),
    ),
    Event(
        "enrollment/letter",
        _("Surat petugas kepada sekelompok peserta"),
        {name: WORDS[name] for name in ("nama", "gelombang", "balai", "tautan")} | OF_LETTER,
        frozenset({"isi"}),
    ),
    Event(
        "enrollment/identity_claimed",
        _("Identitas dipakai pendaftaran lain"),
        {name: WORDS[name] for name in ("nama", "balai")},
    ),
)
