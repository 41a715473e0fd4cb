"""How the addresses of the role table are made: the model each belongs to, and its arguments."""

from blk_portal.staffing.invitations import token_of
from enrollment import passes
from trainees import guardian_link

# How an address is made from an object: the model it belongs to, and its arguments. `unknown` is nobody's.
ARGUMENTS = {
    "accounts.user": lambda one: [one.pk],
    "trainees.trainee": lambda one: [one.pk],
    "two people": lambda pair: [one.pk for one in pair],
    "centers.invitation": lambda one: [one.pk],
    "centers.center": lambda one: [one.code],
    "link of an invitation": lambda one: [token_of(one)],
    "link of a guardian": lambda one: [guardian_link.token_of(one)],
    "notifications.outboxmessage": lambda one: [one.pk],
    "cohorts.announcement": lambda one: [one.pk],
    "centers.privacynotice": lambda one: [one.version],
    "cohorts.wave": lambda one: [one.pk],
    "cohorts.offering": lambda one: [one.pk],
    "cohorts.cohort": lambda one: [one.pk],
    "enrollment.application": lambda one: [one.pk],
    "entry of the counter": lambda one: [one.pk],
    "enrollment.choice": lambda one: [one.pk],
    "enrollment.sitting": lambda one: [one.pk],
    "pass of an appointment": lambda one: [passes.token_of(one)],
    "jobs.job": lambda one: [one.pk],
    "centers.savedfilter": lambda one: [one.pk],
    "centers.columnset": lambda one: [one.pk],
    "certification.certificate": lambda one: [one.code],
    "enrollment.participantsheet": lambda one: [one.pk],
    "trainees.document": lambda one: [one.key],
    "trainees.documentpage": lambda one: [one.key],
    "trainees.consent": lambda one: [one.pk],
    "classroom.mark": lambda one: [one.pk],
    "classroom.sheet": lambda one: [one.session_id],
}
MORE = {  # arguments that come after the object's
    "admin:wave_act": ["umumkan"],
    "admin:enrollment_application_score_preview": ["0" * 32],
    "admin:wave_call_off": ["tunda"],
    "admin:offering_call_off": ["batalkan"],
    "admin:staff_invitation": ["kirim-ulang"],
    "application_step": ["data-diri"],
    "admin:counter_step": ["kontak"],
}
WITHOUT_OBJECT = {  # arguments of addresses that belong to no object
    "admin:app_list": ["cohorts"],
    "reminder": ["1-0"],
    "admin:whatsapp_templates": ["siapkan"],
    "mydata:download": ["json"],
    "journey:answer": ["palsu"],
    "journey:fix": ["palsu"],
    "journey:carry": ["palsu"],
    "journey:appointment": ["palsu"],
    "journey:feed": ["1-palsu"],
    "slip_code": ["KQ7F-3MXA-HT9P"],
    "journey:choose": ["palsu"],
    "admin:notifications_messagetext_write": ["enrollment", "accepted", "id"],
    "admin:notifications_messagetext_versions": ["enrollment", "accepted", "id"],
    "admin:enrollment_application_bulk": ["verify"],
    "admin:saved_filters": ["enrollment.application"],
    "admin:export_list": ["enrollment.application"],
    "admin:add_column_set": ["enrollment.application"],
}
OBJECT_OF = {  # which model an address with an object belongs to
    "notifications.outboxmessage": [
        "admin:message_resend",
    ],
    "accounts.user": [
        "admin:staff_reset_factor",
        "admin:staff_leave",
        "admin:account_history",
    ],
    "trainees.trainee": [
        "admin:person_history",
        "admin:person_messages",
        "admin:person_file",
        "admin:person_nik",
    ],
    "two people": [
        "admin:person_apart",
    ],
    "centers.invitation": [
        "admin:staff_invitation",
    ],
    "centers.center": [
        "center_logo",
    ],
    "link of an invitation": [
        "staff_invitation",
    ],
    "cohorts.announcement": [
        "announcement",
    ],
    "centers.privacynotice": [
        "privacy_version",
    ],
    "link of a guardian": [
        "guardian_consent",
    ],
    "cohorts.offering": [
        "admin:print_results",
        "admin:print_notice",
        "offering",
        "eligibility",
        "apply",
        "admin:offering_queue",
        "admin:offering_call_off",
    ],
    "enrollment.choice": [
        "admin:queue_reorder",
    ],
    "enrollment.application": [
        "application",
        "application_check",
        "application_discard",
        "guardian_letter",
        "guardian_ask",
        "application_step",
        "journey:application",
        "journey:letters",
        "journey:again",
        "journey:confirm",
        "journey:sent",
        "journey:withdraw",
        "journey:appeal",
        "admin:enrollment_application_nik",
        "admin:enrollment_application_call",
        "admin:enrollment_application_file",
    ],
    "entry of the counter": [
        "admin:counter_entry",
        "admin:counter_go_on",
        "admin:counter_step",
        "admin:counter_check",
        "admin:counter_letter",
        "admin:counter_abandon",
        "admin:counter_ask",
        "admin:counter_slip",
    ],
    "enrollment.participantsheet": [
        "admin:import_sheet",
        "admin:import_columns",
        "admin:import_report",
    ],
    "trainees.document": [
        "document",
        "document_original",
    ],
    "trainees.documentpage": [
        "document_page",
    ],
    "trainees.consent": [
        "mydata:withdraw",
    ],
    "certification.certificate": [
        "certification:pdf",
        "verify",
    ],
    "cohorts.cohort": [
        "admin:print_class",
        "admin:cohort_letter",
        "certification:complete",
        "certification:issue",
        "teaching:cohort",
        "teaching:grid",
    ],
    "classroom.sheet": [
        "teaching:session",
        "teaching:lock",
    ],
    "classroom.mark": [
        "teaching:correct",
    ],
    "jobs.job": [
        "jobs:progress",
        "jobs:cancel",
        "jobs:result",
        "jobs:undo",
        "admin:export_file",
    ],
    "centers.savedfilter": [
        "admin:drop_filter",
    ],
    "centers.columnset": [
        "admin:column_set",
        "admin:drop_column_set",
    ],
    "enrollment.sitting": [
        "admin:enrollment_sitting_attendance",
        "admin:enrollment_sitting_sheet",
        "admin:enrollment_sitting_absent",
    ],
    "pass of an appointment": [
        "admin:enrollment_sitting_pass",
    ],
    "cohorts.wave": [
        "admin:wave_control",
        "admin:wave_results",
        "admin:wave_simulate",
        "published_results",
        "admin:wave_act",
        "admin:wave_call_off",
        "admin:enrollment_application_scores",
        "admin:enrollment_application_score_sheet",
        "admin:enrollment_application_score_upload",
        "admin:enrollment_application_score_preview",
        "admin:enrollment_sitting_assign",
        "admin:wave_letter",
    ],
}

WITHOUT_NAME = {  # the route as the resolver tells it: an address that it matches
    "admin/login/": "/admin/login/",
    "admin:(?P<url>.*)$": "/admin/tidak-ada/",
}
