"""What comes of a training, as messages tell it: the events, and the values their texts may use."""

from django.utils.translation import gettext_lazy as _

from enrollment.events import WORDS as OF_ENROLLMENT
from notifications.events import Event, Placeholder

WORDS = {
    **{name: OF_ENROLLMENT[name] for name in ("nama", "program", "balai", "alasan")},
    "nomor": Placeholder(_("nomor sertifikat"), "500.15/0042/BLK/VIII/2026"),
    "nomor_lama": Placeholder(_("nomor sertifikat yang diganti"), "500.15/0041/BLK/VIII/2026"),
    "tautan": Placeholder(_("tautan untuk mengunduh"), "https://portal.contoh.id/sertifikat/7Q2M/pdf/"),
    "periksa": Placeholder(_("tautan untuk memeriksa keaslian"), "https://portal.contoh.id/v/7Q2M"),
    "skema": Placeholder(_("skema sertifikasi"), "Las SMAW 3G"),
    "lsp": Placeholder(_("nama LSP"), "LSP Logam dan Mesin"),
    "tanggal_uji": Placeholder(_("tanggal uji"), "24 Agustus 2026"),
    "berlaku_sampai": Placeholder(_("akhir masa berlaku"), "24 Agustus 2029"),
}
PAPER = ("nomor", "tautan", "periksa")
TEST = ("skema", "lsp", "tanggal_uji")


def _event(name, title, *more, needed=()):
    placeholders = {each: WORDS[each] for each in ("nama", "program", "balai", *more)}
    return Event(f"certification/{name}", title, placeholders, frozenset(needed))


EVENTS = (
    _event("completed", _("Selesai dengan hasil Kompeten")),
    _event("completed_bk", _("Selesai dengan hasil Belum Kompeten")),
    _event("issued", _("Sertifikat pelatihan terbit"), *PAPER, needed=("nomor", "tautan")),
    _event("issued_statement", _("Surat keterangan terbit"), *PAPER, needed=("nomor", "tautan")),
    _event("replaced", _("Sertifikat diganti"), "nomor_lama", *PAPER, needed=("nomor", "nomor_lama", "tautan")),
    _event("revoked", _("Sertifikat dicabut"), "nomor", "alasan", needed=("nomor", "alasan")),
    _event("bnsp_registered", _("BNSP: terdaftar uji"), *TEST, needed=("skema", "tanggal_uji")),
    _event("bnsp_waiting", _("BNSP: Kompeten, menunggu sertifikat"), *TEST, needed=("skema",)),
    _event("bnsp_issued", _("BNSP: sertifikat terbit"), *TEST, "berlaku_sampai", needed=("skema",)),
    _event("bnsp_not_yet", _("BNSP: Belum Kompeten"), *TEST, needed=("skema",)),
    _event("bnsp_absent", _("BNSP: tidak hadir"), *TEST, needed=("skema",)),
)
