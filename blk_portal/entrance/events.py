"""What is written to a phone about an account. E-mails about it are allauth's, in the portal's words."""

from django.utils.translation import gettext_lazy as _

from notifications.events import Event, Placeholder

CODE = "entrance/code"
KNOWN = "entrance/known"
UNKNOWN = "entrance/unknown"
LINK = Placeholder(_("tautan ke halaman portal"), "https://portal.contoh.id/akun/login/")
EVENTS = (
    Event(
        CODE,
        _("Kode untuk nomor ponsel"),
        {"kode": Placeholder(_("kode"), "1234-5678")},
        frozenset({"kode"}),
        minutes=15,
    ),
    Event(KNOWN, _("Nomor ponsel sudah punya akun"), {"tautan": LINK}, frozenset({"tautan"})),
    Event(UNKNOWN, _("Nomor ponsel belum punya akun"), {"tautan": LINK}, frozenset({"tautan"})),
)
