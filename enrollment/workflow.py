"""The life of an application. Read this file first; `transitions` says what each arrow does.

A draft is deleted, never moved. A move has one target: where an act may end in two places it is two moves.
"""

from django.db import models
from django.utils.translation import gettext_lazy as _

from audit.moves import Move


class Status(models.TextChoices):
    DRAFT = "draft", _("Draf")
    SUBMITTED = "submitted", _("Terkirim")
    RETURNED = "returned", _("Perlu diperbaiki")
    VERIFIED = "verified", _("Berkas lolos")
    PROVISIONAL = "provisional", _("Diterima sementara")
    ACCEPTED = "accepted", _("Diterima")
    RESERVE = "reserve", _("Cadangan")
    CONFIRMED = "confirmed", _("Sudah daftar ulang")
    NOT_SELECTED = "not_selected", _("Belum terpilih")
    INELIGIBLE = "ineligible", _("Tidak memenuhi syarat")
    NO_SHOW = "no_show", _("Gugur (tidak hadir)")
    LAPSED = "lapsed", _("Dianggap mengundurkan diri")
    WITHDRAWN = "withdrawn", _("Mengundurkan diri")
    CANCELLED = "cancelled", _("Dibatalkan balai")
    LEFT = "left", _("Keluar dari pelatihan")


S = Status
LIVE = frozenset({S.SUBMITTED, S.RETURNED, S.VERIFIED, S.PROVISIONAL, S.ACCEPTED, S.RESERVE, S.CONFIRMED})
HOLDS_SEAT = frozenset({S.PROVISIONAL, S.ACCEPTED, S.CONFIRMED})
UNDECIDED = frozenset({S.SUBMITTED, S.RETURNED})
FREES_THE_WAVE = frozenset({S.WITHDRAWN, S.CANCELLED})  # only after these may one apply again in the same wave

TONES = {  # of the badge that shows the status
    **dict.fromkeys(HOLDS_SEAT | {Status.VERIFIED}, "success"),
    **dict.fromkeys(UNDECIDED | {Status.PROVISIONAL}, "waiting"),
    Status.RESERVE: "info",
    Status.INELIGIBLE: "danger",
}

SUBMIT = Move("submit", frozenset({S.DRAFT}), S.SUBMITTED, _("Kirim"))
SUBMIT_TO_SEAT = Move("submit_to_seat", frozenset({S.DRAFT}), S.PROVISIONAL)
SUBMIT_TO_QUEUE = Move("submit_to_queue", frozenset({S.DRAFT}), S.RESERVE)
RETURN = Move("return", frozenset({S.SUBMITTED}), S.RETURNED, _("Kembalikan untuk diperbaiki"))
RESUBMIT = Move("resubmit", frozenset({S.RETURNED}), S.SUBMITTED, _("Kirim ulang"))
VERIFY = Move("verify", frozenset({S.SUBMITTED}), S.VERIFIED, _("Berkas lolos"))
VERIFY_SEAT = Move("verify_seat", frozenset({S.PROVISIONAL}), S.ACCEPTED, _("Berkas lolos, kursi tetap"))
REOPEN = Move("reopen", frozenset({S.VERIFIED}), S.SUBMITTED, _("Periksa lagi"))
REFUSE = Move(
    "refuse", frozenset({S.SUBMITTED, S.RETURNED, S.VERIFIED, S.PROVISIONAL}), S.INELIGIBLE, _("Tidak memenuhi syarat")
)
MISS_TEST = Move("miss_test", frozenset({S.VERIFIED}), S.NO_SHOW, _("Tidak hadir tes"))
UNDO_MISS_TEST = Move("undo_miss_test", frozenset({S.NO_SHOW}), S.VERIFIED, _("Batalkan gugur"))
PUBLISH_ACCEPTED = Move("publish_accepted", frozenset({S.VERIFIED}), S.ACCEPTED)
PUBLISH_RESERVE = Move("publish_reserve", frozenset({S.VERIFIED}), S.RESERVE)
PUBLISH_NOT_SELECTED = Move("publish_not_selected", frozenset({S.VERIFIED}), S.NOT_SELECTED)
OFFER = Move("offer", frozenset({S.RESERVE}), S.ACCEPTED)
OFFER_SEAT = Move("offer_seat", frozenset({S.RESERVE}), S.PROVISIONAL)
CLOSE_QUEUE = Move("close_queue", frozenset({S.RESERVE}), S.NOT_SELECTED)
CONFIRM = Move("confirm", frozenset({S.ACCEPTED}), S.CONFIRMED, _("Daftar ulang"))
LAPSE_RETURNED = Move("lapse_returned", frozenset({S.RETURNED}), S.LAPSED)
LAPSE = Move("lapse", frozenset({S.ACCEPTED, S.PROVISIONAL}), S.LAPSED)
LEAVE = Move("leave", frozenset({S.CONFIRMED}), S.LEFT, _("Keluar dari pelatihan"))
APPEAL_TO_SEAT = Move("appeal_to_seat", frozenset({S.NOT_SELECTED, S.RESERVE, S.NO_SHOW}), S.ACCEPTED)
APPEAL_TO_QUEUE = Move("appeal_to_queue", frozenset({S.NOT_SELECTED, S.RESERVE, S.NO_SHOW}), S.RESERVE)
WITHDRAW = Move("withdraw", LIVE, S.WITHDRAWN, _("Undur diri"))
CANCEL_BY_CENTRE = Move("cancel_by_centre", LIVE, S.CANCELLED, _("Batalkan"))
MOVES = (
    SUBMIT,
    SUBMIT_TO_SEAT,
    SUBMIT_TO_QUEUE,
    RETURN,
    RESUBMIT,
    VERIFY,
    VERIFY_SEAT,
    REOPEN,
    REFUSE,
    MISS_TEST,
    UNDO_MISS_TEST,
    PUBLISH_ACCEPTED,
    PUBLISH_RESERVE,
    PUBLISH_NOT_SELECTED,
    OFFER,
    OFFER_SEAT,
    CLOSE_QUEUE,
    CONFIRM,
    LAPSE_RETURNED,
    LAPSE,
    LEAVE,
    APPEAL_TO_SEAT,
    APPEAL_TO_QUEUE,
    WITHDRAW,
    CANCEL_BY_CENTRE,
)


