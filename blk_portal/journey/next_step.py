"""The one thing to do next, or to wait for, and until when. One small function a status."""

from dataclasses import dataclass
from datetime import date, datetime

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from blk_portal.journey.meetings import rooms_of, starts_at, taught_in
from blk_portal.journey.words import CENTER, OFFICER, YOU
from enrollment.links import appointment_token, choice_token
from enrollment.models import Score
from enrollment.selectors.appointments import parts_to_choose
from enrollment.workflow import AWAITED, AppointmentStatus, EnrollmentStatus, Status


@dataclass(frozen=True, slots=True)
class NextStep:
    """`who` has to act, nobody once it is over; `url` is there when there is something to press.

    `by` is a deadline to keep, `on` a day to expect, `at` an hour to come.
    """

    title: str
    text: str = ""
    who: str = YOU
    by: datetime | None = None
    on: date | None = None
    at: datetime | None = None
    url: str = ""
    url_label: str = ""

    @property
    def is_yours(self):
        return self.who == YOU


def next_step(application, enrollment=None, appointments=(), meeting=None):
    """`appointments`: those that hold a place, in order of time; `meeting`: the next one of their class."""
    if application.status == Status.VERIFIED:
        return _verified(application, appointments)
    if application.status == Status.CONFIRMED:
        return _confirmed(application, enrollment, meeting)
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
        who=OFFICER,
    )


def _returned(application, enrollment):
    return NextStep(
        _("Perbaiki, lalu kirim ulang"),
        application.reason,
        by=application.fix_by,
        url=reverse("application_check", args=[application.pk]),
        url_label=_("Perbaiki sekarang"),
    )


def _verified(application, appointments):
    """The next hour to come to; or that it will be told; or, once all was done, the day of the results."""
    now = timezone.now()
    ahead = [one for one in appointments if one.status in AWAITED and one.sitting.ends_at > now]
    if ahead:
        return _come(ahead[0])
    if any(one.status == AppointmentStatus.CAME for one in appointments):
        return NextStep(
            _("Tunggu pengumuman hasil"),
            _("Anda sudah mengikuti tes. Hasil diumumkan pada tanggal ini, dan kami mengirim kabar."),
            who=CENTER,
            on=application.wave.announce_on,
        )
    if parts := parts_to_choose(application):
        return NextStep(
            _("Pilih jadwal %(part)s") % {"part": Score.Part(parts[0]).label.lower()},
            _("Tekan waktu yang cocok selagi masih ada tempat. Tidak hadir berarti gugur."),
            url=reverse("journey:choose", args=[choice_token(application, parts[0])]),
            url_label=_("Pilih jadwal"),
        )
    return NextStep(
        _("Ikuti tes dan wawancara"),
        _("Balai mengabarkan waktu dan tempatnya. Tidak hadir berarti gugur. Hasil diumumkan pada tanggal ini."),
        who=CENTER,
        on=application.wave.announce_on,
    )


def _come(appointment):
    sitting = appointment.sitting
    words = {"place": sitting.where, "bring": sitting.bring or _("KTP atau KK, dan alat tulis")}
    return NextStep(
        _("Datang ke %(part)s") % {"part": appointment.get_part_display().lower()},
        _("Tempat: %(place)s. Bawa: %(bring)s. Tidak hadir berarti gugur.") % words,
        at=sitting.starts_at,
        url=reverse("journey:appointment", args=[appointment_token(appointment)]),
        url_label=_("Jawab atau ganti waktu"),
    )


def _provisional(application, enrollment):
    if _awaits_guardian(application):
        return _ask_guardian(application)
    return NextStep(
        _("Petugas memeriksa berkas Anda"),
        _("Kursi disimpan untuk Anda dan menjadi milik Anda begitu berkas lolos. Pastikan semua foto jelas."),
        who=OFFICER,
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
        who=CENTER,
        on=application.wave.promote_until,
    )


def _confirmed(application, enrollment, meeting):
    if enrollment is None:
        return _first_day(application, meeting)
    if enrollment.status != EnrollmentStatus.ACTIVE:
        return _over(application, enrollment)
    if meeting:
        return NextStep(_("Datang ke pertemuan berikutnya"), _where(meeting), at=starts_at(meeting))
    return NextStep(
        _("Tunggu hasil akhir"),
        _("Semua pertemuan yang dijadwalkan sudah lewat. Kami mengirim kabar begitu hasil akhirnya ditetapkan."),
        who=CENTER,
        on=enrollment.cohort.ends_on,
    )


def _first_day(application, meeting):
    bring = _("Bawa KTP atau KK asli dan alat tulis.")
    if meeting:
        return NextStep(_("Datang pada hari pertama"), f"{_where(meeting)} {bring}", at=starts_at(meeting))
    starts = application.seat.cohort.starts_on if application.seat else application.wave.starts_on
    return NextStep(_("Datang pada hari pertama"), bring, on=starts)


def _where(meeting):
    """Its room and what is taught, as far as they are known."""
    known = [(_("Tempat: %(it)s."), rooms_of(meeting)), (_("Materi: %(it)s."), taught_in(meeting))]
    return " ".join(words % {"it": it} for words, it in known if it)


def _over(application, enrollment):
    return NextStep(
        _("Lihat program berikutnya"),
        _("Data Anda tersimpan, jadi mendaftar lagi hanya perlu memeriksanya."),
        who="",
        url=reverse("catalogue"),
        url_label=_("Lihat program"),
    )


STEPS = dict.fromkeys(Status, _over) | {
    Status.DRAFT: _draft,
    Status.SUBMITTED: _submitted,
    Status.RETURNED: _returned,
    Status.PROVISIONAL: _provisional,
    Status.ACCEPTED: _accepted,
    Status.RESERVE: _reserve,
}
