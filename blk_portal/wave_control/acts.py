"""What one may do to a whole wave, in the order in which a wave lives."""

from dataclasses import dataclass

from django.contrib import messages
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from blk_portal.wave_control import blockers
from blk_portal.wave_control.blockers import ranking_of
from cohorts import opening
from cohorts import transitions as offered
from enrollment import transitions
from enrollment.forms_desk import ConfirmForm, NoteForm
from jobs import queue

RESULTS = "enrollment.ranking"


@dataclass(frozen=True, slots=True)
class WaveAct:
    """What one may do to a whole wave. `blocked` answers the Blockers that stand against it, or none."""

    name: str
    label: str
    text: str
    row: tuple  # of the role table
    run: object
    blocked: object
    form: type = ConfirmForm
    danger: bool = False


def _open(request, wave):
    count = offered.open_wave(wave, by=request.actor)
    messages.success(request, _("%(count)d program dibuka.") % {"count": count})


def _plan(request, wave):
    planned, refusals = opening.plan_wave_sessions(wave, by=request.actor)
    messages.success(request, _("Jadwal %(count)d kelas dibuat.") % {"count": planned})
    for cohort, why in refusals:
        messages.warning(request, f"{cohort}: {why}")


def _lock(request, wave):
    count = transitions.lock_policies(wave, by=request.actor)
    messages.success(request, _("Aturan seleksi %(count)d program dikunci.") % {"count": count})


def _propose(request, wave):
    ranking = transitions.propose(wave, by=request.actor)
    messages.success(request, _("Hasil diajukan kepada kepala: %(count)d baris.") % {"count": ranking.rows.count()})
    return reverse("admin:wave_results", args=[wave.pk])


def _retract(request, wave, note=""):
    transitions.retract(ranking_of(wave), by=request.actor, note=note)
    messages.success(request, _("Usulan ditarik. Nilai bisa diubah lagi."))


def _publish(request, wave):
    """620 people take seconds, so this is a job; a second press finds the first one's."""
    ranking = ranking_of(wave)
    title = _("Umumkan hasil %(wave)s") % {"wave": wave}
    key = f"publish_ranking:{ranking.pk}"
    job = queue.start("publish_ranking", title=title, params={"ranking": ranking.pk}, by=request.actor, dedupe_key=key)
    return job.get_absolute_url()


ACTS = (
    WaveAct(
        "jadwal",
        gettext_lazy("Buat jadwal semua kelas"),
        gettext_lazy("JP setiap program dibagi ke hari kerja sejak kelas mulai; hari libur dilewati."),
        ("cohorts.cohort", "plan_sessions"),
        _plan,
        blockers.against_planning,
    ),
    WaveAct(
        "buka",
        gettext_lazy("Buka pendaftaran"),
        gettext_lazy("Semua program yang masih rencana tampil di katalog dan menerima pendaftaran sesuai tanggalnya."),
        ("cohorts.wave", "open"),
        _open,
        blockers.against_opening,
    ),
    WaveAct(
        "kunci",
        gettext_lazy("Kunci aturan seleksi"),
        gettext_lazy(
            "Bobot, nilai minimal, urutan bila nilai sama, dan benih undian setiap program ditetapkan. Sesudah ini "
            "hanya kepala yang bisa mengubahnya, dengan alasan yang dibaca semua orang."
        ),
        ("enrollment.selectionpolicy", "lock"),
        _lock,
        blockers.against_locking,
    ),
    WaveAct(
        "ajukan",
        gettext_lazy("Ajukan hasil"),
        gettext_lazy("Peringkat dihitung dan disimpan. Belum ada yang diberi tahu sampai kepala mengumumkannya."),
        (RESULTS, "propose"),
        _propose,
        blockers.against_proposing,
    ),
    WaveAct(
        "tarik",
        gettext_lazy("Tarik usulan"),
        gettext_lazy("Usulan kembali menjadi draf, sehingga nilai dan berkas bisa diubah lagi."),
        (RESULTS, "retract"),
        _retract,
        blockers.against_deciding,
        form=NoteForm,
    ),
    WaveAct(
        "umumkan",
        gettext_lazy("Umumkan hasil"),
        gettext_lazy("Semua peserta gelombang ini diberi tahu sekarang juga. Hasil tidak bisa diubah lagi."),
        (RESULTS, "publish"),
        _publish,
        blockers.against_deciding,
        danger=True,
    ),
)
