"""The one thing to do next, or to wait for, and until when. One small function a status."""

from dataclasses import dataclass
from datetime import date, datetime

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from enrollment.workflow import EnrollmentStatus, Status


@dataclass(frozen=True, slots=True)
class NextStep:
    """`by` is a deadline to keep, `on` a day to expect; `url` is there when there is something to press."""

    title: str
    text: str = ""
    by: datetime | None = None
    on: date | None = None
    url: str = ""
    url_label: str = ""


def next_step(application, enrollment=None):
    return STEPS[application.status](application, enrollment)


def _draft(application, enrollment):
    return NextStep(
        _("Lengkapi dan kirim pendaftaran"),
        _("Isian Anda tersimpan. Yang belum dikirim belum kami proses."),
        by=application.wave.closes_at,
        url=reverse("application", args=[application.pk]),
        url_label=_("Lanjutkan mengisi"),
    )


def _awaits_guardian(application):
    """A minor's application whose guardian has not agreed, or has taken it back."""
    return application.consented_at is None and application.trainee.is_minor(timezone.localdate())


def _ask_guardian(application):
    return NextStep(
        _("Minta persetujuan orang tua atau wali"),
        _("Anda belum 18 tahun. Petugas baru dapat meloloskan berkas sesudah orang tua atau wali menyetujui."),
        by=application.answer_by,
        url=reverse("application_step", args=[application.pk, "wali"]),
        url_label=_("Lihat persetujuan"),
    )


def _submitted(application, enrollment):
    if _awaits_guardian(application):
        return _ask_guardian(application)
    return NextStep(
        _("Petugas memeriksa berkas Anda"),
        _("Tidak ada yang perlu Anda lakukan sekarang. Kami mengirim kabar begitu selesai."),
    )


def _returned(application, enrollment):
    return NextStep(
        _("Perbaiki, lalu kirim ulang"),
        application.reason,
        by=application.fix_by,
        url=reverse("application_check", args=[application.pk]),
        url_label=_("Perbaiki sekarang"),
    )


def _verified(application, enrollment):
    return NextStep(
        _("Ikuti tes dan wawancara"),
        _("Balai mengabarkan waktu dan tempatnya. Tidak hadir berarti gugur. Hasil diumumkan pada tanggal ini."),
        on=application.wave.announce_on,
    )


def _provisional(application, enrollment):
    if _awaits_guardian(application):
        return _ask_guardian(application)
    return NextStep(
        _("Petugas memeriksa berkas Anda"),
        _("Kursi disimpan untuk Anda dan menjadi milik Anda begitu berkas lolos. Pastikan semua foto jelas."),
        by=application.answer_by,
        url=reverse("application_step", args=[application.pk, "berkas"]),
        url_label=_("Lihat atau ganti berkas"),
    )


def _accepted(application, enrollment):
    return NextStep(
        _("Daftar ulang"),
        _("Kursi disimpan untuk Anda sampai batas waktu ini. Sesudahnya kursi diberikan kepada cadangan."),
        by=application.answer_by,
        url=reverse("journey:confirm", args=[application.pk]),
        url_label=_("Daftar ulang"),
    )


def _reserve(application, enrollment):
    return NextStep(
        _("Tunggu giliran"),
        _("Bila ada kursi kosong sesuai urutan, kami langsung memberi kabar. Paling akhir pada tanggal ini."),
        on=application.wave.promote_until,
    )


def _confirmed(application, enrollment):
    if enrollment is None:
        return NextStep(
            _("Datang pada hari pertama"),
            _("Bawa KTP atau KK asli dan alat tulis."),
            on=application.seat.cohort.starts_on if application.seat else application.wave.starts_on,
        )
    if enrollment.status == EnrollmentStatus.ACTIVE:
        return NextStep(
            _("Ikuti pelatihan sampai selesai"),
            _("Jadwal dan kehadiran Anda ada di halaman ini."),
            on=enrollment.cohort.ends_on,
        )
    return _over(application, enrollment)


def _over(application, enrollment):
    return NextStep(
        _("Lihat program berikutnya"),
        _("Data Anda tersimpan, jadi mendaftar lagi hanya perlu memeriksanya."),
        url=reverse("catalogue"),
        url_label=_("Lihat program"),
    )


STEPS = dict.fromkeys(Status, _over) | {
    Status.DRAFT: _draft,
    Status.SUBMITTED: _submitted,
    Status.RETURNED: _returned,
    Status.VERIFIED: _verified,
    Status.PROVISIONAL: _provisional,
    Status.ACCEPTED: _accepted,
    Status.RESERVE: _reserve,
    Status.CONFIRMED: _confirmed,
}
