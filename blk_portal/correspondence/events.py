"""What the portal writes of its own accord: the message by which somebody tries a channel."""

from django.utils.translation import gettext_lazy as _

from notifications.events import Event, Placeholder

TEST = "notifications/channel_test"
EVENTS = (
    Event(
        TEST,
        _("Pesan percobaan"),
        {
            "nama": Placeholder(_("nama pegawai"), "Rina Marlina"),
            "portal": Placeholder(_("alamat portal"), "portal.contoh.id"),
            "waktu": Placeholder(_("waktu permintaan, tanpa kata WIB"), "3 Agustus 2026, 09.15"),
        },
    ),
)
