"""What became of a message, in the words of somebody who is not a mail server."""

import re

from django.utils.translation import gettext_lazy as _

from notifications.workflow import State

TONES = {
    State.WAITING: "waiting",
    State.SENDING: "waiting",
    State.FAILED: "waiting",
    State.SENT: "success",
    State.DEAD: "danger",
    State.BOUNCED: "danger",
}
APPROVAL_TONES = {"approved": "success", "pending": "waiting", "rejected": "danger", "paused": "danger"}
REASONS = (  # the first pattern that is found in what the other side said
    (r"^no_address", _("Tidak ada alamat e-mail atau nomor WhatsApp yang bisa dipakai.")),
    (r"^lease_lost", _("Pengiriman berkali-kali terhenti di tengah jalan. Beri tahu pengelola.")),
    (r"^not_configured", _("Saluran ini tidak dipasang.")),
    (r"^no_approved_template|^13200[17]|^13201[56]", _("WhatsApp belum menyetujui teks pesan ini.")),
    (r"^13102[16]|^131030", _("Nomor ini tidak bisa menerima WhatsApp.")),
    (r"^131049|^131056|^130429", _("WhatsApp sedang membatasi jumlah pesan.")),
    (r"\b[45]\.2\.2\b|\b552\b|mailbox full|over ?quota", _("Kotak surat penerima penuh.")),
    (r"\b5\.7\.|\bspam\b|\b554\b", _("Server penerima menolak isi atau pengirimnya.")),
    (r"\b5\.1\.|\b55[013]\b|no such user|user unknown", _("Alamat tidak dikenal oleh server penerima.")),
    (r"\b4\d\d\b|\b4\.\d\.\d\b", _("Server penerima meminta kami mencoba lagi nanti.")),
    (r"Timeout|Connect|Disconnected|Reset|gaierror|channel_down", _("Server pengirim sedang tidak bisa dihubungi.")),
)
UNKNOWN = _("Server menolak dengan alasan lain.")


def reason(message):
    """Why it did not leave or did not arrive, in a sentence; "" if nothing went wrong."""
    if not message.last_error:
        return ""
    return next(
        (words for pattern, words in REASONS if re.search(pattern, message.last_error, re.IGNORECASE)), UNKNOWN
    )


def tone(message):
    return TONES.get(message.state, "neutral")


def state(message):
    """What left is told by what its receipts say."""
    if message.state == State.SENT and message.read_at:
        return _("Dibaca")
    if message.state == State.SENT and message.delivered_at:
        return _("Sampai")
    return message.get_state_display()
