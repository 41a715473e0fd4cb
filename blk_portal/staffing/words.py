"""The role table in plain words, for a head who must know who may do what. Nothing here decides anything.

Names of models and labels of moves come from the pages that use them; what has no label there is said here.
"""

from django.apps import apps
from django.contrib import admin
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from centers.roles import TABLE

ACTIONS = {
    "view": _("melihat"),
    "add": _("menambah"),
    "change": _("mengubah"),
    "delete": _("menghapus"),
}
MOVES = {  # moves whose button stands on a page of its own
    ("centers.invitation", "resend"): _("mengirim ulang"),
    ("centers.invitation", "withdraw"): _("mencabut"),
    ("accounts.user", "reset_factor"): _("mengatur ulang langkah kedua"),
    ("accounts.user", "leave"): _("memberhentikan"),
    ("notifications.messagetext", "write"): _("menulis"),
    ("notifications.whatsapptemplate", "submit"): _("mengajukan"),
    ("notifications.outboxmessage", "resend"): _("mengirim ulang"),
    ("trainees.document", "show"): _("membuka gambar"),
    ("trainees.trainee", "show_nik"): _("membuka NIK lengkap"),
    ("trainees.trainee", "export_nik"): _("mengekspor NIK lengkap"),
    ("trainees.trainee", "tell_apart"): _("menyatakan bukan orang yang sama"),
    ("enrollment.selectionpolicy", "lock"): _("mengunci aturan seleksi"),
    ("enrollment.ranking", "simulate"): _("mencoba aturan seleksi lain tanpa menyimpan"),
    ("enrollment.ranking", "propose"): _("mengajukan hasil"),
    ("enrollment.ranking", "retract"): _("menarik kembali hasil"),
    ("enrollment.ranking", "publish"): _("mengumumkan hasil"),
    ("cohorts.cohort", "complete"): _("menyatakan selesai"),
    ("cohorts.wave", "close"): _("menutup pendaftaran"),
    ("cohorts.offering", "postpone"): _("menunda program yang kurang peserta"),
    ("cohorts.offering", "cancel"): _("membatalkan program yang kurang peserta"),
    ("enrollment.application", "call"): _("mencatat hasil telepon"),
    ("enrollment.sitting", "assign"): _("membagikan jadwal tes dan wawancara"),
    ("enrollment.choice", "reorder"): _("mengubah urutan cadangan"),
    ("certification.certificate", "issue"): _("menerbitkan"),
    ("certification.certificate", "download"): _("mengunduh"),
}
ONLY_SEEN = _("Hanya melihat")
PAGES = {
    "desk": _("membuka meja kerja"),
    "wave_control": _("membuka kendali gelombang"),
    "teaching": _("mencatat kehadiran dan hasil kelas sendiri"),
    "jobs": _("melihat pekerjaan balai"),
    "write_to_people": _("menulis pesan kepada peserta"),
    "channels": _("memeriksa saluran pesan dan mengirim uji coba"),
    "person_file": _("mencari orang dan membuka lembarnya"),
    "export": _("mengekspor daftar ke Excel"),
    "counter": _("mendaftarkan orang yang hadir di loket"),
    "seat_queue": _("membuka antrean kursi sebuah program"),
    "import": _("mengimpor peserta"),
    "reports": _("membuka laporan"),
    "person_history": _("membuka riwayat seseorang"),
    "retention": _("membuka jadwal retensi"),
    "invite": _("mengundang pegawai"),
    "invite_superuser": _("mengundang pengelola sistem"),
    "review": _("membuka daftar kewenangan"),
    "confirm_review": _("menyatakan daftar kewenangan sudah ditinjau"),
}


def what_may(role):
    """[(of what, [acts])], in the order of the table; pages come first, what is only looked at in one line last."""
    said = {}
    for (what, action), roles in TABLE.items():
        if role == "superuser" or role in roles:
            said.setdefault(_name(what), []).append(_act(what, action))
    pages = said.pop(_name("page"), [])
    seen = [name for name, acts in said.items() if acts == [ACTIONS["view"]]]
    lines = [(_name("page"), pages), *((name, acts) for name, acts in said.items() if name not in seen)]
    return [line for line in [*lines, (str(ONLY_SEEN), seen)] if line[1]]


def _name(what):
    """Eager: a lazy text would be another key each time."""
    if what == "page":
        return str(_("Halaman"))
    return str(capfirst(_model(what)._meta.verbose_name))


def _act(what, action):
    if what == "page":
        return PAGES.get(action, action)
    return ACTIONS.get(action) or MOVES.get((what, action)) or _label(what, action) or action


def _label(what, action):
    """What the button says; the sentence around it begins in lower case."""
    page = admin.site._registry.get(_model(what))
    label = next((str(move.label) for move in page.moves if move.name == action), "") if page else ""
    return label[:1].lower() + label[1:]


def _model(what):
    return apps.get_model(what)