class ChoiceState(models.TextChoices):
    WAITING = "waiting", _("Menunggu")
    TAKEN = "taken", _("Diambil")
    REMOVED = "removed", _("Dihapus dari antrean")
    DECLINED = "declined", _("Ditolak peserta")


class Outcome(models.TextChoices):
    """What a wave's results say of one choice."""

    ACCEPTED = "accepted", _("Diterima")
    RESERVE = "reserve", _("Cadangan")
    NOT_SELECTED = "not_selected", _("Belum terpilih")
    ELSEWHERE = "elsewhere", _("Diterima di pilihan lain")


class RankingStatus(models.TextChoices):
    DRAFT = "draft", _("Draf")
    PROPOSED = "proposed", _("Diajukan")
    PUBLISHED = "published", _("Diumumkan")


PROPOSE_RANKING = Move("propose", frozenset({RankingStatus.DRAFT}), RankingStatus.PROPOSED, _("Ajukan hasil"))
RETRACT_RANKING = Move("retract", frozenset({RankingStatus.PROPOSED}), RankingStatus.DRAFT, _("Tarik usulan"))
PUBLISH_RANKING = Move("publish", frozenset({RankingStatus.PROPOSED}), RankingStatus.PUBLISHED, _("Umumkan hasil"))
RANKING_MOVES = (PROPOSE_RANKING, RETRACT_RANKING, PUBLISH_RANKING)


class EnrollmentStatus(models.TextChoices):
    ACTIVE = "active", _("Aktif")
    COMPLETED = "completed", _("Selesai")
    WITHDRAWN = "withdrawn", _("Mengundurkan diri")
    DISMISSED = "dismissed", _("Dikeluarkan")
    REPLACED = "replaced", _("Diganti cadangan")
    STOPPED = "stopped", _("Dihentikan balai")


ACTIVE_ONLY = frozenset({EnrollmentStatus.ACTIVE})
COMPLETE_ENROLLMENT = Move("complete", ACTIVE_ONLY, EnrollmentStatus.COMPLETED, _("Nyatakan selesai"))
WITHDRAW_ENROLLMENT = Move("withdraw", ACTIVE_ONLY, EnrollmentStatus.WITHDRAWN)
DISMISS_ENROLLMENT = Move("dismiss", ACTIVE_ONLY, EnrollmentStatus.DISMISSED, _("Keluarkan"))
REPLACE_ENROLLMENT = Move("replace", ACTIVE_ONLY, EnrollmentStatus.REPLACED)
STOP_ENROLLMENT = Move("stop", ACTIVE_ONLY, EnrollmentStatus.STOPPED)
ENROLLMENT_MOVES = (
    COMPLETE_ENROLLMENT,
    WITHDRAW_ENROLLMENT,
    DISMISS_ENROLLMENT,
    REPLACE_ENROLLMENT,
    STOP_ENROLLMENT,
)


