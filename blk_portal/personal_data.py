"""What every column is under UU 27/2022, why it is kept and for how long. A test fails for a column not named here.

GENERAL and SPECIFIC are the law's two kinds (art. 4): specific are, among others, data of children and of health.
Everything of a trainee under 18 is specific, whatever is said here. NONE says nothing about a person.
`how` leads from the row to the trainee (or account) it speaks of: exports and erasure follow it.
How long things stay is proposed by the rules of audit.RetentionRule, which an office may change; what no rule names
follows the office's archive schedule ("jadwal retensi arsip").
"""

from dataclasses import dataclass

PUBLIC_SERVICE = "pelayanan publik (pasal 20 ayat 2 huruf e)"
LEGAL_DUTY = "kewajiban hukum (pasal 20 ayat 2 huruf c)"


@dataclass(frozen=True, slots=True)
class Held:
    """The columns of one model by kind, with purpose, legal basis, retention, and the way to the person."""

    purpose: str
    basis: str
    retention: str
    how: str
    general: str = ""
    specific: str = ""
    none: str = "id"

    def columns(self):
        return [*self.general.split(), *self.specific.split(), *self.none.split()]


HELD = {
    "accounts.user": Held(
        "masuk ke portal",
        PUBLIC_SERVICE,
        "dua tahun tanpa kegiatan",
        "self",
        general="email phone phone_verified_at full_name language last_login date_joined",
        none="id password desk_code desk_code_until slip_mark is_superuser is_staff is_active session_round groups "
        "user_permissions",
    ),
    "audit.auditentry": Held(
        "mencatat siapa melakukan apa (pasal 31)",
        LEGAL_DUTY,
        "sepuluh tahun",
        "subject",
        general="at user role center_code subject_type subject_id action from_status to_status note facts",
        none="id request_id",
    ),
    "audit.viewlog": Held(
        "mencatat siapa melihat data siapa (pasal 31 dan 32)",
        LEGAL_DUTY,
        "lima tahun",
        "subject_ids",
        general="at user role center_code subject_type subject_ids page",
        none="id rows request_id",
    ),
    "audit.purgerecord": Held(
        "bukti pemusnahan (pasal 45)",
        LEGAL_DUTY,
        "tetap",
        "",
        none="id at reason rule user rows transaction_id table first_seal last_seal",
    ),
    "centers.official": Held(
        "menandatangani dokumen",
        PUBLIC_SERVICE,
        "tetap (arsip)",
        "",
        general="name nip",
        none="id center position acting valid_from valid_to",
    ),
    "centers.membership": Held(
        "mengatur kewenangan pegawai",
        PUBLIC_SERVICE,
        "jadwal retensi arsip",
        "user",
        general="user role valid_from valid_to",
        none="id center",
    ),
    "centers.invitation": Held(
        "mengundang pegawai",
        PUBLIC_SERVICE,
        "jadwal retensi arsip",
        "user",
        general="user invited_by created_at accepted_at revoked_at",
        none="id membership expires_at",
    ),
    "centers.savedfilter": Held(
        "mengingat saringan daftar yang dipakai pegawai",
        PUBLIC_SERVICE,
        "sampai pemiliknya menghapus",
        "owner",
        general="owner name shared created_at",
        none="id center list query",
    ),
    "centers.columnset": Held(
        "mengingat susunan kolom ekspor yang dipakai pegawai",
        PUBLIC_SERVICE,
        "sampai pemiliknya menghapus",
        "owner",
        general="owner name shared created_at",
        none="id center list columns",
    ),
    "notifications.outboxmessage": Held(
        "memberi tahu peserta",
        PUBLIC_SERVICE,
        "isi, isian dan alamat dua tahun; catatan pengiriman tetap",
        "to_user",
        general="to_address to_user routes subject body values subject_type subject_id sent_at delivered_at read_at "
        "last_error provider_id",  # WhatsApp's number of a message holds the phone's
        none="id kind channel language text_version is_secret center_code state priority not_before attempts "
        "claimed_until follows batch message_id dedupe_key created_at",
    ),
    "notifications.messagetext": Held(
        "menyimpan kata-kata balai sendiri dan siapa penulisnya",
        PUBLIC_SERVICE,
        "selama balai memakai portal",
        "created_by",
        general="created_by created_at",
        none="id center kind channel language version subject body",
    ),
    "jobs.job": Held(
        "mengerjakan pekerjaan panjang",
        PUBLIC_SERVICE,
        "jadwal retensi arsip",
        "created_by",
        general="created_by actor_role",
        none="id kind title params center_code state total done skipped failed error cancel_asked_at lease_token "
        "lease_until heartbeat attempts undoes dedupe_key created_at started_at finished_at",
    ),
    "jobs.jobresult": Held(
        "melaporkan hasil tiap baris",
        PUBLIC_SERVICE,
        "satu tahun",
        "key",
        general="label reason",
        none="id job key outcome code at",
    ),
    "trainees.trainee": Held(
        "mendaftar dan mengikuti pelatihan",
        PUBLIC_SERVICE,
        "dua tahun tanpa pendaftaran; selebihnya jadwal retensi arsip",
        "self",
        general="account full_name nik_sealed nik_tail nik_index claimed_index birth_date birth_place sex region "
        "address education phone email phone_verified_at abroad_interest abroad_experience is_studying studies_until "
        "is_working trained_until has_trained created_at search",
        none="id key",
    ),
    "trainees.contact": Held(
        "menghubungi peserta lewat orang lain",
        PUBLIC_SERVICE,
        "mengikuti data peserta",
        "trainee",
        general="trainee name relation phone",
    ),
    "trainees.guardian": Held(
        "persetujuan orang tua atau wali (pasal 25)",
        LEGAL_DUTY,
        "mengikuti data peserta",
        "trainee",
        specific="trainee name relation phone email asked_at",
        none="id link_round",
    ),
    "trainees.healthanswer": Held(
        "menilai syarat kesehatan program yang memintanya",
        PUBLIC_SERVICE,
        "12 bulan sesudah gelombang berakhir bila tidak menjadi peserta; selebihnya jadwal retensi arsip",
        "trainee",
        specific="trainee fact holds answered_at",
    ),
    "trainees.document": Held(
        "memeriksa syarat pendaftaran",
        PUBLIC_SERVICE,
        "12 bulan sesudah gelombang berakhir bila tidak menjadi peserta; selebihnya jadwal retensi arsip",
        "trainee",
        specific="trainee kind original state reason uploaded_at replaced_at",
        none="id key original_sha256",
    ),
    "trainees.documentpage": Held(
        "memeriksa syarat pendaftaran",
        PUBLIC_SERVICE,
        "bersama dokumennya",
        "document.trainee",
        specific="document file",
        none="id number key sha256 width height",
    ),
    "trainees.consent": Held(
        "membuktikan persetujuan (pasal 24)",
        LEGAL_DUTY,
        "selama data disimpan",
        "trainee",
        general="trainee text given_by channel document witnessed_by given_at ip withdrawn_at",
    ),
    "trainees.slip": Held(
        "melanjutkan pendaftaran dari loket di ponsel sendiri",
        PUBLIC_SERVICE,
        "mengikuti data peserta",
        "trainee",
        general="trainee given_at given_by until used_at",
        none="id mark",
    ),
    "trainees.consentgap": Held(
        "melengkapi persetujuan wali data lama",
        LEGAL_DUTY,
        "sampai selesai",
        "trainee",
        specific="trainee found_at closed_at",
        none="id center",
    ),
    "trainees.datarequest": Held(
        "menjawab permintaan tentang data (pasal 30)",
        LEGAL_DUTY,
        "jadwal retensi arsip",
        "trainee",
        general="trainee kind words state asked_at due_at answer answered_at answered_by",
        none="id center",
    ),
    "trainees.toldapart": Held(
        "mengingat bahwa dua orang yang mirip bukan orang yang sama",
        PUBLIC_SERVICE,
        "mengikuti data peserta",
        "trainee",
        general="trainee reason decided_by decided_at",
        none="id other",
    ),
    "enrollment.application": Held(
        "menyeleksi peserta",
        PUBLIC_SERVICE,
        "draf 90 hari sejak terakhir disimpan; selebihnya jadwal retensi arsip",
        "trainee",
        general="trainee wave number status origin seat adult_on consented_at submitted_at verified_at fix_by "
        "answer_by confirmed_at ended_at reason identity_claim officer entered_by entered_at "
        "created_at saved_at",
        specific="findings",  # may name a fact of health that a program asks
        none="id held_by held_until",
    ),
    "enrollment.calendarlink": Held(
        "menampilkan jadwal di kalender ponsel",
        "persetujuan (pasal 20 ayat 2 huruf a)",
        "sampai dimatikan peserta; selebihnya mengikuti data peserta",
        "trainee",
        general="trainee created_at",
        none="id key",
    ),
    "enrollment.note": Held(
        "mencatat apa yang perlu diketahui petugas lain",
        PUBLIC_SERVICE,
        "mengikuti pendaftarannya",
        "application.trainee",
        general="application text written_by written_at",
    ),
    "enrollment.participantsheet": Held(
        "memasukkan peserta gelombang terdahulu dari lembarnya",
        PUBLIC_SERVICE,
        "sampai berkasnya dihapus: sehari sesudah diunggah atau sesudah pekerjaannya selesai",
        "",
        general="uploaded_by uploaded_at",
        none="id wave file name layout rehearsal job",
    ),
    "enrollment.choice": Held(
        "menyeleksi peserta",
        PUBLIC_SERVICE,
        "mengikuti pendaftarannya",
        "application.trainee",
        general="application offering order queue_place state reason",
    ),
    "enrollment.call": Held(
        "menelepon orang yang batas waktunya dekat",
        PUBLIC_SERVICE,
        "mengikuti pendaftarannya",
        "application.trainee",
        general="application deadline result note called_by called_at",
    ),
    "enrollment.reminder": Held(
        "mengingatkan orang yang memintanya",
        "persetujuan (pasal 20 ayat 2 huruf a)",
        "7 hari bila tidak dipastikan; 30 hari sesudah dikirim",
        "",
        general="email phone from_on",
        none="id kind offering track language round created_at confirmed_at sent_at",
    ),
    "enrollment.score": Held(
        "menyeleksi peserta",
        PUBLIC_SERVICE,
        "mengikuti pendaftarannya",
        "application.trainee",
        general="application part value scored_by scored_at",
    ),
    "enrollment.criterionscore": Held(
        "menyeleksi peserta",
        PUBLIC_SERVICE,
        "mengikuti pendaftarannya",
        "score.application.trainee",
        general="score criterion value",
    ),
    "enrollment.appointment": Held(
        "menjadwalkan tes dan wawancara",
        PUBLIC_SERVICE,
        "mengikuti pendaftarannya",
        "application.trainee",
        general="application sitting part status place_number changes booked_by booked_at accepted_at came_at "
        "checked_in_by reason",
    ),
    "enrollment.selectionpolicy": Held(
        "menyeleksi peserta dengan aturan yang ditetapkan lebih dahulu",
        PUBLIC_SERVICE,
        "jadwal retensi arsip",
        "",
        general="locked_by locked_at",
        none="id offering version test_weight interview_weight minimum_score tie_break reserves seed commitment "
        "reason",
    ),
    "enrollment.rankingrow": Held(
        "menjelaskan hasil seleksi",
        PUBLIC_SERVICE,
        "mengikuti pendaftarannya",
        "choice.application.trainee",
        general="choice total rank outcome reason",
        none="id ranking",
    ),
    "enrollment.appeal": Held(
        "menjawab sanggahan atas hasil seleksi",
        PUBLIC_SERVICE,
        "mengikuti pendaftarannya",
        "application.trainee",
        general="application choice status reason filed_at answer_by answer answered_by answered_at",
    ),
    "enrollment.decision": Held(
        "mencatat keputusan sesudah pengumuman",
        PUBLIC_SERVICE,
        "mengikuti pendaftarannya",
        "appeal.application.trainee",
        general="appeal row outcome reason decided_by decided_at",
    ),
    "enrollment.carry": Held(
        "membawa tempat ke gelombang berikutnya",
        "persetujuan (pasal 20 ayat 2 huruf a)",
        "mengikuti pendaftarannya",
        "application.trainee",
        general="application offering was place status offered_at until answered_at placed reason",
    ),
    "enrollment.enrollment": Held(
        "menyelenggarakan pelatihan",
        PUBLIC_SERVICE,
        "jadwal retensi arsip",
        "trainee",
        general="application trainee cohort status started_on ended_on",
    ),
    "classroom.sheet": Held(
        "mencatat kehadiran",
        PUBLIC_SERVICE,
        "sepuluh tahun (bukti pembayaran)",
        "",
        general="marked_by marked_at",
        none="id session locked_at",
    ),
    "classroom.mark": Held(
        "mencatat kehadiran dan membayar uang transport",
        PUBLIC_SERVICE,
        "sepuluh tahun (bukti pembayaran)",
        "enrollment.trainee",
        general="enrollment presence jp corrects reason marked_by marked_at",
        none="id sheet",
    ),
    "certification.assessment": Held(
        "menilai kompetensi",
        PUBLIC_SERVICE,
        "jadwal retensi arsip",
        "enrollment.trainee",
        general="enrollment unit outcome assessed_by assessed_at superseded_at corrects reason",
    ),
    "certification.overallresult": Held(
        "menilai kompetensi",
        PUBLIC_SERVICE,
        "jadwal retensi arsip",
        "enrollment.trainee",
        general="enrollment result source decided_at decided_by",
    ),
    "certification.certificate": Held(
        "membuktikan pelatihan",
        PUBLIC_SERVICE,
        "tetap (arsip)",
        "enrollment.trainee",
        general="enrollment kind status number code snapshot issued_at issued_by replaces ended_at end_reason pdf",
        none="id series sequence pdf_sha256",
    ),
    "certification.bnsprecord": Held(
        "mencatat sertifikat kompetensi dari LSP",
        PUBLIC_SERVICE,
        "jadwal retensi arsip",
        "enrollment.trainee",
        general="enrollment lsp scheme tested_on state certificate_number registration_number blank_number "
        "valid_until recorded_at",
    ),
}
