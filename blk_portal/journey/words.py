"""What each move is called on the person's own timeline, and what a status means to them. Words only."""

from django.utils.translation import gettext_lazy as _

from enrollment.models import QueueStep
from enrollment.workflow import EnrollmentStatus, Status

DONE, PROBLEM = "done", "problem"
YOU, OFFICER, CENTER = _("Anda"), _("Petugas"), _("Balai")  # who acts

# action of the trail → (title, how it looks, whether its note was written for the person to read)
MOVES = {
    "application.enter": (_("Diinput petugas di loket, bersama Anda"), DONE, False),
    "application.called": (_("Petugas menelepon karena batas waktunya dekat"), DONE, False),
    "application.submit": (_("Pendaftaran dikirim"), DONE, False),
    "application.submit_to_seat": (_("Pendaftaran dikirim; satu kursi disimpan untuk Anda"), DONE, False),
    "application.submit_to_queue": (_("Pendaftaran dikirim; kursi penuh, Anda masuk cadangan"), DONE, False),
    "application.return": (_("Petugas meminta perbaikan"), DONE, True),
    "application.ask_again": (_("Petugas meminta berkas sekali lagi"), DONE, True),
    "application.resubmit": (_("Perbaikan dikirim"), DONE, False),
    "application.verify": (_("Berkas lolos pemeriksaan"), DONE, False),
    "application.verify_seat": (_("Berkas lolos; kursi menjadi milik Anda"), DONE, False),
    "application.reopen": (_("Berkas diperiksa sekali lagi"), DONE, False),
    "application.refuse": (_("Belum memenuhi syarat"), PROBLEM, True),
    "application.miss_test": (_("Tidak tercatat hadir pada tes"), PROBLEM, False),
    "application.undo_miss_test": (_("Catatan tidak hadir dibatalkan; pendaftaran dilanjutkan"), DONE, False),
    "application.publish_accepted": (_("Hasil diumumkan: Anda diterima"), DONE, False),
    "application.publish_reserve": (_("Hasil diumumkan: Anda masuk cadangan"), DONE, False),
    "application.publish_not_selected": (_("Hasil diumumkan: belum terpilih"), PROBLEM, False),
    "application.offer": (_("Ada kursi kosong: giliran Anda"), DONE, True),
    "application.offer_seat": (_("Ada kursi kosong: giliran Anda"), DONE, True),
    "application.close_queue": (_("Masa cadangan berakhir"), PROBLEM, False),
    "application.confirm": (_("Daftar ulang berhasil"), DONE, False),
    "application.lapse_returned": (_("Batas waktu perbaikan terlewat"), PROBLEM, False),
    "application.lapse": (_("Batas waktu terlewat; dianggap mengundurkan diri"), PROBLEM, False),
    "application.leave": (_("Keluar dari pelatihan"), PROBLEM, False),
    "application.appeal_to_seat": (_("Sanggahan diterima: Anda mendapat kursi"), DONE, True),
    "application.appeal_to_queue": (_("Sanggahan diterima: Anda di urutan pertama cadangan"), DONE, True),
    "application.appeal_filed": (_("Sanggahan Anda kami terima"), DONE, False),
    "application.appeal_declined": (_("Sanggahan dijawab: hasil tetap"), PROBLEM, True),
    "application.reordered": (_("Urutan cadangan Anda diubah petugas"), DONE, True),
    "application.carried": (_("Tempat dipindahkan dari gelombang sebelumnya"), DONE, False),
    "application.withdraw": (_("Mengundurkan diri"), PROBLEM, False),
    "application.cancel_by_centre": (_("Dibatalkan oleh balai"), PROBLEM, True),
    "application.import_history": (_("Dicatat dari arsip balai"), DONE, False),
    "application.link_claim": (_("Identitas dicocokkan oleh petugas"), DONE, False),
    "application.guardian_asked": (_("Tautan persetujuan dikirim kepada orang tua atau wali"), DONE, False),
    "application.guardian_agreed": (_("Orang tua atau wali menyetujui"), DONE, False),
    "application.guardian_declined": (_("Orang tua atau wali belum menyetujui"), DONE, False),
    "application.guardian_withdrew": (_("Orang tua atau wali menarik persetujuannya"), DONE, False),
    "appointment.book": (_("jadwal ditetapkan"), DONE, False),
    "appointment.move": (_("jadwal diganti"), DONE, False),
    "appointment.accept": (_("Anda menyatakan akan datang"), DONE, False),
    "appointment.decline": (_("Anda meminta jadwal lain"), DONE, False),
    "appointment.cancel": (_("jadwal dibatalkan"), DONE, True),
    "appointment.check_in": (_("Anda tercatat hadir"), DONE, False),
    "appointment.undo_check_in": (_("catatan kehadiran dibatalkan petugas"), DONE, False),
    "appointment.mark_absent": (_("tidak tercatat hadir"), PROBLEM, False),
    "appointment.restore": (_("jadwal dikembalikan"), DONE, False),
    "enrollment.begin": (_("Menjadi peserta kelas"), DONE, False),
    "enrollment.settle": (_("Hasil akhir pelatihan"), DONE, False),
    "enrollment.complete": (_("Pelatihan selesai"), DONE, False),
    "enrollment.withdraw": (_("Berhenti dari kelas"), PROBLEM, False),
    "enrollment.dismiss": (_("Keikutsertaan dihentikan"), PROBLEM, True),
    "enrollment.replace": (_("Digantikan cadangan"), PROBLEM, False),
    "enrollment.stop": (_("Kelas dihentikan oleh balai"), PROBLEM, True),
    "bnsprecord.state": (_("sertifikat kompetensi (BNSP)"), DONE, False),
}

