"""The navigation of the desk: by work and not by app."""

from django.utils.translation import gettext_lazy as _

GROUPS = (  # the navigation by work, not by app: an officer's day from intake to certificate, then what it stands on
    (
        _("Pendaftaran"),
        [
            "enrollment.queue",
            "counter.begin",
            "enrollment.calls",
            "enrollment.application",
            "trainees.consentgap",
            "enrollment.paperreason",
        ],
    ),
    (
        _("Seleksi"),
        [
            "enrollment.sitting",
            "enrollment.appointment",
            "enrollment.criterion",
            "enrollment.ranking",
            "enrollment.rankingrow",
            "enrollment.appeal",
        ],
    ),
    (
        _("Gelombang dan program"),
        ["cohorts.wave", "cohorts.offering", "enrollment.eligibilityrule", "cohorts.announcement", "cohorts.faq"],
    ),
    (
        _("Kelas"),
        [
            "cohorts.cohort",
            "cohorts.session",
            "enrollment.enrollment",
            "classroom.sheet",
            "classroom.mark",
            "cohorts.resource",
            "cohorts.holiday",
        ],
    ),
    (
        _("Hasil dan sertifikat"),
        [
            "certification.ending",
            "certification.assessment",
            "certification.overallresult",
            "certification.certificate",
            "certification.bnsprecord",
            "certification.numberseries",
        ],
    ),
    (
        _("Peserta"),
        [
            "trainees.trainee",
            "trainees.datarequest",
            "trainees.consent",
            "trainees.consenttext",
            "centers.privacynotice",
        ],
    ),
    (
        _("Pesan dan pekerjaan"),
        [
            "notifications.outboxmessage",
            "notifications.messagetext",
            "notifications.whatsapptemplate",
            "notifications.channels",
            "jobs.job",
            "jobs.jobresult",
            "jobs.dutyrun",
        ],
    ),
    (
        _("Balai dan pegawai"),
        [
            "centers.center",
            "centers.official",
            "accounts.user",
            "centers.membership",
            "centers.invitation",
            "staffing.access",
        ],
    ),
    (
        _("Daftar acuan"),
        [
            "cohorts.program",
            "cohorts.track",
            "cohorts.unit",
            "cohorts.funding",
            "centers.documentkind",
            "centers.educationlevel",
            "centers.region",
        ],
    ),
    (
        _("Jejak"),
        [
            "audit.auditentry",
            "audit.viewlog",
            "audit.seal",
            "audit.retention",
            "audit.retentionrule",
            "audit.purgerecord",
        ],
    ),
)