class SittingStatus(models.TextChoices):
    PLANNED = "planned", _("Terjadwal")
    CLOSED = "closed", _("Selesai")
    CANCELLED = "cancelled", _("Dibatalkan")


CLOSE_SITTING = Move("close", frozenset({SittingStatus.PLANNED}), SittingStatus.CLOSED, _("Tutup sesi"))
CANCEL_SITTING = Move("cancel", frozenset({SittingStatus.PLANNED}), SittingStatus.CANCELLED, _("Batalkan sesi"))
SITTING_MOVES = (CLOSE_SITTING, CANCEL_SITTING)


class AppointmentStatus(models.TextChoices):
    BOOKED = "booked", _("Terjadwal")
    CONFIRMED = "confirmed", _("Menyatakan akan datang")
    CAME = "came", _("Hadir")
    ABSENT = "absent", _("Tidak hadir")
    DECLINED = "declined", _("Minta jadwal lain")
    CANCELLED = "cancelled", _("Dibatalkan")


A = AppointmentStatus
AWAITED = frozenset({A.BOOKED, A.CONFIRMED})
KEEPS_PLACE = AWAITED | {A.CAME, A.ABSENT}
ACCEPT_APPOINTMENT = Move("accept", frozenset({A.BOOKED}), A.CONFIRMED, _("Saya akan datang"))
DECLINE_APPOINTMENT = Move("decline", AWAITED, A.DECLINED, _("Minta jadwal lain"))
MOVE_APPOINTMENT = Move("move", AWAITED, A.BOOKED, _("Ganti jadwal"))
CANCEL_APPOINTMENT = Move("cancel", AWAITED, A.CANCELLED, _("Batalkan jadwal"))
CHECK_IN = Move("check_in", AWAITED, A.CAME, _("Hadir"))
UNDO_CHECK_IN = Move("undo_check_in", frozenset({A.CAME}), A.BOOKED, _("Batalkan tanda hadir"))
MARK_ABSENT = Move("mark_absent", AWAITED, A.ABSENT, _("Tidak hadir"))
RESTORE_APPOINTMENT = Move("restore", frozenset({A.ABSENT, A.CANCELLED}), A.BOOKED, _("Kembalikan jadwal"))
APPOINTMENT_MOVES = (
    ACCEPT_APPOINTMENT,
    DECLINE_APPOINTMENT,
    MOVE_APPOINTMENT,
    CANCEL_APPOINTMENT,
    CHECK_IN,
    UNDO_CHECK_IN,
    MARK_ABSENT,
    RESTORE_APPOINTMENT,
)


class AppealStatus(models.TextChoices):
    FILED = "filed", _("Menunggu jawaban")
    GRANTED = "granted", _("Diterima")
    DECLINED = "declined", _("Tidak diterima")
    CLOSED = "closed", _("Ditutup")


GRANT_APPEAL = Move("grant", frozenset({AppealStatus.FILED}), AppealStatus.GRANTED, _("Terima sanggahan"))
DECLINE_APPEAL = Move("decline", frozenset({AppealStatus.FILED}), AppealStatus.DECLINED, _("Tidak menerima sanggahan"))
CLOSE_APPEAL = Move("close", frozenset({AppealStatus.FILED}), AppealStatus.CLOSED)
APPEAL_MOVES = (GRANT_APPEAL, DECLINE_APPEAL, CLOSE_APPEAL)
MAY_APPEAL = APPEAL_TO_SEAT.sources


class CarryStatus(models.TextChoices):
    OFFERED = "offered", _("Ditawarkan")
    AGREED = "agreed", _("Setuju dipindahkan")
    DECLINED = "declined", _("Tidak ingin dipindahkan")
    PLACED = "placed", _("Sudah dipindahkan")
    IMPOSSIBLE = "impossible", _("Tidak bisa dipindahkan")


AGREE_CARRY = Move(
    "agree", frozenset({CarryStatus.OFFERED, CarryStatus.DECLINED}), CarryStatus.AGREED, _("Ya, pindahkan")
)
DECLINE_CARRY = Move(
    "decline", frozenset({CarryStatus.OFFERED, CarryStatus.AGREED}), CarryStatus.DECLINED, _("Tidak, terima kasih")
)
PLACE_CARRY = Move("place", frozenset({CarryStatus.AGREED}), CarryStatus.PLACED)
GIVE_UP_CARRY = Move("give_up", frozenset({CarryStatus.AGREED}), CarryStatus.IMPOSSIBLE)
CARRY_MOVES = (AGREE_CARRY, DECLINE_CARRY, PLACE_CARRY, GIVE_UP_CARRY)