TONES = {
    Status.DRAFT: "neutral",
    Status.SUBMITTED: "info",
    Status.RETURNED: "waiting",
    Status.VERIFIED: "success",
    Status.PROVISIONAL: "waiting",
    Status.ACCEPTED: "success",
    Status.RESERVE: "info",
    Status.CONFIRMED: "success",
    Status.INELIGIBLE: "danger",
    Status.NO_SHOW: "danger",
    Status.LAPSED: "danger",
    EnrollmentStatus.ACTIVE: "success",
    EnrollmentStatus.COMPLETED: "success",
}

ENROLLED = {
    EnrollmentStatus.ACTIVE: _("Sedang pelatihan"),
    EnrollmentStatus.COMPLETED: _("Selesai pelatihan"),
    EnrollmentStatus.WITHDRAWN: _("Berhenti dari kelas"),
    EnrollmentStatus.DISMISSED: _("Keikutsertaan dihentikan"),
    EnrollmentStatus.REPLACED: _("Digantikan cadangan"),
    EnrollmentStatus.STOPPED: _("Kelas dihentikan balai"),
}

# What giving up means, by where one stands.
WITHDRAWING = {
    Status.ACCEPTED: _("Kursi Anda langsung diberikan kepada cadangan dan tidak bisa diminta kembali."),
    Status.PROVISIONAL: _("Kursi yang disimpan untuk Anda langsung diberikan kepada orang lain."),
    Status.CONFIRMED: _("Kursi Anda langsung diberikan kepada cadangan dan tidak bisa diminta kembali."),
    Status.RESERVE: _("Anda keluar dari daftar cadangan dan urutan Anda diisi orang berikutnya."),
}
WITHDRAWING_EARLY = _("Pendaftaran ini berhenti diproses.")

C = QueueStep.Cause
MOVED = {  # why one's place in line changed: one person, and several at once. Nobody is named.
    C.SEAT: (_("satu orang di depan Anda mendapat kursi"), _("%(count)d orang di depan Anda mendapat kursi")),
    C.ELSEWHERE: (
        _("satu orang di depan Anda diterima di program lain"),
        _("%(count)d orang di depan Anda diterima di program lain"),
    ),
    C.WITHDREW: (
        _("satu orang di depan Anda mengundurkan diri"),
        _("%(count)d orang di depan Anda mengundurkan diri"),
    ),
    C.CANCELLED: (
        _("pendaftaran satu orang di depan Anda dibatalkan"),
        _("pendaftaran %(count)d orang di depan Anda dibatalkan"),
    ),
    C.CLOSED: (
        _("masa cadangan satu orang di depan Anda berakhir"),
        _("masa cadangan %(count)d orang di depan Anda berakhir"),
    ),
    C.CALLED_OFF: (
        _("program ini ditunda atau dibatalkan untuk satu orang di depan Anda"),
        _("program ini ditunda atau dibatalkan untuk %(count)d orang di depan Anda"),
    ),
    C.ORDER: (_("petugas mengubah urutan: %(reason)s"), _("petugas mengubah urutan: %(reason)s")),
    C.APPEAL: (
        _("sanggahan seseorang diterima, dan ia mendapat urutan pertama"),
        _("sanggahan %(count)d orang diterima, dan mereka mendapat urutan terdepan"),
    ),
}
