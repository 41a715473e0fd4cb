"""The life of a long job. Machinery like the outbox: what the job does to people goes through their own transitions.

queued ─claim→ running ─last item→ done            running ─a worker died, lease over─claim→ running
               running ─cannot be carried out→ failed
queued | running ─cancel, seen between two items→ cancelled
"""

from django.db import models
from django.utils.translation import gettext_lazy as _


class State(models.TextChoices):
    QUEUED = "queued", _("Menunggu giliran")
    RUNNING = "running", _("Sedang berjalan")
    DONE = "done", _("Selesai")
    FAILED = "failed", _("Terhenti")
    CANCELLED = "cancelled", _("Dibatalkan")


class Outcome(models.TextChoices):
    DONE = "done", _("Berhasil")
    SKIPPED = "skipped", _("Dilewati")
    FAILED = "failed", _("Bermasalah")


LIVE = frozenset({State.QUEUED, State.RUNNING})
TONES = {
    State.QUEUED: "neutral",
    State.RUNNING: "waiting",
    State.DONE: "success",
    State.FAILED: "danger",
    State.CANCELLED: "info",
}
OVER = frozenset({State.DONE, State.FAILED, State.CANCELLED})
